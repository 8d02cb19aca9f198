"""The weekly act, as a command and as a page perform it: look at it, then publish it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from dp_ruptures import release_folder, settings
from dp_ruptures.campaign import Campaign
from dp_ruptures.errors import Refused
from dp_ruptures.release.check import check_erratum, check_reason, check_week
from dp_ruptures.release.draft import Draft, draw
from dp_ruptures.release.excess import is_clearly_more
from dp_ruptures.release.freeze import forget, freeze, salt_of, state_hash
from dp_ruptures.release.suppress import EMPTY, PUBLISHED, WITHHELD
from dp_ruptures.release.turn import alone
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Store, Transaction, in_transaction

# The search for the least to withhold stops there; the pattern in hand is safe, its gap is said. On a machine
# with nothing else to do it takes a few seconds; these are for one that has, where it must not be cut short.
SECONDS = 180.0
FIRST, ERRATUM = 1, 2


@dataclass(frozen=True)
class Terms:
    """How a week is released.

    `reason` opens the gate, or says why there is an `erratum`. `previewed`: who looked before, and the
    `state_sha256` they saw; `withheld_seen`: how many cells were withheld then. `seconds` limits the search
    for the least to withhold, `patience` the wait while another release is computed.
    """

    reason: str | None = None
    erratum: bool = False
    previewed: tuple[str, str] | None = None
    seconds: float | None = SECONDS
    withheld_seen: int | None = None
    patience: float = 0.0


USUAL = Terms()


@dataclass(frozen=True)
class Preview:
    """What publishing the week now would do.

    `counts`: cells by status. `hidden_share`: what withholding costs, as a share of all cells' sum.
    `reasons`: what the gate says against it, in French; publishing then demands a reason. `state_sha256`
    names the state seen: give it to `publish` so that it is this one, and no other, that is published.
    """

    week: Week
    revision: int
    draft: Draft
    counts: dict[str, int]
    hidden_share: float
    gap: float
    leaves_held: int
    regions_only: bool
    reasons: tuple[str, ...]
    audit: dict[str, Any]
    state_sha256: str


class _TakenBack(Exception):
    """Carries a preview out of the transaction, whose writes are not wanted."""

    def __init__(self, seen: Preview) -> None:
        super().__init__()
        self.seen = seen


def preview(store: Store, week: Week, *, now: datetime, terms: Terms = USUAL) -> Preview:
    """Compute and audit the release of `week`, and leave no trace of it. Raises Refused."""
    # Before the transaction that is taken back: the state seen must have the same name when published.
    salt_of(store)

    def work(transaction: Transaction) -> NoReturn:
        campaign, revision = _check(transaction, week, now, terms)
        draft = draw(transaction, week, revision, campaign, seconds=terms.seconds)
        raise _TakenBack(_preview(draft, state_hash(transaction, draft)))

    with alone(terms.patience):
        return _taken_back(store, work)


def publish(
    store: Store, week: Week, *, now: datetime, actor: str, out: Path | None = None, terms: Terms = USUAL
) -> Preview:
    """Publish a closed week once: freeze it, then write its files to `out`.

    Raises Refused on an open, future, already released or unsurveyed week, a failed audit, a gate without
    a reason, a state that is not the one previewed, a mask much wider than its, or a computation under way.
    """
    folder = out or settings.load().releases / week.iso

    def work(transaction: Transaction) -> tuple[Preview, Path]:
        campaign, revision = _check(transaction, week, now, terms)
        draft = draw(transaction, week, revision, campaign, seconds=terms.seconds)
        seen = _preview(draft, state_hash(transaction, draft))
        _check_seen(seen, terms)
        previewer = terms.previewed[0] if terms.previewed else None
        freeze(transaction, draft, now=now, actor=actor, previewed_by=previewer, reason=terms.reason)
        forget(transaction, draft)
        detail = f"{revision} · {terms.reason}" if terms.reason else str(revision)
        transaction.execute(
            "audit_insert", now=now, actor=actor, action="release.publish", subject=week.iso, detail=detail
        )
        return seen, release_folder.draft(transaction, week, folder)

    with alone(terms.patience):
        mend(store, week, settings.load().releases / week.iso)
        release_folder.sweep(folder)
        try:
            seen, place = in_transaction(store, work)
        except BaseException:
            release_folder.discard(release_folder.draft_of(folder))
            raise
        release_folder.settle(place, folder)
    return seen


def mend(store: Store, week: Week, folder: Path) -> None:
    """After a kill between the commit and the files: write these again, from the frozen table."""
    if not store.query("release_by_week", week=week.monday) or release_folder.are_whole(store, week, folder):
        return
    release_folder.settle(release_folder.draft(store, week, folder), folder)


def _check(transaction: Transaction, week: Week, now: datetime, terms: Terms) -> tuple[Campaign, int]:
    check_reason(terms.reason)
    if terms.erratum:
        return check_erratum(transaction, week, now, terms.reason), ERRATUM
    return check_week(transaction, week, now), FIRST


def _check_seen(seen: Preview, terms: Terms) -> None:
    if terms.previewed and terms.previewed[1] != seen.state_sha256:
        raise Refused(
            f"Les déclarations de la semaine {seen.week.label} ont changé depuis l'aperçu : "
            "regardez-le de nouveau."
        )
    if terms.withheld_seen is not None and is_clearly_more(seen.counts[WITHHELD], terms.withheld_seen):
        raise Refused(
            f"La semaine {seen.week.label} n'est pas publiée : {seen.counts[WITHHELD]} cellules seraient "
            f"sous secret, contre {terms.withheld_seen} dans l'aperçu. Le serveur est trop chargé : "
            "réessayez plus tard."
        )
    if seen.reasons and not terms.reason:
        raise Refused(
            f"La semaine {seen.week.label} n'est pas publiée. {' '.join(seen.reasons)} "
            "Si c'est exact, publiez-la en donnant le motif (--reason)."
        )


def _preview(draft: Draft, state_sha256: str) -> Preview:
    return Preview(
        draft.week,
        draft.revision,
        draft,
        {status: draft.count(status) for status in (PUBLISHED, WITHHELD, EMPTY)},
        draft.hidden_share,
        draft.suppression.pattern.gap,
        draft.leaves_held,
        draft.regions_only,
        draft.reasons,
        draft.suppression.audit.as_json(),
        state_sha256,
    )


def _taken_back(store: Store, work: Callable[[Transaction], NoReturn]) -> Preview:
    try:
        in_transaction(store, work)
    except _TakenBack as taken:
        return taken.seen
    raise AssertionError("unreachable: the work always takes back")
