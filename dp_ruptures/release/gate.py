"""What stops a release until an analyst says why: a week that looks wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from dp_ruptures import french
from dp_ruptures.rules.thresholds import HOUSE, Thresholds
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction

# A region that had fewer answers than this had nothing to publish: its silence takes nothing away.
FEWEST = 3
_PART = {2: "de la moitié", 3: "d'un tiers"}


@dataclass(frozen=True)
class Turnout:
    """Who answered in a week: pharmacies per region, and names of regions; `units` is the national total."""

    respondents: Mapping[str, int]
    active: Mapping[str, int]
    names: Mapping[str, str]
    units: int

    @property
    def answered(self) -> int:
        return sum(self.respondents.values())

    @property
    def open(self) -> int:
        return sum(self.active.values())

    @property
    def percent(self) -> float:
        """Share of the active pharmacies that answered, 0 to 100."""
        return 100 * self.answered / self.open if self.open else 0.0


def turnout(transaction: Transaction, week: Week, units: int) -> Turnout:
    """The turnout of a week, from its current declarations."""
    rows = transaction.query("release_response", week=week.monday, sunday=week.sunday)
    return Turnout(
        {row["region_code"]: row["respondents"] for row in rows},
        {row["region_code"]: row["active"] for row in rows},
        {row["region_code"]: row["name"] for row in rows},
        units,
    )


def reasons(now: Turnout, last: Turnout | None, thresholds: Thresholds = HOUSE) -> list[str]:
    """Why this week looks wrong beside the last one released, in French sentences; empty when it does not."""
    if last is None or not last.answered:
        return []
    return [*_total(now, last, thresholds), *_coverage(now, last, thresholds), *_silent_regions(now, last)]


def _total(now: Turnout, last: Turnout, thresholds: Thresholds) -> list[str]:
    times = thresholds.most_times
    if now.units <= times * last.units and last.units <= times * now.units:
        return []
    return [
        f"Le total national passe de {french.number(last.units)} à {french.number(now.units)} unités, "
        f"plus de {times} fois la dernière publication ou moins {_PART[times]}."
    ]


def _coverage(now: Turnout, last: Turnout, thresholds: Thresholds) -> list[str]:
    if last.percent - now.percent <= thresholds.most_points:
        return []
    return [
        f"Le taux de réponse tombe de {french.number(last.percent, 1)} % à {french.number(now.percent, 1)} %."
    ]


def _silent_regions(now: Turnout, last: Turnout) -> list[str]:
    silent = [
        now.names[code]
        for code, count in last.respondents.items()
        if count >= FEWEST and not now.respondents.get(code) and now.active.get(code)
    ]
    return [f"Plus aucune réponse dans ces régions : {', '.join(sorted(silent))}."] if silent else []
