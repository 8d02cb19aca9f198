"""Who answers the survey: expected, answered, on time, ever, by area and by day; and who does not.

An inactive pharmacy (docs/adr/0013) is out of what is expected here, openly; the released
denominators know nothing of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dp_ruptures import stocks
from dp_ruptures.response_terms import Terms
from dp_ruptures.rules.response import Turnout, day_end, silent_since
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.store import Store

PAGE_ROWS = 50
# More than there are pharmacies: the export is whole.
EXPORT_ROWS = 100_000
DAYS = 7
COMPARED_WEEKS = 4


@dataclass(frozen=True)
class Survey:
    """One week looked at: since when the campaign counts, who is inactive, until when one is on time."""

    week: Week
    first: Week
    since: Week | None
    due: datetime

    @property
    def bounds(self) -> dict[str, object]:
        """What the questions bind."""
        return {
            "week": self.week.monday,
            "first": self.first.monday,
            "silent_since": self.since.monday if self.since else None,
        }


@dataclass(frozen=True)
class Wanted:
    """Which silent pharmacies: `kind` of response_silent.sql, the départements, words of a name or a town."""

    kind: str
    department_codes: Sequence[str]
    words: str = ""


@dataclass(frozen=True)
class Silent:
    """One pharmacy that has not answered the week. Individual data."""

    finess: str
    name: str
    city: str | None
    department_code: str
    telephone: str | None
    has_email: bool
    last_week: Week | None
    weeks_answered: int
    reminders: int
    reminded_at: datetime | None
    inactive: bool


def weeks(store: Store, now: datetime) -> list[Week]:
    """The campaign's weeks whose declarations are still kept, the latest first."""
    today = now.astimezone(PARIS).date()
    return [week for week in stocks.weeks(store, now) if erasure_day(week) > today]


def survey(week: Week, kept: Sequence[Week], terms: Terms) -> Survey:
    """The rules of `week`, one of `kept` (not empty)."""
    first = min(kept)
    since = silent_since(week, first, terms.silent_weeks)
    return Survey(week, first, since, day_end(week, terms.on_time_day))


def turnout(store: Store, asked: Survey) -> dict[str, Turnout]:
    """The counts of each département that has pharmacies in business that week."""
    rows = store.query("response_by_department", **asked.bounds, sunday=asked.week.sunday, due=asked.due)
    return {row.pop("department_code"): Turnout(**row) for row in rows}


def compared(week: Week, kept: Sequence[Week]) -> list[Week]:
    """`week` and the weeks before it, of `kept` (the latest first), that its days are compared with."""
    return [each for each in kept if each <= week][:COMPARED_WEEKS]


def arrivals(
    store: Store, shown: Sequence[Week], department_codes: Sequence[str], now: datetime
) -> dict[Week, list[int | None]]:
    """How many pharmacies of the area had answered at the end of each day, Monday first.

    The day under way counts what has come; None for the days ahead.
    """
    ends = {week: [day_end(week, day) for day in range(1, DAYS + 1)] for week in shown}
    rows = store.query(
        "response_arrivals",
        weeks=[week.monday for week in shown for _ in range(DAYS)],
        ends=[end for week in shown for end in ends[week]],
        departments=list(department_codes),
    )
    come = {(row["week"], row["day_end"]): row["answered"] for row in rows}
    return {
        week: [
            come[week.monday, end] if day_end(week, day) <= now else None
            for day, end in enumerate(ends[week])
        ]
        for week in shown
    }


def silent_count(store: Store, asked: Survey, wanted: Wanted) -> int:
    """How many pharmacies `silent` lists in all."""
    rows = store.query("response_silent_count", **_binding(asked, wanted))
    return int(rows[0]["pharmacies"])


def silent(store: Store, asked: Survey, wanted: Wanted, *, size: int, skip: int = 0) -> list[Silent]:
    """Those that have not answered, who used to answer first. Individual data."""
    rows = store.query("response_silent", **_binding(asked, wanted), size=size, skip=skip)
    return [
        Silent(**{**row, "last_week": Week(row["last_week"]) if row["last_week"] else None}) for row in rows
    ]


def _binding(asked: Survey, wanted: Wanted) -> dict[str, object]:
    return {
        **asked.bounds,
        "sunday": asked.week.sunday,
        "kind": wanted.kind,
        "departments": list(wanted.department_codes),
        "words": wanted.words.strip().lower(),
    }
