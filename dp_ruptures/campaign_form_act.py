"""What an administrator does to a campaign's form: which products it asks for, in which order, from when."""

from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher

from dp_ruptures import french
from dp_ruptures.acts import Act
from dp_ruptures.campaign_acts import known, surveyed
from dp_ruptures.errors import Refused
from dp_ruptures.rules import season
from dp_ruptures.rules.change import Change, Plan
from dp_ruptures.rules.form_order import contested, ordered
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Transaction

# What the form shows before « autres produits ».
_SHOWN_ON_THE_FORM = 12


@dataclass(frozen=True)
class _Read:
    """What a plan has read: the form as it is and as it is wanted, the catalogue's names, the days."""

    present: list[str]
    wanted: list[str]
    names: dict[str, str]
    opens_on: date
    today: date


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

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        present = surveyed(transaction, self.campaign_id)
        self._refuse_contested(present)
        wanted = ordered(present, self.places)
        names = {row["cip13"]: row["name"] for row in transaction.query("product_catalogue")}
        if unknown := [code for code in wanted if code not in names]:
            raise Refused(f"Le produit {unknown[0]} n'est plus au catalogue : rechargez la page.")
        notes = ["Rien de ce qui est déclaré n'est effacé, et chaque officine garde son propre ordre."]
        if len(wanted) > _SHOWN_ON_THE_FORM:
            notes.append(f"Au-delà de {_SHOWN_ON_THE_FORM}, les suivants sont sous « autres produits ».")
        read = _Read(present, wanted, names, known(transaction, self.campaign_id).opens_on, _paris(now))
        changes = *_entering(read, at_once=self.at_once), *_leaving(read), *_moved(read)
        return Plan(changes, tuple(notes))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        campaign, today = known(transaction, self.campaign_id), _paris(now)
        present = surveyed(transaction, self.campaign_id)
        wanted = ordered(present, self.places)
        transaction.execute(
            "campaign_product_enter",
            campaign_id=self.campaign_id, cip13s=wanted, today=today,
            positions=list(range(1, len(wanted) + 1)),
            joins_on=season.joining_day(today, campaign.opens_on, at_once=self.at_once),
        )  # fmt: skip
        transaction.execute(
            "product_withdraw", campaign_id=self.campaign_id,
            cip13s=[code for code in present if code not in wanted],
            leaves_on=season.leaving_day(today, campaign.opens_on),
        )  # fmt: skip

    def _refuse_contested(self, present: list[str]) -> None:
        if not self.places:
            raise Refused("Une campagne demande au moins un produit : donnez une place à l'un d'eux.")
        if place := contested(present, self.places):
            raise Refused(f"Deux produits vont à la place {place} : donnez à l'un des deux une autre place.")


def _entering(read: _Read, *, at_once: bool) -> list[Change]:
    day = french.day(season.joining_day(read.today, read.opens_on, at_once=at_once))
    return [
        Change(read.names[code], "absent du formulaire", f"place {place}", f"demandé à partir du {day}")
        for place, code in enumerate(read.wanted, 1)
        if code not in read.present
    ]


def _leaving(read: _Read) -> list[Change]:
    day = french.day(season.leaving_day(read.today, read.opens_on))
    note = f"demandé jusqu'au {day} exclu : la semaine ouverte se finit avec lui"
    return [Change(read.names[code], f"place {place}", "retiré", note)
            for place, code in enumerate(read.present, 1) if code not in read.wanted]  # fmt: skip


def _moved(read: _Read) -> list[Change]:
    """The fewest that change place among those that stay; who only closes a gap has not moved."""
    before = [code for code in read.present if code in read.wanted]
    after = [code for code in read.wanted if code in read.present]
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    kept = {code for block in blocks for code in before[block.a : block.a + block.size]}
    return [
        Change(
            read.names[code],
            f"place {read.present.index(code) + 1}",
            f"place {read.wanted.index(code) + 1}",
        )
        for code in after
        if code not in kept
    ]


def _paris(now: datetime) -> date:
    return now.astimezone(PARIS).date()
