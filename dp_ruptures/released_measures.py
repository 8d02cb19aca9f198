"""What the screens of a release measure, and each figure in words; of published cells alone.

The estimates are those frozen with the release (docs/adr/0012): always with their interval and the word
« estimation », and absent wherever the figure they rest on is withheld.
"""

from dp_ruptures import legend
from dp_ruptures.french import amount, number, percent, plural
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.rules.measure import DAYS as DAYS_KEY
from dp_ruptures.rules.measure import ESTIMATE as ESTIMATE_KEY
from dp_ruptures.rules.measure import UNITS, ZERO, Band, Measure
from dp_ruptures.rules.released_estimate import LONGEST_DAYS

PER_PHARMACY, DECLARED, ESTIMATE, DAYS, ANSWERS = "par-officine", UNITS, ESTIMATE_KEY, DAYS_KEY, "reponses"
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
            DAYS,
            "Jours de stock",
            False,
            "Estimation : stock par officine, au rythme auquel il a baissé d'une publication à l'autre, "
            "livraisons déduites ; 90 jours au plus. Rien quand il n'a pas baissé, ou quand les données "
            "sont d'une semaine antérieure.",
            ("jour", "jours"),
        ),
        Measure(
            ESTIMATE,
            "Stock estimé",
            False,
            "Estimation du stock de toutes les officines, muettes comprises, d'après les seuls chiffres "
            "publiés. L'intervalle à 95 % dit de combien elle peut se tromper. Les estimations ne "
            "s'additionnent pas.",
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
# A published cell whose stock did not fall, or whose figures are old, has no pace.
WITHOUT_DAYS = "jours non calculés"


def figure(cell: Cell, measure: Measure) -> float | None:
    """The figure of a published cell; None for any other, or when it could not be computed."""
    if cell["status"] != story.PUBLISHED:
        return None
    if measure.key == ANSWERS:
        return cell["declarants"] / cell["active"] if cell["active"] else None
    if measure.key == PER_PHARMACY:
        return story.per_pharmacy(cell)
    column = {DECLARED: "units", ESTIMATE: "estimated_units", DAYS: "days_of_supply"}[measure.key]
    return None if cell[column] is None else float(cell[column])


def spoken(cell: Cell, measure: Measure, unit: str) -> str:
    """A figure with its unit, or why there is none."""
    known = figure(cell, measure)
    if known is None:
        missing = WITHOUT_DAYS if measure.key == DAYS else "aucune officine"
        return WITHOUT_FIGURE.get(cell["status"], missing)
    if measure.is_share:
        return percent(known)
    if measure.key == DAYS:
        return days(known)
    if measure.key == ESTIMATE:
        return f"{amount(known, unit)} (estimation ; {interval(cell)})"
    return amount(known, unit, 1 if measure.key == PER_PHARMACY else 0)


def days(lasts: float) -> str:
    """`14 jours`, rounded down; `90 jours ou plus`, where the released figure stops counting."""
    return plural(int(lasts), "jour") + " ou plus" * (lasts >= LONGEST_DAYS)


def bare_days(lasts: float | None) -> str:
    """The same in a column that says « Jours de stock »: `14`, `90 ou plus`, a dash when not computed."""
    return "—" if lasts is None else number(int(lasts)) + " ou plus" * (lasts >= LONGEST_DAYS)


def class_label(band: Band, unit: tuple[str, str]) -> str:
    """A class of a figure that is no whole number: `3 à moins de 5 doses`, where 4,6 lies."""
    if band.low == ZERO.high:
        return f"moins de {plural(int(band.high), *unit)}" if band.high else f"plus de 0 {unit[0]}"
    if band == ZERO or band.low is None or band.high is None:
        return legend.label_of(band, MEASURES[PER_PHARMACY], unit)
    return f"{number(band.low)} à moins de {plural(int(band.high), *unit)}"


def interval(cell: Cell) -> str:
    """`de 1 200 à 1 900` : what the estimate of a published cell may be, 95 times of 100."""
    return f"de {number(cell['estimate_low'])} à {number(cell['estimate_high'])}"


def has_estimate(cell: Cell) -> bool:
    """Whether the release estimates this cell: published, and since there are estimates at all."""
    return cell["status"] == story.PUBLISHED and cell["estimated_units"] is not None
