"""The files of the releases as they are handed out: from the release's folder, or made again.

A release is frozen and its files depend on nothing else. The folder is believed when its manifest
bears the portal's own signature, and a file when its SHA-256 is the manifest's; whatever is missing
or damaged is made again in memory from the frozen table, the same to the byte.
"""

import hashlib
import json
import threading
from collections import OrderedDict
from typing import Any

from dp_ruptures import release_files, settings
from dp_ruptures.publication import signature
from dp_ruptures.publication.signature import MANIFEST, PUBLIC_KEY, SIGNATURE
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store

# The files of one national week weigh about a megabyte.
_WEEKS_KEPT = 4
_kept: OrderedDict[tuple[str, int], dict[str, bytes]] = OrderedDict()
# A manifest, its signature and the key weigh two kilobytes: a list of every release makes each once.
_ENVELOPES_KEPT = 500
_envelopes: OrderedDict[tuple[str, int], dict[str, bytes]] = OrderedDict()
_lock = threading.Lock()


def listed(store: Store) -> list[dict[str, Any]]:
    """One dict per released week, the latest first: week, revision, published_at, files (name → SHA-256)."""
    weeks = [(Week(row["week"]), row) for row in store.query("release_weeks")]
    return [{**row, "week": week, "files": _digests(_envelope(store, week))} for week, row in weeks]


def read(store: Store, week: Week, name: str) -> tuple[bytes, str] | None:
    """A file's bytes and SHA-256; None when the week is not released or has no such file."""
    if not store.query("release_by_week", week=week.monday):
        return None
    envelope = _envelope(store, week)
    # Only a name of the manifest reaches the disk.
    expected = _digests(envelope).get(name)
    if expected is None:
        return None
    content = envelope.get(name) or _on_disk(week, name)
    if content is None or _sha256(content) != expected:
        content = _remade(store, week).get(name)
    return (content, expected) if content is not None and _sha256(content) == expected else None


def _envelope(store: Store, week: Week) -> dict[str, bytes]:
    """The manifest, its signature and the public key: as on the disk when it is ours, else made again."""
    manifest = _on_disk(week, MANIFEST)
    if manifest is not None and _is_current(store, manifest, week):
        signed = signature.sign(manifest, signature.signing_key(settings.load().signing_key))
        if all(_on_disk(week, name) == content for name, content in signed.items()):
            return {MANIFEST: manifest, **signed}
    mark = _mark(store, week)
    if mark not in _envelopes:
        _remade(store, week)
    return _envelopes[mark]


def _digests(envelope: dict[str, bytes]) -> dict[str, str]:
    told: dict[str, str] = json.loads(envelope[MANIFEST])["files"]
    return {**told, **{name: _sha256(content) for name, content in envelope.items()}}


def _is_current(store: Store, manifest: bytes, week: Week) -> bool:
    """Whether a manifest is that of the week's last revision, and not of one that an erratum replaced."""
    header = store.query("release_by_week", week=week.monday)[0]
    try:
        told = json.loads(manifest)
        return bool(told["week"] == week.iso and told["revision"] == header["revision"])
    except (ValueError, KeyError, TypeError):
        return False


def _on_disk(week: Week, name: str) -> bytes | None:
    try:
        return (settings.load().releases / week.iso / name).read_bytes()
    except OSError:
        return None


def _remade(store: Store, week: Week) -> dict[str, bytes]:
    """Every file of the week, from the frozen table; kept, because whoever reads one reads several."""
    mark = _mark(store, week)
    with _lock:
        if mark not in _kept:
            made = _kept[mark] = release_files.contents(store, week)
            _envelopes[mark] = {name: made[name] for name in (MANIFEST, SIGNATURE, PUBLIC_KEY)}
            _drop_oldest(_kept, _WEEKS_KEPT)
            _drop_oldest(_envelopes, _ENVELOPES_KEPT)
        return _kept[mark]


def _drop_oldest(kept: OrderedDict[tuple[str, int], dict[str, bytes]], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)


def _mark(store: Store, week: Week) -> tuple[str, int]:
    """What tells one release from all others: weeks where nothing moved show one state, its hash salted."""
    header = store.query("release_by_week", week=week.monday)[0]
    return f"{week.iso} {header['state_sha256']}", header["revision"]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
