"""What is asked of the weekly form as a whole, and answered: above its buttons and under them."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import declaration_look, declaration_row, french
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_look import Desk, Look
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import Start
from dp_ruptures.declaration_typed import Typed
from dp_ruptures.declarations import Receipt
from dp_ruptures.rules.declaration import Line
from dp_ruptures.rules.entry import Entry, Reading, confirm_rest
from dp_ruptures.rules.warning import Asked
from dp_ruptures.rules.week import Week

SEND, SAME, AS_IS, REST, NEXT_WEEK = "send", "same", "as-is", "rest", "next-week"
NOTHING_BLANK = (
    "Rien à reprendre de la semaine dernière : toutes les lignes qu'elle remplirait sont déjà remplies. "
    "Pour envoyer ce qui est écrit, utilisez l'autre bouton."
)


@dataclass
class Form:
    """One run of the form: what was typed, what is said of it, and where to answer the rest.

    `is_drawing`: until every line is drawn; afterwards a line that runs again runs alone.
    `said_once`: whether something is said that the next run takes away.
    """

    desk: Desk
    draft: Draft
    typed: Typed
    foot: DeltaGenerator
    below: DeltaGenerator = field(init=False)
    look: Look = field(init=False)
    pressed: str | None = None
    is_drawing: bool = True
    said_once: bool = False

    @property
    def sheet(self) -> Sheet:
        return self.desk.sheet

    @property
    def start(self) -> Start:
        return self.sheet.start

    @property
    def reading(self) -> Reading:
        return self.look.reading

    @property
    def asked(self) -> tuple[Asked, ...]:
        """What is asked of the lines, with what is answered « c'est exact »."""
        return tuple(
            replace(one, confirmed=one.confirmed or declaration_row.is_exact(self.start, one.question))
            for one in self.look.asked
        )

    def settle(self, now: datetime) -> None:
        """Work out what the form says, once every button is drawn; ask what the blank lines mean.

        In one sentence, with two buttons; never of what is settled.
        """
        entries = self.typed.entries
        missing = len(declaration_look.blank(self.sheet, entries))
        self._introduce(now)
        if self.pressed == SAME and not any(self._can_confirm(entry) for entry in entries):
            self.foot.info(NOTHING_BLANK)
            self.said_once = True
            self.pressed = None
        if self.pressed == SEND and missing:
            self.start.ask_to_settle()
            self.pressed = None
        if missing and self.start.settling:
            self._ask_what_blank_means(missing)
        if self.pressed == SAME:
            entries = confirm_rest(entries, self.sheet.last_week)
        self.look = declaration_look.look(self.desk, self.draft, self.typed, entries, now)

    def _can_confirm(self, entry: Entry) -> bool:
        """Whether this line is empty and last week's figure could fill it."""
        return entry.is_blank and entry.cip13 in self.sheet.last_week

    def _introduce(self, now: datetime) -> None:
        if self.start.copied_from:
            self.foot.info(
                f"Quantités recopiées de la semaine {self.start.copied_from.number} : "
                "vérifiez-les, puis validez."
            )
        if not self.desk.is_open(now):
            self._say_closed(self.desk.next_week(now))

    def _say_closed(self, next_week: Week | None) -> None:
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
        fields = self.typed.texts
        return lines if not fields or any(line.cip13 in fields for line in lines) else ()

    def hold(self, why: str, now: datetime) -> None:
        """Say above the buttons why nothing is written; keep what was just confirmed unchanged."""
        self.foot.error(why)
        # Said once: what is typed next takes it away.
        declaration_look.remember(self.sheet, None)
        if self.pressed == SAME:
            self.draft.keep_unchanged(
                [entry.cip13 for entry in self.typed.entries if self._can_confirm(entry)], now
            )
