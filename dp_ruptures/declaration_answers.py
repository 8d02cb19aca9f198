"""What was typed in the weekly form, what is asked of it, and where to answer: a line, the buttons."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import french
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_row import FULL_WIDTH
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import Start
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import Line, Problem
from dp_ruptures.rules.entry import Entry, Reading, confirm_rest
from dp_ruptures.rules.warning import Asked, Question
from dp_ruptures.rules.week import Week

# What « C'est exact » takes beside its question.
EXACT_WIDTH = 140
SEND, SAME, AS_IS, REST, NEXT_WEEK = "send", "same", "as-is", "rest", "next-week"
NOTHING_BLANK = (
    "Rien à reprendre de la semaine dernière : toutes les lignes qu'elle remplirait sont déjà remplies. "
    "Pour envoyer ce qui est écrit, utilisez l'autre bouton."
)


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

    @property
    def _can_confirm(self) -> bool:
        """Whether a line is empty that last week's figure could fill."""
        return any(entry.is_blank and entry.cip13 in self.sheet.last_week for entry in self.entries)

    def show(self, reading: Reading) -> None:
        """Write under its line each problem, and what was understood, in words."""
        for problem in reading.problems:
            self.answers[problem.cip13].error(problem.message, width=FULL_WIDTH)
        self.show_remarks(reading.remarks)

    def show_remarks(self, remarks: Iterable[Problem]) -> None:
        """Write under its line how each was understood."""
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
        if self.pressed == SAME and not self._can_confirm:
            self.foot.info(NOTHING_BLANK)
            self.pressed = None
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
