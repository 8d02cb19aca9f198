"""A release computed and audited, not yet published."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from dp_ruptures import release_audit
from dp_ruptures.campaign import Campaign
from dp_ruptures.release import gate
from dp_ruptures.release.former import CellKey, Former, Memory, numbered, remember, states_of
from dp_ruptures.release.hold import NONE, Comparison
from dp_ruptures.release.states import Panel, StateKey, load
from dp_ruptures.release.suppress import POLICY, PUBLISHED, Suppression, suppress
from dp_ruptures.release.survey import Survey, survey_of
from dp_ruptures.release.table import Figure, Leaves, Table, build, leaf_keys, spoken_leaves
from dp_ruptures.rules.hold import CARRIED_WEEKS
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Transaction


@dataclass(frozen=True)
class Draft:
    """Everything that publishing writes. `reasons`: what the gate says against it."""

    week: Week
    revision: int
    table: Table
    suppression: Suppression
    report: Mapping[str, Any]
    turnout: gate.Turnout
    reasons: tuple[str, ...]

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
    memory = remember(transaction, week)
    survey = survey_of(transaction, week, campaign)
    states = states_of(memory, key)
    panel = load(transaction, states, [p.code for p in survey.departments], [i.code for i in survey.products])
    leaves = _leaves(panel, states.index(key), memory, survey, week)
    _hold(transaction, key, leaves, survey)
    counted = transaction.query("release_declarants", week=week.monday, revision=revision)
    table = build(panel, survey, leaves, counted, week.monday)
    now = gate.turnout(transaction, week, int(panel.holdings[states.index(key)].units.sum()))
    suppression = suppress(table, memory, panel, _last_figures(transaction, memory, week),
                           regions_only=now.is_thin, seconds=seconds)  # fmt: skip
    report = {
        **release_audit.audit(transaction, table, suppression.status, POLICY, week=week, revision=revision),
        "disclosure": suppression.audit.as_json(),
        "gap": suppression.pattern.gap,
    }
    reasons = gate.reasons(now, _last_turnout(transaction, panel, memory, week))
    return Draft(week, revision, table, suppression, report, now, tuple(reasons))


def _leaves(panel: Panel, now: int, memory: Memory, survey: Survey, week: Week) -> Leaves:
    last = memory.last_of(week)
    blank = np.full((len(panel.departments), len(panel.products)), NONE)
    compared = Comparison(
        panel,
        now,
        [numbered(release, survey, panel.states) for release in memory.releases],
        numbered(last, survey, panel.states) if last else blank,
        survey.region_numbers,
        survey.family_numbers,
        POLICY,
    )
    chosen = compared.choose()
    current = compared.are_current(chosen)
    keys = leaf_keys(survey)
    return Leaves(
        chosen,
        {key: panel.states[number] if number >= 0 else None
         for key, number in zip(keys, chosen.ravel().tolist(), strict=True)},
        {key: week.monday if here else _date(last, key)
         for key, here in zip(keys, current.ravel().tolist(), strict=True)},
        spoken_leaves(panel, now, survey),
    )  # fmt: skip


def _date(last: Former | None, key: CellKey) -> date | None:
    return last.data_of.get((key[1], key[3])) if last else None


def _hold(transaction: Transaction, key: StateKey, leaves: Leaves, survey: Survey) -> None:
    keys = leaf_keys(survey)
    states = [leaves.states[leaf] for leaf in keys]
    transaction.execute(
        "release_insert_held",
        week=key[0],
        revision=key[1],
        departments=[leaf[1] for leaf in keys],
        products=[leaf[3] for leaf in keys],
        state_weeks=[state[0] if state else None for state in states],
        state_revisions=[state[1] if state else None for state in states],
        data_of=[leaves.data_of[leaf] for leaf in keys],
    )


def _last_figures(transaction: Transaction, memory: Memory, week: Week) -> dict[CellKey, int]:
    """What the last release published, as every reader remembers it."""
    last = memory.last_of(week)
    if last is None:
        return {}
    rows = transaction.query("release_cells", week=last.key[0], revision=last.key[1])
    return {
        (row["area_level"], row["area_code"], row["item_level"], row["item"]): row["units"]
        for row in rows
        if row["status"] == PUBLISHED
    }


def _last_turnout(transaction: Transaction, panel: Panel, memory: Memory, week: Week) -> gate.Turnout | None:
    earlier = [former.key for former in memory.releases if former.key[0] < week.monday]
    if not earlier or earlier[-1] not in panel.states:
        return None
    holding = panel.holdings[panel.states.index(earlier[-1])]
    return gate.turnout(transaction, Week(earlier[-1][0]), int(holding.units.sum()))
