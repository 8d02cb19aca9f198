"""What a thin season's releases say and cost: `python -m bench.release [--pharmacies N] [--response R] …`.

Invents a season in memory and releases its closed weeks one by one, as `demo` does but without the files.
One line per week: cells published, leaves shown held, cells hidden, whether a level or the whole week falls
silent, the gap, CPU seconds. With `--erratum SHARE`, that share of the last week's declarants then corrects
itself and as many answer late, and the erratum is previewed.
"""

import argparse
import time
from datetime import UTC, datetime

from bench.disclosure import yardstick
from bench.release_late import late_answers
from bench.release_table import write_table
from dp_ruptures.campaign import campaign_of
from dp_ruptures.demo import build_season
from dp_ruptures.errors import Refused
from dp_ruptures.release.draft import Draft, draw
from dp_ruptures.release.freeze import forget, freeze
from dp_ruptures.release.suppress import PUBLISHED, WITHHELD
from dp_ruptures.rules.week import Week, parse_week
from dp_ruptures.store import Store, Transaction, in_transaction, open_store

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
LEVELS = {"departement": "dép.", "region": "rég.", "france": "FR"}
HEAD = ["week", "answers", *LEVELS.values(), "held", "hidden", "gap", "CPU s", "said of it"]


def measure(store: Store, week: Week, seconds: float, revision: int = 1) -> list[str]:
    """One released week, as cells of a table; the release is kept for the weeks after it."""
    start = time.process_time()

    def work(transaction: Transaction) -> Draft:
        campaign = campaign_of(transaction, week.sunday)
        assert campaign is not None
        draft = draw(transaction, week, revision, campaign, seconds=seconds)
        freeze(transaction, draft, now=NOW, actor="bench", previewed_by=None, reason="bench")
        forget(transaction, draft)
        return draft

    try:
        draft = in_transaction(store, work)
    except Refused as refused:
        return [week.iso, *[""] * (len(HEAD) - 3), f"{time.process_time() - start:.1f}", str(refused)]
    return [week.iso, *_told(draft, time.process_time() - start)]


def _told(draft: Draft, seconds: float) -> list[str]:
    published = [key[0] for key, status in draft.suppression.status.items() if status == PUBLISHED]
    return [
        f"{draft.turnout.answered}",
        *(str(published.count(level)) for level in LEVELS),
        str(draft.leaves_held),
        str(draft.count(WITHHELD)),
        f"{draft.suppression.pattern.gap:.2f}",
        f"{seconds:.1f}",
        " ".join(draft.reasons) if published else "SILENT " + " ".join(draft.reasons),
    ]


def main() -> None:
    """The season asked for, week by week."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pharmacies", type=int, default=300)
    parser.add_argument("--weeks", type=int, default=12)
    parser.add_argument("--response", type=float, default=0.35)
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20.0, help="limit of each search for the optimum")
    parser.add_argument("--erratum", type=float, help="share of the last week's declarants who correct")
    parser.add_argument("--table", action="store_true", help="all the cases of docs/release-bench.md")
    asked = parser.parse_args()
    if asked.table:
        write_table()
        return
    store = open_store("duckdb:///:memory:")
    store.migrate()
    season = build_season(store, now=NOW, pharmacies=asked.pharmacies, weeks=asked.weeks,
                          response=asked.response, seed=asked.seed)  # fmt: skip
    print(" | ".join(HEAD))
    start = time.process_time()
    weeks = [parse_week(week) for week in season["closed_weeks"][:-1]]
    for week in weeks:
        print(" | ".join(measure(store, week, asked.seconds)), flush=True)
    if asked.erratum is not None:
        late_answers(store, weeks[-1], asked.erratum, now=NOW)
        print(" | ".join(measure(store, weeks[-1], asked.seconds, 2)), flush=True)
    print(f"{time.process_time() - start:.1f} s of CPU in all")
    print(f"{yardstick():.2f} s of CPU for a loop of ten million additions")


if __name__ == "__main__":
    main()
