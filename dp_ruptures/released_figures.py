"""What the screens of a release draw: subjects, classes, rows and texts, from frozen cells alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dp_ruptures import legend
from dp_ruptures.campaign import UNITS
from dp_ruptures.french import number, plural
from dp_ruptures.legend import MapClass, Unit
from dp_ruptures.outline import SHARED
from dp_ruptures.publication import story
from dp_ruptures.publication.regions import departments_of, region_of
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_measures import (
    DAYS,
    MEASURES,
    PER_PHARMACY,
    STATES,
    bare_days,
    class_label,
    figure,
    has_estimate,
    interval,
    spoken,
)
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week

PER_OFFICINE = MEASURES[PER_PHARMACY]


@dataclass(frozen=True)
class Subject:
    """What is looked at: a family or a product of a release."""

    level: str
    code: str
    label: str
    family: str

    @property
    def unit(self) -> tuple[str, str]:
        return UNITS.get(self.family, UNITS["ensemble"])

    def counted(self, measure: Measure) -> Unit:
        """What a measure of it counts, singular and plural."""
        return measure.unit or self.unit


def subjects(cells: Iterable[Cell]) -> list[Subject]:
    """The families, then the products, as the release names them.

    Everything together is in the files, which are a contract: on a screen doses and tests added up, or a
    number of days of both, would only mislead.
    """
    order = {story.FAMILY: 0, story.PRODUCT: 1}
    found = {
        (cell["item_level"], cell["item"]): Subject(
            cell["item_level"], cell["item"], cell["item_label"], cell["family"] or "ensemble"
        )
        for cell in cells
        if cell["item_level"] in order
    }
    # Vaccines first: they are what a season turns on, and the alphabet's last.
    return sorted(
        found.values(), key=lambda one: (order[one.level], one.family != "vaccins", one.family, one.label)
    )


def classes(cells: Sequence[Cell], measure: Measure, unit: Unit, *, dark: bool) -> list[MapClass]:
    """The classes of a map of départements: low to high, no data, withheld, islands without pharmacy."""
    withheld = [str(cell["area_code"]) for cell in cells if cell["status"] == story.WITHHELD]
    shown = {
        str(cell["area_code"]): figure(cell, measure) for cell in cells if cell["status"] != story.WITHHELD
    }
    said = (lambda band: class_label(band, unit)) if measure.key in {PER_PHARMACY, DAYS} else None
    made = legend.classify(shown, measure, unit, dark=dark, withheld=withheld, said=said)
    silence = "sans donnée, ou jours non calculés" if measure.key == DAYS else STATES[story.EMPTY]
    return [replace(entry, label=silence) if entry.hatched else entry for entry in made]


def by_region(shown: Iterable[MapClass]) -> list[MapClass]:
    """Classes of régions as a drawing of départements paints them: each area as its région."""
    return [
        entry
        if entry.without_pharmacy
        else replace(entry, codes=tuple(code for region in entry.codes for code in _drawn(region)))
        for entry in shown
    ]


def _drawn(region: str) -> list[str]:
    inside = departments_of().get(region, ())
    return [*inside, *(island for island, home in SHARED.items() if home in inside)]


def hover(
    cells: Iterable[Cell], measure: Measure, subject: Subject, above: Mapping[str, Cell]
) -> dict[str, str]:
    """What an area says under the pointer, by its code and by those of its islands.

    `above`: the région's cell of each département, said where the département's own is not published.
    """
    texts = {}
    unit = subject.unit[1]
    for cell in cells:
        lines = [f"<b>{cell['area_name']}</b>", spoken(cell, measure, unit)]
        if cell["status"] == story.PUBLISHED:
            lines += [_answers(cell), *older(cell)]
        elif cell["area_code"] in above:
            lines += instead(above[cell["area_code"]], measure, unit)
        texts[str(cell["area_code"])] = "<br>".join(lines)
    return texts | {island: texts[home] for island, home in SHARED.items() if home in texts}


def instead(region: Cell, measure: Measure, unit: str) -> list[str]:
    """`région Bretagne : 5,4 doses`, for a département that shows no figure; nothing without it either."""
    if figure(region, measure) is None:
        return []
    return [f"région {region['area_name']} : {spoken(region, measure, unit)}"]


def regions_above(cells: Iterable[Cell], subject: Subject) -> dict[str, Cell]:
    """The cell of the région of each département, for one subject."""
    regions = {
        str(cell["area_code"]): cell for cell in story.of(cells, story.REGION, subject.level, subject.code)
    }
    return {code: regions[region] for code, region in region_of().items() if region in regions}


def older(cell: Cell) -> list[str]:
    """`données de la semaine …` when they are not of the release's own week, else nothing."""
    week = story.older(cell)
    return [f"données de la semaine {week.label}"] if week else []


def _answers(cell: Cell) -> str:
    counted = plural(cell["declarants"], "officine déclarante", "officines déclarantes")
    return f"{counted} sur {number(cell['active'])}"


def table(cells: Iterable[Cell], unit: str) -> list[dict[str, Any]]:
    """One dict per area: its state in words, its figures as numbers, None where there is none."""
    return [
        {
            "Code": cell["area_code"],
            "Territoire": cell["area_name"],
            "État": STATES[cell["status"]],
            f"{unit} par officine": _rounded(story.per_pharmacy(cell)),
            f"{unit} déclarés" if unit == "tests" else f"{unit} déclarées": cell["units"],
            "Officines déclarantes": cell["declarants"],
            "Officines en activité": cell["active"],
            "Estimation": cell["estimated_units"],
            "Estimation, bas": cell["estimate_low"],
            "Estimation, haut": cell["estimate_high"],
            "Jours de stock": None if cell["days_of_supply"] is None else bare_days(cell["days_of_supply"]),
            "Données de": Week(cell["data_of"]).label if cell["data_of"] else None,
        }
        for cell in cells
    ]


def worst(cells: Sequence[Cell], family: str, level: str) -> list[dict[str, str]]:
    """One dict per area that `story.scarcest` names, the worst first, with what says how sure it is."""
    found = {str(cell["area_code"]): cell for cell in story.of(cells, level, story.FAMILY, family)}
    return [
        _worst(found[place.code], story.UNIT[family]) for place in story.scarcest(cells, family, 5, level)
    ]


def _worst(cell: Cell, unit: str) -> dict[str, str]:
    code = f"{cell['area_code']} · " if cell["area_level"] == story.DEPARTMENT else ""
    estimated = f"{number(cell['estimated_units'])} ({interval(cell)})" if has_estimate(cell) else "—"
    return {
        "Territoire": f"{code}{cell['area_name']}",
        f"{unit.capitalize()} par officine": number(story.per_pharmacy(cell) or 0, 1),
        "Officines": f"{number(cell['declarants'])} sur {number(cell['active'])}",
        f"Estimation ({unit})": estimated,
        "Jours de stock": bare_days(cell["days_of_supply"]),
    }


def _rounded(stock: float | None) -> float | None:
    return None if stock is None else round(stock, 1)
