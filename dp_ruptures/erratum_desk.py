"""An erratum of the week released last: previewed with its difference, then published by a second person.

The same act as a release (docs/adr/0008), so the same looks, kept the same way: a look holds the public
reason and each figure before and after; what either release withholds has no figure in it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from dp_ruptures import release, release_desk, released, schedule
from dp_ruptures.errors import Refused
from dp_ruptures.publication import erratum
from dp_ruptures.publication.erratum import Erratum
from dp_ruptures.release import PUBLISHED, WITHHELD, Preview, Terms
from dp_ruptures.release.table import Figure
from dp_ruptures.release_desk import Look
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

FEWEST_LETTERS = 15


def candidate(store: Store) -> tuple[Week | None, str]:
    """The week that may have an erratum and "", or None and why there is none, in French."""
    weeks = released.weeks(store)
    if not weeks:
        return None, "Aucune semaine n'est publiée : il n'y a rien à corriger."
    header = released.header(store, weeks[0])
    if header and header["revision"] > 1:
        return None, (
            f"La semaine {weeks[0].label} a déjà son erratum, et n'en aura pas d'autre : "
            "les corrections suivantes entrent dans la prochaine publication."
        )
    return weeks[0], ""


def look(store: Store, week: Week, *, reason: str, now: datetime, actor: str) -> Look:
    """Compute and audit the erratum, and keep what it would change. Raises Refused."""
    reason = " ".join(reason.split())
    if len(reason) < FEWEST_LETTERS:
        raise Refused("Dites en quelques mots pourquoi : le ministère lira ce motif.")
    seen = release.preview(store, week, now=now, terms=Terms(erratum=True, reason=reason))
    changes = _changes(released.cells(store, week), seen)
    return release_desk.keep(store, seen, {"reason": reason, "changes": changes}, now=now, actor=actor)


def last_look(store: Store, week: Week) -> Look | None:
    """The last look at the week's erratum, whoever took it; None when there was none."""
    seen = release_desk.last_look(store, week)
    return seen if seen and "changes" in seen.summary else None


def difference(seen: Look) -> Erratum:
    """What the erratum would change, as the pages and files will say it."""
    header = {"revision": seen.revision, "published_at": seen.previewed_at, "reason": seen.summary["reason"]}
    found = erratum.erratum_of(header, seen.summary["changes"])
    assert found is not None  # noqa: S101 - an erratum is a second release
    return found


def publish(store: Store, seen: Look, *, alone: str, now: datetime, actor: str) -> Preview:
    """Publish the erratum that was seen, and nothing else; the running server then saves the store.

    `alone`: why the same person looks and publishes, or publishes against the gate; it stays with the Ordre.
    Raises Refused: no reason where one is due, other figures, nothing that changes.
    """
    alone = " ".join(alone.split())
    if release_desk.needs_reason(seen, actor) and not alone:
        raise Refused(
            "Dites pourquoi vous publiez vous-même, ou malgré l'avertissement : cela reste au registre."
        )
    if alone:
        # Before the act: should it be refused, that somebody tried alone is worth knowing too.
        store.execute(
            "audit_insert",
            now=now,
            actor=actor,
            action="release.erratum",
            subject=seen.week.iso,
            detail=alone,
        )
    terms = Terms(
        reason=seen.summary["reason"],
        erratum=True,
        previewed=(seen.previewed_by, seen.state_sha256),
        withheld_seen=seen.summary["counts"][WITHHELD],
    )
    published = release.publish(store, seen.week, now=now, actor=actor, terms=terms)
    schedule.save_release()
    return published


def _changes(before: list[Row], seen: Preview) -> list[dict[str, Any]]:
    """One dict per cell whose state or figure changes, named as the rows of release_difference."""
    former = {(row["area_level"], row["area_code"], row["item_level"], row["item"]): row for row in before}
    statuses = seen.draft.suppression.status
    found = (
        _change(seen.revision, figure, former.get(figure.key), statuses[figure.key])
        for figure in seen.draft.table.figures.values()
    )
    return [change for change in found if _differs(change)]


def _change(revision: int, figure: Figure, before: Mapping[str, Any] | None, status: str) -> dict[str, Any]:
    return {
        "revision": revision,
        "area_level": figure.place.level,
        "area_code": figure.place.code,
        "area_name": figure.place.name,
        "item_level": figure.item.level,
        "item": figure.item.code,
        "item_label": figure.item.label,
        "status_before": before and before["status"],
        "units_before": before and before["units"],
        "status_after": status,
        "units_after": figure.units if status == PUBLISHED else None,
    }


def _differs(change: Mapping[str, Any]) -> bool:
    before = change["status_before"], change["units_before"]
    return before != (change["status_after"], change["units_after"])
