"""The words of openapi.json, for the makers of pharmacy software; docs/api.md says it at length."""

from typing import Any

from dp_ruptures.api.faults import Faults
from dp_ruptures.api.messages import ReceiptWithRemarks, Sent

TITLE = "DP-Ruptures : déclaration hebdomadaire des stocks"
ABOUT = """
Pour les éditeurs de logiciels d'officine : déclarer chaque semaine les stocks de tests antigéniques
et de vaccins contre la grippe, sans ressaisie. Pour le ministère et l'Ordre : lire les publications.

- **Quatre états**, jamais confondus : une quantité ; 0, une rupture ; « non tenu » (`not_stocked`) ;
  non déclaré (le produit n'est pas dans `lines`).
- **Tout ou rien** : une faute, et rien n'est enregistré. Toutes les fautes de toutes les lignes sont
  dites d'un coup, en français : montrez `message` à la personne.
- **Une déclaration remplace la précédente de la semaine**, entière. Les remplacées sont conservées.
- **Renvoyer est sans danger** : le même contenu, ou la même `Idempotency-Key`, rend le même reçu (200).
- **Semaines** ISO, du lundi au dimanche minuit, heure de Paris, outre-mer compris.
- **Débit** : 60 demandes par minute et par jeton ; au-delà, 429 et `Retry-After` en secondes.
- Dans une erreur, `code` ne change pas d'une version à l'autre ; `message` peut changer.
"""
CAMPAIGN = (
    "Sans jeton. À lire avant de déclarer : la semaine ouverte, l'instant où elle ferme, et les produits "
    "suivis avec leur conditionnement. Gardez la réponse une minute."
)
DECLARE = (
    "Enregistre la semaine entière de l'officine du jeton. 201 et un reçu ; 200 et le reçu déjà donné "
    "quand la demande est rejouée. Les codes et les quantités se lisent comme dans le formulaire : CIP7, "
    "GTIN-14 et DataMatrix sont convertis, « 1.200 » ou « 12,5 » sont refusés."
)
RECEIPT = "Une déclaration de l'officine du jeton, remplacée ou non. 404 pour celle d'une autre officine."
RELEASES = "Avec un jeton du ministère ou de l'Ordre. Une semaine publiée ne change plus."
FILE = (
    "Les octets figés d'un fichier. `ETag` est son SHA-256 : vérifiez-le, et renvoyez-le dans "
    "`If-None-Match` pour ne rien télécharger deux fois (304)."
)
KEY = (
    "Une valeur tirée au hasard par déclaration (un UUID), la même à chaque nouvel essai. "
    "La reprendre pour un autre contenu est refusé (422, `key_reused`). Gardée 14 jours."
)
A_KEY = "0b6f1d0a-5c1e-4a8e-9f0e-2f6c1d7b9a34"
VACCINE, OTHER, TEST = "3400930306000", "3400930296165", "2999000000012"

_EXAMPLES = {
    "units": {
        "summary": "En unités, une rupture, un produit non tenu",
        "value": {
            "week": "2026-W47",
            "lines": [
                {"code": VACCINE, "quantity": 12},
                {"code": OTHER, "quantity": 0},
                {"code": TEST, "not_stocked": True},
            ],
        },
    },
    "boxes": {
        "summary": "En boîtes : 4 boîtes de 25 tests font 100 unités",
        "value": {"week": "2026-W47", "lines": [{"code": TEST, "boxes": 4}]},
    },
}
_RECEIPT = {
    "id": "8f14e45f-ceea-5e7d-9c1b-6a2f0d1c3b4a",
    "finess": "010002301",
    "week": "2026-W47",
    "received_at": "2026-11-18T10:00:00Z",
    "lines": [
        {"code": TEST, "not_stocked": True},
        {"code": OTHER, "quantity": 0},
        {"code": VACCINE, "quantity": 12},
    ],
}
_REFUSALS = {
    401: ("Pas de jeton, ou un jeton qui n'ouvre rien.", "unauthorized", "Montrez un jeton."),
    403: ("Un jeton d'une autre officine, ou d'un autre rôle.", "not_a_pharmacy", "Ce jeton ne déclare pas."),
    404: ("Rien à cette adresse.", "not_found", "Votre officine n'a pas de déclaration de ce numéro."),
    409: ("Semaine close ou à venir, campagne close.", "week_closed", "La semaine 2026-S46 est close."),
    413: ("Plus de 256 ko.", "too_large", "Une déclaration fait 256 ko au plus."),
    422: ("Des lignes à corriger : rien n'est enregistré.", "code", "Le code 3400930306001 est faux."),
    429: ("Trop de demandes.", "too_many_requests", "Attendez 3 s avant la suivante."),
    503: ("Trop d'écritures au même moment.", "busy", "Recommencez la même demande."),
}
_WAIT = {"Retry-After": {"description": "Secondes à attendre.", "schema": {"type": "integer"}}}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What openapi.json says of these statuses, each with its example, and of any other."""
    other = {"model": Faults, "description": "Tout autre refus, de la même forme."}
    return {**{status: _refusal(status) for status in statuses}, "default": other}


def _refusal(status: int) -> dict[str, Any]:
    description, code, message = _REFUSALS[status]
    example = {"errors": [{"line": 1 if status == 422 else None, "code": code, "message": message}]}
    answer = {
        "model": Faults,
        "description": description,
        "content": {"application/json": {"example": example}},
    }
    return answer | {"headers": _WAIT} if status in (429, 503) else answer


DECLARE_BODY = {
    "required": True,
    "content": {"application/json": {"schema": Sent.model_json_schema(), "examples": _EXAMPLES}},
}
DECLARE_ANSWERS: dict[int | str, dict[str, Any]] = {
    201: {"description": "Enregistré.", "content": {"application/json": {"example": _RECEIPT}}},
    200: {
        "model": ReceiptWithRemarks,
        "description": "Déjà enregistré : le même reçu.",
        "content": {"application/json": {"example": _RECEIPT}},
    },
    **refusals(401, 403, 409, 413, 422, 429, 503),
}
FILE_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "Le fichier.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        "headers": {"ETag": {"description": "SHA-256 du fichier.", "schema": {"type": "string"}}},
    },
    304: {"description": "Inchangé depuis l'`ETag` donné."},
    **refusals(401, 403, 404, 429),
}
