"""What an administrator does to a campaign: its two days, its form, its terms, the next season."""

from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from dp_ruptures import campaign_terms, french, reference, settings
from dp_ruptures.acts import Act
from dp_ruptures.campaign_terms import CampaignTerms
from dp_ruptures.errors import Refused
from dp_ruptures.rules import season, thresholds
from dp_ruptures.rules.change import Change, Plan, differing
from dp_ruptures.rules.season import Season
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Transaction

_LONGEST_NAME = 60
# What the form shows before « autres produits ».
_SHOWN_ON_THE_FORM = 12


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
class Form(Act):
    """The products of the form by their place; those without a place leave it.

    `at_once`: what is new is asked for from today; else from Monday.
    """

    campaign_id: str
    places: tuple[tuple[str, int], ...]
    at_once: bool
    action = "campaign.products"

    @property
    def subject(self) -> str:
        return self.campaign_id

    @property
    def wanted(self) -> list[str]:
        """The codes in their order on the form."""
        return [code for code, _ in sorted(self.places, key=lambda one: one[1])]

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        _refuse_doubled([place for _, place in self.places])
        names = {row["cip13"]: row["name"] for row in transaction.query("product_catalogue")}
        if unknown := [code for code in self.wanted if code not in names]:
            raise Refused(f"Le produit {unknown[0]} n'est plus au catalogue : rechargez la page.")
        present = surveyed(transaction, self.campaign_id)
        notes = ["Rien de ce qui est déclaré n'est effacé, et chaque officine garde son propre ordre."]
        if len(self.wanted) > _SHOWN_ON_THE_FORM:
            notes.append(f"Au-delà de {_SHOWN_ON_THE_FORM}, les suivants sont sous « autres produits ».")
        entering = self._entering(transaction, present, names, now)
        return Plan((*entering, *self._leaving(transaction, present, names, now),
                     *_moved(present, self.wanted, names)), tuple(notes))  # fmt: skip

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        campaign, today = known(transaction, self.campaign_id), _paris(now)
        present = surveyed(transaction, self.campaign_id)
        transaction.execute(
            "campaign_product_enter",
            campaign_id=self.campaign_id, cip13s=self.wanted, today=today,
            positions=list(range(1, len(self.wanted) + 1)),
            joins_on=season.joining_day(today, campaign.opens_on, at_once=self.at_once),
        )  # fmt: skip
        transaction.execute(
            "product_withdraw", campaign_id=self.campaign_id,
            cip13s=[code for code in present if code not in self.wanted],
            leaves_on=season.leaving_day(today, campaign.opens_on),
        )  # fmt: skip

    def _entering(
        self, transaction: Transaction, present: list[str], names: dict[str, str], now: datetime
    ) -> list[Change]:
        opens_on = known(transaction, self.campaign_id).opens_on
        day = french.day(season.joining_day(_paris(now), opens_on, at_once=self.at_once))
        return [
            Change(names[code], "absent du formulaire", f"place {place}", f"demandé à partir du {day}")
            for place, code in enumerate(self.wanted, 1)
            if code not in present
        ]

    def _leaving(
        self, transaction: Transaction, present: list[str], names: dict[str, str], now: datetime
    ) -> list[Change]:
        opens_on = known(transaction, self.campaign_id).opens_on
        day = french.day(season.leaving_day(_paris(now), opens_on))
        note = f"demandé jusqu'au {day} exclu : la semaine ouverte se finit avec lui"
        return [Change(names[code], f"place {place}", "retiré", note)
                for place, code in enumerate(present, 1) if code not in self.wanted]  # fmt: skip


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


def _refuse_doubled(places: list[int]) -> None:
    if not places:
        raise Refused("Une campagne demande au moins un produit : donnez une place à l'un d'eux.")
    if doubled := sorted({place for place in places if places.count(place) > 1}):
        raise Refused(f"Deux produits ont la place {doubled[0]} : donnez une place à chacun.")


def _moved(present: list[str], wanted: list[str], names: dict[str, str]) -> list[Change]:
    """The fewest that change place among those that stay; who only closes a gap has not moved."""
    before = [code for code in present if code in wanted]
    after = [code for code in wanted if code in present]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {code for block in blocks for code in before[block.a : block.a + block.size]}
    return [
        Change(names[code], f"place {present.index(code) + 1}", f"place {wanted.index(code) + 1}")
        for code in after
        if code not in kept
    ]


def _paris(now: datetime) -> date:
    return now.astimezone(PARIS).date()
