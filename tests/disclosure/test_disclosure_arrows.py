"""The disclosure library stands alone: it could be lifted out of the project as it is."""

import ast
import sys
from pathlib import Path

LIBRARY = Path(__file__).resolve().parents[2] / "dp_ruptures" / "disclosure"
ALLOWED = {"numpy", "scipy", "highspy"} | set(sys.stdlib_module_names)


def test_the_library_imports_only_itself_and_three_numerical_packages() -> None:
    for file in LIBRARY.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                assert name.startswith("dp_ruptures.disclosure") or name.split(".")[0] in ALLOWED, (
                    file,
                    name,
                )
