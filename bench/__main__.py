"""Every measure of the house, one after the other: `make bench`."""

import runpy
from pathlib import Path

# `disclosure_week.py` and the like are parts of a measure, not measures.
_MEASURES = [file.stem for file in sorted(Path(__file__).parent.glob("[a-z]*.py")) if "_" not in file.stem]

for _name in _MEASURES:
    print(f"\n## {_name}")
    runpy.run_module(f"bench.{_name}", run_name="__main__")
