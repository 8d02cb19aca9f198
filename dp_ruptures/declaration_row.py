"""Draws one line of the weekly form: the product, its quantity, last week's, its days of supply."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures.campaign import FAMILIES
from dp_ruptures.declaration_face import NOT_STOCKED_HERE, Face
from dp_ruptures.declaration_start import TYPED, Start
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.entry import ABSENT
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.warning import Question

NAME_WIDTH, FIELD_WIDTH, BESIDE_WIDTH = 400, 110, 200
# As wide as a line: what is said about it takes the place under it. « C'est exact » stands beside.
FULL_WIDTH, EXACT_WIDTH = 742, 140
# Last week's figure and the days of supply share one text: an element costs 0.3 ms each time it is drawn.
_LAST_WIDTH = 7
RUPTURE = "Rupture : si elle dure plus de 72 heures, sa déclaration vous est proposée avec le récépissé."
_FIGURE_SPACE = "\u2007"
# A quantity is kept this long after the last key, left or not: an F5 in the middle of a field loses nothing.
PAUSE = "300ms"


def headings(family: str) -> None:
    """Names the columns beside the family; a narrow screen folds them as it folds the lines."""
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    # An anchor would be one Tab more between two quantities.
    row.subheader(FAMILIES[family], anchor=False, width=NAME_WIDTH)
    row.caption("Stock", width=FIELD_WIDTH)
    row.caption(_cells("S-1", "jours de stock"), width=BESIDE_WIDTH)


def draw(start: Start, product: Product, drawn_with: str, face: Face) -> str:
    """One line and what is said of it; what is typed in it. `drawn_with`: its text when it first comes."""
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    # The name is drawn beside the field, and stays its label for whoever cannot see it.
    row.markdown(plain(product.name) + (" :gray-badge[code démo]" if product.demo else ""), width=NAME_WIDTH)
    text = row.text_input(
        product.name + (" (code de démonstration)" if product.demo else ""),
        value=drawn_with,
        # The bare figure: a sentence would be cut at the width of a quantity.
        placeholder=ABSENT if face.last == NOT_STOCKED_HERE else face.last,
        key=start.field(TYPED, product.cip13),
        type="phone",  # A numeric keypad on a phone, and still any text to answer in words.
        icon="",
        autocomplete="off",
        max_chars=20,
        label_visibility="collapsed",
        width=FIELD_WIDTH,
        live=PAUSE,
    )
    row.markdown(_cells(face.last, face.beside), width=BESIDE_WIDTH)
    _say(row, start, face)
    return text


def is_exact(start: Start, question: Question) -> bool:
    """Whether « c'est exact » is ticked beside that question."""
    return bool(st.session_state.get(_exact(start, question)))


def _say(row: DeltaGenerator, start: Start, face: Face) -> None:
    if face.is_rupture:
        row.caption(RUPTURE, width=FULL_WIDTH)
    if face.news:
        row.caption(f"Quantité saisie sur un autre appareil à {face.news}.", width=FULL_WIDTH)
    for problem in face.problems:
        row.error(problem, width=FULL_WIDTH)
    for remark in face.remarks:
        row.info(remark, width=FULL_WIDTH)
    if face.question:
        beside = row.container(horizontal=True, vertical_alignment="center")
        beside.warning(face.question.message, width=FULL_WIDTH - EXACT_WIDTH)
        beside.checkbox("C'est exact", key=_exact(start, face.question), width="content")


def _exact(start: Start, question: Question) -> str:
    return f"exact-{start.key}-{question.cip13}-{question.units}"


def _cells(last: str, days: str) -> str:
    return last + _FIGURE_SPACE * max(_LAST_WIDTH - len(last), 2) + days
