"""Draws the weekly form: one quantity per product, by family, and what is wrong beside its line."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import declaration_start, french
from dp_ruptures.campaign import FAMILIES, UNITS, Campaign
from dp_ruptures.declaration_start import ABSENT, COUNT, TYPED, Start
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import NOT_STOCKED, Entry, Line, Problem, Product
from dp_ruptures.rules.week import Week

BOXES = "boîtes"
HOW_TO = "Vide : non déclaré. 0 : en rupture. En gris, la semaine dernière (S-1), pour mémoire."
NAME_WIDTH, FIELD_WIDTH = 410, 180


@dataclass
class Form:
    """What was typed, what was asked of it, and where to answer: each line, and above the button."""

    start: Start
    entries: list[Entry] = field(default_factory=list)
    answers: dict[str, DeltaGenerator] = field(default_factory=dict)
    foot: DeltaGenerator = field(init=False)
    sent: bool = False
    moved: bool = False

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Write each problem under its line, in words."""
        for problem in problems:
            self.answers[problem.cip13].error(problem.message)

    def show_remarks(self, remarks: Iterable[Problem]) -> None:
        """Write under its line what was understood."""
        for remark in remarks:
            if remark.cip13 in self.answers:
                self.answers[remark.cip13].info(remark.message)

    def say_closed(self, next_week: Week | None) -> None:
        """Say above the button that what is typed is late, and where it can still go."""
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
        """Ask once, above the button, about a declaration that came from elsewhere meanwhile."""
        self.foot.warning(
            f"Une autre déclaration de cette semaine a été reçue le {french.instant(other.received_at)} "
            f"(récépissé {french.unbroken(other.number)}, {french.plural(len(other.lines), 'ligne')}). "
            "La remplacer par celle-ci ? Cochez la case, puis validez de nouveau."
        )
        self.foot.checkbox("Remplacer", key=self.start.question(other))

    def unconfirmed(self, questions: Iterable[Problem], lines: Iterable[Line]) -> list[Problem]:
        """Ask every question under its line; return those not answered « c'est exact » yet."""
        units = {line.cip13: line.units for line in lines}
        waiting = []
        for question in questions:
            slot = self.answers[question.cip13]
            slot.warning(question.message)
            if not slot.checkbox(
                "C'est exact", key=f"sure-{self.start.key}-{question.cip13}-{units[question.cip13]}"
            ):
                waiting.append(question)
        return waiting


def draw(campaign: Campaign, start: Start, last_week: Receipt | None, next_week: Week | None = None) -> Form:
    """The form, filled with the declaration that it corrects.

    `next_week`, once the form's own week is closed: the week where what is typed can still go.
    """
    form = Form(start)
    declared = {line.cip13: line for line in start.receipt.lines} if start.receipt else {}
    ghosts = {line.cip13: line for line in last_week.lines} if last_week else {}
    with st.form("declaration", enter_to_submit=False):
        for family in dict.fromkeys(product.family for product in campaign.products):
            products = [product for product in campaign.products if product.family == family]
            boxed = counted_in_boxes(declared.get(product.cip13) for product in products)
            in_boxes = _heading(family, products, start, boxed)
            for product in products:
                line, ghost = declared.get(product.cip13), ghosts.get(product.cip13)
                _row(form, product, in_boxes, line=line, boxed=boxed, placeholder=_ghost(ghost))
        form.foot = st.container()
        if next_week:
            form.moved = st.form_submit_button(f"Ouvrir la semaine S{next_week.number}", key="next-week")
        # Named after what the form started from: a button that is renamed meanwhile drops its click.
        label = "Remplacer ma déclaration" if start.receipt else "Déclarer"
        form.sent = st.form_submit_button(label, type="primary", shortcut="Ctrl+Enter", key="send")
    declaration_start.drawn(start)
    form.show_remarks(start.remarks)
    if start.copied_from:
        form.foot.info(
            f"Quantités recopiées de la semaine {start.copied_from.number} : vérifiez-les, puis validez."
        )
    return form


def counted_in_boxes(lines: Iterable[Line | None]) -> bool:
    """Whether a family was counted in boxes: every quantity that was declared of it."""
    boxes = [line.boxes for line in lines if line and line.units is not None]
    return bool(boxes) and None not in boxes


def _heading(family: str, products: list[Product], start: Start, boxed: bool) -> bool:
    st.subheader(FAMILIES[family])
    if all(product.pack_size == 1 for product in products):
        st.caption(f"En {UNITS[family][1]}. {HOW_TO}")
        return False
    choices = [UNITS[family][1], BOXES]
    choice = st.radio(
        "Je compte en", choices, index=int(boxed), horizontal=True, key=start.field(COUNT, family)
    )
    st.caption(HOW_TO)
    return choice == BOXES


def _row(
    form: Form, product: Product, in_boxes: bool, *, line: Line | None, boxed: bool, placeholder: str
) -> None:
    row = st.container(horizontal=True, vertical_alignment="center", gap="small")
    name = product.name + (" (code de démonstration)" if product.demo else "")
    # The name is drawn beside the field, and stays its label for whoever cannot see it.
    row.markdown(product.name + (" :gray-badge[code démo]" if product.demo else ""), width=NAME_WIDTH)
    text = row.text_input(
        name,
        value=_text(line, boxed),
        placeholder=placeholder,
        key=form.start.field(TYPED, product.cip13),
        type="phone",  # A numeric keypad on a phone, and still any text to answer in words.
        icon=":material/tag:",
        autocomplete="off",
        max_chars=20,
        label_visibility="collapsed",
        width=FIELD_WIDTH,
    )
    not_stocked = row.checkbox(
        "Non référencé",
        value=bool(line and line.state == NOT_STOCKED),
        key=form.start.field(ABSENT, product.cip13),
        width="content",
    )
    form.answers[product.cip13] = st.container()
    form.entries.append(Entry(product.cip13, text or "", not_stocked, in_boxes))


def _text(line: Line | None, boxed: bool) -> str:
    """What was typed: sent again as it is, it must be the same declaration."""
    count = (line.boxes if boxed else line.units) if line else None
    return "" if count is None else str(count)


def _ghost(line: Line | None) -> str:
    if line is None:
        return ""
    if line.state == NOT_STOCKED:
        return "S-1 : non référencé"
    return f"S-1 : {french.number(line.units or 0)}"
