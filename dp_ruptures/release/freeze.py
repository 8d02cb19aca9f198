"""Writes a release into the ledger: append-only rows, and hashes that prove them to us alone."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from dp_ruptures.release.draft import Draft
from dp_ruptures.release.estimates import Shown, earlier, estimates
from dp_ruptures.release.suppress import EMPTY, PUBLISHED, WITHHELD
from dp_ruptures.release.table import Figure
from dp_ruptures.rules.hold import WINDOW_WEEKS
from dp_ruptures.store import Transaction


def freeze(
    transaction: Transaction,
    draft: Draft,
    *,
    now: datetime,
    actor: str,
    previewed_by: str | None,
    reason: str | None,
) -> None:
    """Append the release, its cells and what the next ones must know of it."""
    named = {"week": draft.week.monday, "revision": draft.revision}
    transaction.execute(
        "release_insert",
        **named,
        **hashes(transaction, draft),
        published_at=now,
        published_by=actor,
        previewed_by=previewed_by,
        # Why the gate was opened is the Ordre's affair; why there is an erratum is everybody's.
        reason=reason if draft.revision > 1 else None,
        cells_published=draft.count(PUBLISHED),
        cells_withheld=draft.count(WITHHELD),
        cells_empty=draft.count(EMPTY),
        solver_gap=draft.suppression.pattern.gap,
        respondents=draft.turnout.answered,
        active=draft.turnout.open,
        leaves_held=draft.leaves_held,
        regions_only=draft.regions_only,
    )
    transaction.execute("release_insert_cells", **named, **_cells(draft), **_estimates(transaction, draft))
    transaction.execute("release_insert_secrets", **named, **_secrets(draft))
    transaction.execute("release_insert_report", **named, report=_canonical(draft.report),
                        gate="\n".join(draft.reasons), reason=reason)  # fmt: skip
    if draft.revision > 1:
        transaction.execute("release_insert_difference", **named)


def forget(transaction: Transaction, draft: Draft) -> None:
    """Delete the individual data that no later release is compared with."""
    # One week more than the window: an erratum of the last week looks as far back as that week did.
    since = draft.week.shift(-WINDOW_WEEKS - 1).monday
    transaction.execute("release_forget_held", since=since)
    transaction.execute("release_forget_secrets", since=since)
    transaction.execute("release_forget_members", since=since)
    transaction.execute("release_forget_excluded")


def hashes(transaction: Transaction, draft: Draft) -> dict[str, str]:
    """What the draft rests on, each as a salted hash."""
    salt = salt_of(transaction)
    return {
        "state_sha256": state_hash(transaction, draft),
        "policy_sha256": _salted(salt, draft.policy.hashed),
        "audit_sha256": _salted(salt, draft.report),
    }


def state_hash(transaction: Transaction, draft: Draft) -> str:
    """Names the held state: its contributions, which come in one order whatever that of the declarations."""
    state = "\n".join(f"{one.leaf}{one.owner} {one.units}" for one in draft.table.contributions)
    return _salted(salt_of(transaction), hashlib.sha256(state.encode()).hexdigest())


def salt_of(transaction: Transaction) -> str:
    """What the hashes of this portal are salted with, drawn the first time."""
    transaction.execute("setting_insert", name="policy_salt", content=secrets.token_hex(32))
    return str(transaction.query("setting_by_name", name="policy_salt")[0]["content"])


def _salted(salt: str, content: object) -> str:
    """A hash that proves a content to us and gives it to nobody.

    The policy's few small numbers, or a thin week's state, would be found by hashing every guess.
    """
    return hashlib.sha256(_canonical({"content": content, "salt": salt}).encode()).hexdigest()


def _canonical(content: Any) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, default=str, separators=(",", ":"))


def _cells(draft: Draft) -> dict[str, list[Any]]:
    figures = list(draft.table.figures.values())
    return {
        **_places(figures),
        "area_names": [figure.place.name for figure in figures],
        "families": [figure.item.family for figure in figures],
        "item_labels": [figure.item.label for figure in figures],
        "statuses": [draft.suppression.status[figure.key] for figure in figures],
        **_shown(draft, figures),
    }


def _places(figures: Iterable[Figure]) -> dict[str, list[Any]]:
    levels, codes, kinds, items = zip(*(figure.key for figure in figures), strict=True)
    return {"area_levels": [*levels], "area_codes": [*codes], "item_levels": [*kinds], "items": [*items]}


def _shown(draft: Draft, figures: Iterable[Figure]) -> dict[str, list[Any]]:
    """The figures of published cells; nothing of the others."""
    listed = [figure if draft.is_published(figure) else None for figure in figures]
    return {
        "units": [figure and figure.units for figure in listed],
        "data_of": [figure and figure.data_of for figure in listed],
        "declarants": [figure and figure.declarants for figure in listed],
        "active": [figure and figure.place.active for figure in listed],
    }


def _estimates(transaction: Transaction, draft: Draft) -> dict[str, list[Any]]:
    """What the published cells, with earlier releases, let anybody estimate; nothing of the others."""
    survey = draft.table.survey
    published = {
        key: Shown(figure.units, figure.declarants, figure.place.active, figure.data_of == draft.week.monday)
        for key, figure in draft.table.figures.items()
        if draft.is_published(figure)
    }
    region_of = {d.code: code for d, code in zip(survey.departments, survey.region_of, strict=True)}
    found = estimates(published, earlier(transaction, draft.week), region_of)
    totals = [found.totals.get(key) for key in draft.table.figures]
    return {
        "estimated": [one and one.units for one in totals],
        "lows": [one and one.low for one in totals],
        "highs": [one and one.high for one in totals],
        "days": [found.days.get(key) for key in draft.table.figures],
    }


def _secrets(draft: Draft) -> Mapping[str, list[Any]]:
    found = list(draft.suppression.secrets.items())
    return {
        "area_levels": [key[0] for key, _ in found],
        "area_codes": [key[1] for key, _ in found],
        "item_levels": [key[2] for key, _ in found],
        "items": [key[3] for key, _ in found],
        "units": [secret.units for _, secret in found],
        "asked_above": [secret.above for _, secret in found],
        "asked_below": [secret.below for _, secret in found],
    }
