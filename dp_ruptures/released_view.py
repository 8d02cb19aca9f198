"""What the pages of a release show: choices kept in the address, map, curves, table, files."""

from collections.abc import Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dp_ruptures import figures, filters, french, legend, released_figures
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED, WITHOUT_PHARMACY
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import Subject
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_view import CREDIT, MAP_SHAPE, is_dark

HOW_TO_READ = (
    "Les officines déclarent librement, chaque semaine : un total déclaré n'est pas le stock du territoire. "
    "Pour comparer deux territoires, prenez le stock **par officine déclarante**, et regardez combien "
    "d'officines ont répondu. Une officine qui se tait compte encore deux semaines avec sa dernière "
    "déclaration.\n\n"
    "- **Secret** (hachures montantes) : publier ce chiffre, ou un autre dont il se déduirait, ferait "
    "reconnaître une officine. Ce n'est ni zéro, ni une pénurie.\n"
    "- **Sans donnée** (hachures descendantes) : aucune officine n'a déclaré. Ce n'est pas zéro non plus.\n"
    "- **0** : toutes les officines qui ont répondu n'en ont plus.\n"
    "- **Données de** : un chiffre peut venir d'une semaine antérieure, de quatre semaines au plus, quand "
    "le rafraîchir aurait désigné une officine.\n"
    "- Une semaine publiée ne change pas : les retards et les corrections entrent dans la suivante. Un "
    "erratum est rare : il a son numéro, son motif, et montre chaque chiffre avant et après."
)


MAP_ADDRESS = "carte-publiee"


def france_map(
    cells: Sequence[Cell], subject: Subject, measure: Measure, week: Week, chosen: str | None
) -> None:
    """The map of départements and its legend; a click chooses a département."""
    shown = released_figures.classes(cells, measure, subject.unit, dark=is_dark())
    left, right = st.columns([2, 1], gap="medium")
    with left:
        _drawing(shown, released_figures.hover(cells, measure, subject), subject, measure, week, chosen)
    with right:
        st.html(legend.legend_html(shown, _title(subject, measure), dark=is_dark()))
        st.caption(f"{measure.explanation}  \nSource : publication de la semaine {week.label}.  \n{CREDIT}")


def table_twin(cells: Sequence[Cell], subject: Subject, week: Week) -> None:
    """The map's figures as a table that sorts, with the state of every cell in words."""
    unit = subject.unit[1]
    rows = released_figures.table(cells, unit)
    numbers = (
        [name for name in rows[0] if name not in {"Code", "Territoire", "État", "Données de"}] if rows else []
    )
    st.dataframe(
        rows,
        hide_index=True,
        height=420,
        column_config={name: st.column_config.NumberColumn(format="localized") for name in numbers}
        | {
            "Code": st.column_config.TextColumn(width=50),
            "Territoire": st.column_config.TextColumn(width=190),
        },
        placeholder="—",
        alt=f"{plain(subject.label)}, par territoire, semaine {week.label}",
    )


def curves(
    title: str, weeks: Sequence[Week], drawn: Sequence[figures.Curve], measure: Measure, unit: str
) -> None:
    """Curves over released weeks; a gap where a figure is withheld or absent."""
    unit = "%" if measure.is_share else unit
    st.markdown(f"**{plain(title)}** ({unit})")
    if not any(point is not None for curve in drawn for point in curve.figures):
        st.info("Aucun chiffre n'est publié pour ce territoire : il est sous secret, ou sans donnée.")
        return
    st.plotly_chart(
        figures.trend_figure(weeks, drawn, measure, unit, dark=is_dark()),
        height=360,
        config=figures.TREND_CONFIG,
        alt=f"{title} ({unit}), semaines {weeks[0].label} à {weeks[-1].label}. Mêmes chiffres au tableau.",
    )
    st.caption(
        f"Source : publications des semaines {weeks[0].label} à {weeks[-1].label}. Un trou dans la courbe : "
        "chiffre sous secret, sans donnée, ou semaine non publiée."
    )


def _drawing(  # noqa: PLR0917 - what a map needs
    shown: Sequence[MapClass],
    hover: dict[str, str],
    subject: Subject,
    measure: Measure,
    week: Week,
    chosen: str | None,
) -> None:
    key = f"carte-publiee-{chosen}"
    st.html(MAP_SHAPE)
    with st.container(key="carte_figure"):
        st.plotly_chart(
            figures.map_figure(shown, hover, dark=is_dark(), chosen=chosen),
            key=key,
            height="stretch",
            config=figures.MAP_CONFIG,
            on_select=partial(_take_click, key),
            selection_mode="points",
            alt=f"Carte des départements. {_title(subject, measure)}, semaine {week.label}. "
            "Mêmes chiffres dans le tableau.",
        )


def _take_click(key: str) -> None:
    points = st.session_state[key]["selection"]["points"]
    code = points[0].get("location") if points else None
    if code and code not in WITHOUT_PHARMACY:
        st.session_state[filters.DEPARTMENT_KEY] = SHARED.get(code, code)


def _title(subject: Subject, measure: Measure) -> str:
    unit = "" if measure.is_share else f" ({subject.unit[1]})"
    return f"{measure.title} · {subject.label}{unit}"


def area_panel(cell: Cell, subject: Subject) -> None:
    """One area in words: its figure, how many answered, of when."""
    one, two, three = st.columns(3)
    unit = subject.unit[1]
    known = cell["status"] == story.PUBLISHED
    one.metric(
        f"{unit[:1].upper()}{unit[1:]} par officine",
        french.number(story.per_pharmacy(cell) or 0, 1) if known else released_figures.STATES[cell["status"]],
    )
    two.metric(
        f"{'Tests déclarés' if unit == 'tests' else unit.capitalize() + ' déclarées'}",
        french.number(cell["units"]) if known else "—",
    )
    three.metric(
        "Officines déclarantes",
        f"{french.number(cell['declarants'])} sur {french.number(cell['active'])}" if known else "—",
    )
    if not known:
        st.caption(released_figures.WITHOUT_FIGURE[cell["status"]].capitalize() + ".")
    for line in released_figures.older(cell):
        st.caption(f"{line.capitalize()}.")


def link_to_area(cell: Cell, subject: Subject, week: Week) -> None:
    """The way to one département's own page, with what is looked at."""
    choices = {
        "departement": f"{cell['area_code']} · {cell['area_name']}",
        "semaine": week.label,
        "produit": subject.label,
    }
    # A plain link and no page_link: it can be copied, and opens the same choices for whoever receives it.
    st.link_button(
        f"{cell['area_name']} : courbe et tous les produits",
        f"/{MAP_ADDRESS}?{urlencode(choices)}",
        icon=":material/arrow_forward:",
    )


def products_table(cells: Sequence[Cell], week: Week, area: str) -> None:
    """Every product and family of one area, with the state of each in words."""
    rows = [
        {
            "Produit": plain(str(cell["item_label"])),
            "État": released_figures.STATES[cell["status"]],
            "Unités déclarées": "—" if cell["units"] is None else french.number(cell["units"]),
            "Officines déclarantes": "—" if cell["declarants"] is None else french.number(cell["declarants"]),
            "Données de": Week(cell["data_of"]).label if cell["data_of"] else "—",
        }
        for cell in cells
    ]
    st.table(rows, hide_index=True, border="horizontal", alt=f"{area}, tous les produits, {week.label}")
