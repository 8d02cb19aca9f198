"""Whether a week can be released at all, and as which revision."""

from datetime import datetime

from dp_ruptures.campaign import Campaign, campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction


def check_week(transaction: Transaction, week: Week, now: datetime) -> Campaign:
    """The campaign of a closed week, not yet released nor passed by. Raises Refused."""
    _check_closed(week, now)
    if transaction.query("release_by_week", week=week.monday):
        raise Refused(f"La semaine {week.label} est déjà publiée ; une semaine publiée ne se refait pas.")
    latest = transaction.query("release_latest")
    if latest and latest[0]["week"] > week.monday:
        raise Refused(
            f"La semaine {Week(latest[0]['week']).label} est déjà publiée : la semaine {week.label}, "
            "plus ancienne, ne peut plus l'être."
        )
    campaign = _campaign(transaction, week)
    _check_kept(transaction, week)
    return campaign


def check_erratum(transaction: Transaction, week: Week, now: datetime, reason: str | None) -> Campaign:
    """The campaign of a week that may have an erratum: released last, once, for a reason. Raises Refused."""
    _check_closed(week, now)
    released = transaction.query("release_by_week", week=week.monday)
    if not released:
        raise Refused(f"La semaine {week.label} n'est pas publiée : un erratum corrige une publication.")
    if released[0]["revision"] > 1:
        raise Refused(
            f"La semaine {week.label} a déjà un erratum ; corrigez la suite dans la semaine suivante."
        )
    if transaction.query("release_latest")[0]["week"] != week.monday:
        raise Refused(
            f"Seule la dernière semaine publiée peut avoir un erratum : les chiffres corrigés de "
            f"{week.label} entrent dans la prochaine publication."
        )
    if not reason:
        raise Refused("Un erratum demande son motif : ajoutez --reason « … ».")
    _check_kept(transaction, week)
    return _campaign(transaction, week)


def _check_closed(week: Week, now: datetime) -> None:
    if now < week.opens_at:
        raise Refused(f"La semaine {week.label} n'a pas commencé.")
    if now < week.closes_at:
        raise Refused(
            f"La semaine {week.label} est encore ouverte : elle se publie à partir du lundi suivant."
        )


def _campaign(transaction: Transaction, week: Week) -> Campaign:
    campaign = campaign_of(transaction, week.sunday)
    if campaign is None or week.monday > campaign.closes_on:
        raise Refused(f"Aucune campagne ne couvrait la semaine {week.label}.")
    return campaign


def _check_kept(transaction: Transaction, week: Week) -> None:
    kept = transaction.query("release_retained", week=week.monday)[0]
    if kept["counted"] and not kept["kept"]:
        raise Refused(
            f"Les déclarations de la semaine {week.label} sont effacées : il n'y a plus rien à publier."
        )
