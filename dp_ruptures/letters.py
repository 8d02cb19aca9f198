"""What the portal writes to people: subject and text, in French, with whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dp_ruptures import french
from dp_ruptures.mail import Letter
from dp_ruptures.rules.week import Week
from dp_ruptures.support import MAIL, PHONE

_SIGNATURE = f"""
Une difficulté ? Support du Dossier Pharmaceutique : {PHONE} (appel gratuit), {MAIL}.
Ce message est envoyé automatiquement : n'y répondez pas.

DP-Ruptures
Ordre national des pharmaciens
"""
# A letter that is longer is not read.
_MOST_OWED = 10


@dataclass(frozen=True)
class Owed:
    """A shortage of which nothing was said for a week."""

    product_name: str
    shortage_id: str


def invitation(to: str, pharmacy: str, account_name: str, address: str, until: datetime) -> Letter:
    """The first letter to a pharmacy: its identifier, and the link that sets its password."""
    return Letter(
        to,
        "DP-Ruptures : ouvrez le compte de votre officine",
        f"""Bonjour,

Pendant l'épidémie, le portail DP-Ruptures recueille chaque semaine les stocks de tests
antigéniques et de vaccins contre la grippe des officines. Déclarer est libre et prend une minute.

Officine    : {pharmacy}
Identifiant : {account_name}

Choisissez votre mot de passe en ouvrant ce lien :

{address}

Il sert une seule fois, jusqu'au {french.instant(until)} (heure de Paris). Passé ce délai,
demandez-en un autre sur la page de connexion : « Première connexion ou mot de passe oublié ? ».
"""
        + _SIGNATURE,
    )


def reminder(to: str, pharmacy: str, week: Week, owed: Sequence[Owed], base_url: str) -> Letter:
    """The letter to a pharmacy that has not answered the open week; its link opens that week's form."""
    return Letter(
        to,
        f"DP-Ruptures : vos stocks de la semaine {week.label}",
        f"""Bonjour,

Nous n'avons pas encore reçu les stocks de votre officine pour la semaine {week.label},
{french.span(week.monday, week.sunday)}.

Officine : {pharmacy}

Le formulaire est ouvert ici, et demande une minute ; si rien n'a changé, un bouton le dit :

{base_url}/declaration

La semaine ferme le {french.long_day(week.sunday)} à 23 h 59, heure de Paris. Déclarer est libre.
{_owed(owed, base_url)}
Pas encore de mot de passe, ou oublié ? Sur la page de connexion :
« Première connexion ou mot de passe oublié ? ».

Vous avez déclaré entre-temps ? Ne tenez pas compte de ce message. Vous n'en recevrez jamais
plus de deux par semaine.
"""
        + _SIGNATURE,
    )


def release_is_out(to: str, week: Week, sentences: Sequence[str], bulletin: bytes, base_url: str) -> Letter:
    """The letter to the ministry once a week is published, with its bulletin."""
    answer = "\n".join(f"- {sentence}" for sentence in sentences)
    return Letter(
        to,
        f"Stocks des officines : semaine {week.label} publiée",
        f"""Bonjour,

Les stocks de tests antigéniques et de vaccins contre la grippe déclarés par les officines
{french.span(week.monday, week.sunday)} sont publiés.

{answer}

La réponse de la semaine : {base_url}/semaine?semaine={week.label}
Les fichiers (PDF, XLSX, CSV, JSON, signature) : {base_url}/fichiers?semaine={week.label}

Le bulletin est joint.
"""
        + _SIGNATURE,
        {f"stocks-des-officines-{week.iso}.pdf": bulletin},
    )


def release_could_not(to: str, week: Week, sentence: str, base_url: str) -> Letter:
    """The letter to the Ordre when the portal could not publish the week by itself."""
    return Letter(
        to,
        f"DP-Ruptures : la semaine {week.label} n'est pas publiée",
        f"""Bonjour,

La publication automatique du lundi n'a pas eu lieu pour la semaine {week.label} :

{sentence}

Ouvrez la page « Publication » pour regarder la semaine et la publier : {base_url}/publication
"""
        + _SIGNATURE,
    )


def figure_to_check(
    to: str, pharmacy: str, product: str, week: Week, base_url: str, *, is_open: bool
) -> Letter:
    """The letter about one figure that surprises; the figure itself is shown by the portal only."""
    change = (
        f"S'il est inexact, corrigez-le avant le {french.long_day(week.sunday)} à 23 h 59 (heure de Paris) :"
        if is_open
        else "La semaine est close et ne se corrige plus. Vérifiez le stock que vous déclarez cette semaine :"
    )
    return Letter(
        to,
        f"DP-Ruptures : un chiffre de la semaine {week.label} à vérifier",
        f"""Bonjour,

Le stock que votre officine a déclaré pour la semaine {week.label} surprend, pour un produit :

Officine : {pharmacy}
Produit  : {product}

Est-il compté en unités (doses, tests), et non en boîtes ? Il figure dans « Mes déclarations » :

{base_url}/mes-declarations

{change}

{base_url}/declaration

S'il est exact, dites-le au support : il sera compté tel quel.
"""
        + _SIGNATURE,
    )


def new_password(to: str, account_name: str, address: str, until: datetime) -> Letter:
    """The letter that answers « mot de passe oublié »."""
    return Letter(
        to,
        "DP-Ruptures : choisissez un nouveau mot de passe",
        f"""Bonjour,

Un nouveau mot de passe a été demandé pour le compte « {account_name} ». Pour le choisir, ouvrez ce lien :

{address}

Il sert une seule fois, jusqu'au {french.instant(until)} (heure de Paris). Vos sessions ouvertes
seront alors fermées.

Vous n'avez rien demandé ? Ne faites rien : votre mot de passe actuel reste valable.
"""
        + _SIGNATURE,
    )


def _owed(owed: Sequence[Owed], base_url: str) -> str:
    if not owed:
        return ""
    lines = "\n".join(
        f"- {each.product_name} : {base_url}/ruptures?rupture={each.shortage_id}"
        for each in owed[:_MOST_OWED]
    )
    more = "" if len(owed) <= _MOST_OWED else f"\nLes autres : {base_url}/ruptures"
    return f"\nCes ruptures sont sans nouvelle depuis une semaine. Durent-elles encore ?\n{lines}{more}\n"
