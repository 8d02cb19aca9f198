"""What stops a release until an analyst says why: a week that looks wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

from dp_ruptures import french
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction

MOST_TIMES = 3
MOST_POINTS = 15
# A region that had fewer answers than this had nothing to publish: its silence takes nothing away.
FEWEST = 3
# Under this response, départements hold too few declarants: régions only.
REGIONS_ONLY_PERCENT = 10


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

    @property
    def is_thin(self) -> bool:
        """Whether régions only can be published."""
        return self.percent < REGIONS_ONLY_PERCENT


def turnout(transaction: Transaction, week: Week, units: int) -> Turnout:
    """The turnout of a week, from its current declarations."""
    rows = transaction.query("release_response", week=week.monday, sunday=week.sunday)
    return Turnout(
        {row["region_code"]: row["respondents"] for row in rows},
        {row["region_code"]: row["active"] for row in rows},
        {row["region_code"]: row["name"] for row in rows},
        units,
    )


def reasons(now: Turnout, last: Turnout | None) -> list[str]:
    """Why this week looks wrong beside the last one released, in French sentences; empty when it does not."""
    if last is None or not last.answered:
        return []
    return [*_total(now, last), *_coverage(now, last), *_silent_regions(now, last)]


def _total(now: Turnout, last: Turnout) -> list[str]:
    if now.units <= MOST_TIMES * last.units and last.units <= MOST_TIMES * now.units:
        return []
    return [
        f"Le total national passe de {french.number(last.units)} à {french.number(now.units)} unités, "
        f"plus de {MOST_TIMES} fois la dernière publication ou moins d'un tiers."
    ]


def _coverage(now: Turnout, last: Turnout) -> list[str]:
    if last.percent - now.percent <= MOST_POINTS:
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
