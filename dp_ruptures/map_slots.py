"""The map while the weeks go by: the next one is drawn over the last, which leaves with the week after.

Streamlit makes a chart anew whenever its figure changes: the browser shows a hole for as long as plotly takes
to draw, at each week. Two places, one upon the other, take turns; a map is clear where nothing is drawn yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import plotly.graph_objects as go
import streamlit as st

from dp_ruptures import figures, playback

_TURN = "carte.tour"
_PLACES = ("carte_a", "carte_b")
# As high as it is wide, on a phone as on a large screen (classes `st-key-…` are Streamlit's own promise).
_STYLE = """<style>
.st-key-carte_figure {{ aspect-ratio: 1 / 0.93; position: relative; }}
.st-key-carte_a, .st-key-carte_b {{ position: absolute; inset: 0; }}
.st-key-{front} {{ z-index: 2; }}
.st-key-{back} {{ z-index: 1; }}
</style>"""


@dataclass(frozen=True)
class Sheet:
    """A map as it is drawn: its figure, what it says to those who do not see it, whose area it is about."""

    figure: go.Figure
    alt: str
    area: str


def draw(sheet: Sheet, on_click: Callable[[str], None]) -> None:
    """Show a map; `on_click` is given the key of the chart that was clicked."""
    turn, last = st.session_state.get(_TURN, (0, None))
    before = last if playback.is_playing() else None
    if before is not None:
        turn = 1 - turn
    st.session_state[_TURN] = (turn, sheet)
    sheets = {turn: sheet} | ({1 - turn: before} if before is not None else {})
    st.html(_STYLE.format(front=_PLACES[turn], back=_PLACES[1 - turn]))
    with st.container(key="carte_figure"):
        for rank, place in enumerate(_PLACES):
            with st.container(key=place, height="stretch"):
                if rank in sheets:
                    _chart(sheets[rank], rank, on_click)


def _chart(sheet: Sheet, rank: int, on_click: Callable[[str], None]) -> None:
    key = f"carte-{sheet.area}-{rank}"
    st.plotly_chart(
        sheet.figure,
        key=key,
        height="stretch",
        config=figures.MAP_CONFIG,
        on_select=partial(on_click, key),
        selection_mode="points",
        alt=sheet.alt,
    )
