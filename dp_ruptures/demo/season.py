"""Writes an invented season through the store, week after week."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np

from dp_ruptures import reference
from dp_ruptures.campaign import campaign_of
from dp_ruptures.demo import behaviour, rows, stocks
from dp_ruptures.demo.doubts import ask_about
from dp_ruptures.demo.panel import Panel
from dp_ruptures.demo.pharmacies import Pharmacies, invent
from dp_ruptures.demo.shortages import Ledger
from dp_ruptures.errors import Refused
from dp_ruptures.french import number
from dp_ruptures.progress import Progress, silent
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.season import season
from dp_ruptures.rules.week import PARIS, Week, week_of, weeks_between
from dp_ruptures.store import Row, Store, Transaction

# A demo of 50,000 pharmacies × 53 weeks holds in memory; FINESS series are longer than that.
_MOST_PHARMACIES = 50_000
_MOST_WEEKS = 53


@dataclass(frozen=True)
class _Plan:
    """What was asked, and the weeks it makes: the last one is open at `now`."""

    now: datetime
    weeks: list[Week]
    response: float
    seed: int

    @property
    def today(self) -> date:
        return self.now.astimezone(PARIS).date()


@dataclass(frozen=True)
class _Cast:
    """Who plays: pharmacies, products, and their will to answer."""

    pharmacies: Pharmacies
    products: tuple[Product, ...]
    market: stocks.Market
    will: stocks.Floats


def build_season(
    store: Store,
    *,
    now: datetime,
    pharmacies: int = 21000,
    weeks: int = 12,
    response: float = 0.35,
    seed: int = 2026,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Invent a season of `weeks` weeks, the last one open at `now` (timezone-aware); all of it or nothing.

    `response` is the average share of pharmacies that answer in a week (0 to 1); the same
    `seed` and `now` give the same rows. Returns a JSON-able summary: message, seed,
    pharmacies, declarations, closed_weeks and current_week (ISO), and pharmacy:
    the FINESS of an open one that answers faithfully but has not in the current week.
    Raises Refused when the store is not empty or an option makes no sense.
    """
    _refuse_wrong_options(pharmacies, weeks, response)
    _refuse_used(store)
    current = week_of(now)
    plan = _Plan(now, weeks_between(current.shift(1 - weeks), current), response, seed)
    reference.load_reference(store, plan.today)
    with store.transaction() as transaction:
        cast = _cast(transaction, plan, pharmacies)
        pharmacist = _declare_weeks(transaction, plan, cast, progress)
        asked = {"seed": seed, "pharmacies": pharmacies, "weeks": weeks, "response": response}
        content = json.dumps(asked | {"now": now.isoformat()})
        transaction.execute("setting_insert", name="demo", content=content)
    ask_about(store, plan.weeks[-3:-1], now)
    return _summary(plan, store.query("demo_store_counts")[0], cast.pharmacies.finesses[pharmacist])


def _refuse_wrong_options(pharmacies: int, weeks: int, response: float) -> None:
    if not 1 <= pharmacies <= _MOST_PHARMACIES:
        raise Refused("Le nombre d'officines de la démonstration doit être compris entre 1 et 50 000.")
    if not 1 <= weeks <= _MOST_WEEKS:
        raise Refused("Le nombre de semaines de la démonstration doit être compris entre 1 et 53.")
    if not 0 <= response <= 1:
        raise Refused("La part de réponse doit être comprise entre 0 et 1 (par exemple 0.35).")


def _refuse_used(store: Store) -> None:
    [held] = store.query("demo_store_counts")
    if held["pharmacies"] or held["declarations"]:
        raise Refused(
            "La base contient déjà des officines ou des déclarations : "
            "la démonstration ne s'installe que dans une base vide."
        )


def _cast(transaction: Transaction, plan: _Plan, count: int) -> _Cast:
    rng = np.random.default_rng([plan.seed, 0])
    first = plan.weeks[0].monday
    products = _campaign_products(transaction, plan)
    people = invent(rng, count, first, plan.today)
    transaction.execute("demo_pharmacies_insert", **vars(people), updated_on=first)
    area = np.unique(np.array(people.department_codes), return_inverse=True)[1].astype(np.int64)
    vaccine = np.array([product.family == "vaccins" for product in products], np.bool_)
    pack_size = np.array([product.pack_size for product in products], np.int64)
    market = stocks.open_market(rng, area, vaccine, pack_size)
    return _Cast(people, products, market, behaviour.wills(rng, area))


def _campaign_products(transaction: Transaction, plan: _Plan) -> tuple[Product, ...]:
    """The products of the season of `now`, whose campaign is made to hold every week of the demo."""
    transaction.execute(
        "demo_campaign_widen",
        campaign_id=season(plan.today).campaign_id,
        first_day=plan.weeks[0].monday,
        last_day=plan.weeks[-1].sunday,
    )
    campaign = campaign_of(transaction, plan.today)
    if campaign is None or not campaign.products:
        raise Refused("La campagne de la saison n'a aucun produit : ajoutez-en avant la démonstration.")
    return campaign.products


def _declare_weeks(transaction: Transaction, plan: _Plan, cast: _Cast, progress: Progress) -> int:
    """Write every week in order; return the pharmacy that the open week leaves to the visitor."""
    rng = np.random.default_rng([plan.seed, 1])
    shelves = stocks.season(np.random.default_rng([plan.seed, 2]), cast.market)
    curve = behaviour.response_curve(plan.response, len(plan.weeks)).tolist()
    panel = Panel(cast.pharmacies, len(cast.products))
    ledger = Ledger(np.random.default_rng([plan.seed, 3]), cast.pharmacies.finesses, cast.products)
    for done, (week, target) in enumerate(zip(plan.weeks, curve, strict=True), start=1):
        shelf = next(shelves)
        out = cast.market.share_out(shelf)
        who = behaviour.respondents(rng, cast.will, out, panel.active(week), target)
        shown = panel.faithful(week)
        if week.is_open(plan.now):
            who = who[who != shown]
        sheets = behaviour.received_by(behaviour.answer(rng, cast.market, week, shelf, who), plan.now)
        sheets = behaviour.repeat(sheets, panel.previous)
        _insert(transaction, rng, cast, week, behaviour.mark_unchanged(sheets, panel.previous))
        panel.remember(sheets)
        ledger.hear(sheets)
        progress("Semaines inventées", done, len(plan.weeks))
    ledger.show(shown, panel.previous[shown], plan.now)
    ledger.write(transaction)
    return shown


def _insert(
    transaction: Transaction, rng: np.random.Generator, cast: _Cast, week: Week, sheets: behaviour.Sheets
) -> None:
    receipt_ids = rows.receipts(rng, len(sheets.pharmacy))
    headers = rows.headers(receipt_ids, cast.pharmacies.finesses, week, sheets)
    transaction.execute("bulk_insert_headers", **headers)
    cip13s = [product.cip13 for product in cast.products]
    lines = rows.lines(receipt_ids, cip13s, cast.market.pack_size, sheets)
    transaction.execute("declaration_insert_lines", **lines)


def _summary(plan: _Plan, held: Row, finess: str) -> dict[str, Any]:
    return {
        "message": (
            f"Saison inventée : {number(held['pharmacies'])} officines, "
            f"{number(held['declarations'])} déclarations "
            f"de {plan.weeks[0].label} à {plan.weeks[-1].label}."
        ),
        "seed": plan.seed,
        "pharmacies": held["pharmacies"],
        "declarations": held["declarations"],
        "closed_weeks": [week.iso for week in plan.weeks[:-1]],
        "current_week": plan.weeks[-1].iso,
        "pharmacy": finess,
    }
