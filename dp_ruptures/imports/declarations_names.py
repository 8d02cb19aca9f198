"""What a header says its column is, whatever its accents, capitals and order of words."""

import re
import unicodedata

CODE, UNITS, BOXES, FINESS, WEEK, ABSENT = "code", "units", "boxes", "finess", "week", "absent"
KINDS = {
    CODE: "du code produit",
    UNITS: "de la quantité",
    BOXES: "du nombre de boîtes",
    FINESS: "du numéro FINESS",
    WEEK: "de la semaine",
    ABSENT: "« non référencé »",
}
# A name without a job of its own, and one that says nothing to us.
IGNORED, NAMED, UNKNOWN = "ignored", "named", "unknown"


def _any_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


# A pharmacy software's export holds many counts that are not the stock.
_OTHER_FIGURES = _any_of(
    "derniere dernier precedent precedente ancien ancienne par mini minimum min max maxi maximum seuil "
    "alerte securite commande commandee commandees commandes commander vendu vendus vendue vendues vente "
    "ventes prix valeur montant date peremption lot postal telephone adresse rayon tva remise couverture "
    "jours delai promis manquant reliquat achat"
)
_WORDS = (
    (FINESS, _any_of("finess")),
    (WEEK, _any_of("semaine week")),
    (ABSENT, _any_of("reference referencee stocke stocked etat statut")),
    (CODE, _any_of("code codes cip cip13 cip7 ean ean13 gtin gtin14 acl acl13 datamatrix barres")),
    (BOXES, _any_of("boite boites bte btes box boxes")),
    (
        UNITS,
        _any_of(
            "quantite quantites qte qtes qty quantity stock stocks unite unites units dose doses tests "
            "nombre nb"
        ),
    ),
    (
        NAMED,
        _any_of(
            "nom libelle designation denomination produit produits article medicament specialite name "
            "product presentation officine pharmacie"
        ),
    ),
)


def kind_of(name: str) -> str:
    """What a header says its column is: one of KINDS, IGNORED, NAMED or UNKNOWN."""
    words = plain_words(name)
    if _OTHER_FIGURES & set(words.split()) or re.search(r"\bs 1\b", words):
        return IGNORED
    if "reference" in words.split() and "non" not in words.split():
        return NAMED  # « Référence article » is no « non référencé ».
    return next((kind for kind, known in _WORDS if known & set(words.split())), UNKNOWN)


def preference(kind: str, name: str) -> int:
    """The lower, the better a column of that kind: a CIP13 rather than a CIP7, an ET rather than an EJ."""
    words = set(plain_words(name).split())
    if kind == FINESS:
        return 1 if words & {"ej", "juridique"} else 0
    if kind == CODE and not words & {"cip7", "7"}:
        return 0 if any("13" in word or "14" in word for word in words) else 1
    return 2 if kind == CODE else 0


def plain_words(name: str) -> str:
    """`Qté (unités)` as `qte unites`."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", letters))
