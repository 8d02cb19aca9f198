"""Draws the weekly form: one quantity per product, by family, and the buttons that send it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import streamlit as st

from dp_ruptures import declaration_row, declaration_start, french
from dp_ruptures.campaign import UNITS
from dp_ruptures.declaration_answers import AS_IS, NEXT_WEEK, REST, SAME, SEND, Form
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import BOXES, COUNT, COUNTS
from dp_ruptures.declaration_start import UNITS as IN_UNITS
from dp_ruptures.rules.declaration import Line, Product
from dp_ruptures.rules.entry import Entry
from dp_ruptures.rules.week import Week

HOW_TO = (
    "Vide : non déclaré. 0 : en rupture. = : inchangé. NR : non référencé. "
    "En gris, la semaine dernière (S-1), pour mémoire."
)
BUTTONS = (SEND, SAME, AS_IS, REST, NEXT_WEEK)


def keyboard() -> None:
    """Cursor in the first empty quantity, Enter to the next: what a browser does, Streamlit does not.

    Outside the form's fragment: after a restart the server does not know the fragment any more and
    drops what is typed in it. declaration.js hides this button, and presses it on reconnecting.
    """
    st.button("Reprendre la saisie", key="resume")
    st.html('<script src="/assets/declaration.js"></script>', unsafe_allow_javascript=True)


def ask_about_unsent(draft: Draft, now: datetime) -> None:
    """Ask what becomes of quantities typed before the declaration that is shown, and never sent."""
    unsent = len(draft.unsent)
    if not unsent:
        return
    place = st.container(horizontal=True, vertical_alignment="center")
    many = "quantité saisie et non envoyée", "quantités saisies et non envoyées"
    place.info(f"{french.plural(unsent, *many)} avant cette déclaration : reprendre ou oublier ?")
    if place.button("Reprendre", key="take-back"):
        draft.take_back(now)
        st.rerun()
    if place.button("Oublier", key="forget"):
        draft.forget_unsent()
        st.rerun()


def clicked() -> bool:
    """Whether this run was asked for by one of the form's buttons."""
    return any(st.session_state.get(button) for button in BUTTONS)


def draw(sheet: Sheet, draft: Draft, next_week: Week | None = None) -> Form:
    """The form, filled with its draft, else with the declaration that it corrects.

    `next_week`, once the form's own week is closed: the week where what is typed can still go.
    """
    form = Form(sheet, draft)
    others = sheet.shelf.others
    with st.container(key="quantities"):
        st.caption(HOW_TO)
        _families(form, [*sheet.shelf.shown, *draft.typed_of(sheet.shelf.not_stocked)])
        if others:
            with st.expander(f"Autres produits ({len(others)})", expanded=bool(draft.typed_of(others))):
                _families(form, others)
    absent = [product for product in sheet.shelf.not_stocked if product.cip13 not in form.answers]
    form.entries += [Entry(product.cip13, not_stocked=True) for product in absent]
    form.foot = st.container()
    form.pressed = _buttons(form, next_week)
    form.below = st.container()
    declaration_start.drawn(sheet.start)
    form.show_remarks(sheet.start.remarks)
    if sheet.start.copied_from:
        form.foot.info(
            f"Quantités recopiées de la semaine {sheet.start.copied_from.number} : "
            "vérifiez-les, puis validez."
        )
    return form


def counted_in_boxes(lines: Iterable[Line | None]) -> bool:
    """Whether a family was counted in boxes: every quantity that was declared of it."""
    boxes = [line.boxes for line in lines if line and line.units is not None]
    return bool(boxes) and None not in boxes


def _families(form: Form, listed: Sequence[Product]) -> None:
    for family in dict.fromkeys(product.family for product in listed):
        products = [product for product in listed if product.family == family]
        boxed = counted_in_boxes(form.sheet.declared.get(product.cip13) for product in products)
        in_boxes = _heading(form, family, products, boxed)
        for product in products:
            entry, answers = declaration_row.draw(form.sheet, form.draft, product, boxed, in_boxes)
            form.entries.append(entry)
            form.answers[product.cip13] = answers


def _heading(form: Form, family: str, products: list[Product], boxed: bool) -> bool:
    declaration_row.headings(family)
    key = form.start.field(COUNT, family)
    if all(product.pack_size == 1 for product in products) or key in form.answers:
        return False
    drawn = form.draft.before(COUNT, family, BOXES if boxed else IN_UNITS)
    choice = st.radio(
        "Je compte en",
        COUNTS,
        index=COUNTS.index(drawn) if drawn in COUNTS else 0,
        format_func=lambda count: BOXES if count == BOXES else UNITS[family][1],
        horizontal=True,
        key=key,
    )
    form.draft.after(COUNT, family, choice)
    return choice == BOXES


def _buttons(form: Form, next_week: Week | None) -> str | None:
    pressed = None
    if next_week and st.button(f"Ouvrir la semaine S{next_week.number}", key=NEXT_WEEK):
        pressed = NEXT_WEEK
    row = st.container(horizontal=True, horizontal_alignment="distribute")
    if not form.sheet.last_week:
        row.caption("Première déclaration, ou rien la semaine dernière : il n'y a rien à reprendre.")
    # There whatever is typed: a button that comes and goes with a line drops its click.
    elif row.button(
        "Rien n'a changé", key=SAME, shortcut="Alt+I", help="Chaque ligne vide reprend la semaine dernière."
    ):
        pressed = SAME
    # Named after what the form started from: a button that is renamed meanwhile drops its click.
    label = "Remplacer ma déclaration" if form.start.receipt else "Déclarer"
    if row.button(label, type="primary", shortcut="Ctrl+Enter", key=SEND):
        pressed = SEND
    return pressed
