"""The second door: Streamlit's `st.login` with Pro Santé Connect and the Ordre's provider.

Streamlit sends the person to the provider and checks what comes back. Its own cookie, signed
but impossible to revoke, opens nothing here: it is read once, within minutes, and traded for
a session of ours (docs/adr/0006).
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import httpx
import streamlit as st

from dp_ruptures import clock
from dp_ruptures.errors import Refused
from dp_ruptures.rules import claims as rules
from dp_ruptures.rules.claims import Claims, Member, Professional
from dp_ruptures.settings import Provider, Settings

PSC = "psc"
LABELS = {PSC: "Pro Santé Connect", "ordre": "Compte de l'Ordre"}
TIMEOUT_SECONDS = 5

AGAIN = "Cette identification a expiré ou a déjà servi. Revenez à la connexion et recommencez."
UNREACHABLE = (
    "Le service d'identification ne répond pas. Réessayez dans quelques minutes, "
    "ou entrez avec votre identifiant et votre mot de passe."
)


@dataclass(frozen=True)
class Visitor:
    """Somebody a provider vouches for, not yet in: `identity` is theirs for good, `arrival` this once."""

    provider: str
    identity: str
    arrival: str
    who: Professional | Member


def streamlit_secrets(settings: Settings) -> dict[str, Any] | None:
    """What `st.App(secrets=…)` needs for the providers of the environment; None when there are none."""
    if not settings.oidc or not settings.secret:
        return None
    providers = {provider.name: _section(provider) for provider in settings.oidc}
    cookie = hmac.new(settings.secret.encode(), b"streamlit identity cookie", hashlib.sha256)
    return {
        "auth": {
            "redirect_uri": f"{settings.base_url}/oauth2callback",
            "cookie_secret": cookie.hexdigest(),
            # Pro Santé Connect tells profession and sites at its userinfo address only.
            "expose_tokens": ["access"],
            **providers,
        }
    }


def arrived(settings: Settings) -> Visitor | None:
    """Who has just come back from a provider, None when nobody. Raises Refused with a French sentence."""
    provider = next((one for one in settings.oidc if one.name == st.user.get("provider")), None)
    if provider is None or not st.user.is_logged_in:
        return None
    token = st.user.to_dict()
    identity, arrival = rules.identity_of(provider.name, token), rules.arrival_of(token)
    if identity is None or arrival is None or not rules.is_fresh(token, clock.machine_now()):
        raise Refused(AGAIN)
    known = st.session_state.get("oidc_visitor")
    if not isinstance(known, Visitor) or known.arrival != arrival:
        known = Visitor(provider.name, identity, arrival, _who(provider, token))
        st.session_state["oidc_visitor"] = known
    return known


def _section(provider: Provider) -> dict[str, Any]:
    # A counter's computer is shared: the provider asks who is there even if it remembers somebody.
    section: dict[str, Any] = {
        "client_id": provider.client_id,
        "client_secret": provider.client_secret,
        "server_metadata_url": provider.metadata_url,
        "client_kwargs": {"scope": "openid email profile", "prompt": "login"},
    }
    if provider.name == PSC:
        section["client_kwargs"]["scope"] = "openid scope_all"
        section["authorize_params"] = {"acr_values": "eidas1"}
    return section


def _who(provider: Provider, token: Claims) -> Professional | Member:
    claims = {**token, **_userinfo(provider, token)}
    return rules.read_professional(claims) if provider.name == PSC else rules.read_member(claims)


def _userinfo(provider: Provider, token: Claims) -> dict[str, Any]:
    """What the provider tells of the person beyond the ID token. Raises Refused."""
    try:
        metadata = _get_json(provider.metadata_url)
        if "userinfo_endpoint" not in metadata:
            return {}
        access = st.user.tokens["access"]
        told = _get_json(metadata["userinfo_endpoint"], {"Authorization": f"Bearer {access}"})
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError):
        raise Refused(UNREACHABLE) from None
    if told.get("sub") != token.get("sub"):
        # OpenID Connect Core 5.3.2: an answer about somebody else must not be used.
        raise Refused(AGAIN)
    return told


def _get_json(url: str, headers: dict[str, str] | None = None) -> dict[str, Any]:
    answer = httpx.get(url, headers=headers, timeout=TIMEOUT_SECONDS).raise_for_status().json()
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer
