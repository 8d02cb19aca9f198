"""The unsafe cells that the library `acro` finds in a CSV of declarations; run by an interpreter that has it.

`python bench/disclosure_acro.py ROWS.csv` prints a JSON list of "place|product" cells. The rows are summed by
owner first: acro itself counts records.
"""

import contextlib
import io
import json
import logging
import sys

import acro
import pandas as pd

# The session's parameters for the rules of dp_ruptures: fewer than 3, (1, 85), p = 10.
PARAMETERS = {"safe_threshold": 3, "safe_nk_n": 1, "safe_nk_k": 0.85, "safe_pratio_p": 0.10}


def unsafe(rows: pd.DataFrame, place: str, product: str) -> list[str]:
    """The cells of one of the nine tables (three levels of place by three of product)."""
    summed = rows.groupby([place, product, "owner"], as_index=False)["value"].sum()
    session = acro.ACRO(suppress=False)
    session.config.update(PARAMETERS)
    session.crosstab(summed[place], summed[product], values=summed["value"], aggfunc="sum")
    outcome = next(iter(session.results.results.values())).outcome
    return [f"{i}|{j}" for i in outcome.index for j in outcome.columns if flagged(str(outcome.loc[i, j]))]


def flagged(outcome: str) -> bool:
    """True when acro names a check that the cell fails."""
    return any(check in outcome for check in ("MinimumThresholdCheck", "NKCheck", "PPercentCheck"))


def main(path: str) -> None:
    """Every table of the file, quietly."""
    logging.disable(logging.CRITICAL)
    rows = pd.read_csv(path, dtype=str).astype({"value": int})
    with contextlib.redirect_stdout(io.StringIO()):
        found = [c for p in ("dep", "reg", "fr") for g in ("prod", "fam", "all") for c in unsafe(rows, p, g)]
    print(json.dumps(sorted(found)))


if __name__ == "__main__":
    main(sys.argv[1])
