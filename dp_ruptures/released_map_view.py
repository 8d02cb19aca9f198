"""The map of a release: départements, or the régions of a week too thin to show any département."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from dp_ruptures import figures, legend, released_figures
from dp_ruptures.filters import DEPARTMENT_KEY
from dp_ruptures.french import kept_together
from dp_ruptures.legend import MapClass
from dp_ruptures.outline import SHARED, WITHOUT_PHARMACY
from dp_ruptures.publication import story
from dp_ruptures.publication.regions import departments_of, region_of
from dp_ruptures.publication.story import Cell
from dp_ruptures.released_figures import Subject
from dp_ruptures.released_filters import address_of
from dp_ruptures.rules.measure import Measure
from dp_ruptures.rules.week import Week
from dp_ruptures.stock_view import CREDIT, MAP_SHAPE, is_dark

BY_REGION = "Aucun département n'est publié : chacun porte sur la carte le chiffre de sa **région**."


@dataclass(frozen=True)
class Picture:
    """What a map shows of the `cells` of a release; `thin`: it publishes no département, only régions."""

    cells: Sequence[Cell]
    subject: Subject
    measure: Measure
    week: Week
    thin: bool

    @property
    def level(self) -> str:
        """The areas that are told apart."""
        return story.REGION if self.thin else story.DEPARTMENT

    @property
    def rows(self) -> list[Cell]:
        """Their cells."""
        return story.of(self.cells, self.level, self.subject.level, self.subject.code)

    @property
    def title(self) -> str:
        """`Jours de stock · Vaccins contre la grippe`."""
        unit = "" if self.measure.is_share else f" ({self.subject.counted(self.measure)[1]})"
        return f"{self.measure.title} · {self.subject.label}{unit}"

    @property
    def counted(self) -> tuple[str, str]:
        """What the legend counts."""
        return ("région", "régions") if self.thin else ("département", "départements")


def france_map(picture: Picture, chosen: tuple[str, str] | None) -> None:
    """The map and its legend; a click chooses an area, `chosen` (level, code) is outlined."""
    unit = picture.subject.counted(picture.measure)
    shown = released_figures.classes(picture.rows, picture.measure, unit, dark=is_dark())
    left, right = st.columns([2, 1], gap="medium")
    with left:
        if picture.thin:
            st.caption(BY_REGION)
        _drawing(picture, shown, chosen)
    with right:
        st.html(legend.legend_html(shown, picture.title, dark=is_dark(), counted=picture.counted))
        st.caption(
            f"{kept_together(picture.measure.explanation)}  \n"
            f"Source : publication de la semaine {picture.week.label}.  \n{CREDIT}"
        )


def _drawing(picture: Picture, shown: Sequence[MapClass], chosen: tuple[str, str] | None) -> None:
    key = f"carte-publiee-{chosen and address_of(*chosen)}"
    above = released_figures.regions_above(picture.cells, picture.subject)
    hover = released_figures.hover(picture.rows, picture.measure, picture.subject, above)
    if picture.thin:
        shown = released_figures.by_region(shown)
        hover = {code: hover[region] for code, region in region_of().items() if region in hover}
        hover |= {island: hover[home] for island, home in SHARED.items() if home in hover}
    drawn = figures.map_figure(
        shown,
        hover,
        dark=is_dark(),
        chosen=_outlined(chosen),
        groups=list(departments_of().values()) if picture.thin else (),
    )
    st.html(MAP_SHAPE)
    with st.container(key="carte_figure"):
        st.plotly_chart(
            drawn,
            key=key,
            height="stretch",
            config=figures.MAP_CONFIG,
            on_select=partial(_take_click, key, by_region=picture.thin),
            selection_mode="points",
            alt=f"Carte des {picture.counted[1]}. {picture.title}, semaine {picture.week.label}. "
            "Mêmes chiffres dans le tableau.",
        )


def _outlined(chosen: tuple[str, str] | None) -> Sequence[str] | None:
    if chosen is None or chosen[0] == story.FRANCE:
        return None
    level, code = chosen
    return departments_of().get(code, ()) if level == story.REGION else (code,)


def _take_click(key: str, *, by_region: bool) -> None:
    points = st.session_state[key]["selection"]["points"]
    code = points[0].get("location") if points else None
    if not code or code in WITHOUT_PHARMACY:
        return
    home = SHARED.get(code, code)
    st.session_state[DEPARTMENT_KEY] = address_of(story.REGION, region_of()[home]) if by_region else home
