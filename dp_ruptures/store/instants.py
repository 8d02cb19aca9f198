"""Instants are naive UTC inside the store, aware outside."""

from datetime import UTC, datetime
from typing import Any


def naive_utc(content: Any) -> Any:
    """What a question is given, instants (and lists of them) as the store keeps them."""
    if isinstance(content, datetime) and content.tzinfo:
        return content.astimezone(UTC).replace(tzinfo=None)
    if isinstance(content, list) and content and isinstance(content[0], datetime):
        return [naive_utc(item) for item in content]
    return content


def aware(content: Any) -> Any:
    """What a question answers, instants in UTC."""
    if isinstance(content, datetime) and content.tzinfo is None:
        return content.replace(tzinfo=UTC)
    return content
