"""One choice among named ones, kept in the page's address as a code: a link shows what its sender saw, and
outlives the words on screen. Links that bear those words are still understood.

What the address asks for and nobody knows is said under the field, where the reader would look for it.
"""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from dp_ruptures import address
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stocks import Department

_LATEST = "la plus récente"
# As much of a wrong value as it takes to recognise it.
_LONGEST = 60


def choose(
    label: str, key: str, named: Mapping[str, str], *, default: str | None = None, note: str | None = None
) -> str:
    """A code among `named` (label by code) from a list; `default`, else the first, when nothing is chosen."""

    def field(codes: list[str], said: Callable[[str], str]) -> str | None:
        return st.selectbox(label, codes, format_func=said, key=key, help=note)

    return _followed(field, key, named, default)


def pick(label: str, key: str, named: Mapping[str, str]) -> str:
    """The same where every choice is shown at once."""

    def field(codes: list[str], said: Callable[[str], str]) -> str | None:
        return st.radio(label, codes, format_func=said, horizontal=True, key=key)

    return _followed(field, key, named, None)


def choose_week(listed: Sequence[Week], latest: Week) -> Week:
    """One week of `listed` (latest first). « La plus récente » is a choice of its own: a link to a named
    week must not move on Monday."""
    labels = {_LATEST: _LATEST} | {week.label: week.label for week in listed}
    label = choose("Semaine", "semaine", labels)
    return next((week for week in listed if week.label == label), latest)


def choose_area(places: Sequence[Department]) -> tuple[str, list[str]]:
    """France, a region or a département: its name and the codes of its départements."""
    names = {"france": "France entière"}
    inside = {"france": [place.department_code for place in places]}
    for name, region in sorted({(place.region_name, place.region_code) for place in places}):
        # A région's number may be a département's too.
        names[f"R{region}"] = f"Région · {name}"
        inside[f"R{region}"] = [place.department_code for place in places if place.region_code == region]
    names |= {place.department_code: place.label for place in places}
    inside |= {place.department_code: [place.department_code] for place in places}
    code = choose("Zone", "zone", names)
    return names[code], inside[code]


def _followed(
    field: Callable[[list[str], Callable[[str], str]], str | None],
    key: str,
    named: Mapping[str, str],
    default: str | None,
) -> str:
    """Draw a field that follows the address, and is followed by it; what the address asks in vain."""
    first = next(iter(named)) if default is None else default
    wrong = address.follow(key, named, first)
    code = field(list(named), lambda code: named.get(code, code))
    address.write_one(key)
    if wrong is not None:
        st.warning(
            f"Le lien demande « {plain(wrong[:_LONGEST])} », que cette liste ne contient pas : "
            f"« {plain(named[first])} » est affiché à la place."
        )
    return code if code is not None and code in named else first
