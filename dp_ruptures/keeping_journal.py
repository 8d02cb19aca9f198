"""What a restore must not forget, told in a file beside the store: each purge, each copy kept elsewhere.

A backup knows nothing of what was done after it. Append-only, one JSON object per line, nothing of a
pharmacy; the purges are signed, so whoever writes here convinces nobody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import settings


@dataclass(frozen=True)
class Journal:
    """The signed records of purges in the order they were written, and the copies with their instants."""

    purges: tuple[dict[str, str], ...]
    copies: tuple[tuple[Path, datetime], ...]


def read() -> Journal:
    """All that was noted; a line that a crash cut short is passed over. Raises OSError."""
    lines = list(_lines())
    copies = (line for line in lines if {"copy", "made_at"} <= line.keys())
    return Journal(
        tuple(line["purge"] for line in lines if isinstance(line.get("purge"), dict)),
        tuple((Path(line["copy"]), datetime.fromisoformat(line["made_at"])) for line in copies),
    )


def note_purge(content: str, signature: str, public_key: str) -> None:
    """Append a signed record, through to the disk. Raises OSError."""
    _append({"purge": {"content": content, "signature": signature, "public_key": public_key}})


def note_copy(file: Path, now: datetime) -> None:
    """Append where an operator put a backup, through to the disk. Raises OSError."""
    _append({"copy": str(file), "made_at": now.isoformat()})


def _lines() -> Iterator[dict[str, Any]]:
    file = settings.load().keeping_journal
    text = file.read_text(encoding="utf-8", errors="replace") if file.exists() else ""
    for line in text.splitlines():
        try:
            content = json.loads(line)
        except ValueError:
            continue
        if isinstance(content, dict):
            yield content


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
