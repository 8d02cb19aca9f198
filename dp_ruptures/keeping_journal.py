"""What a restore must not forget, told in a file beside the store: each purge, each copy kept elsewhere.

A backup knows nothing of what was done after it. Append-only, one JSON object per line, nothing of a
pharmacy; the purges are signed by the portal's key, so whoever else writes here convinces nobody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dp_ruptures import settings
from dp_ruptures.errors import Refused
from dp_ruptures.store import disk_reason

_PURGE = ("content", "signature", "public_key")


@dataclass(frozen=True)
class Journal:
    """The records of purges in the order they were written, each with its texts `content`, `signature` and
    `public_key`, proven by nobody yet; the copies with their instants; how many lines could not be read.
    """

    purges: tuple[dict[str, str], ...]
    copies: tuple[tuple[Path, datetime], ...]
    unread: int


def read() -> Journal:
    """All that was noted; a line that a crash cut short, or that is none of ours, is counted and passed over.

    Raises Refused when the disk does not give the file.
    """
    purges: list[dict[str, str]] = []
    copies: list[tuple[Path, datetime]] = []
    unread = 0
    for line in _lines():
        try:
            told = json.loads(line)
            if "purge" in told:
                purges.append(_purge(told["purge"]))
            else:
                copies.append(_copy(told))
        # A nest of brackets is one more way of being none of ours.
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
            unread += 1
    return Journal(tuple(purges), tuple(copies), unread)


def note_purge(content: str, signature: str, public_key: str) -> None:
    """Append a signed record, through to the disk. Raises OSError."""
    _append({"purge": {"content": content, "signature": signature, "public_key": public_key}})


def note_copy(file: Path, now: datetime) -> None:
    """Append where an operator put a backup, through to the disk. Raises OSError."""
    _append({"copy": str(file), "made_at": now.isoformat()})


def _lines() -> Iterator[str]:
    file = settings.load().keeping_journal
    try:
        text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    except OSError as error:
        raise Refused(
            f"{file} ne se lit pas : {disk_reason(error)} "
            "Il dit ce qui a été effacé : rendez-le lisible, puis recommencez."
        ) from error
    return (line for line in text.split("\n") if line.strip())


def _purge(told: dict[str, Any]) -> dict[str, str]:
    return {name: _text(told[name]) for name in _PURGE}


def _copy(told: dict[str, Any]) -> tuple[Path, datetime]:
    file, made_at = Path(_text(told["copy"])), datetime.fromisoformat(told["made_at"])
    if not file.is_absolute() or made_at.tzinfo is None:
        raise ValueError
    return file, made_at.astimezone(UTC)


def _text(content: object) -> str:
    """A text that a file's name or a database can hold. Raises TypeError, or ValueError."""
    if not isinstance(content, str):
        raise TypeError
    if "\0" in content:
        raise ValueError
    content.encode()
    return content


def _append(content: dict[str, Any]) -> None:
    file = settings.load().keeping_journal
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        # A crash may have left half a line, which must not spoil this one.
        begin = "\n" if size and os.pread(descriptor, 1, size - 1) != b"\n" else ""
        os.write(descriptor, (begin + json.dumps(content, ensure_ascii=False) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
