"""The Ordre's second look at a release: one person previews it, another publishes what was seen."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dp_ruptures import monday, release, schedule
from dp_ruptures.campaign import campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.release import PUBLISHED, WITHHELD, Preview, Terms
from dp_ruptures.rules.week import Week, week_of
from dp_ruptures.store import Store

_TOLD_LEVELS = {"departement": "Départements", "region": "Régions", "france": "France"}


@dataclass(frozen=True)
class Look:
    """A preview as the desk keeps it, for the person who publishes; `summary` as `_summary` writes it."""

    week: Week
    revision: int
    previewed_at: datetime
    previewed_by: str
    state_sha256: str
    summary: dict[str, Any]

    @property
    def reasons(self) -> list[str]:
        """What the gate says against publishing, in French."""
        return list(self.summary["reasons"])


def to_release(store: Store, now: datetime) -> list[Week]:
    """The closed weeks of the campaign that can still be released, the latest first.

    One older than the last release cannot: its turn has passed.
    """
    last = week_of(now).shift(-1)
    campaign = campaign_of(store, last.sunday)
    if campaign is None:
        return []
    latest = store.query("release_latest")
    weeks = reversed(campaign.weeks_until(last))
    return [week for week in weeks if not latest or week.monday > latest[0]["week"]]


def next_monday(now: datetime) -> datetime:
    """When the portal next publishes by itself: Monday at 8 in Paris, today's until it has struck."""
    hour = monday.moment(week_of(now).shift(-1))
    return hour if now < hour else monday.moment(week_of(now))


def look(store: Store, week: Week, *, now: datetime, actor: str) -> Look:
    """Compute and audit the week's release, and keep what was seen. Raises Refused."""
    return keep(store, release.preview(store, week, now=now), {}, now=now, actor=actor)


def keep(store: Store, seen: Preview, told: Mapping[str, Any], *, now: datetime, actor: str) -> Look:
    """Keep a preview for the person who publishes; `told` goes with its summary."""
    summary = {**_summary(seen), **told}
    store.execute(
        "release_preview_insert",
        week=seen.week.monday,
        revision=seen.revision,
        now=now,
        previewed_by=actor,
        state_sha256=seen.state_sha256,
        summary=json.dumps(summary, ensure_ascii=False),
    )
    return Look(seen.week, seen.revision, now, actor, seen.state_sha256, summary)


def passed_by(weeks: Sequence[Week], week: Week) -> list[Week]:
    """Those of the `weeks` still to release that publishing `week` would close for good, oldest first."""
    return sorted((one for one in weeks if one.monday < week.monday), key=lambda one: one.monday)


def last_look(store: Store, week: Week) -> Look | None:
    """The last preview of the week, whoever made it."""
    rows = store.query("release_preview_last", week=week.monday)
    if not rows:
        return None
    row = rows[0]
    return Look(
        week,
        row["revision"],
        row["previewed_at"],
        row["previewed_by"],
        row["state_sha256"],
        json.loads(row["summary"]),
    )


def needs_reason(seen: Look, actor: str) -> bool:
    """Whether publishing asks for a reason: the gate speaks against it, or nobody else has looked."""
    return bool(seen.reasons) or seen.previewed_by == actor


def publish(store: Store, seen: Look, *, reason: str, now: datetime, actor: str) -> Preview:
    """Publish what was seen, and nothing else; the running server then saves the store.

    Raises Refused: no reason where one is due, other figures.
    """
    reason = " ".join(reason.split())
    if needs_reason(seen, actor) and not reason:
        raise Refused("Donnez le motif : il reste au registre.")
    terms = Terms(
        reason=reason or None,
        previewed=(seen.previewed_by, seen.state_sha256),
        withheld_seen=seen.summary["counts"][WITHHELD],
    )
    published = release.publish(store, seen.week, now=now, actor=actor, terms=terms)
    schedule.save_release()
    return published


def _summary(seen: Preview) -> dict[str, Any]:
    """What a second person needs to judge: no figure of a withheld cell, not which rule withheld it."""
    statuses = seen.draft.suppression.status
    return {
        "counts": seen.counts,
        "levels": [
            {
                "Niveau": _TOLD_LEVELS[level],
                "Publiées": _count(statuses, level, PUBLISHED),
                "Sous secret": _count(statuses, level, WITHHELD),
            }
            for level in _TOLD_LEVELS
        ],
        "withheld": _withheld(seen),
        "hidden_share": seen.hidden_share,
        "gap": seen.gap,
        "leaves_held": seen.leaves_held,
        "regions_only": seen.regions_only,
        "reasons": list(seen.reasons),
        "audit": {"ok": seen.audit["ok"], "checked": seen.audit.get("checked", {})},
    }


def _count(statuses: Any, level: str, status: str) -> int:
    return sum(found == status for key, found in statuses.items() if key[0] == level)


def _withheld(seen: Preview) -> list[dict[str, str]]:
    """How many cells are withheld in each area, the most first."""
    figures = seen.draft.table.figures
    counts = Counter(
        figures[key].place for key, status in seen.draft.suppression.status.items() if status == WITHHELD
    )
    return [
        {
            "Niveau": _TOLD_LEVELS[place.level],
            "Territoire": f"{place.code} · {place.name}",
            "Cellules sous secret": str(count),
        }
        for place, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].code))
    ]
