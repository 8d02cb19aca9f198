"""The turn of the year and the closing of a pharmacy, from the declaration to the week's aggregate."""

from datetime import date, datetime, timedelta

import pytest

from dp_ruptures import aggregates, declaration_sheet, declarations
from dp_ruptures.campaign import campaign_of
from dp_ruptures.declaration_start import Start
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import PARIS, Week, parse_week, week_of
from dp_ruptures.store import Store
from tests.conftest import add_pharmacy

VACCINE = "3400930306000"
LINES = (Line(VACCINE, QUANTITY, units=7),)
W53 = parse_week("2026-W53")


def sent(finess: str, week: Week) -> Declaration:
    return Declaration(finess, week, LINES, author="pharmacie", channel="form")


def close(store: Store, finess: str, day: date) -> None:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        cursor.execute("UPDATE pharmacy SET closed_on = ? WHERE finess = ?", [day, finess])


def counted(store: Store, week: Week, now: datetime) -> tuple[int, int]:
    """(pharmacies that answered, pharmacies in activity) of the week's aggregate, made again."""
    outcome = aggregates.aggregate(store, week, now)
    return outcome["respondents"], outcome["active"]


def test_case_36_new_year_s_day_is_declared_in_week_53_and_remembered_in_week_1(store: Store) -> None:
    """Edge case 36: the last second of 2026-S53 in Paris, and the ghosts of the week after."""
    finess = add_pharmacy(store, "01000230")
    # 22:59:59 in UTC, and 19:59:59 in Fort-de-France: the same second for everybody.
    last_second = datetime(2027, 1, 3, 23, 59, 59, tzinfo=PARIS)
    assert week_of(last_second) == W53
    declarations.declare(store, sent(finess, W53), last_second)
    after = last_second + timedelta(seconds=1)
    with pytest.raises(Refused, match="est close"):
        declarations.declare(store, sent(finess, W53), after)
    campaign = campaign_of(store, after.date())
    assert campaign is not None
    sheet = declaration_sheet.read(store, finess, Start(week_of(after)), campaign, after)
    assert (sheet.start.week.iso, sheet.last_week) == ("2027-W01", {VACCINE: LINES[0]})


def test_case_32_a_closed_or_merged_pharmacy_keeps_its_history_and_leaves_the_denominator(
    store: Store, now: datetime
) -> None:
    """Edge case 32: a merged pharmacy is one that closed; what it declared before still counts then."""
    week = week_of(now)
    staying, closing = add_pharmacy(store, "01000230"), add_pharmacy(store, "01000231")
    for finess in (staying, closing):
        declarations.declare(store, sent(finess, week), now)
    close(store, closing, week.sunday + timedelta(1))
    later = now + timedelta(weeks=1)
    with pytest.raises(Refused, match="fermée"):
        declarations.declare(store, sent(closing, week.shift(1)), later)
    assert [row["week"] for row in declarations.history(store, closing)] == [week]
    assert counted(store, week, later) == (2, 2)
    assert counted(store, week.shift(1), later) == (0, 1)


@pytest.mark.parametrize("weeks_ago", [1, 26, 27, 308])
def test_case_37_a_closed_or_an_erased_week_is_refused_and_takes_nothing(
    store: Store, now: datetime, weeks_ago: int
) -> None:
    """Edge case 37: 26 weeks are kept; a week erased, of this season or of another, does not come back."""
    finess = add_pharmacy(store, "01000230")
    with pytest.raises(Refused, match="ne se corrige plus"):
        declarations.declare(store, sent(finess, week_of(now).shift(-weeks_ago)), now)
    assert declarations.history(store, finess) == []
