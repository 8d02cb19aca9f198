"""What a release of a campaign goes by: the house's policy, hardened where an administrator decided so."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from dp_ruptures import campaign_terms, disclosure
from dp_ruptures.campaign import Campaign
from dp_ruptures.release.suppress import POLICY
from dp_ruptures.rules.hold import CARRIED_WEEKS, WINDOW_WEEKS
from dp_ruptures.rules.thresholds import HOUSE, Thresholds
from dp_ruptures.store import Transaction


@dataclass(frozen=True)
class Policy:
    """The rules of secrecy, and the thresholds that decide when a week needs a person."""

    rules: disclosure.Rules = POLICY
    thresholds: Thresholds = HOUSE

    @property
    def hashed(self) -> dict[str, Any]:
        """What the ledger keeps a salted hash of. A policy that nobody hardened keeps its hash."""
        told: dict[str, Any] = {"rules": asdict(self.rules), "window": WINDOW_WEEKS, "carried": CARRIED_WEEKS}
        return told if self.thresholds == HOUSE else told | {"thresholds": asdict(self.thresholds)}


HOUSE_POLICY = Policy()


def policy_of(transaction: Transaction, campaign: Campaign) -> Policy:
    """The policy in force for the campaign."""
    decided = campaign_terms.terms_of(transaction, campaign.opens_on).thresholds
    rules = replace(POLICY, min_count=decided.min_count, dominance_percent=decided.dominance_percent)
    return Policy(rules, decided)
