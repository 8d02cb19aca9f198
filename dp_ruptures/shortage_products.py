"""Finds the product that is missing: by its name or its code, in the public medicines database or the season.

Without that database the campaign's products are all that can be found, and the page says so.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from dp_ruptures.campaign import Campaign
from dp_ruptures.errors import Refused
from dp_ruptures.rules.codes import CodeError, read_code
from dp_ruptures.rules.scan import read_scans, repair
from dp_ruptures.rules.search import MOST_WORDS, searchable, searched
from dp_ruptures.store import Row, Store

MOST_HITS = 20
# From seven digits on, a code (CIP7 and longer) and no strength of a medicine.
_DIGITS_OF_A_CODE = 7
_WORD = re.compile(r"[^\W\d_]{2,}")
_SCAN = re.compile(r"[\]$][a-zA-Z]\d|\(?01\)?\d{14}")


@dataclass(frozen=True)
class Found:
    """A product that can be declared missing. `family` is None when the campaign does not survey it."""

    cip13: str
    name: str
    label: str
    family: str | None
    stopped: bool = False
    mitm: bool = False


@dataclass(frozen=True)
class Notice:
    """What ANSM says of a supply: trust `status_code` (rules/presentation), labels vary."""

    status_code: int
    started_on: date | None
    updated_on: date | None
    back_on: date | None
    link: str | None


def bdpm_is_loaded(store: Store) -> bool:
    """Whether the public medicines database is there."""
    return bool(store.query("shortage_bdpm_size")[0]["presentations"])


def search(store: Store, text: str, campaign: Campaign | None) -> list[Found]:
    """Products for what was typed or scanned: a code finds one, words at most MOST_HITS + 1.

    The one too many says that there are more. Raises Refused on a code that is wrong or unknown.
    """
    if is_code(text):
        return [by_code(store, text, campaign)]
    words = searched(text)
    if not words:
        return []
    seen = {found.cip13: found for found in _in_campaign(words, campaign)}
    lead = searchable(text).split()[0]
    padded = [*words, *[""] * (MOST_WORDS - len(words))]
    named = dict(zip(("first", "second", "third", "fourth"), padded, strict=True))
    rows = store.query("shortage_search", **named, lead=lead, size=MOST_HITS + 1)
    listed = {row["cip13"]: _found(row, campaign) for row in rows}
    # The season's own products first: they are what is looked for in a campaign.
    return list(({cip13: listed.get(cip13, found) for cip13, found in seen.items()} | listed).values())[
        : MOST_HITS + 1
    ]


def by_code(store: Store, text: str, campaign: Campaign | None) -> Found:
    """The product of a code as it is typed, pasted or scanned. Raises Refused."""
    cip13 = _read(text)
    rows = store.query("shortage_product", cip13=cip13)
    if rows:
        return _found(rows[0], campaign)
    surveyed = [product for product in campaign.products if product.cip13 == cip13] if campaign else []
    if surveyed:
        return Found(cip13, surveyed[0].name, "", surveyed[0].family)
    if bdpm_is_loaded(store):
        raise Refused(f"Le code {cip13} n'est pas dans la base publique des médicaments : vérifiez la boîte.")
    raise Refused(
        f"Le code {cip13} n'est pas celui d'un produit de la campagne, et la base publique des médicaments "
        "n'est pas chargée sur ce portail : appelez le support."
    )


def notices(store: Store, cip13s: Iterable[str]) -> dict[str, list[Notice]]:
    """What ANSM has published about each of the products, the latest first; no entry where nothing is."""
    told: dict[str, list[Notice]] = {}
    for row in store.query("shortage_notices", cip13s=list(cip13s)):
        told.setdefault(row.pop("cip13"), []).append(Notice(**row))
    return told


def is_code(text: str) -> bool:
    """Whether what was typed is meant as a code: digits from seven on and no word, or a scan."""
    typed = repair(text.strip())
    if _SCAN.match(typed):
        return True
    return sum(c.isdigit() for c in typed) >= _DIGITS_OF_A_CODE and not _WORD.search(typed)


def _read(text: str) -> str:
    try:
        return read_code(text)
    except CodeError as error:
        codes = {scan.code for scan in read_scans(text) if scan.code}
        if len(codes) > 1:
            raise Refused(
                "Plusieurs boîtes ont été scannées : une rupture porte sur un seul produit."
            ) from None
        if codes:
            return codes.pop()
        raise Refused(str(error)) from None


def _found(row: Row, campaign: Campaign | None) -> Found:
    families = {product.cip13: product.family for product in campaign.products} if campaign else {}
    return Found(**row, family=families.get(row["cip13"]))


def _in_campaign(words: list[str], campaign: Campaign | None) -> Iterable[Found]:
    for product in campaign.products if campaign else ():
        named = searchable(product.name)
        if all(word in named for word in words):
            yield Found(product.cip13, product.name, "", product.family)
