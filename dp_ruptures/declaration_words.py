"""The sentences around the weekly form."""

from datetime import datetime

from dp_ruptures import french
from dp_ruptures.rules.retention import erasure_day
from dp_ruptures.rules.week import Week
from dp_ruptures.support import SUPPORT

NOT_YET = "Rien n'est encore enregistré : corrigez ou confirmez les lignes signalées."
ANSWER_FIRST = "Rien n'est encore enregistré : répondez à la question au-dessus du bouton."


def heading(week: Week, now: datetime, is_open: bool, saved_at: datetime | None) -> str:
    """The week, its deadline, and when what is typed was last saved."""
    closing = f"ferme {french.remaining(week.closes_at - now)}" if is_open else "close"
    saved = f"brouillon enregistré à {french.hour(saved_at)}" if saved_at else "chaque saisie est gardée"
    return (
        f"**Semaine {week.number}** · {french.span(week.monday, week.sunday)} · "
        f"{closing} (dimanche à minuit, heure de Paris) · {saved}"
    )


def who_sees(week: Week) -> str:
    """Who reads the figures, until when they are kept, whom to call."""
    return (
        "L'Ordre voit vos chiffres ; le ministère ne reçoit que le total du département, quand il ne permet "
        f"pas de vous reconnaître. Effacés le {french.day(erasure_day(week))}. {SUPPORT}"
    )
