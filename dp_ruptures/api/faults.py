"""How the API says no: one shape for every refusal, French sentences, codes for programs."""

from collections.abc import Mapping, Sequence
from math import ceil

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dp_ruptures.store import Conflict, StoreError
from dp_ruptures.web.failures import CODES, sentence_of


class Fault(BaseModel):
    """Une raison de refus."""

    line: int | None = Field(
        description="Rang de la ligne dans `lines`, à partir de 1 ; null si la faute est ailleurs.",
        examples=[2],
    )
    code: str = Field(description="Nom stable de la faute, pour votre programme.", examples=["not_surveyed"])
    message: str = Field(
        description="Phrase française à montrer telle quelle à la personne.",
        examples=["Ce code n'est pas suivi cette saison ; s'il manque, déclarez une rupture."],
    )


class Faults(BaseModel):
    """Un refus : rien n'a été enregistré. Toutes les fautes sont dites d'un coup."""

    errors: list[Fault]


class Failure(Exception):
    """A request that is refused, with its status and every reason."""

    def __init__(
        self, status: int, faults: Sequence[Fault], headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status, self.faults, self.headers = status, list(faults), dict(headers or {})


def failure(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Failure:
    """A Failure for one reason that is no line's."""
    return Failure(status, [Fault(line=None, code=code, message=message)], headers)


def too_many(seconds: float) -> Failure:
    """429, with the whole seconds to wait."""
    wait = max(1, ceil(seconds))
    sentence = f"Trop de demandes : attendez {wait} s avant la suivante."
    return failure(429, "too_many_requests", sentence, {"Retry-After": str(wait)})


def install(api: FastAPI) -> None:
    """Have every refusal of `api` leave in this shape."""
    api.add_exception_handler(Failure, _refused)
    api.add_exception_handler(HTTPException, _bare)
    api.add_exception_handler(RequestValidationError, _invalid)
    api.add_exception_handler(Conflict, _busy)
    api.add_exception_handler(StoreError, _unavailable)


def _answer(failed: Failure) -> Response:
    content = Faults(errors=failed.faults).model_dump()
    # What could tell of a pharmacy stays on no disk between us and it.
    return JSONResponse(content, failed.status, {"Cache-Control": "no-store", **failed.headers})


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, Failure)  # noqa: S101 - what it is installed for
    return _answer(error)


async def _bare(request: Request, error: Exception) -> Response:
    """An error of the framework, which speaks English: 404, 405, 413."""
    assert isinstance(error, HTTPException)  # noqa: S101 - what it is installed for
    status = error.status_code
    return _answer(failure(status, CODES.get(status, "refused"), sentence_of(status), error.headers))


async def _invalid(request: Request, error: Exception) -> Response:
    """A parameter or a header that the framework could not read; bodies are read by `reading`."""
    return _answer(failure(422, "invalid", "Une adresse ou un en-tête de la demande n'est pas lisible."))


async def _busy(request: Request, error: Exception) -> Response:
    sentence = "D'autres écritures passaient au même moment : recommencez la même demande."
    return _answer(failure(503, "busy", sentence, {"Retry-After": "1"}))


async def _unavailable(request: Request, error: Exception) -> Response:
    """The disk is full or the file is damaged: nothing was kept, and the software must ask again."""
    sentence = "Le portail ne peut rien enregistrer pour l'instant : recommencez la même demande plus tard."
    return _answer(failure(503, "unavailable", sentence, {"Retry-After": "60"}))
