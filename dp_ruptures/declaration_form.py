"""Draws the weekly form: one quantity per product, by family, and the buttons that send it."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dp_ruptures import (
    access,
    clock,
    declaration_look,
    declaration_row,
    declaration_start,
    declaration_typed,
    french,
)
from dp_ruptures.campaign import UNITS
from dp_ruptures.declaration_answers import AS_IS, NEXT_WEEK, REST, SAME, SEND, Form
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_face import Face
from dp_ruptures.declaration_look import Desk
from dp_ruptures.declaration_start import BOXES, COUNT, COUNTS
from dp_ruptures.rules.declaration import Product
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


def draw(desk: Desk, now: datetime) -> Form:
    """The form, filled with its draft, else with the declaration that it corrects; what was typed is kept."""
    start = desk.sheet.start
    again = start.pressed_before
    draft = _draft(desk, clicked=bool(again or _pressed()))
    head = st.empty()
    _ask_about_unsent(draft, now)
    typed = declaration_typed.read(desk.sheet, draft)
    was_drawn = draft.is_drawn
    if was_drawn:
        declaration_typed.tell(typed, draft)
        draft.save(now)
    lines = st.container(key="quantities")
    form = Form(desk, draft, typed, foot=st.container())
    form.pressed = _buttons(form, desk.next_week(now)) or again
    form.below = st.container()
    form.settle(now)
    try:
        with lines:
            changed = _draw_lines(form)
    finally:
        form.is_drawing = False
    declaration_look.remember(desk.sheet, None if form.said_once else form.look)
    declaration_start.drawn(start)
    if not was_drawn:
        # A browser that was here before a restart brings back what was typed, as its fields are drawn.
        draft.save(now)
        if changed:
            start.press_again(form.pressed)
            st.rerun()
    head.markdown(form.look.heading)
    return form


def _pressed() -> str | None:
    """The button of the form that this run was asked for by, when it has been drawn before."""
    return next((button for button in BUTTONS if st.session_state.get(button)), None)


def _draft(desk: Desk, *, clicked: bool, one_line: bool = False) -> Draft:
    return Draft(desk.store, desk.sheet.finess, desk.sheet.start, clicked=clicked, one_line=one_line)


def _ask_about_unsent(draft: Draft, now: datetime) -> None:
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


def _draw_lines(form: Form) -> bool:
    """Draw every line; whether one holds something else than what the form was read with."""
    typed = form.typed
    st.caption(HOW_TO)
    changed = _families(form, typed.shown, counted=())
    if typed.others:
        # Opened where something was typed behind it, else nobody would see it.
        opened = bool(form.draft.typed_of(typed.others))
        with st.expander(f"Autres produits ({len(typed.others)})", expanded=opened):
            changed |= _families(form, typed.others, counted=[product.family for product in typed.shown])
    return changed


def _families(form: Form, listed: Sequence[Product], counted: Sequence[str]) -> bool:
    """`counted`: the families that are asked about already."""
    changed = False
    for family in dict.fromkeys(product.family for product in listed):
        declaration_row.headings(family)
        if family in form.typed.counts and family not in counted:
            changed |= _ask_count(form, family)
        for product in listed:
            if product.family == family:
                changed |= _line(form, product) != form.typed.texts[product.cip13]
    return changed


def _ask_count(form: Form, family: str) -> bool:
    drawn = form.draft.drawn_with(COUNT, family)
    choice = st.radio(
        "Je compte en",
        COUNTS,
        index=COUNTS.index(drawn) if drawn in COUNTS else 0,
        format_func=lambda count: BOXES if count == BOXES else UNITS[family][1],
        horizontal=True,
        key=form.start.field(COUNT, family),
    )
    form.draft.after(COUNT, family, choice)
    return choice != form.typed.counts[family]


@st.fragment
def _line(form: Form, product: Product) -> str:
    """One line, drawn with the form, and again alone when its quantity changes; what it holds."""
    face = form.look.faces[product.cip13] if form.is_drawing else _look_again(form.desk, product)
    text = declaration_row.draw(
        form.start, product, form.draft.drawn_with(declaration_start.TYPED, product.cip13), face
    )
    if form.is_drawing:
        form.draft.after(declaration_start.TYPED, product.cip13, text)
    return text


def _look_again(desk: Desk, product: Product) -> Face:
    """Keep what was typed; what this line says of it, or the whole page again if another part changes too."""
    access.require("declare")
    pressed = _pressed()
    draft, now = _draft(desk, clicked=bool(pressed), one_line=True), clock.now()
    typed = declaration_typed.read(desk.sheet, draft)
    if draft.is_behind:
        st.rerun()
    declaration_typed.tell(typed, draft)
    draft.save(now)
    if pressed:
        # A field and a button changed at once (Ctrl+Enter in the field): the browser asks for one of the two.
        desk.sheet.start.press_again(pressed)
        st.rerun()
    before = declaration_look.on_screen(desk.sheet)
    look = declaration_look.look(desk, draft, typed, typed.entries, now)
    if before is None or not look.same_but(product.cip13, before):
        st.rerun()
    declaration_look.remember(desk.sheet, look)
    return look.faces[product.cip13]


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
