"""Draws the weekly form: one quantity per product, by family, and what is wrong beside its line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import declaration_row, declaration_start, french
from dp_ruptures.campaign import UNITS
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_row import FULL_WIDTH
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import BOXES, COUNT, COUNTS, Start
from dp_ruptures.declaration_start import UNITS as IN_UNITS
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import Entry, Line, Problem, Product, Reading, confirm_rest
from dp_ruptures.rules.warning import Asked, Question
from dp_ruptures.rules.week import Week

HOW_TO = (
    "Vide : non déclaré. 0 : en rupture. = : inchangé. NR : non référencé. "
    "En gris, la semaine dernière (S-1), pour mémoire."
)
# What « C'est exact » takes beside its question.
EXACT_WIDTH = 140
SEND, SAME, AS_IS, REST, NEXT_WEEK = "send", "same", "as-is", "rest", "next-week"
BUTTONS = (SEND, SAME, AS_IS, REST, NEXT_WEEK)


@dataclass
class Form:
    """What was typed, what was asked of it, and where to answer: each line, and above the buttons."""

    sheet: Sheet
    draft: Draft
    entries: list[Entry] = field(default_factory=list)
    answers: dict[str, DeltaGenerator] = field(default_factory=dict)
    foot: DeltaGenerator = field(init=False)
    below: DeltaGenerator = field(init=False)
    pressed: str | None = None

    @property
    def start(self) -> Start:
        return self.sheet.start

    @property
    def blank(self) -> list[str]:
        """The lines left blank that last week's figure could fill; in a correction, those emptied since."""
        asked = set(self.sheet.last_week)
        if self.start.receipt:
            asked &= set(self.sheet.declared)
        return [entry.cip13 for entry in self.entries if entry.is_blank and entry.cip13 in asked]

    def show(self, reading: Reading) -> None:
        """Write under its line each problem, and what was understood, in words."""
        for problem in reading.problems:
            self.answers[problem.cip13].error(problem.message, width=FULL_WIDTH)
        self._show_remarks(reading.remarks)

    def _show_remarks(self, remarks: Iterable[Problem]) -> None:
        for remark in remarks:
            if remark.cip13 in self.answers:
                self.answers[remark.cip13].info(remark.message, width=FULL_WIDTH)

    def say_closed(self, next_week: Week | None) -> None:
        """Say above the buttons that what is typed is late, and where it can still go."""
        if next_week:
            self.foot.warning(
                f"La semaine {self.start.week.label} est close : ce qui n'a pas été validé à temps n'est pas "
                "enregistré. Avec le bouton ci-dessous, recopiez vos quantités dans la semaine "
                f"{next_week.number}."
            )
        else:
            self.foot.warning(
                "La campagne est close : ce qui n'a pas été validé à temps n'est pas enregistré "
                "et ne peut plus l'être."
            )

    def ask_to_replace(self, other: Receipt) -> None:
        """Ask once, above the buttons, about a declaration that came from elsewhere meanwhile."""
        self.foot.warning(
            f"Une autre déclaration de cette semaine a été reçue le {french.instant(other.received_at)} "
            f"(récépissé {french.unbroken(other.number)}, {french.plural(len(other.lines), 'ligne')}). "
            "La remplacer par celle-ci ? Cochez la case, puis validez de nouveau."
        )
        self.foot.checkbox("Remplacer", key=self.start.question(other))

    def ask(self, found: Iterable[Asked]) -> tuple[Asked, ...]:
        """Ask each question under its line; the same, with what is answered « c'est exact »."""
        return tuple(replace(one, confirmed=one.confirmed or self._is_exact(one.question)) for one in found)

    def _is_exact(self, question: Question) -> bool:
        declared = self.sheet.declared.get(question.cip13)
        if declared and declared.units == question.units:
            return False  # Written already: it waits beside the receipt.
        row = self.answers[question.cip13].container(horizontal=True, vertical_alignment="center")
        row.warning(question.message, width=FULL_WIDTH - EXACT_WIDTH)
        key = f"exact-{self.start.key}-{question.cip13}-{question.units}"
        return bool(row.checkbox("C'est exact", key=key, width="content"))

    def settle(self) -> None:
        """Ask in one sentence, with two buttons, what the blank lines mean; never of what is settled."""
        missing = len(self.blank)
        if self.pressed == SEND and missing:
            self.start.ask_to_settle()
            self.pressed = None
        if missing and self.start.settling:
            self._ask_what_blank_means(missing)
        if self.pressed == SAME:
            self.entries = confirm_rest(self.entries, self.sheet.last_week)

    def _ask_what_blank_means(self, missing: int) -> None:
        lines = "1 ligne n'est pas remplie" if missing == 1 else f"{missing} lignes ne sont pas remplies"
        # Under the buttons: above, the second half of a double click would land on an answer.
        self.below.info(f"{lines}. Que voulez-vous déclarer ?")
        choices = self.below.container(horizontal=True)
        if choices.button("Le reste est inchangé", key=REST, type="primary"):
            self.pressed = SAME
        if choices.button("Envoyer tel quel", key=AS_IS, shortcut="Alt+T"):
            self.pressed = AS_IS

    def worth_sending(self, lines: tuple[Line, ...]) -> tuple[Line, ...]:
        """The lines, or none when not one field was filled: « not stocked » alone says nothing new."""
        return lines if not self.answers or any(line.cip13 in self.answers for line in lines) else ()

    def hold(self, why: str, now: datetime) -> None:
        """Say above the buttons why nothing is written; keep what was just confirmed unchanged."""
        self.foot.error(why)
        confirmed = [entry.cip13 for entry in self.entries if entry.unchanged]
        if confirmed:
            self.draft.keep_unchanged(confirmed, now)


def keyboard() -> None:
    """Cursor in the first empty quantity, Enter to the next: what a browser does, Streamlit does not.

    Outside the form's fragment: after a restart the server does not know the fragment any more and
    drops what is typed in it. declaration.js hides this button, and presses it on reconnecting.
    """
    st.button("Reprendre la saisie", key="resume")
    st.html('<script src="/assets/declaration.js"></script>', unsafe_allow_javascript=True)


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
    form._show_remarks(sheet.start.remarks)
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
    declared = form.sheet.declared
    if any(cip13 not in declared for cip13 in form.sheet.last_week) and row.button(
        "Rien n'a changé", key=SAME, shortcut="Alt+I", help="Chaque ligne vide reprend la semaine dernière."
    ):
        pressed = SAME
    # Named after what the form started from: a button that is renamed meanwhile drops its click.
    label = "Remplacer ma déclaration" if form.start.receipt else "Déclarer"
    if row.button(label, type="primary", shortcut="Ctrl+Enter", key=SEND):
        pressed = SEND
    return pressed
