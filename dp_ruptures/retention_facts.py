"""What the portal keeps and until when, told to an administrator who cannot change it here."""

from datetime import date

from dp_ruptures import french
from dp_ruptures.rules.retention import RETENTION_WEEKS, erasure_day
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store


def oldest(store: Store) -> Week | None:
    """The oldest week of which something individual is still in the store; None when nothing is."""
    monday = store.query("retention_oldest")[0]["week"]
    return Week(monday) if monday else None


def sentences(kept: Week | None, today: date) -> list[str]:
    """How long, what of `kept`, the oldest week held, goes next and when, and why it is no setting."""
    return [
        f"Les déclarations individuelles sont gardées {RETENTION_WEEKS} semaines, six mois environ, "
        "puis effacées.",
        _next(kept, today),
        "Les totaux publiés restent ; les deux registres, un an.",
        "La durée ne se règle pas ici : c'est celle que l'annonce du service et le formulaire promettent aux "
        "officines. L'allonger ou la raccourcir demande une décision écrite et une version du portail.",
    ]


def _next(kept: Week | None, today: date) -> str:
    if kept is None:
        return "Aucune déclaration n'est gardée pour l'instant : rien n'attend d'être effacé."
    with_it = "avec ses brouillons, ses questions et ses états de publication"
    day = erasure_day(kept)
    when = f"s'efface le {french.day(day)}" if day > today else "s'efface au prochain effacement"
    return f"La plus ancienne semaine encore gardée est {kept.label} : elle {when}, {with_it}."
