"""What the screens of a release draw: measures, classes, rows and texts, from frozen cells alone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dp_ruptures import french, legend
from dp_ruptures.campaign import UNITS
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week

PER_PHARMACY, DECLARED, ANSWERS = "par-officine", "stock", "reponses"
MEASURES = {
    measure.key: measure
    for measure in (
        Measure(
            PER_PHARMACY,
            "Stock par officine déclarante",
            False,
            "Unités déclarées, divisées par les officines qui les ont déclarées : c'est ce qui se compare.",
        ),
        Measure(
            DECLARED,
            "Stock déclaré",
            False,
            "Total des officines qui ont répondu ; ce n'est pas le stock du territoire.",
        ),
        Measure(
            ANSWERS,
            "Officines déclarantes",
            True,
            "Officines qui ont déclaré ce produit, cette semaine ou l'une des deux d'avant, parmi celles "
            "en activité.",
        ),
    )
}
# Why a cell shows no figure, as it is said in a table, a tooltip and a caption.
WITHOUT_FIGURE = {
    story.WITHHELD: "secret : ce chiffre, ou un autre qui s'en déduirait, ferait reconnaître une officine",
    story.EMPTY: "sans donnée : aucune officine n'a déclaré ce produit, ce n'est pas zéro",
}
STATES = {story.PUBLISHED: "publié", story.WITHHELD: "secret", story.EMPTY: "sans donnée"}


@dataclass(frozen=True)
class Subject:
    """What is looked at: a family or a product of a release, or everything together."""

    level: str
    code: str
    label: str
    family: str

    @property
    def unit(self) -> tuple[str, str]:
        return UNITS.get(self.family, UNITS["ensemble"])


def subjects(cells: Iterable[Cell]) -> list[Subject]:
    """The families, then the products, then everything, as the release names them."""
    order = {story.FAMILY: 0, story.PRODUCT: 1, story.ALL: 2}
    found = {
        (cell["item_level"], cell["item"]): Subject(
            cell["item_level"], cell["item"], cell["item_label"], cell["family"] or "ensemble"
        )
        for cell in cells
    }
    # Vaccines first: they are what a season turns on, and the alphabet's last.
    return sorted(
        found.values(), key=lambda one: (order[one.level], one.family != "vaccins", one.family, one.label)
    )


def figure(cell: Cell, measure: Measure) -> float | None:
    """The figure of a published cell; None for any other."""
    if cell["status"] != story.PUBLISHED:
        return None
    if measure.key == DECLARED:
        return float(cell["units"])
    if measure.key == ANSWERS:
        return cell["declarants"] / cell["active"] if cell["active"] else None
    return story.per_pharmacy(cell)


def classes(cells: Sequence[Cell], measure: Measure, unit: tuple[str, str], *, dark: bool) -> list[MapClass]:
    """The classes of a map of départements: low to high, no data, withheld, islands without pharmacy."""
    withheld = [str(cell["area_code"]) for cell in cells if cell["status"] == story.WITHHELD]
    shown = {
        str(cell["area_code"]): figure(cell, measure) for cell in cells if cell["status"] != story.WITHHELD
    }
    return legend.classify(shown, measure, unit, dark=dark, withheld=withheld)


def spoken(cell: Cell, measure: Measure, unit: str) -> str:
    """A figure with its unit, or why there is none."""
    known = figure(cell, measure)
    if known is None:
        return WITHOUT_FIGURE.get(cell["status"], "aucune officine")
    if measure.is_share:
        return french.percent(known)
    return f"{french.number(known, 1 if measure.key == PER_PHARMACY else 0)}{french.NO_BREAK}{unit}"


def hover(cells: Iterable[Cell], measure: Measure, subject: Subject) -> dict[str, str]:
    """What a département says under the pointer, by its code and by those of its islands."""
    texts = {}
    for cell in cells:
        lines = [f"<b>{cell['area_name']}</b>", spoken(cell, measure, subject.unit[1])]
        if cell["status"] == story.PUBLISHED:
            lines.append(
                f"{french.plural(cell['declarants'], 'officine déclarante', 'officines déclarantes')} "
                f"sur {french.number(cell['active'])}"
            )
            lines += older(cell)
        texts[str(cell["area_code"])] = "<br>".join(lines)
    return texts | {island: texts[home] for island, home in SHARED.items() if home in texts}


def older(cell: Cell) -> list[str]:
    """`données de la semaine …` when they are not of the release's own week, else nothing."""
    week = story.older(cell)
    return [f"données de la semaine {week.label}"] if week else []


def table(cells: Iterable[Cell], unit: str) -> list[dict[str, Any]]:
    """One dict per area: its state in words, its figures as numbers, None where there is none."""
    return [
        {
            "Code": cell["area_code"],
            "Territoire": cell["area_name"],
            "État": STATES[cell["status"]],
            f"{unit} déclarés" if unit == "tests" else f"{unit} déclarées": cell["units"],
            "Officines déclarantes": cell["declarants"],
            "Officines en activité": cell["active"],
            f"{unit} par officine": _rounded(story.per_pharmacy(cell)),
            "Données de": Week(cell["data_of"]).label if cell["data_of"] else None,
        }
        for cell in cells
    ]


def curve(
    weeks: Sequence[Week], cells: Mapping[tuple[Week, str], Cell], item: str, measure: Measure
) -> list[float | None]:
    """The figure of `item` in each week; None, a gap, where it is withheld, absent or not released."""
    return [
        figure(cell, measure) if (cell := cells.get((week, item))) is not None else None for week in weeks
    ]


def trend_table(
    weeks: Sequence[Week],
    cells: Mapping[tuple[Week, str], Cell],
    subjects: Sequence[Subject],
    measure: Measure,
) -> list[dict[str, str]]:
    """One dict per week, the latest first: each subject's figure in words, or why there is none."""
    return [
        {
            "Semaine": week.label,
            **{
                subject.label: _told(cells.get((week, subject.code)), measure, subject.unit[1])
                for subject in subjects
            },
        }
        for week in reversed(weeks)
    ]


def _told(cell: Cell | None, measure: Measure, unit: str) -> str:
    if cell is None:
        return "non publié"
    return spoken(cell, measure, unit) if cell["status"] == story.PUBLISHED else STATES[cell["status"]]


def _rounded(stock: float | None) -> float | None:
    return None if stock is None else round(stock, 1)
