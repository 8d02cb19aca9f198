"""Writes which départements touch and how far apart, from the drawing: `python -m tools.borders`.

Areas of the drawing share the very points of their common borders: two that share a segment are neighbours.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from dp_ruptures import borders, outline


def neighbours() -> list[tuple[str, str, int]]:
    """Every pair with a common border, in the order of the codes, and the whole kilometres between."""
    holders: dict[frozenset[outline.Point], set[str]] = defaultdict(set)
    for code, segment in _segments():
        holders[segment].add(code)
    pairs = sorted({(min(codes), max(codes)) for codes in holders.values() if len(codes) == 2})
    centres = borders.centres()
    return [(one, other, round(borders.distance(centres[one], centres[other]))) for one, other in pairs]


def _segments() -> Iterator[tuple[str, frozenset[outline.Point]]]:
    for code, rings in outline.rings().items():
        for ring in rings:
            yield from ((code, frozenset(ends)) for ends in pairwise(ring) if ends[0] != ends[1])


def main() -> None:
    """Write the file that `dp_ruptures.borders` reads."""
    with borders.FILE.open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text, delimiter=";", lineterminator="\n")
        writer.writerows([("code", "voisin", "km"), *neighbours()])


if __name__ == "__main__":
    main()
