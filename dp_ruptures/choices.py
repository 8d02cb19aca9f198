"""One choice among named ones, kept in the page's address so that a link shows what its sender saw.

Streamlit drops a value of the address that it does not know: the first choice is shown instead, and the
reader is told under the field, where they would look for what they asked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st

from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department

_LATEST = "la plus récente"
# As much of a wrong value as it takes to recognise it.
_LONGEST = 60


def choose(label: str, key: str, named: Mapping[str, str], *, note: str | None = None) -> str:
    """A code among `named` (label by code), the first when nothing is chosen; `key` in the address."""
    with answering(key, named.values()):
        code = st.selectbox(
            label, list(named), format_func=lambda code: named.get(code, code), key=key, help=note,
            bind="query-params",
        )  # fmt: skip
    return code if code in named else next(iter(named))


@contextmanager
def answering(key: str, labels: Collection[str]) -> Iterator[None]:
    """Around a field bound to `key` of the address: under it, what was asked that is none of its `labels`."""
    # Read before the field is drawn: Streamlit forgets the value then.
    asked = st.query_params.get(key)
    yield
    if asked is not None and asked not in labels:
        st.warning(
            f"Le lien demande « {plain(asked[:_LONGEST])} », que cette liste ne contient pas : "
            f"« {plain(next(iter(labels)))} » est affiché à la place."
        )


def choose_week(listed: Sequence[Week], latest: Week) -> Week:
    """One week of `listed` (latest first). « La plus récente » is a choice of its own: a link to a named
    week must not move on Monday."""
    labels = {_LATEST: _LATEST} | {week.label: week.label for week in listed}
    label = choose("Semaine", "semaine", labels)
    return next((week for week in listed if week.label == label), latest)


def choose_area(places: Sequence[Department]) -> tuple[str, list[str]]:
    """France, a region or a département: its name and the codes of its départements."""
    regions = sorted({(place.region_name, place.region_code) for place in places})
    areas = {"France entière": [place.department_code for place in places]}
    for name, region in regions:
        areas[f"Région · {name}"] = [place.department_code for place in places if place.region_code == region]
    areas |= {place.label: [place.department_code] for place in places}
    label = choose("Zone", "zone", {name: name for name in areas})
    return label, areas[label]
