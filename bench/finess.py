"""How long the whole FINESS register takes: 95,000 lines, of which 21,000 pharmacies; budget 5 s."""

import tempfile
from datetime import date
from pathlib import Path
from time import perf_counter

from dp_ruptures.imports.finess import import_finess
from dp_ruptures.rules.finess import with_key
from dp_ruptures.store import open_store

LINES = 95_000
PHARMACY_EVERY = 4.5
BUDGET_SECONDS = 5.0
TODAY = date(2026, 11, 23)


def measure() -> dict[str, float]:
    """Seconds to import a synthetic register into a new file, and to import it again unchanged."""
    seconds: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "register.csv"
        file.write_text(synthetic_register(), encoding="latin-1")
        store = open_store(f"duckdb:///{folder}/bench.duckdb")
        store.migrate()
        for moment in ("first import", "same file again"):
            started = perf_counter()
            import_finess(store, file, today=TODAY)
            seconds[moment] = perf_counter() - started
        store.close()
    return seconds


def synthetic_register() -> str:
    """A register of `LINES` lines with quotes, other categories and every department of the mainland."""
    lines = [_line(number) for number in range(LINES)]
    return "\n".join(["finess;etalab;111;2026-11-10", *lines, ""])


def _line(number: int) -> str:
    department = f"{number % 19 + 1:02d}"
    finess = with_key(f"{department}{number:06d}")
    owner = with_key(f"{department}{number + 500_000:06d}")
    pharmacy = int(number / PHARMACY_EVERY) != int((number + 1) / PHARMACY_EVERY)
    category = "620;Pharmacie d'Officine" if pharmacy else "355;Centre Hospitalier (C.H.)"
    name = f'"SELARL ""PHARMACIE {number}"""' if number % 50 == 0 else f"PHARMACIE {number}"
    return (
        f"structureet;{finess};{owner};{name};;;;{number % 99};R;DE LA GARE;;;001;{department};DEPARTEMENT;"
        f"{department}000 VILLE;;;{category};3201;Commerce de Biens à Usage Médicaux;;;01;"
        "Etablissement Tarif Libre;;;2013-10-01;2013-10-01;2020-11-13;"
    )


if __name__ == "__main__":
    for moment, seconds in measure().items():
        print(f"{LINES} FINESS lines, {moment}: {seconds:.2f} s (budget {BUDGET_SECONDS} s)")
