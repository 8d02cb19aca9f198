"""What the pages of a release show beside the map: tables, curves, one area in words."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

import streamlit as st

from dp_ruptures import figures, french, released_figures, released_measures, released_weeks
from dp_ruptures.publication import story
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import Subject
from dp_ruptures.released_filters import AREA, address_of
from dp_ruptures.released_map_view import Picture
from dp_ruptures.released_weeks import History
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_view import is_dark

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
    "- **Estimation** : le stock de toutes les officines, muettes comprises, déduit des seuls chiffres "
    "publiés, avec son intervalle à 95 %. Elle suppose que celles qui se taisent ressemblent aux autres.\n"
    "- **Jours de stock** : une estimation aussi, livraisons déduites ; le compte s'arrête à « 90 jours ou "
    "plus ».\n"
    "- Une semaine publiée ne change pas : les retards et les corrections entrent dans la suivante. Un "
    "erratum est rare : il a son numéro, son motif, et montre chaque chiffre avant et après."
)
MAP_ADDRESS = "carte-publiee"
_WORDS = {"Code", "Territoire", "État", "Jours de stock", "Données de"}


def how_to_read() -> None:
    """What the figures of a release mean, at the foot of a page."""
    st.header("Comment lire", anchor=False)
    st.markdown(HOW_TO_READ)


def worst(picture: Picture) -> None:
    """The areas where the least is left, with what says how sure it is."""
    family = picture.subject.family
    rows = released_figures.worst(picture.cells, family, picture.level)
    if not rows:
        return
    st.header("Où il en manque le plus", anchor=False)
    st.table(
        [{name: plain(words) for name, words in row.items()} for row in rows],
        hide_index=True,
        border="horizontal",
        alt=f"{plain(picture.subject.label)} : où il en manque le plus, semaine {picture.week.label}",
    )
    st.caption(
        "Du plus petit stock par officine déclarante. N'y sont ni les chiffres sous secret, ni ceux d'une "
        "semaine antérieure, ni ceux de moins de cinq officines ou de moins de 5 % d'entre elles. "
        "L'estimation, avec son intervalle à 95 %, et les jours de stock comptent les officines muettes."
    )


def table_twin(picture: Picture) -> None:
    """The map's figures as a table that sorts, with the state of every cell in words."""
    rows = released_figures.table(picture.rows, picture.subject.unit[1])
    numbers = [name for name in (rows[0] if rows else {}) if name not in _WORDS]
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
        alt=f"{plain(picture.subject.label)}, par territoire, semaine {picture.week.label}",
    )


def curves(
    where: str,
    weeks: Sequence[Week],
    history: History,
    subjects: Sequence[Subject],
    measure: Measure,
    *,
    corrected: Iterable[Week] = (),
) -> None:
    """A curve per subject over released weeks; a gap where a figure is withheld or absent.

    One estimate alone shows its interval; `corrected`: the weeks of an erratum, marked.
    """
    drawn = [
        figures.Curve(
            subject.label,
            released_weeks.curve(weeks, history, subject.code, measure),
            released_weeks.said(weeks, history, subject, measure),
        )
        for subject in subjects
    ]
    title, unit = f"{measure.title}, {where}", _unit(subjects, measure)
    st.markdown(f"**{plain(title)}** ({unit})")
    if not any(point is not None for curve in drawn for point in curve.figures):
        st.info("Aucun chiffre à montrer ici : il est sous secret, sans donnée, ou n'a pas pu être calculé.")
        return
    figure = figures.trend_figure(weeks, drawn, measure, unit, dark=is_dark())
    if len(subjects) == 1:
        lows, highs = released_weeks.bounds(weeks, history, subjects[0].code, measure)
        figures.add_interval(figure, weeks, lows, highs, dark=is_dark())
    figures.add_marks(figure, {week: "erratum" for week in corrected if week in weeks}, dark=is_dark())
    st.plotly_chart(
        figure,
        height=360,
        config=figures.TREND_CONFIG,
        alt=f"{title} ({unit}), semaines {weeks[0].label} à {weeks[-1].label}. Mêmes chiffres au tableau.",
    )
    st.caption(
        f"Source : publications des semaines {weeks[0].label} à {weeks[-1].label}. Un trou dans la courbe : "
        "chiffre sous secret, sans donnée, non calculé, ou semaine non publiée."
    )


def trend_table(rows: Sequence[Mapping[str, str]], about: str, file_name: str) -> None:
    """The curves as a table, and as a file for a spreadsheet."""
    st.download_button(
        "Télécharger (CSV)", csv_bytes([*map(dict, rows)]), file_name, "text/csv", on_click="ignore"
    )
    st.table([*map(dict, rows)], hide_index=True, border="horizontal", alt=plain(about))


def _unit(subjects: Sequence[Subject], measure: Measure) -> str:
    units = {subject.counted(measure)[1] for subject in subjects}
    return "%" if measure.is_share else units.pop() if len(units) == 1 else "unités"


def area(picture: Picture, chosen: tuple[str, str], *, with_link: bool = True) -> Cell | None:
    """The chosen area in words, and the way to its own page; its cell, None when the release lacks it."""
    level, code = chosen
    cells = story.of(picture.cells, level, picture.subject.level, picture.subject.code)
    cell = next((cell for cell in cells if str(cell["area_code"]) == code), None)
    if cell is None:
        return None
    st.header(plain(cell["area_name"]), anchor=False)
    above = (
        released_figures.regions_above(picture.cells, picture.subject) if level == story.DEPARTMENT else {}
    )
    area_panel(cell, picture.subject, above.get(code))
    if with_link:
        link_to_area(cell, picture.subject, picture.week)
    return cell


def area_panel(cell: Cell, subject: Subject, region: Cell | None) -> None:
    """One area in words: its figure, how many answered, of when; `region`: the one above, if it helps."""
    unit = subject.unit[1]
    known = cell["status"] == story.PUBLISHED
    one, two, three = st.columns(3)
    one.metric(
        f"{unit[:1].upper()}{unit[1:]} par officine",
        french.number(story.per_pharmacy(cell) or 0, 1)
        if known
        else released_measures.STATES[cell["status"]],
    )
    two.metric(
        f"{'Tests déclarés' if unit == 'tests' else unit.capitalize() + ' déclarées'}",
        french.number(cell["units"]) if known else "—",
    )
    three.metric(
        "Officines déclarantes",
        f"{french.number(cell['declarants'])} sur {french.number(cell['active'])}" if known else "—",
    )
    if known:
        _estimates(cell, unit)
    else:
        st.caption(released_measures.WITHOUT_FIGURE[cell["status"]].capitalize() + ".")
        for line in released_figures.instead(region, released_figures.PER_OFFICINE, unit) if region else []:
            st.write(f"À défaut, {plain(line)} par officine déclarante.")
    for line in released_figures.older(cell):
        st.caption(f"{line.capitalize()}.")


def _estimates(cell: Cell, unit: str) -> None:
    """The stock with silent pharmacies and how long it lasts, as the release estimates them."""
    if not released_measures.has_estimate(cell):
        return
    one, two, _ = st.columns(3)
    one.metric("Stock estimé", f"{french.number(cell['estimated_units'])}{french.NO_BREAK}{unit}")
    one.caption(f"Estimation, officines muettes comprises : {released_measures.interval(cell)} (95 %).")
    lasts = cell["days_of_supply"]
    two.metric("Jours de stock", "non calculés" if lasts is None else released_measures.days(lasts))
    two.caption(
        "Le stock par officine n'a pas baissé, ou ses données sont antérieures."
        if lasts is None
        else "Estimation, au rythme des dernières publications."
    )


def link_to_area(cell: Cell, subject: Subject, week: Week) -> None:
    """The way to one area's own page, with what is looked at."""
    area = address_of(str(cell["area_level"]), str(cell["area_code"]))
    choices = {AREA: area, "semaine": week.iso, "produit": subject.code}
    # A plain link and no page_link: it can be copied, and opens the same choices for whoever receives it.
    st.link_button(
        f"{cell['area_name']} : courbe et tous les produits",
        f"/{MAP_ADDRESS}?{urlencode(choices)}",
        icon=":material/arrow_forward:",
    )


def products_table(cells: Sequence[Cell], week: Week, area: str) -> None:
    """Every product and family of one area, with the state of each in words."""
    rows = [
        {"Produit": plain(label), **told}
        for label, told in released_weeks.products(cells, released_figures.subjects(cells))
    ]
    st.table(rows, hide_index=True, border="horizontal", alt=f"{area}, tous les produits, {week.label}")
