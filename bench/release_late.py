"""What reaches a week after its release: answers that came late, and corrections."""

from datetime import datetime

import numpy as np

from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store


def late_answers(store: Store, week: Week, share: float, *, now: datetime, seed: int = 1) -> int:
    """A `share` of the week's declarants correct their figures, as many again answer late; how many in all.

    Who was silent answers with figures near those of the week before.
    """
    draw = np.random.default_rng(seed)
    said, before = _declared(store, week), _declared(store, week.shift(-1))
    silent = [finess for finess in before if finess not in said]
    count = round(share * len(said))
    chosen = {finess: said[finess] for finess in _some(draw, list(said), count)}
    chosen |= {finess: before[finess] for finess in _some(draw, silent, count)}
    _write(store, week, chosen, draw, now)
    return len(chosen)


def _some(draw: np.random.Generator, finesses: list[str], count: int) -> list[str]:
    return [finesses[i] for i in draw.permutation(len(finesses))[:count]]


def _declared(store: Store, week: Week) -> dict[str, list[Row]]:
    everybody = [row["finess"] for row in store.query("finess_pharmacies")]
    current = {row["declaration_id"]: row["finess"]
               for row in store.query("bulk_current", week=week.monday, finesses=everybody)}  # fmt: skip
    found: dict[str, list[Row]] = {finess: [] for finess in current.values()}
    for line in store.query("bulk_lines", declaration_ids=list(current)):
        found[current[line["declaration_id"]]].append(line)
    return found


def _write(
    store: Store, week: Week, chosen: dict[str, list[Row]], draw: np.random.Generator, now: datetime
) -> None:
    size = len(chosen)
    receipts = {finess: f"late-{week.iso}-{finess}" for finess in chosen}
    store.execute(
        "declaration_insert_headers", receipt_ids=list(receipts.values()), finesses=list(chosen),
        weeks=[week.monday] * size, instants=[now] * size, channels=["bench"] * size,
        authors=["bench"] * size,
        line_counts=[len(lines) for lines in chosen.values()],
    )  # fmt: skip
    rows = [(receipts[finess], line) for finess, lines in chosen.items() for line in lines]
    moved = draw.lognormal(0, 0.4, len(rows))
    store.execute(
        "declaration_insert_lines",
        receipt_ids=[receipt for receipt, _ in rows],
        cip13s=[line["cip13"] for _, line in rows],
        states=[line["state"] for _, line in rows],
        units=[None if line["units"] is None else round(line["units"] * times)
               for (_, line), times in zip(rows, moved.tolist(), strict=True)],
        boxes=[None] * len(rows),
        unchanged=[False] * len(rows),
    )  # fmt: skip
