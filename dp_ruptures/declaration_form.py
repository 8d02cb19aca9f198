"""Draws the weekly form: one quantity per product, by family, and what is wrong beside its line.

Widget keys carry the declaration that this form was opened on. They stay the same until
this form is written, even when another device declares meanwhile: what is typed here is
kept, and the later of the two wins. A server restart finds the same fields again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import french
from dp_ruptures.campaign import FAMILIES, UNITS, Campaign
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import NOT_STOCKED, Entry, Line, Problem, Product
from dp_ruptures.rules.week import Week

BOXES = "boîtes"
HOW_TO = "Vide : non déclaré. 0 : en rupture. En gris, la semaine dernière (S-1), pour mémoire."
_OPENED_ON = "declaration_form_opened_on"
NAME_WIDTH, FIELD_WIDTH = 410, 180


@dataclass
class Form:
    """What was typed, whether it was sent, and where to answer each line."""

    entries: list[Entry] = field(default_factory=list)
    answers: dict[str, DeltaGenerator] = field(default_factory=dict)
    sent: bool = False
    key: str = ""

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Write each problem under its line, in words."""
        for problem in problems:
            self.answers[problem.cip13].error(problem.message)

    def unconfirmed(self, questions: Iterable[Problem], lines: Iterable[Line]) -> list[Problem]:
        """Ask every question under its line; return those not answered « c'est exact » yet."""
        units = {line.cip13: line.units for line in lines}
        waiting = []
        for question in questions:
            slot = self.answers[question.cip13]
            slot.warning(question.message)
            if not slot.checkbox(
                "C'est exact", key=f"sure-{self.key}-{question.cip13}-{units[question.cip13]}"
            ):
                waiting.append(question)
        return waiting


def draw(campaign: Campaign, week: Week, current: Receipt | None, last_week: Receipt | None) -> Form:
    """The form, filled with the current declaration when it is a correction."""
    start = _opened_on(week, current)
    key = start.receipt_id if start else week.iso
    form = Form(key=key)
    declared = {line.cip13: line for line in start.lines} if start else {}
    ghosts = {line.cip13: line for line in last_week.lines} if last_week else {}
    with st.form("declaration", enter_to_submit=False):
        for family in dict.fromkeys(product.family for product in campaign.products):
            products = [product for product in campaign.products if product.family == family]
            in_boxes = _heading(family, products, key)
            for product in products:
                _row(form, product, declared.get(product.cip13), ghosts.get(product.cip13), in_boxes)
        # Named after what the form started from: a button that is renamed meanwhile drops its click.
        label = "Remplacer ma déclaration" if start else "Déclarer"
        form.sent = st.form_submit_button(
            f"{label} (Ctrl+Entrée)", type="primary", shortcut="Ctrl+Enter", key="send"
        )
    return form


def start_again_from(receipt: Receipt) -> None:
    """Once `receipt` is written: the next run opens the form on it."""
    st.session_state[_OPENED_ON] = (receipt.week, receipt)


def _opened_on(week: Week, current: Receipt | None) -> Receipt | None:
    """What the fields started from; a widget whose key or first value changed would forget its text."""
    opened: tuple[Week, Receipt | None] | None = st.session_state.get(_OPENED_ON)
    if opened is None or opened[0] != week:
        opened = (week, current)
        st.session_state[_OPENED_ON] = opened
    return opened[1]


def _heading(family: str, products: list[Product], key: str) -> bool:
    st.subheader(FAMILIES[family])
    if all(product.pack_size == 1 for product in products):
        st.caption(f"En {UNITS[family][1]}. {HOW_TO}")
        return False
    choice = st.radio("Je compte en", [UNITS[family][1], BOXES], horizontal=True, key=f"count-{key}-{family}")
    st.caption(HOW_TO)
    return choice == BOXES


def _row(form: Form, product: Product, declared: Line | None, ghost: Line | None, in_boxes: bool) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    name = product.name + (" (code de démonstration)" if product.demo else "")
    # The name is drawn beside the field, and stays its label for whoever cannot see it.
    row.markdown(product.name + (" :gray-badge[code démo]" if product.demo else ""), width=NAME_WIDTH)
    text = row.text_input(
        name,
        value=_text(declared),
        placeholder=_ghost(ghost),
        key=f"units-{form.key}-{product.cip13}",
        type="phone",  # A numeric keypad on a phone, and still any text to answer in words.
        icon=":material/tag:",
        autocomplete="off",
        max_chars=20,
        label_visibility="collapsed",
        width=FIELD_WIDTH,
    )
    not_stocked = row.checkbox(
        "Non référencé",
        value=bool(declared and declared.state == NOT_STOCKED),
        key=f"absent-{form.key}-{product.cip13}",
        width="content",
    )
    form.answers[product.cip13] = st.container()
    form.entries.append(Entry(product.cip13, text or "", not_stocked, in_boxes))


def _text(line: Line | None) -> str:
    return str(line.units) if line and line.units is not None else ""


def _ghost(line: Line | None) -> str:
    if line is None:
        return ""
    if line.state == NOT_STOCKED:
        return "S-1 : non référencé"
    return f"S-1 : {french.number(line.units or 0)}"
