"""The queue of figures that surprise, and what the Ordre decides about each (docs/adr/0014).

A decision is about one line of one declaration. An excluded line is « not declared » in everything that is
added up from then on: the weekly aggregate, the map, the estimates, the releases still to come. What is
published stays. A correction by the pharmacy is another declaration, which no decision touches yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dp_ruptures import peers
from dp_ruptures.accounts.account import trace
from dp_ruptures.campaign import campaign_of
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.outlier import REPEATED, TEN, Finding, Past, finding
from dp_ruptures.rules.quantity import UNUSUAL
from dp_ruptures.rules.warning import FLAT, FLOOR, LARGE, MOVE, PACK, SMALL, Move
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store, Transaction, in_transaction

KEPT, EXCLUDED, REOPENED = "kept", "excluded", "reopened"
CAUSES = {
    TEN: "dix fois plus ou moins",
    PACK: "facteur de boîte",
    MOVE: "saut inhabituel",
    LARGE: "très grande quantité",
    FLAT: "chiffre figé",
    REPEATED: "chiffre écarté repris",
}
_ACTS = {KEPT: "figure.keep", EXCLUDED: "figure.exclude", REOPENED: "figure.reopen"}
# As long as a person types it in one breath; the register shows it whole.
LONGEST_WORDS = 200


@dataclass(frozen=True)
class Figure:
    """One line of one declaration: what a decision or a letter is about."""

    declaration_id: int
    cip13: str


@dataclass(frozen=True)
class Case:
    """A figure to look at. Individual data.

    `confirmed`: None, the pharmacy was asked nothing; else whether it said « c'est exact ». `peers`: None
    where too few others counted the product twice. `written_at`: when the pharmacy was written to about it.
    """

    figure: Figure
    finess: str
    pharmacy: str
    city: str
    department_code: str
    product: Product
    units: int
    finding: Finding
    peers: Move | None
    confirmed: bool | None
    written_at: datetime | None
    has_email: bool
    telephone: str | None

    @property
    def rank(self) -> tuple[bool, bool, int, int, str]:
        """The queue's order: what nobody explained yet, then what would change a total most."""
        return (
            bool(self.confirmed),
            self.written_at is not None,
            -self.finding.gap,
            self.figure.declaration_id,
            self.figure.cip13,
        )


@dataclass(frozen=True)
class Judgement:
    """A decision: its verdict, why the figure was queued, and what the analyst adds in words."""

    verdict: str
    cause: str
    words: str = ""


def queue(store: Store, week: Week, now: datetime) -> list[Case]:
    """The figures of `week` that nobody decided about yet, in the order to look at them. Individual data."""
    campaign = campaign_of(store, week.sunday)
    products = {product.cip13: product for product in campaign.products} if campaign else {}
    moved = peers.moves(store, week, now)
    rows = (row for row in _candidates(store, week, moved) if row["cip13"] in products)
    cases = (_case(row, products[row["cip13"]], moved.get(row["cip13"])) for row in rows)
    return sorted((case for case in cases if case), key=lambda case: case.rank)


def decided(store: Store, week: Week) -> list[Row]:
    """The decisions that count about the figures of `week`, the latest first. Individual data.

    Rows: finess, name, city, department_code, declaration_id, cip13, product_name, units, verdict, cause,
    words, decided_at, decided_by, is_current (False once the pharmacy sent another declaration).
    """
    return store.query("quality_decided", week=week.monday)


def decide(store: Store, figure: Figure, judgement: Judgement, *, now: datetime, actor: str) -> None:
    """Write a decision; the same twice is one. The audit register tells it without the figure.

    Raises Refused when the pharmacy has corrected its declaration meanwhile, or when it is erased.
    """
    in_transaction(
        store,
        lambda transaction: decide_within(transaction, figure, judgement, now=now, actor=actor),
    )


def decide_within(
    transaction: Transaction, figure: Figure, judgement: Judgement, *, now: datetime, actor: str
) -> None:
    """`decide`, as a part of a transaction; nothing is written before it raises Refused."""
    words = judgement.words.replace("\0", "").strip()[:LONGEST_WORDS]
    line = line_of(transaction, figure)
    if line["verdict"] == judgement.verdict or (not line["step"] and judgement.verdict == REOPENED):
        return
    transaction.execute(
        "quality_decide", declaration_id=figure.declaration_id, cip13=figure.cip13,
        step=line["step"] + 1, week=line["week"], verdict=judgement.verdict, cause=judgement.cause,
        words=words, now=now, actor=actor,
    )  # fmt: skip
    detail = " · ".join(part for part in (CAUSES.get(judgement.cause, ""), words) if part)
    action = _ACTS[judgement.verdict]
    trace(transaction, action, subject_of(line, figure), now=now, actor=actor, detail=detail)


def line_of(transaction: Store | Transaction, figure: Figure) -> Row:
    """The line as it stands, its pharmacy and the decision that counts (quality_line.sql). Raises Refused."""
    rows = transaction.query("quality_line", declaration_id=figure.declaration_id, cip13=figure.cip13)
    if not rows:
        raise Refused("Cette déclaration n'est plus dans la base : rechargez la page.")
    if rows[0]["replaced"]:
        raise Refused("L'officine a envoyé une autre déclaration entre-temps : rechargez la page.")
    return rows[0]


def subject_of(line: Row, figure: Figure) -> str:
    """What a register says a decision is about: whose figure, never how much."""
    return f"officine {line['finess']}, {Week(line['week']).label}, {figure.cip13}"


def causes_of(cases: Sequence[Case]) -> dict[str, int]:
    """How many cases there are of each cause, in the order of CAUSES; none of those without any."""
    counted = {code: sum(case.finding.code == code for case in cases) for code in CAUSES}
    return {code: count for code, count in counted.items() if count}


def _candidates(store: Store, week: Week, moved: dict[str, Move]) -> list[Row]:
    rows = store.query(
        "quality_candidates",
        week=week.monday, before=week.shift(-1).monday, earlier=week.shift(-2).monday, sunday=week.sunday,
        small=SMALL, floor=FLOOR, unusual=UNUSUAL,
        cip13s=list(moved), medians=[move.median for move in moved.values()],
        generals=[move.is_general for move in moved.values()],
    )  # fmt: skip
    return [row for row in rows if row["verdict"] not in {KEPT, EXCLUDED}]


def _case(row: Row, product: Product, moved: Move | None) -> Case | None:
    past = Past(row["previous"], row["earlier"], row["left_out"], row["kept"])
    found = finding(row["units"], product, past, moved or Move())
    if found is None:
        return None
    return Case(
        Figure(row["declaration_id"], row["cip13"]),
        row["finess"],
        row["name"],
        row["city"] or "",
        row["department_code"],
        product,
        row["units"],
        found,
        moved,
        row["confirmed"],
        row["sent_at"],
        bool(row["email"]),
        row["telephone"],
    )
