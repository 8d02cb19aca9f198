"""The week slider and its play button: a fragment that moves by itself, one week at a time.

A timer redraws the fragment alone. Anything done by hand inside it concerns the whole page
(curves, pharmacies, address), so it marks the page as touched and the page is drawn again.
"""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from dp_ruptures import address, filters
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.settings import ROOT

# Long enough to read a map, short enough to see it move.
SECONDS = 1.5
_STYLE = ROOT / "dp_ruptures" / "assets" / "playback.css"
_PLAYING = "lecture.en_cours"
# Stopped on the way, by the button or by the slider: the weeks go on from there.
_PAUSED = "lecture.pause"
_TOUCHED = "lecture.main"
_WHOLE_PAGE = "lecture.page"


def fragment(draw: Callable[..., None], *arguments: Any) -> None:
    """Draw the part of the page that plays, as part of a run of the whole page."""
    st.session_state[_WHOLE_PAGE] = True
    st.html(_STYLE)
    st.fragment(draw, run_every=SECONDS if is_playing() else None)(*arguments)


def is_playing() -> bool:
    """Whether the weeks go by themselves."""
    return bool(st.session_state.get(_PLAYING))


def touch() -> None:
    """Something was done by hand inside the fragment: the whole page follows."""
    st.session_state[_TOUCHED] = True


def controls(weeks: Sequence[Week]) -> Week:
    """Play button and slider, first thing in the fragment; the week shown. `weeks`: oldest first."""
    touched = st.session_state.pop(_TOUCHED, False)
    whole_page = st.session_state.pop(_WHOLE_PAGE, False)
    if is_playing() and not touched and not whole_page:
        touched = not _advance(weeks)
    _draw(weeks)
    if touched and not whole_page:
        st.rerun()
    return filters.week_of_slider()


def following(weeks: Sequence[Week], week: Week) -> Week | None:
    """The week after `week` in `weeks` (oldest first); None at the end."""
    later = [other for other in weeks if other > week]
    return later[0] if later else None


def _draw(weeks: Sequence[Week]) -> None:
    labels = {week.iso: week.label for week in weeks}
    with st.container(horizontal=True, vertical_alignment="bottom", key="playback"):
        st.button(
            "Pause" if is_playing() else "Lire les semaines",
            key="lecture",
            icon=":material/pause:" if is_playing() else ":material/play_arrow:",
            on_click=_toggle,
            args=(weeks,),
            disabled=len(weeks) < 2,
        )
        if len(weeks) > 1:
            st.select_slider(
                "Semaine",
                list(labels),
                format_func=lambda iso: labels[iso],
                key=filters.WEEK,
                on_change=_moved,
            )


def _advance(weeks: Sequence[Week]) -> bool:
    """Show the following week; False, and the end of the show, when there is none."""
    after = following(weeks, parse_week(st.session_state[filters.WEEK]))
    st.session_state[_PLAYING] = after is not None
    st.session_state[_PAUSED] = False
    if after:
        st.session_state[filters.WEEK] = after.iso
    return after is not None


def _toggle(weeks: Sequence[Week]) -> None:
    touch()
    resumes = bool(st.session_state.get(_PAUSED)) and following(weeks, filters.week_of_slider()) is not None
    st.session_state[_PAUSED] = is_playing()
    st.session_state[_PLAYING] = not is_playing()
    if is_playing() and not resumes:
        st.session_state[filters.WEEK] = weeks[0].iso
    st.session_state[address.BY_HAND] = True


def _moved() -> None:
    touch()
    st.session_state[_PLAYING] = False
    st.session_state[_PAUSED] = True
    st.session_state[address.BY_HAND] = True
