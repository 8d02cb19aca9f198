"""What a person sees when something fails: a French sentence and a number, never a traceback."""

import html
import json
import logging
import secrets
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_log = logging.getLogger(__name__)
_PAGE = (Path(__file__).parent / "failure.html").read_text(encoding="utf-8")
_SENTENCES = {
    400: ("Demande incorrecte", "Le portail n'a pas compris cette demande."),
    401: ("Connexion demandée", "Connectez-vous, puis recommencez."),
    403: ("Demande refusée", "Cette demande n'est pas ouverte à votre compte ou à ce site."),
    404: ("Page introuvable", "Il n'y a rien à cette adresse."),
    405: ("Demande refusée", "Cette adresse ne s'utilise pas ainsi."),
    413: ("Envoi trop volumineux", "Le fichier dépasse la taille permise."),
    429: ("Trop de demandes", "Attendez un peu, puis recommencez."),
    503: (
        "Portail indisponible",
        "Le portail redémarre ou sa base ne répond pas. Réessayez bientôt.",
    ),
}
_OURS = (
    "Erreur de notre côté",
    "Une erreur est survenue ; ce que vous avez déjà enregistré est conservé. Réessayez.",
)
# What a program is told beside the sentence.
CODES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    429: "too_many_requests",
    503: "unavailable",
}
_API, _JSON, _PAGE_KIND = "/api/", "application/json", "text/html"


def sentence_of(status: int) -> str:
    """The French sentence of an HTTP status."""
    return _SENTENCES.get(status, _OURS)[1]


def show(error: Exception) -> bool:
    """Say it on screen and in the log under one reference; True tells Streamlit it is handled.

    The log names the kind of failure only: its message could carry a FINESS.
    """
    reference = _new_reference()
    _log.error("page failure %s: %s", reference, type(error).__name__)
    st.error(
        f"Une erreur est survenue de notre côté ; ce que vous avez déjà enregistré est conservé. "
        f"Rechargez la page. Si cela recommence, appelez le support au 0800 083 200 "
        f"avec la référence {reference}."
    )
    return True


class FrenchErrors:
    """Gives every HTTP error a French answer with a reference that the log knows too.

    JSON answers are left alone: a program reads them, and their author wrote them in French.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(scope, send)
        try:
            await self._app(scope, receive, answer)
        except Exception:  # Whatever a route raises, the visitor reads French.
            _log.exception("request failure %s", answer.reference)
            if not answer.begun:
                await answer.refuse(500, [])


class _Answer:
    """Passes an answer on, or replaces it when it is an error written for developers."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self._replaced = False
        self.begun = False
        self.reference = _new_reference()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_bare_error(message):
            self._replaced = True
            await self.refuse(message["status"], message["headers"])
        elif not self._replaced:
            self.begun = True
            await self._send(message)

    async def refuse(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        """Answer `status` with its French page, keeping the headers that are not about the body."""
        self.begun = self._replaced = True
        _log.info("request refused %s: %s %s", self.reference, status, self._scope["method"])
        kind = self._kind()
        body = _written(status, self.reference, kind).encode()
        start: Message = {"type": "http.response.start", "status": status, "headers": list(headers)}
        kept = MutableHeaders(scope=start)
        kept["content-type"] = f"{kind}; charset=utf-8" if kind != _JSON else kind
        kept["content-length"] = str(len(body))
        del kept["content-encoding"]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})

    def _kind(self) -> str:
        if self._scope["path"].startswith(_API):
            return _JSON
        wants_html = "text/html" in Headers(scope=self._scope).get("accept", "")
        return _PAGE_KIND if wants_html else "text/plain"


def _written(status: int, reference: str, kind: str) -> str:
    title, sentence = _SENTENCES.get(status, _OURS)
    if kind == _JSON:
        fault = {
            "line": None,
            "code": CODES.get(status, "internal"),
            "message": f"{sentence} Référence {reference}.",
        }
        return json.dumps({"errors": [fault]}, ensure_ascii=False)
    if kind != _PAGE_KIND:
        return f"{title}. {sentence} Référence {reference}.\n"
    page = _PAGE
    for name, text in {"title": title, "sentence": sentence, "reference": reference}.items():
        page = page.replace(f"{{{name}}}", html.escape(text))
    return page


def _is_bare_error(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] >= 400 and not kind.startswith("application/")


def _new_reference() -> str:
    return secrets.token_hex(4)
