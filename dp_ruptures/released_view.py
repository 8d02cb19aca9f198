"""What the pages of a release show beside the map: tables, curves, how to read them."""

from collections.abc import Iterable, Mapping, Sequence

import streamlit as st

from dp_ruptures import figures, released_figures, released_weeks
from dp_ruptures.released_figures import Subject
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
        "L'estimation, avec son intervalle à 95 %, compte les officines muettes ; les jours de stock suivent "
        "le rythme des dernières publications."
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
    drawn = [_curve(weeks, history, subject, measure) for subject in subjects]
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


def _curve(weeks: Sequence[Week], history: History, subject: Subject, measure: Measure) -> figures.Curve:
    return figures.Curve(
        subject.label,
        released_weeks.curve(weeks, history, subject.code, measure),
        released_weeks.said(weeks, history, subject, measure),
    )


def trend_table(rows: Sequence[Mapping[str, str]], about: str, file_name: str) -> None:
    """The curves as a table, and as a file for a spreadsheet."""
    st.download_button(
        "Télécharger (CSV)", csv_bytes([*map(dict, rows)]), file_name, "text/csv", on_click="ignore"
    )
    st.table([*map(dict, rows)], hide_index=True, border="horizontal", alt=plain(about))


def _unit(subjects: Sequence[Subject], measure: Measure) -> str:
    units = {subject.counted(measure)[1] for subject in subjects}
    return "%" if measure.is_share else " et ".join(sorted(units))
