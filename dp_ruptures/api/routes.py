"""The addresses of the API: each reads, asks one room, and says it in the contract's words."""

import mimetypes
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Request
from starlette.responses import JSONResponse, Response

from dp_ruptures import clock, declarations, store
from dp_ruptures.api import answers, guide, shelf
from dp_ruptures.api.answers import MOUNT
from dp_ruptures.api.door import Body, Pharmacy, anybody, reader
from dp_ruptures.api.faults import failure
from dp_ruptures.api.messages import OpenCampaign, Receipt, ReceiptWithRemarks, Releases
from dp_ruptures.api.receiving import receive
from dp_ruptures.campaign import campaign_of
from dp_ruptures.rules.week import PARIS, Week, WeekError, parse_week, week_of

LONGEST_KEY = 255
_MINUTE = {"Cache-Control": "public, max-age=60"}
_KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_RECEIPT = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
router = APIRouter()


@router.get(
    "/campaign",
    summary="La campagne ouverte et ses produits",
    description=guide.CAMPAIGN,
    response_model=OpenCampaign,
    responses=guide.refusals(404, 429),
    dependencies=[Depends(anybody)],
)
def read_campaign() -> Response:
    now = clock.now()
    today = now.astimezone(PARIS).date()
    campaign = campaign_of(store.current(), today)
    if campaign is None or not campaign.is_open(today):
        raise failure(404, "no_campaign", "Aucune campagne n'est ouverte : il n'y a rien à déclarer.")
    return JSONResponse(answers.campaign(campaign, week_of(now)), headers=_MINUTE)


@router.post(
    "/declarations",
    summary="Déclarer la semaine d'une officine",
    description=guide.DECLARE,
    status_code=201,
    response_model=ReceiptWithRemarks,
    responses=guide.DECLARE_ANSWERS,
    openapi_extra={"requestBody": guide.DECLARE_BODY},
)
def declare(
    bearer: Pharmacy,
    body: Body,
    idempotency_key: Annotated[str | None, Header(description=guide.KEY, examples=[guide.A_KEY])] = None,
) -> Response:
    received = receive(store.current(), bearer, body, _key(idempotency_key), clock.now())
    content = answers.receipt(received.receipt, received.remarks)
    where = f"{MOUNT}/declarations/{received.receipt.receipt_id}"
    return JSONResponse(content, 201 if received.is_new else 200, {"Location": where})


@router.get(
    "/declarations/{id}",
    summary="Relire un reçu de l'officine",
    description=guide.RECEIPT,
    response_model=Receipt,
    responses=guide.refusals(401, 403, 404, 429),
)
def read_declaration(
    bearer: Pharmacy, receipt: Annotated[str, Path(alias="id", description="Le champ `id` du reçu.")]
) -> Response:
    # Anything else than a receipt, which no database need be asked about.
    known = _RECEIPT.fullmatch(receipt)
    found = declarations.received(store.current(), bearer.finess or "", receipt) if known else None
    if found is None:
        raise failure(404, "not_found", "Votre officine n'a pas de déclaration de ce numéro.")
    return JSONResponse(answers.receipt(found))


@router.get(
    "/releases",
    summary="Les semaines publiées",
    description=guide.RELEASES,
    response_model=Releases,
    responses=guide.refusals(401, 403, 429),
    dependencies=[Depends(reader)],
)
def read_releases() -> Response:
    return JSONResponse({"releases": [answers.release(row) for row in shelf.listed(store.current())]})


@router.get(
    "/releases/{week}/{file}",
    summary="Un fichier d'une publication",
    description=guide.FILE,
    response_class=Response,
    responses=guide.FILE_ANSWERS,
    dependencies=[Depends(reader)],
)
def read_file(
    request: Request,
    week: Annotated[str, Path(description="La semaine publiée.", examples=["2026-W46"])],
    file: Annotated[str, Path(description="Un nom de `files`.", examples=["stocks.csv"])],
) -> Response:
    released = _week(week)
    found = shelf.read(store.current(), released, file) if released else None
    if released is None or found is None:
        raise failure(404, "not_found", "Cette semaine n'est pas publiée, ou n'a pas ce fichier.")
    content, digest = found
    headers = {"ETag": f'"{digest}"', "Cache-Control": "private, no-cache"}
    if digest in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{released.iso}-{file}"'
    return Response(content, headers=headers, media_type=_kind(file))


def _key(text: str | None) -> str | None:
    if text is None:
        return None
    if not 0 < len(text) <= LONGEST_KEY or not (text.isascii() and text.isprintable()):
        raise failure(
            422, "key", f"Idempotency-Key fait 1 à {LONGEST_KEY} caractères simples, par exemple un UUID."
        )
    return text


def _week(text: str) -> Week | None:
    try:
        return parse_week(text)
    except WeekError:
        return None


def _kind(file: str) -> str:
    guessed = mimetypes.guess_type(file)[0] or "application/octet-stream"
    return next((kind for ending, kind in _KINDS.items() if file.endswith(ending)), guessed)
