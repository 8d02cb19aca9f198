"""What the environment says, read once and checked before anything opens.

The variables are the contract of ../shared/design.md; a wrong value is refused
with a French sentence because operators read it, not developers.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """A variable of the environment that cannot be obeyed."""


@dataclass(frozen=True)
class Settings:
    """The portal's surroundings: where it keeps things, who it is, what time it is."""

    home: Path
    store_url: str
    base_url: str
    production: bool
    secret: str | None
    fixed_now: datetime | None

    @property
    def releases(self) -> Path:
        return self.home / "releases"

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
