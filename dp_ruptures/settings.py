"""What the environment says, read once and checked before anything opens.

The variables are the contract of ../shared/design.md; a wrong value is refused
with a French sentence because operators read it, not developers.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from dp_ruptures.rules.address import Network, read_networks

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A variable of the environment that cannot be obeyed."""


@dataclass(frozen=True)
class Provider:
    """An identity provider of the second door (docs/adr/0006): `psc` or `ordre`."""

    name: str
    metadata_url: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """The portal's surroundings: where it keeps things, who it is, what time it is."""

    home: Path
    store_url: str
    base_url: str
    production: bool
    secret: str | None
    fixed_now: datetime | None
    oidc: tuple[Provider, ...] = ()
    trusted_proxies: tuple[Network, ...] = ()
    # May hold the mail server's password.
    smtp_url: str | None = field(default=None, repr=False)
    mail_from: str = ""
    # Encrypts the store at rest; without it the disk must.
    store_key: str | None = field(default=None, repr=False)
    # The key that a backup to restore was encrypted with, when it has changed since.
    former_store_key: str | None = field(default=None, repr=False)

    @property
    def backups(self) -> Path:
        return self.home / "backups"

    @property
    def store_keys(self) -> tuple[str | None, ...]:
        """What a backup may be encrypted with: the key in use, the one before it, nothing."""
        return tuple(dict.fromkeys((self.store_key, self.former_store_key, None)))

    @property
    def former_keys(self) -> Path:
        """Public halves of the signing keys of before, one PEM file each."""
        return self.home / "anciennes-cles"

    @property
    def keeping_journal(self) -> Path:
        """What a restore must not forget: purges, copies kept elsewhere."""
        return self.home / "conservation.jsonl"

    @property
    def releases(self) -> Path:
        return self.home / "releases"

    @property
    def signing_key(self) -> Path:
        return self.home / "signature.pem"

    @property
    def control_socket(self) -> Path:
        return self.home / "control.sock"


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from `environ`. Raises SettingsError."""
    home = Path(environ.get("DP_RUPTURES_HOME") or ROOT / "data" / "var").resolve()
    production = environ.get("DP_RUPTURES_ENV", "") == "production"
    return Settings(
        home=home,
        store_url=environ.get("DP_RUPTURES_STORE") or f"duckdb:///{home / 'dp_ruptures.duckdb'}",
        base_url=environ.get("DP_RUPTURES_BASE_URL", "http://localhost:8501").rstrip("/"),
        production=production,
        secret=environ.get("DP_RUPTURES_SECRET") or None,
        fixed_now=_fixed_now(environ.get("DP_RUPTURES_NOW"), production),
        smtp_url=environ.get("DP_RUPTURES_SMTP") or None,
        mail_from=environ.get("DP_RUPTURES_MAIL_FROM") or _no_reply(environ),
        oidc=_providers(environ, production),
        store_key=_store_key(environ, "DP_RUPTURES_STORE_KEY"),
        former_store_key=_store_key(environ, "DP_RUPTURES_STORE_KEY_BEFORE"),
        trusted_proxies=_trusted_proxies(environ),
    )


def _fixed_now(text: str | None, production: bool) -> datetime | None:
    if not text:
        return None
    if production:
        # A portal whose clock can be set could reopen a closed week.
        raise SettingsError("DP_RUPTURES_NOW est refusé en production : retirez cette variable.")
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(
            f"DP_RUPTURES_NOW doit être un instant ISO (2026-11-23T09:00:00+01:00) ; reçu : {text}"
        ) from None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _store_key(environ: Mapping[str, str], name: str) -> str | None:
    key = environ.get(name) or None
    # DuckDB reads a key as bytes: no accent, and a backslash would begin a code.
    if key and (len(key) < 16 or not key.isascii() or not key.isprintable() or "\\" in key):
        raise SettingsError(
            f"{name} doit compter au moins 16 caractères, sans accent ni barre inverse : "
            "openssl rand -hex 32 en tire une bonne."
        )
    return key


def _trusted_proxies(environ: Mapping[str, str]) -> tuple[Network, ...]:
    # uvicorn's own list would replace the visitor's address before we can judge who says so.
    if environ.get("FORWARDED_ALLOW_IPS", "") not in {"", "127.0.0.1", "127.0.0.1,::1"}:
        raise SettingsError("Retirez FORWARDED_ALLOW_IPS : DP_RUPTURES_TRUSTED_PROXY nomme les mandataires.")
    text = environ.get("DP_RUPTURES_TRUSTED_PROXY", "")
    try:
        return read_networks(text)
    except ValueError:
        raise SettingsError(
            f"DP_RUPTURES_TRUSTED_PROXY doit être une liste d'adresses ou de réseaux "
            f"(127.0.0.1, 10.0.0.0/8) ; reçu : {text}"
        ) from None


def _providers(environ: Mapping[str, str], production: bool) -> tuple[Provider, ...]:
    read = (_provider(environ, name, production) for name in ("psc", "ordre"))
    providers = tuple(provider for provider in read if provider)
    if providers and not environ.get("DP_RUPTURES_SECRET"):
        raise SettingsError(
            "DP_RUPTURES_SECRET est nécessaire dès qu'un fournisseur d'identité est configuré."
        )
    return providers


def _provider(environ: Mapping[str, str], name: str, production: bool) -> Provider | None:
    names = [f"DP_RUPTURES_OIDC_{name.upper()}_{part}" for part in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET")]
    issuer, client_id, client_secret = (environ.get(variable, "") for variable in names)
    missing = [variable for variable in names if not environ.get(variable)]
    if len(missing) == len(names):
        return None
    if missing:
        raise SettingsError(f"Il manque {' et '.join(missing)} : un fournisseur demande les trois.")
    if production and not issuer.startswith("https://"):
        raise SettingsError(f"{names[0]} doit commencer par https:// en production.")
    # Pro Santé Connect keeps its metadata at an address of its own: it may be given whole.
    if "/.well-known/" not in issuer:
        issuer = issuer.rstrip("/") + "/.well-known/openid-configuration"
    return Provider(name, issuer, client_id, client_secret)


def _no_reply(environ: Mapping[str, str]) -> str:
    host = urlsplit(environ.get("DP_RUPTURES_BASE_URL", "")).hostname or "localhost"
    return f"DP-Ruptures <ne-pas-repondre@{host}>"
