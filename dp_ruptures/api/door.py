"""Who is asking: a token shown as `Authorization: Bearer dpr_…`, how often, and what it may do."""

from typing import Annotated

from fastapi import Depends, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dp_ruptures import clock, store, tokens, visit
from dp_ruptures.api import rates
from dp_ruptures.api.faults import Failure, failure, too_many
from dp_ruptures.rules.address import subscriber
from dp_ruptures.rules.roles import may
from dp_ruptures.tokens import Bearer

# Fifty products take 5 kB; the largest file of a pharmacy's software stays far below.
MAX_BODY_BYTES = 256 * 1024
_scheme = HTTPBearer(
    auto_error=False,
    bearerFormat=f"{tokens.PREFIX}…",
    description=(
        "Le jeton de l'officine, créé dans « Mon compte » (ou par l'administration du portail). "
        "Un compte du ministère ou de l'Ordre crée le sien au même endroit."
    ),
)
Shown = Annotated[HTTPAuthorizationCredentials | None, Security(_scheme)]


def bearer(request: Request, shown: Shown) -> Bearer:
    """Whom the token of the request speaks for. Raises Failure: 401, or 429."""
    known = tokens.bearer_of(store.current(), shown.credentials, clock.now()) if shown else None
    if known is None:
        raise _stranger(_address(request), shown is not None)
    if wait := rates.BY_TOKEN.take(known.token_id):
        raise too_many(wait)
    return known


def pharmacy(known: Annotated[Bearer, Depends(bearer)]) -> Bearer:
    """A pharmacy's token. Raises Failure 403."""
    if known.finess is None or not may(known.role, "declare"):
        raise failure(
            403,
            "not_a_pharmacy",
            "Ce jeton n'est pas celui d'une officine : il ne déclare ni ne lit de stock.",
        )
    return known


def reader(known: Annotated[Bearer, Depends(bearer)]) -> Bearer:
    """A token of the ministry or of the Ordre. Raises Failure 403."""
    if not may(known.role, "read_releases"):
        raise failure(
            403, "not_a_reader", "Les publications se lisent avec un jeton du ministère ou de l'Ordre."
        )
    return known


def anybody(request: Request) -> None:
    """The public part, slowed down by address. Raises Failure 429."""
    if wait := rates.PUBLIC.take(_address(request)):
        raise too_many(wait)


async def body(request: Request) -> bytes:
    """The body, refused as soon as it grows past the limit. Raises Failure 413."""
    received = b""
    try:
        async for chunk in request.stream():
            received += chunk
            if len(received) > MAX_BODY_BYTES:
                raise _too_large()
    except HTTPException as limit:
        # The server's own limit, met while reading (web/surface.py).
        raise (_too_large() if limit.status_code == 413 else limit) from None
    return received


Pharmacy = Annotated[Bearer, Depends(pharmacy)]
Reader = Annotated[Bearer, Depends(reader)]
Body = Annotated[bytes, Depends(body)]


def _stranger(address: str, showed_a_token: bool) -> Failure:
    if wait := rates.WITHOUT_TOKEN.take(address):
        return too_many(wait)
    sentence = (
        "Ce jeton n'ouvre rien : inconnu, révoqué, compte ou officine fermé. Créez-en un dans « Mon compte »."
        if showed_a_token
        else "Montrez un jeton : en-tête « Authorization: Bearer dpr_… », créé dans « Mon compte »."
    )
    return failure(401, "unauthorized", sentence, {"WWW-Authenticate": "Bearer"})


def _too_large() -> Failure:
    return failure(
        413,
        "too_large",
        f"Une déclaration fait {MAX_BODY_BYTES // 1024} ko au plus : envoyez une officine par demande.",
    )


def _address(request: Request) -> str:
    return subscriber(visit.of_request(request).address)
