"""What the portal keeps and until when, told to an administrator who cannot change it here."""

from datetime import date, timedelta

from dp_ruptures import french
from dp_ruptures.rules.retention import RETENTION_WEEKS, erasure_day
from dp_ruptures.rules.week import Week, week_of_day


def sentences(today: date) -> list[str]:
    """How long, what goes next and when, and why it is no setting."""
    kept = last_kept(today)
    return [
        f"Les déclarations individuelles sont gardées {RETENTION_WEEKS} semaines, six mois environ, "
        "puis effacées.",
        f"La plus ancienne semaine encore gardée est {kept.label} : elle s'efface le "
        f"{french.day(erasure_day(kept))}, avec ses brouillons, ses questions et ses états de publication.",
        "Les totaux publiés restent ; les deux registres, un an.",
        "La durée ne se règle pas ici : c'est celle que l'annonce du service et le formulaire promettent aux "
        "officines. L'allonger ou la raccourcir demande une décision écrite et une version du portail.",
    ]


def last_kept(today: date) -> Week:
    """The oldest week whose figures are not to be erased yet."""
    oldest = week_of_day(today - timedelta(weeks=RETENTION_WEEKS))
    return oldest if erasure_day(oldest) > today else oldest.shift(1)
