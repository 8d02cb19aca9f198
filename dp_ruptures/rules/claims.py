"""What an identity provider says of a person, read without trusting its shape.

Pro Santé Connect describes a professional in `SubjectRefPro`: practices (`exercices`), each with
a profession and activities, each with the FINESS number of a site, which may be empty.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dp_ruptures.rules.finess import is_finess, normalise

PHARMACIST = "21"
# From the provider's page to the pharmacy chosen in ours; past it, the provider is asked again.
FRESH = timedelta(minutes=10)
# Clocks of two houses.
_AHEAD = timedelta(minutes=2)

Claims = Mapping[str, object]


@dataclass(frozen=True)
class Professional:
    """A health professional: `finess` are the sites where they practise as a pharmacist, without repeats."""

    name: str
    reference: str
    pharmacist: bool
    finess: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    """Somebody of the Ordre: `email` only when the provider has verified it."""

    name: str
    email: str | None
    subject: str = ""

    @property
    def reference(self) -> str:
        """What an administrator may look up in the Ordre's directory."""
        return self.email or self.subject


def read_professional(claims: Claims) -> Professional:
    """The professional that Pro Santé Connect's claims describe; what is missing is empty."""
    reference = _text(claims, "SubjectNameID") or _text(claims, "preferred_username")
    described = claims.get("SubjectRefPro")
    practices = list(_objects(described, "exercices"))
    as_pharmacist = [one for one in practices if _text(one, "codeProfession") == PHARMACIST]
    sites = (_sites(practice) for practice in as_pharmacist)
    return Professional(
        name=_name(claims) or _name_in_practice(practices) or reference,
        reference=reference,
        pharmacist=bool(as_pharmacist),
        finess=tuple(dict.fromkeys(finess for of_practice in sites for finess in of_practice)),
    )


def read_member(claims: Claims) -> Member:
    """The person that a generic provider's claims describe. Only `email_verified: true` counts."""
    email = _text(claims, "email").lower()
    verified = email if claims.get("email_verified") is True and email else None
    return Member(
        name=_name(claims) or _text(claims, "name") or email, email=verified, subject=_text(claims, "sub")
    )


def identity_of(provider: str, claims: Claims) -> str | None:
    """The person's constant mark at this provider, None when the claims name nobody.

    A hash: the subject of Pro Santé Connect carries the RPPS number.
    """
    issuer, subject = _exact(claims, "iss"), _exact(claims, "sub")
    return _sha256(provider, issuer, subject) if issuer and subject else None


def arrival_of(claims: Claims) -> str | None:
    """The mark of this one login, from the nonce we drew for it; None without a nonce."""
    nonce = _exact(claims, "nonce")
    return _sha256("arrival", _exact(claims, "iss"), _exact(claims, "sub"), nonce) if nonce else None


def is_fresh(claims: Claims, now: datetime) -> bool:
    """Whether the provider vouched for the person less than `FRESH` ago."""
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or not 0 < issued < 1e11:
        return False
    return -_AHEAD <= now - datetime.fromtimestamp(issued, UTC) <= FRESH


def _sites(practice: Claims) -> Iterator[str]:
    for activity in _objects(practice, "activities"):
        finess = normalise(_text(activity, "numeroFinessSite"))
        if is_finess(finess):
            yield finess


def _name(claims: Claims) -> str:
    return " ".join(filter(None, (_text(claims, "given_name"), _text(claims, "family_name"))))


def _name_in_practice(practices: list[Claims]) -> str:
    names = (
        " ".join((_text(one, "prenomDexercice"), _text(one, "nomDexercice"))).strip() for one in practices
    )
    return next(filter(None, names), "")


def _objects(holder: object, name: str) -> Iterator[Claims]:
    held = holder.get(name) if isinstance(holder, Mapping) else None
    for one in held if isinstance(held, list) else []:
        if isinstance(one, Mapping):
            yield one


def _exact(claims: Claims, name: str) -> str:
    content = claims.get(name)
    return content if isinstance(content, str) else ""


def _text(claims: Claims, name: str) -> str:
    """The words of a claim, fit for a screen and a store; a number is taken for its digits."""
    content = claims.get(name)
    if isinstance(content, bool) or not isinstance(content, str | int):
        return ""
    words = " ".join(str(content).split())
    return "".join(filter(str.isprintable, words))[:120]


def _sha256(*parts: str) -> str:
    lengths_and_parts = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(lengths_and_parts.encode("utf-8", "surrogatepass")).hexdigest()
