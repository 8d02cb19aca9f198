"""What an administrator does to a campaign: its two days, its terms, the next season."""

from dataclasses import dataclass
from datetime import datetime

from dp_ruptures import campaign_terms, french, reference, settings
from dp_ruptures.acts import Act
from dp_ruptures.campaign_terms import CampaignTerms
from dp_ruptures.errors import Refused
from dp_ruptures.rules import season, thresholds
from dp_ruptures.rules.change import Change, Plan, differing
from dp_ruptures.rules.season import Season
from dp_ruptures.store import Transaction

_LONGEST_NAME = 60


@dataclass(frozen=True)
class Dates(Act):
    """The name of the campaign and its two days, both included."""

    wanted: Season
    action = "campaign.dates"

    @property
    def subject(self) -> str:
        return self.wanted.campaign_id

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        present = known(transaction, self.wanted.campaign_id)
        name = self.wanted.name.strip()
        if not name or len(name) > _LONGEST_NAME:
            raise Refused(f"Le nom de la campagne compte 1 à {_LONGEST_NAME} caractères.")
        others = [one for one in campaign_terms.listed(transaction)
                  if one.campaign_id != present.campaign_id]  # fmt: skip
        kept = [("déclarée", campaign_terms.declared(transaction, present)),
                ("publiée", campaign_terms.published(transaction, present))]  # fmt: skip
        refuse(season.date_problems(self.wanted, others, kept))
        return Plan(
            differing([
                ("Nom", present.name, name),
                ("Ouverture", french.day(present.opens_on), french.day(self.wanted.opens_on)),
                ("Fermeture", french.day(present.closes_on), french.day(self.wanted.closes_on)),
            ]),
            ("Le formulaire, les rappels, les agrégats et les publications suivent ces dates.",),
        )  # fmt: skip

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        transaction.execute(
            "campaign_set_dates", campaign_id=self.subject, label=self.wanted.name.strip(),
            opens_on=self.wanted.opens_on, closes_on=self.wanted.closes_on,
        )  # fmt: skip


@dataclass(frozen=True)
class NewTerms(Act):
    """Other thresholds."""

    campaign_id: str
    wanted: CampaignTerms
    action = "campaign.terms"

    @property
    def subject(self) -> str:
        return self.campaign_id

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        campaign = known(transaction, self.campaign_id)
        present = campaign_terms.terms_of(transaction, campaign.opens_on)
        published = campaign_terms.published(transaction, campaign).first is not None
        refuse(thresholds.problems(present.thresholds, self.wanted.thresholds, published=published))
        return Plan(thresholds.changes(present.thresholds, self.wanted.thresholds))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        transaction.execute(
            "campaign_terms_insert", campaign_id=self.campaign_id, **self.wanted.row, now=now, actor=actor
        )


@dataclass(frozen=True)
class NextSeason(Act):
    """The campaign after the last one, with its products and its terms."""

    after: str
    action = "campaign.create"

    @property
    def subject(self) -> str:
        return self.after

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        last = campaign_terms.listed(transaction)[0]
        if last.campaign_id != self.after:
            raise Refused(f"« {last.name} » est déjà préparée : choisissez-la dans la liste.")
        coming = season.season_after(last.closes_on)
        count = len(surveyed(transaction, last.campaign_id))
        days = french.span(coming.opens_on, coming.closes_on)
        taken = f"{french.plural(count, 'produit repris', 'produits repris')} de {last.name}"
        change = Change("Campagne", "aucune", f"{coming.name}, {days}", taken)
        return Plan((change,), ("Ses dates, ses produits et ses seuils se règlent ensuite ici.",))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        coming = season.season_after(known(transaction, self.after).closes_on)
        reference.open_season(transaction, coming, with_demo=not settings.load().production)


def known(transaction: Transaction, campaign_id: str) -> Season:
    """The campaign of that id. Raises Refused."""
    rows = transaction.query("reference_campaign", campaign_id=campaign_id)
    if not rows:
        raise Refused("Cette campagne n'existe plus : rechargez la page.")
    return Season(**rows[0])


def surveyed(transaction: Transaction, campaign_id: str) -> list[str]:
    """The codes of the form in their order, those that join it later included."""
    return [row["cip13"] for row in transaction.query("product_surveyed", campaign_id=campaign_id)]


def refuse(problems: list[str]) -> None:
    """Raise Refused with every sentence, when there is one."""
    if problems:
        raise Refused(" ".join(problems))
