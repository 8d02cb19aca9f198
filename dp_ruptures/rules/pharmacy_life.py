"""What an administrator may say of a pharmacy's life before the FINESS register does."""

from datetime import date, timedelta

from dp_ruptures.rules.week import week_of_day

# Further away it is a typing error; the register will have said it by then.
_FARTHEST = timedelta(days=366)
LONGEST_REASON = 200


def reason_problem(reason: str) -> str | None:
    """Why the reason does not do, in French; None when it does."""
    if not reason.strip():
        return "Donnez le motif : il reste au registre des actes."
    if len(reason) > LONGEST_REASON:
        return f"Le motif dépasse {LONGEST_REASON} caractères."
    return None


def closing_problem(opened_on: date | None, closed_on: date | None, wanted: date, today: date) -> str | None:
    """Why the pharmacy cannot be closed on that day, in French; None when it can."""
    if closed_on:
        return f"Cette officine est déjà fermée depuis le {closed_on:%d/%m/%Y}."
    if opened_on and wanted <= opened_on:
        return f"Elle ne peut pas fermer avant son ouverture, le {opened_on:%d/%m/%Y}."
    if abs(wanted - today) > _FARTHEST:
        return "La fermeture est à plus d'un an d'aujourd'hui : vérifiez l'année."
    return None


def last_counted_week(closed_on: date) -> str:
    """The label of the last week in which the pharmacy still counts: a week it opened in, if only a day."""
    return week_of_day(closed_on - timedelta(days=1)).label
