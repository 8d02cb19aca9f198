"""Whether a week can be released at all, and as which revision."""

from datetime import datetime

from dp_ruptures import integrity, settings
from dp_ruptures.campaign import Campaign, campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.rules.finess import names_pharmacy
from dp_ruptures.rules.hold import WINDOW_WEEKS
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction


def check_week(transaction: Transaction, week: Week, now: datetime) -> Campaign:
    """The campaign of a closed week, not yet released nor passed by. Raises Refused."""
    _check_closed(week, now)
    campaign = _campaign(transaction, week)
    if transaction.query("release_by_week", week=week.monday):
        raise Refused(f"La semaine {week.label} est déjà publiée ; une semaine publiée ne se refait pas.")
    latest = transaction.query("release_latest")
    if latest and latest[0]["week"] > week.monday:
        raise Refused(
            f"La semaine {Week(latest[0]['week']).label} est déjà publiée : la semaine {week.label}, "
            "plus ancienne, ne peut plus l'être."
        )
    if week.iso in unknown(transaction):
        raise Refused(
            f"La semaine {week.label} a déjà été publiée : ses fichiers signés sont dans "
            f"{settings.load().releases / week.iso}, mais la base n'en sait rien depuis qu'elle a été "
            "restaurée d'une sauvegarde plus ancienne. Restaurez-en une d'après cette publication. Si "
            "personne n'a reçu ces fichiers, déplacez ce dossier, puis recommencez."
        )
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


def check_reason(reason: str | None) -> None:
    """A reason stays in the ledger for good, and the ministry reads an erratum's. Raises Refused."""
    if reason and names_pharmacy(reason):
        raise Refused(
            "Le motif contient un numéro FINESS : il reste au registre et peut être lu par le ministère. "
            "Récrivez-le sans désigner d'officine."
        )


def unknown(transaction: Transaction) -> list[str]:
    """The weeks (ISO) whose files are out, and which the store does not know since it was restored."""
    told = {week for row in transaction.query("release_unknown") for week in row["detail"].split(", ")}
    if not told:
        return []
    return [iso for iso in integrity.unknown_releases(transaction, settings.load().releases) if iso in told]


def reasons(transaction: Transaction, week: Week) -> list[str]:
    """Why the week may not be compared with all that is out, in French; empty when it is."""
    first, last = week.shift(-WINDOW_WEEKS).iso, week.shift(WINDOW_WEEKS).iso
    near = [iso for iso in unknown(transaction) if first <= iso <= last]
    if not near:
        return []
    return [
        f"Publié sans que la base le sache : {', '.join(near)}. Ce qui paraîtrait ne leur est pas comparé et "
        "pourrait, par différence, révéler une officine."
    ]


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
