"""Unsafe cells, and how far an attacker must stay from them; exact arithmetic, never floats."""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from dp_ruptures.disclosure.rules import Rules

Amount = int | Fraction


class Protection(NamedTuple):
    """An attacker's interval must reach `value + upper` and `value - lower`."""

    upper: Amount
    lower: Amount


class Summary(NamedTuple):
    """All that the rules look at in a cell: number of owners, total, and the two largest owners."""

    declarants: int
    total: Amount
    largest: Amount
    second: Amount


def summary(owner_totals: Sequence[Amount]) -> Summary:
    """The cell's figures, one entry of `owner_totals` per owner; an owner who declared zero counts."""
    if any(amount < 0 for amount in owner_totals):
        raise ValueError("a contribution must not be negative")
    first, second = (sorted(owner_totals, reverse=True) + [0, 0])[:2]
    return Summary(len(owner_totals), sum(owner_totals), first, second)


def is_unsafe(owner_totals: Sequence[Amount], rules: Rules) -> bool:
    """True when publishing the sum of these owners' figures gives one of them away.

    Nobody (an empty sequence) is "no data": nothing to hide.
    """
    return is_unsafe_summary(summary(owner_totals), rules)


def is_unsafe_summary(cell: Summary, rules: Rules) -> bool:
    """The four rules, on the figures of a cell."""
    if cell.declarants == 0:
        return False
    return (
        cell.declarants < rules.min_count
        or 100 * cell.largest > rules.dominance_percent * cell.total
        or 100 * (cell.total - cell.largest - cell.second) < rules.p_percent * cell.largest
        or (cell.total == 0 and rules.zero_unsafe)
    )


def protection(owner_totals: Sequence[Amount], rules: Rules) -> Protection:
    """How far an attacker's interval must reach around this unsafe cell."""
    return protection_of_summary(summary(owner_totals), rules)


def protection_of_summary(cell: Summary, rules: Rules) -> Protection:
    """The largest of what each rule asks for, at least one unit above; below, never more than the value."""
    asked: list[Amount] = [
        Fraction(rules.p_percent * cell.largest, 100) - (cell.total - cell.largest - cell.second),
        Fraction(100 * cell.largest, rules.dominance_percent) - cell.total,
    ]
    if cell.declarants < rules.min_count:
        asked.append(Fraction(cell.total, 10))
    upper = max(1, ceil(max(asked)))
    return Protection(upper, min(upper, cell.total))
