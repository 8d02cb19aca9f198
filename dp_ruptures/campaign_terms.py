"""The terms of a campaign: the thresholds of its releases; and the weeks that it already covers."""

from dataclasses import asdict, dataclass
from datetime import date

from dp_ruptures.rules.season import Season, Span
from dp_ruptures.rules.thresholds import HOUSE, Thresholds
from dp_ruptures.rules.week import week_of_day
from dp_ruptures.store import Store, Transaction


@dataclass(frozen=True)
class CampaignTerms:
    """What an administrator has decided last; the house's values before anybody decides."""

    thresholds: Thresholds = HOUSE

    @property
    def row(self) -> dict[str, int]:
        """As the store keeps it."""
        return asdict(self.thresholds)


def terms_of(store: Store | Transaction, opens_on: date) -> CampaignTerms:
    """The terms of the campaign that opened on that day; a new season goes on with the last one's."""
    rows = store.query("campaign_terms_of", opens_on=opens_on)
    if not rows:
        return CampaignTerms()
    row = rows[0]
    thresholds = Thresholds(**{name: row[name] for name in asdict(HOUSE)})
    return CampaignTerms(thresholds)


def listed(store: Store | Transaction) -> list[Season]:
    """Every campaign, the latest first."""
    return [Season(**row) for row in store.query("campaign_list")]


def published(store: Store | Transaction, campaign: Season) -> Span:
    """The weeks of the campaign that are released."""
    row = store.query("campaign_published", **_bounds(campaign))[0]
    return Span(row["first_week"], row["last_week"])


def declared(store: Store | Transaction, campaign: Season) -> Span:
    """The weeks of the campaign that somebody declared; no figure of them."""
    row = store.query("campaign_declared", **_bounds(campaign))[0]
    return Span(row["first_week"], row["last_week"])


def _bounds(campaign: Season) -> dict[str, date]:
    return {"since": week_of_day(campaign.opens_on).monday, "until": campaign.closes_on}
