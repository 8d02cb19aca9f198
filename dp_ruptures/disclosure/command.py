"""What the command line does: files in, files and a summary out."""

from pathlib import Path
from typing import Any

from dp_ruptures.disclosure.optimiser.protect import protect
from dp_ruptures.disclosure.pattern import pattern_from
from dp_ruptures.disclosure.reading import load, read_instance
from dp_ruptures.disclosure.referee.audit import audit
from dp_ruptures.disclosure.writing import write_json


def protect_file(
    instance: Path, *, out: Path | None = None, time_limit: float | None = None
) -> dict[str, Any]:
    """Protects the table of a file; returns the pattern as written to `out`, with `ok` and a French `text`.

    Raises `Invalid`, whose message is one French sentence, for a table that cannot be used or protected.
    """
    pattern = protect(read_instance(instance), time_limit=time_limit)
    written = pattern.as_json()
    if out is not None:
        write_json(out, written)
    text = (
        f"{len(pattern.primary)} cellules à protéger, {len(pattern.secondary)} masquées en plus ;"
        f" coût {pattern.cost:g}, écart à l’optimum {100 * pattern.gap:.2f} %, {pattern.seconds:.1f} s."
    )
    return {"ok": pattern.audit is not None and pattern.audit.ok, "text": text, **written}


def audit_files(instance: Path, pattern: Path) -> dict[str, Any]:
    """Audits the pattern of a file against its table; `ok` is the verdict, `text` the report to read."""
    table = read_instance(instance)
    report = audit(table, pattern_from(load(pattern), table))
    return {**report.as_json(), "text": report.text()}
