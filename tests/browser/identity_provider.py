"""A real OIDC server (PyPI oidc-provider-mock) set up as Pro Santé Connect and the Ordre's are."""

import json
import threading
import urllib.request
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import flask
import oidc_provider_mock
import oidc_provider_mock._app as server
from jinja2 import ChoiceLoader, DictLoader
from werkzeug.serving import BaseWSGIServer, make_server

# Pro Santé Connect describes the professional at its userinfo address, not in the ID token.
_ALL_CLAIMS = server.OpenIDCode.generate_user_info
_PAGE = "<!doctype html><title>Fournisseur</title><main>{% block content %}{% endblock %}</main>"
_IN_ID_TOKEN = {"sub", "preferred_username", "given_name", "family_name"}


def _id_token_claims(grant: Any, user: Any, scope: str) -> dict[str, object]:
    claims = _ALL_CLAIMS(grant, user, scope)
    return {name: content for name, content in claims.items() if name in _IN_ID_TOKEN}


server.OpenIDCode.generate_user_info = _id_token_claims  # type: ignore[method-assign,assignment]


def _app() -> flask.Flask:
    """The server, its pages without the style sheet that they would fetch from a CDN."""
    app = oidc_provider_mock.app(require_client_registration=True)
    assert app.jinja_loader
    app.jinja_loader = ChoiceLoader([DictLoader({"_base.html": _PAGE}), app.jinja_loader])  # type: ignore[misc]
    return app


@dataclass
class IdentityProvider:
    """One server on one port: it may be stopped and started again, its people stay."""

    port: int
    app: flask.Flask = field(default_factory=_app)
    _running: BaseWSGIServer | None = None

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self._running = make_server("localhost", self.port, self.app, threaded=True)
        threading.Thread(target=self._running.serve_forever, args=(0.1,), daemon=True).start()

    def stop(self) -> None:
        assert self._running is not None
        self._running.shutdown()
        self._running.server_close()

    def register(self, redirect_uri: str) -> tuple[str, str]:
        """The client id and secret that this provider gives to the portal."""
        wanted = {"redirect_uris": [redirect_uri], "token_endpoint_auth_method": "client_secret_basic"}
        answer = self._send("POST", "/oauth2/clients", wanted)
        return answer["client_id"], answer["client_secret"]

    def knows(self, subject: str, **claims: object) -> str:
        """A person of this provider; returns their subject."""
        self._send("PUT", f"/users/{quote(subject, safe='')}", claims)
        return subject

    def knows_pharmacist(self, subject: str, *finess: str, profession: str = "21") -> str:
        """A professional, with one activity for each FINESS number (which may be empty)."""
        activities = [{"codeModeExercice": "L", "numeroFinessSite": one} for one in finess]
        names = {"prenomDexercice": "Camille", "nomDexercice": "MARTIN"}
        practice = {"codeProfession": profession, **names, "activities": activities}
        rpps = subject.rsplit(":", 1)[-1]
        return self.knows(
            subject,
            SubjectNameID=rpps,
            preferred_username=rpps,
            SubjectRefPro={"codeCivilite": "MME", "exercices": [practice]},
        )

    def _send(self, method: str, path: str, body: object) -> Any:
        request = urllib.request.Request(
            self.url + path, json.dumps(body).encode(), {"Content-Type": "application/json"}, method=method
        )
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or b"null")
