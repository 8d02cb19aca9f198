"""What the weekly form started from, kept as long as its fields are on screen.

Widget keys carry the declaration that the form was opened on. They stay the same until
this form is written, whatever another device declares and even past Sunday midnight:
what is typed here is kept. A server restart finds the same fields again.
"""

from dataclasses import dataclass

import streamlit as st

from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import Problem
from dp_ruptures.rules.week import Week

_START, _DRAWN = "declaration_form_start", "declaration_form_drawn"
TYPED, COUNT = "units", "count"
# How a family is counted.
COUNTS = UNITS, BOXES = "unités", "boîtes"


@dataclass(frozen=True)
class Start:
    """A week, the declaration that is corrected if any, and what was understood in sending it.

    `copied_from`: the closed week whose fields were copied into this one.
    """

    week: Week
    receipt: Receipt | None = None
    remarks: tuple[Problem, ...] = ()
    copied_from: Week | None = None

    @property
    def key(self) -> str:
        return self.receipt.receipt_id if self.receipt else self.week.iso

    def field(self, kind: str, name: str) -> str:
        """The widget key of one field: `kind` is TYPED (by product) or COUNT (by family)."""
        return f"{kind}-{self.key}-{name}"

    def question(self, other: Receipt) -> str:
        """The widget key of « Remplacer », asked about one receipt: a third one is asked about again."""
        return f"replace-{self.key}-{other.receipt_id}"

    def agreed(self, shown: Receipt | None) -> list[str]:
        """The receipts that the person knows they replace: the one opened, the one they ticked."""
        known = [self.receipt.receipt_id] if self.receipt else []
        if shown and st.session_state.get(self.question(shown)):
            known.append(shown.receipt_id)
        return known

    @property
    def overtaken_by(self) -> Receipt | None:
        """The declaration from elsewhere that this form is being asked about."""
        return st.session_state.get(f"overtaken-{self.key}")

    def ask_about(self, other: Receipt) -> None:
        """Ask about `other` from now on, until this form is written."""
        st.session_state[f"overtaken-{self.key}"] = other

    @property
    def settling(self) -> bool:
        """Whether this form is being asked what its blank lines mean."""
        return bool(st.session_state.get(f"settling-{self.key}"))

    def ask_to_settle(self) -> None:
        """Ask what the blank lines mean from now on, until they are settled."""
        st.session_state[f"settling-{self.key}"] = True

    @property
    def pressed_before(self) -> str | None:
        """The button that `press_again` was told of; once."""
        pressed: str | None = st.session_state.pop(f"pressed-{self.key}", None)
        return pressed

    def press_again(self, button: str | None) -> None:
        """The next run takes `button` for pressed: this one read the fields before they were there."""
        st.session_state[f"pressed-{self.key}"] = button


def on_screen() -> Start | None:
    """What the fields on screen started from.

    None when there are none: leaving the page forgets its fields, and what was typed in them.
    """
    start: Start | None = st.session_state.get(_START)
    if start is None or st.session_state.get(_DRAWN) != start.key:
        return start
    fields = start.field(TYPED, "")
    return start if any(str(key).startswith(fields) for key in st.session_state) else None


def drawn(start: Start) -> None:
    """Say that the fields of `start` are on screen."""
    st.session_state[_START] = start
    st.session_state[_DRAWN] = start.key


def start_again_from(start: Start) -> None:
    """The next run draws the fields of `start`."""
    st.session_state[_START] = start


def copy_fields(old: Start, new: Start) -> None:
    """Start `new` with what is typed in the fields of `old`, for the next run to draw."""
    for key, value in list(st.session_state.items()):
        kind, _, name = str(key).partition(f"-{old.key}-")
        if kind in (TYPED, COUNT):
            st.session_state[new.field(kind, name)] = value
    start_again_from(new)
