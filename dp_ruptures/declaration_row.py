"""Draws one line of the weekly form: the product, its quantity, last week's, its days of supply."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import french, supply
from dp_ruptures.campaign import UNITS
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import TYPED
from dp_ruptures.rules.declaration import ABSENT, NOT_STOCKED, SAME, Entry, Line, Product

NAME_WIDTH, FIELD_WIDTH, LAST_WIDTH, DAYS_WIDTH = 340, 120, 90, 110
# A quantity is kept this long after the last key, left or not: an F5 in the middle of a field loses nothing.
PAUSE = "700ms"


def headings(with_last_week: bool) -> None:
    """Names the columns; a narrow screen folds them as it folds the lines."""
    row = st.container(horizontal=True, gap="small")
    row.space(NAME_WIDTH)
    row.caption("Stock", width=FIELD_WIDTH)
    row.caption("S-1" if with_last_week else "", width=LAST_WIDTH)
    row.caption("Jours de stock", width=DAYS_WIDTH)


def draw(
    sheet: Sheet, draft: Draft, product: Product, boxed: bool, in_boxes: bool
) -> tuple[Entry, DeltaGenerator]:
    """One line; what is typed in it, and the place under it. `boxed`: the declared figures are boxes."""
    cip13 = product.cip13
    last = last_week(sheet.last_week.get(cip13), product, in_boxes)
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    # The name is drawn beside the field, and stays its label for whoever cannot see it.
    row.markdown(product.name + (" :gray-badge[code démo]" if product.demo else ""), width=NAME_WIDTH)
    text = row.text_input(
        product.name + (" (code de démonstration)" if product.demo else ""),
        value=draft.before(TYPED, cip13, declared_text(sheet.declared.get(cip13), boxed)),
        placeholder=f"S-1 : {last}" if last else "",
        key=sheet.start.field(TYPED, cip13),
        type="phone",  # A numeric keypad on a phone, and still any text to answer in words.
        icon="",
        autocomplete="off",
        max_chars=20,
        label_visibility="collapsed",
        width=FIELD_WIDTH,
        live=PAUSE,
    )
    draft.after(TYPED, cip13, text)
    row.markdown(last, width=LAST_WIDTH)
    row.markdown(_days(text, sheet.days.get(cip13)), width=DAYS_WIDTH)
    answers = st.container()
    news = draft.news_of(cip13)
    if news:
        answers.caption(f"Quantité saisie sur un autre appareil à {french.hour(news.saved_at)}.")
    return Entry(cip13, text, in_boxes=in_boxes), answers


def declared_text(line: Line | None, boxed: bool) -> str:
    """What was typed: sent again as it is, it must be the same declaration."""
    if line is None:
        return ""
    if line.state == NOT_STOCKED:
        return ABSENT
    return str(line.boxes if boxed else line.units)


def last_week(line: Line | None, product: Product, in_boxes: bool) -> str:
    """Last week's figure in the unit that is counted now; nothing when there is none."""
    if line is None:
        return ""
    if line.state == NOT_STOCKED or line.units is None:
        return "non référencé"
    if not in_boxes:
        return french.number(line.units)
    boxes, left = divmod(line.units, product.pack_size)
    return french.number(line.units) + f" {UNITS[product.family][1]}" if left else french.number(boxes)


def _days(text: str, left: int | None) -> str:
    if text.strip() == SAME:
        return "inchangé"
    return supply.in_words(left)
