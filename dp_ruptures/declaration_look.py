"""What the weekly form says of what is typed in it, worked out before anything is drawn.

One field changed draws one line again (twelve lines cost five times as much). Whether that is enough
is no guess: what every other part of the form would say now is compared with what it says on screen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import streamlit as st

from dp_ruptures import declaration_face, declaration_words, questions
from dp_ruptures.campaign import Campaign
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_face import Face
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_typed import Typed
from dp_ruptures.rules.entry import Entry, Reading, read_entries
from dp_ruptures.rules.warning import Asked
from dp_ruptures.rules.week import PARIS, Week, week_of
from dp_ruptures.store import Store

_SHOWN = "declaration_look"


@dataclass(frozen=True)
class Desk:
    """Where a form is filled: its store, its sheet, and the season that says until when."""

    store: Store
    sheet: Sheet
    season: Campaign

    def is_open(self, now: datetime) -> bool:
        """Whether the form's own week can still be declared."""
        return self._goes_on(now) and self.sheet.start.week.is_open(now)

    def next_week(self, now: datetime) -> Week | None:
        """Once the form's own week is closed, the week where what is typed can still go."""
        later = self.sheet.start.week < week_of(now)
        return week_of(now) if later and self._goes_on(now) else None

    def _goes_on(self, now: datetime) -> bool:
        return self.season.is_open(now.astimezone(PARIS).date())


@dataclass(frozen=True)
class Look:
    """Everything the form says: its heading, each line by cip13, and what else it depends on."""

    heading: str
    faces: Mapping[str, Face]
    around: tuple[object, ...]
    reading: Reading
    asked: tuple[Asked, ...]

    def same_but(self, cip13: str, other: "Look") -> bool:
        """Whether only the line of that product may say something else than `other` does."""
        if (self.heading, self.around) != (other.heading, other.around):
            return False
        return all(cip13 == one or face == other.faces[one] for one, face in self.faces.items())


def look(desk: Desk, draft: Draft, typed: Typed, entries: Iterable[Entry], now: datetime) -> Look:
    """What the form says of `entries`: those of `typed`, or with the blank ones confirmed unchanged."""
    sheet, entries = desk.sheet, list(entries)
    reading = read_entries(entries, sheet.products, sheet.last_week)
    asked = questions.about(reading.lines, sheet.campaign, sheet.known)
    is_open = desk.is_open(now)
    settling = len(blank(sheet, entries)) if sheet.start.settling else None
    return Look(
        heading=declaration_words.heading(sheet.start.week, now, is_open, draft.saved_at),
        faces=declaration_face.faces(sheet, draft, typed, reading, asked),
        around=(is_open, desk.next_week(now), settling, len(draft.unsent), typed.counts, tuple(typed.texts)),
        reading=reading,
        asked=asked,
    )


def blank(sheet: Sheet, entries: Iterable[Entry]) -> list[str]:
    """The lines left blank that last week's figure could fill; in a correction, those emptied since."""
    asked = set(sheet.last_week)
    if sheet.start.receipt:
        asked &= set(sheet.declared)
    return [entry.cip13 for entry in entries if entry.is_blank and entry.cip13 in asked]


def remember(sheet: Sheet, shown: Look | None) -> None:
    """What is on screen now; None when something is that the next run must take away."""
    st.session_state[_SHOWN] = (sheet.start.key, shown)


def on_screen(sheet: Sheet) -> Look | None:
    """What `remember` was told of this form."""
    key, shown = st.session_state.get(_SHOWN, (None, None))
    return shown if key == sheet.start.key else None
