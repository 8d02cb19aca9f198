"""A pharmacy long at zero, in the plan between the pharmacies of its département."""

from dp_ruptures.rebalancing import PharmacySupply, handovers, with_borrowed
from dp_ruptures.rebalancing_pharmacy_tables import pharmacy_table
from dp_ruptures.rules import supply
from dp_ruptures.rules.transport import Area, Terms
from dp_ruptures.rules.week import Week, parse_week

WEEK = parse_week("2026-W47")


def pharmacy(code: str, stock: int, need: float, *, silent: bool = False) -> PharmacySupply:
    return PharmacySupply(Area(code, stock, stock, need), code, "Bourg", None, stock, silent)


LENDERS = [pharmacy("a", 60, 2.0), pharmacy("b", 30, 1.0), pharmacy("c", 40, 1.0)]


def test_the_long_empty_receive_at_the_pace_of_the_others_and_it_is_said() -> None:
    listed = with_borrowed([*LENDERS, pharmacy("empty", 0, 0.0, silent=True)])
    empty = listed[-1]
    assert (empty.area.need, empty.days, empty.borrowed) == (1.0, 0.0, True)
    assert sum(one.boxes for one in handovers(listed, Terms()) if one.end == "empty") == 14
    rows = {row["FINESS"]: row["Rythme"] for row in pharmacy_table(listed, Terms(), "tests")}
    assert rows == {"a": "le sien", "b": "le sien", "c": "le sien", "empty": "rythme emprunté au département"}


def test_who_borrows_never_gives_and_who_dispenses_nothing_borrows_nothing() -> None:
    new, still = pharmacy("new", 500, 0.0, silent=True), pharmacy("still", 5, 0.0)
    listed = with_borrowed([pharmacy("poor", 0, 1.0), *LENDERS, new, still])
    assert {"new", "still"}.isdisjoint(one.start for one in handovers(listed, Terms()))
    assert listed[-1] == still


def test_of_two_paces_none_is_lent() -> None:
    listed = [*LENDERS[:2], pharmacy("empty", 0, 0.0, silent=True)]
    assert with_borrowed(listed) == listed


def test_weeks_at_zero_say_nothing_and_an_unmoved_stock_says_that_nothing_left() -> None:
    def counts(*units: int) -> dict[Week, int | None]:
        return {WEEK.shift(-back): count for back, count in enumerate(reversed(units))}

    assert not supply.says(counts(0, 0, 0), WEEK)
    assert supply.says(counts(5, 5), WEEK)
