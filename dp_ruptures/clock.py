"""The only place that asks what time it is."""

from datetime import UTC, datetime

from dp_ruptures import settings


def now() -> datetime:
    """The present instant in UTC, or the fixed one of DP_RUPTURES_NOW (tests and demos)."""
    fixed = settings.load().fixed_now
    return fixed.astimezone(UTC) if fixed else datetime.now(UTC)


def machine_now() -> datetime:
    """The machine's own time: for what others have dated (an identity provider), never for a week."""
    return datetime.now(UTC)
