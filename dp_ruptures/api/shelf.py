"""The files of the releases as they are handed out: from the release's folder, or made again.

A release is frozen and its files depend on nothing else: those that are missing or damaged on the
disk are written again in memory from the frozen table, the same to the byte.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from typing import Any

from dp_ruptures import release_files, settings
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store

MANIFEST = "manifest.json"
# The files of one national week weigh about a megabyte.
_WEEKS_KEPT = 4
_kept: OrderedDict[str, dict[str, bytes]] = OrderedDict()
_lock = threading.Lock()


def listed(store: Store) -> list[dict[str, Any]]:
    """One dict per released week, the latest first: week, revision, published_at, files (name → SHA-256)."""
    return [
        {
            "week": Week(row["week"]),
            "revision": row["revision"],
            "published_at": row["published_at"],
            "files": files(store, Week(row["week"]), row["revision"]),
        }
        for row in store.query("release_weeks")
    ]


def files(store: Store, week: Week, revision: int) -> dict[str, str]:
    """name → SHA-256 of each file of a released week, the manifest last."""
    manifest = _on_disk(week, MANIFEST)
    if manifest is None or not _is_of(manifest, week, revision):
        manifest = _remade(store, week)[MANIFEST]
    told: dict[str, str] = json.loads(manifest)["files"]
    return {**told, MANIFEST: _sha256(manifest)}


def read(store: Store, week: Week, name: str) -> tuple[bytes, str] | None:
    """A file's bytes and SHA-256; None when the week is not released or has no such file."""
    headers = store.query("release_by_week", week=week.monday)
    if not headers:
        return None
    revision = headers[0]["revision"]
    # Only a name of the manifest reaches the disk.
    expected = files(store, week, revision).get(name)
    if expected is None:
        return None
    content = _on_disk(week, name)
    if content is None or _sha256(content) != expected:
        content = _remade(store, week).get(name)
    return (content, _sha256(content)) if content is not None else None


def _on_disk(week: Week, name: str) -> bytes | None:
    try:
        return (settings.load().releases / week.iso / name).read_bytes()
    except OSError:
        return None


def _is_of(manifest: bytes, week: Week, revision: int) -> bool:
    try:
        told = json.loads(manifest)
        return bool(told["week"] == week.iso and told["revision"] == revision and told["files"])
    except (ValueError, KeyError, TypeError):
        return False


def _remade(store: Store, week: Week) -> dict[str, bytes]:
    """Every file of the week, from the frozen table; kept, because a list of weeks asks for several."""
    # Salted, hence one release's only (dp_ruptures.release).
    mark = store.query("release_by_week", week=week.monday)[0]["state_sha256"]
    with _lock:
        if mark not in _kept:
            _kept[mark] = release_files.contents(store, week)
            while len(_kept) > _WEEKS_KEPT:
                _kept.popitem(last=False)
        return _kept[mark]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
