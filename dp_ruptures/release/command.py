"""The command `release W`, and what it answers."""

from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import settings
from dp_ruptures.publication import signature
from dp_ruptures.release.act import USUAL, Preview, Terms, preview, publish
from dp_ruptures.release.suppress import EMPTY, PUBLISHED, WITHHELD
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store


def release(
    store: Store,
    week: Week,
    *,
    now: datetime,
    actor: str,
    out: Path | None = None,
    dry_run: bool = False,
    terms: Terms = USUAL,
) -> dict[str, Any]:
    """Publish a closed week, or with `dry_run` say what would be published. Raises Refused.

    Returns a JSON-able summary: week, revision, counts, gap, held leaves, gate reasons, files and `message`.
    """
    if dry_run:
        seen = preview(store, week, now=now, terms=terms)
        return _summary(seen, {}, dry_run=True)
    seen = publish(store, week, now=now, actor=actor, out=out, terms=terms)
    folder = out or settings.load().releases / week.iso
    signed = [*signature.verify(folder), signature.MANIFEST, signature.SIGNATURE, signature.PUBLIC_KEY]
    files = {name: str(folder / name) for name in sorted(signed)}
    return _summary(seen, files, dry_run=False)


def _summary(seen: Preview, files: dict[str, str], *, dry_run: bool) -> dict[str, Any]:
    return {
        "week": seen.week.iso,
        "revision": seen.revision,
        "counts": seen.counts,
        "gap": seen.gap,
        "leaves_held": seen.leaves_held,
        "regions_only": seen.regions_only,
        "reasons": list(seen.reasons),
        "dry_run": dry_run,
        "files": files,
        "message": _sentence(seen, dry_run=dry_run),
    }


def _published(seen: Preview, *, dry_run: bool) -> str:
    if seen.revision == 1:
        return f"La semaine {seen.week.label} {'serait publiée' if dry_run else 'est publiée'}"
    verb = "serait publié" if dry_run else "est publié, avec son motif"
    return f"L'erratum de la semaine {seen.week.label} (publication n° {seen.revision}) {verb}"


def _sentence(seen: Preview, *, dry_run: bool) -> str:
    told = (
        f"{_published(seen, dry_run=dry_run)} : {seen.counts[PUBLISHED]} cellules publiées, "
        f"{seen.counts[WITHHELD]} sous secret, {seen.counts[EMPTY]} sans donnée."
    )
    if seen.regions_only:
        told += " Aucun chiffre de département : régions ou France seulement."
    if dry_run and seen.reasons:
        told += " À justifier : " + " ".join(seen.reasons)
    return told
