"""Draws one line of the weekly form: the product, its quantity, last week's, its days of supply."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import french, supply
from dp_ruptures.campaign import FAMILIES, UNITS
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import TYPED
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product
from dp_ruptures.rules.entry import ABSENT, Entry, read_entries
from dp_ruptures.rules.supply import days

NAME_WIDTH, FIELD_WIDTH, BESIDE_WIDTH = 400, 110, 200
# As wide as a line: what is said about it takes the place under it.
FULL_WIDTH = 742
# Last week's figure and the days of supply share one text: an element costs 0.1 ms at each key.
_LAST_WIDTH = 7
_NOT_STOCKED = "non référencé"
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


def draw(
    sheet: Sheet, draft: Draft, product: Product, boxed: bool, in_boxes: bool
) -> tuple[Entry, DeltaGenerator]:
    """One line; what is typed in it, and where to answer it. `boxed`: the declared figures are boxes."""
    cip13 = product.cip13
    last = last_week(sheet.last_week.get(cip13), product, in_boxes)
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    # The name is drawn beside the field, and stays its label for whoever cannot see it.
    row.markdown(product.name + (" :gray-badge[code démo]" if product.demo else ""), width=NAME_WIDTH)
    text = row.text_input(
        product.name + (" (code de démonstration)" if product.demo else ""),
        value=draft.before(TYPED, cip13, declared_text(sheet.declared.get(cip13), boxed)),
        # The bare figure: a sentence would be cut at the width of a quantity.
        placeholder=ABSENT if last == _NOT_STOCKED else last,
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
    entry = Entry(cip13, text, in_boxes=in_boxes)
    line = line_of(entry, product)
    row.markdown(_cells(last, beside(entry, line, sheet)), width=BESIDE_WIDTH)
    if _is_news(line, sheet.declared.get(cip13)):
        row.caption(RUPTURE, width=FULL_WIDTH)
    news = draft.news_of(cip13)
    if news:
        row.caption(
            f"Quantité saisie sur un autre appareil à {french.hour(news.saved_at)}.", width=FULL_WIDTH
        )
    return entry, row


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
        return _NOT_STOCKED
    if not in_boxes:
        return french.number(line.units)
    boxes, left = divmod(line.units, product.pack_size)
    return french.number(line.units) + f" {UNITS[product.family][1]}" if left else french.number(boxes)


def line_of(entry: Entry, product: Product) -> Line | None:
    """The quantity or « not stocked » that was typed; None when nothing of that can be read."""
    lines = read_entries([entry], {entry.cip13: product}).lines
    return lines[0] if lines else None


def beside(entry: Entry, line: Line | None, sheet: Sheet) -> str:
    """What follows from the typed quantity: `26 j`, `rupture`, `inchangé`, a dash when nothing can be said.

    `line`: as `line_of` read it; its figure is this week's count, so that the receipt says the same days.
    """
    weeks, week = sheet.weeks.get(entry.cip13, {}), sheet.start.week
    if entry.confirms:
        return "inchangé"
    if entry.is_blank:
        # Last week's stock, as the grey figure: one declared this week and emptied is no stock any more.
        return supply.in_words(days({at: units for at, units in weeks.items() if at < week}, week))
    if line is None or line.units is None:
        return supply.in_words(None)
    return "rupture" if line.is_rupture else supply.in_words(days({**weeks, week: line.units}, week))


def _is_news(line: Line | None, declared: Line | None) -> bool:
    """Whether a rupture was typed that the receipt does not offer to declare yet."""
    return bool(line and line.is_rupture) and not (declared and declared.is_rupture)


def _cells(last: str, days: str) -> str:
    return last + _FIGURE_SPACE * max(_LAST_WIDTH - len(last), 2) + days
