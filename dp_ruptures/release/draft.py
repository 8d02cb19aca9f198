"""A release computed and audited, not yet published."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dp_ruptures import release_audit
from dp_ruptures.campaign import Campaign
from dp_ruptures.release import check, excess, gate
from dp_ruptures.release.drawing import Drawing
from dp_ruptures.release.former import Memory, remember, states_of
from dp_ruptures.release.policy import HOUSE_POLICY, Policy, policy_of
from dp_ruptures.release.states import Panel, load
from dp_ruptures.release.suppress import PUBLISHED, Suppression
from dp_ruptures.release.survey import survey_of
from dp_ruptures.release.table import Figure, Table, leaf_keys
from dp_ruptures.rules.hold import CARRIED_WEEKS
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction


@dataclass(frozen=True)
class Draft:
    """Everything that publishing writes. `reasons`: what the gate says against it, in French."""

    week: Week
    revision: int
    table: Table
    suppression: Suppression
    report: Mapping[str, Any]
    turnout: gate.Turnout
    regions_only: bool
    reasons: tuple[str, ...]
    policy: Policy = HOUSE_POLICY

    def count(self, status: str) -> int:
        """How many cells have that state."""
        return sum(found == status for found in self.suppression.status.values())

    def is_published(self, figure: Figure) -> bool:
        """Whether this figure is shown."""
        return self.suppression.status[figure.key] == PUBLISHED

    @property
    def leaves_held(self) -> int:
        """Leaves shown with figures that are not of this week."""
        figures = (self.table.figures[key] for key in leaf_keys(self.table.survey))
        return sum(self.is_published(f) and f.data_of != self.week.monday for f in figures)

    @property
    def hidden_share(self) -> float:
        """What the withheld cells hold, as a share of the sum of all cells, margins included."""
        total = sum(figure.units for figure in self.table.figures.values())
        return sum(secret.units for secret in self.suppression.secrets.values()) / total if total else 0.0


def draw(
    transaction: Transaction, week: Week, revision: int, campaign: Campaign, *, seconds: float | None
) -> Draft:
    """Compute the release of `week` in a transaction that will be kept or taken back.

    `seconds` limits the search for the least to withhold: the pattern is safe and audited at any limit.
    Raises Refused when the audit fails.
    """
    key = (week.monday, revision)
    transaction.execute("release_insert_members", week=week.monday, revision=revision, sunday=week.sunday,
                        oldest=week.shift(-CARRIED_WEEKS).monday)  # fmt: skip
    transaction.execute("release_insert_excluded", week=week.monday, revision=revision)
    memory = remember(transaction, week)
    survey = survey_of(transaction, week, campaign)
    states = states_of(memory, key)
    panel = load(transaction, states, [p.code for p in survey.departments], [i.code for i in survey.products])
    now = gate.turnout(transaction, week, int(panel.holdings[states.index(key)].units.sum()))
    policy = policy_of(transaction, campaign)
    last = _last_shown(transaction, memory, week)
    known = last.figures if last else {}
    drawing = Drawing(transaction, key, week, memory, survey, panel, known, seconds,
                      policy.rules)  # fmt: skip
    thin = now.percent < policy.thresholds.regions_only_percent
    table, suppression, retreat = drawing.settle("region" if thin else "departement")
    report = {
        **release_audit.audit(
            transaction, table, suppression.status, policy.rules, week=week, revision=revision
        ),
        "disclosure": suppression.audit.as_json(),
        "gap": suppression.pattern.gap,
    }
    reasons = [
        *gate.reasons(now, _last_turnout(transaction, panel, memory, week), policy.thresholds),
        *excess.reasons(table, suppression, last, regions_only=retreat.regions_only),
        *([retreat.reason] if retreat.reason else []),
        *check.reasons(transaction, week),
    ]
    return Draft(week, revision, table, suppression, report, now, retreat.regions_only, tuple(reasons),
                 policy)  # fmt: skip


def _last_shown(transaction: Transaction, memory: Memory, week: Week) -> excess.Shown | None:
    """What the last release published, as every reader remembers it."""
    last = memory.last_of(week)
    if last is None:
        return None
    return excess.shown(transaction.query("release_cells", week=last.key[0], revision=last.key[1]))


def _last_turnout(transaction: Transaction, panel: Panel, memory: Memory, week: Week) -> gate.Turnout | None:
    earlier = [former.key for former in memory.releases if former.key[0] < week.monday]
    if not earlier or earlier[-1] not in panel.states:
        return None
    holding = panel.holdings[panel.states.index(earlier[-1])]
    return gate.turnout(transaction, Week(earlier[-1][0]), int(holding.units.sum()))
