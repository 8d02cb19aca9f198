"""Released figures week after week: what the curves draw, and their table."""

from collections.abc import Collection, Mapping, Sequence

from dp_ruptures.french import amount, number
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import Subject
from dp_ruptures.released_measures import (
    DAYS,
    ESTIMATE,
    STATES,
    WITHOUT_DAYS,
    bare_days,
    figure,
    has_estimate,
    spoken,
)
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week

History = Mapping[tuple[Week, str], Cell]


def curve(weeks: Sequence[Week], cells: History, item: str, measure: Measure) -> list[float | None]:
    """The figure of `item` in each week; None, a gap, where it is withheld, absent or not released."""
    return [figure(cell, measure) if (cell := cells.get((week, item))) else None for week in weeks]


def said(weeks: Sequence[Week], cells: History, subject: Subject, measure: Measure) -> list[str]:
    """Each point of a curve in words, with the interval of an estimate."""
    return [_told(cells.get((week, subject.code)), measure, subject.unit[1]) for week in weeks]


def bounds(
    weeks: Sequence[Week], cells: History, item: str, measure: Measure
) -> tuple[list[float | None], list[float | None]]:
    """The interval of an estimate in each week, low then high; empty lists for what is counted."""
    if measure.key != ESTIMATE:
        return [], []
    shown = [cell if (cell := cells.get((week, item))) and has_estimate(cell) else {} for week in weeks]
    return [cell.get("estimate_low") for cell in shown], [cell.get("estimate_high") for cell in shown]


def table(
    weeks: Sequence[Week],
    cells: History,
    subjects: Sequence[Subject],
    measure: Measure,
    corrected: Collection[Week],
) -> list[dict[str, str]]:
    """One dict per week, the latest first: each subject's figure in words, or why there is none.

    `corrected`: the weeks that have an erratum.
    """
    return [
        {
            "Semaine": f"{week.label} (erratum)" if week in corrected else week.label,
            **{
                subject.label: _told(cells.get((week, subject.code)), measure, subject.unit[1])
                for subject in subjects
            },
        }
        for week in reversed(weeks)
    ]


def products(cells: Sequence[Cell], subjects: Sequence[Subject]) -> list[dict[str, str]]:
    """One dict per product and family of one area, in the order of `subjects`, figures in words."""
    found = {(cell["item_level"], cell["item"]): cell for cell in cells}
    listed = [found[one.level, one.code] for one in subjects if (one.level, one.code) in found]
    return [_product(cell) for cell in listed]


def _product(cell: Cell) -> dict[str, str]:
    old, known = story.older(cell), cell["status"] == story.PUBLISHED
    ratio, unit = story.per_pharmacy(cell), story.UNIT.get(cell["family"], story.UNIT[story.ALL])
    return {
        "Produit": str(cell["item_label"]) + (f" (données de {old.label})" if old else ""),
        "Stock par officine": STATES[cell["status"]] if ratio is None else amount(ratio, unit, 1),
        "Stock déclaré": amount(cell["units"], unit) if known else "—",
        "Officines": number(cell["declarants"]) if known else "—",
        "Jours de stock": bare_days(cell["days_of_supply"]),
    }


def _told(cell: Cell | None, measure: Measure, unit: str) -> str:
    if cell is None:
        return "non publié"
    if cell["status"] != story.PUBLISHED:
        return STATES[cell["status"]]
    return (
        WITHOUT_DAYS if measure.key == DAYS and figure(cell, measure) is None else spoken(cell, measure, unit)
    )
