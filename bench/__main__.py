"""Every measure of the house, one after the other: `make bench`."""

import runpy
from pathlib import Path

for _file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
    print(f"\n## {_file.stem}")
    runpy.run_module(f"bench.{_file.stem}", run_name="__main__")
