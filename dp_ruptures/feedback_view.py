"""The receipt and « Ce que vous recevez en retour »: two plain tables, no chart to load."""

from datetime import datetime

import streamlit as st

from dp_ruptures import feedback, french, questions, receipt_view, supply
from dp_ruptures.campaign import UNITS
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declarations import Receipt
from dp_ruptures.feedback import ALL, Around, Own, Surroundings
from dp_ruptures.rules.declaration import NOT_STOCKED, Product
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.trend import trend
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store

_WITHHELD = {"secret": "secret", "sans_donnee": "sans donnée"}


def draw(store: Store, receipt: Receipt, sheet: Sheet, now: datetime) -> None:
    """The receipt, the questions kept with it, and what the pharmacy gets back for it at once."""
    asked = questions.of_receipt(store, receipt.finess, receipt.week, receipt.receipt_id)
    _bring_up(receipt)
    tapped = receipt_view.show(receipt, sheet.campaign, sheet.start.remarks, asked)
    if tapped:
        questions.confirm(store, receipt.finess, receipt.receipt_id, tapped, now)
        st.rerun()
    mine = feedback.own(sheet.counts, receipt.week)
    around = feedback.surroundings(store, receipt.finess, receipt.week)
    products = _listed(receipt, sheet, mine)
    st.subheader("Ce que vous recevez en retour")
    _own_table(receipt, mine, products)
    products = [product for product in products if mine[product.cip13].is_counted]
    if around.week is None:
        st.caption(
            "Aucune semaine n'est encore publiée : les chiffres de votre département paraîtront ici, "
            "le lundi qui suit chaque semaine."
        )
    else:
        _around_table(around, products, around.week)


def _bring_up(receipt: Receipt) -> None:
    st.html(
        f'<script src="/assets/receipt.js" data-receipt="{receipt.receipt_id}"></script>',
        unsafe_allow_javascript=True,
    )


def _listed(receipt: Receipt, sheet: Sheet, mine: dict[str, Own]) -> list[Product]:
    """The products that the pharmacy spoke of lately; by its code when the campaign has lost one."""
    lost = [line.cip13 for line in receipt.lines if line.cip13 not in sheet.products]
    known = [product for product in sheet.campaign.products if product.cip13 in mine]
    return [*known, *(Product(cip13, f"Code {cip13}", "ensemble", 1) for cip13 in lost)]


def _own_table(receipt: Receipt, mine: dict[str, Own], products: list[Product]) -> None:
    lines = {line.cip13: line for line in receipt.lines}
    earlier = feedback.weeks_before(receipt.week)
    st.table(
        [
            {
                "Votre officine": plain(product.name),
                "Déclaré": receipt_view.in_words(lines.get(product.cip13), product.family),
                f"S{earlier[0].number} à S{earlier[-1].number}, tendance": _weeks(
                    mine[product.cip13], earlier
                ),
                "Jours de stock": supply.in_words(mine[product.cip13].days),
            }
            for product in products
        ],
        hide_index=True,
        alt="Votre déclaration, celles des semaines d'avant, leur tendance et vos jours de stock",
    )
    st.caption(
        "Vos seules déclarations, en unités ; « · » : non déclaré. Jours de stock : au rythme de vos "
        "baisses d'une semaine à l'autre, « — » tant qu'il n'est pas connu."
    )


def _weeks(own: Own, weeks: list[Week]) -> str:
    """`40 → 38 → 0 (↘ épuisé)`; one word or sign a week. A fifth column would not hold on a phone."""
    moved = trend(own.previous, own.quantity)
    told = " → ".join(_said(own.weeks[week]) for week in weeks)
    return told if moved == "—" else f"{told} ({moved})"


def _said(row: Row | None) -> str:
    if row is None:
        return "·"
    return "NR" if row["state"] == NOT_STOCKED else french.number(row["units"])


def _around_table(around: Surroundings, products: list[Product], week: Week) -> None:
    title = plain(f"{around.department}, semaine {week.label}")
    secret = [product for product in products if _is_secret(around.of(product.cip13))]
    rows = [
        {
            title: plain(product.name),
            "Total déclaré": _total(around.of(product.cip13), product),
            "Par officine": _per_pharmacy(around.of(product.cip13)),
            "Ailleurs dans la région": _near(around.of(product.cip13)),
        }
        for product in products
        if product not in secret or around.of(product.cip13).near
    ]
    if rows:
        st.table(
            _without_empty_columns(rows),
            hide_index=True,
            alt=f"Derniers chiffres publiés de votre département, semaine {week.label}",
        )
    if secret:
        names = ", ".join(plain(product.name) for product in secret)
        st.caption(f"{title}\u00a0: sous secret pour {french.plural(len(secret), 'produit')}\u00a0: {names}.")
    st.caption(_rate(around) + _SOURCE)


def _is_secret(around: Around) -> bool:
    return bool(around.last and around.last["status"] == "secret")


_SOURCE = (
    "Chiffres publiés, jamais ceux de la semaine en cours. Total des seules officines qui ont répondu, "
    "moyenne par officine déclarante et son évolution depuis le chiffre publié précédent. "
    "« secret »\u00a0: ce chiffre permettrait de reconnaître une officine. « Ailleurs dans la région »\u00a0"
    ": la plus basse et la plus haute des moyennes publiées."
)


def _without_empty_columns(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """A small département may have nothing published: no column of dashes for it."""
    told = {name for row in rows for name, said in row.items() if said != "—"}
    return [{name: said for name, said in row.items() if name in told} for row in rows]


def _total(around: Around, product: Product) -> str:
    cell = around.last
    if cell is None or not feedback.is_published(cell):
        return _WITHHELD.get(cell["status"], "—") if cell else "—"
    pharmacies = french.plural(cell["declarants"], "officine")
    of = f" sur {french.number(cell['active'])}" if cell["active"] else ""
    days = cell["days_of_supply"]
    lasts = f", {supply.in_words(int(days))}" if days is not None else ""
    older = cell["data_of"] and cell["data_of"] != cell["week"]
    held = f", données de S{Week(cell['data_of']).number}" if older else ""
    return f"{french.plural(cell['units'], *UNITS[product.family])} ({pharmacies}{of}{lasts}{held})"


def _per_pharmacy(around: Around) -> str:
    if around.last is None or not feedback.is_published(around.last):
        return "—"
    mean = around.per_pharmacy[-1]
    moved = f" {trend(around.previous, mean)}" if around.previous is not None else ""
    return _mean(mean) + moved


def _mean(mean: float) -> str:
    return french.number(mean, 1 if mean < 10 else 0)


def _near(around: Around) -> str:
    means = sorted((cell["units"] / cell["declarants"], cell["area_name"]) for cell in around.near)
    if not means:
        return "—"
    ends = [f"{_mean(mean)} ({plain(name)})" for mean, name in dict.fromkeys((means[0], means[-1]))]
    return " à ".join(ends)


def _rate(around: Surroundings) -> str:
    """The response of the département, where a release says it for all products together."""
    cell = around.of(ALL).last
    if cell is None or not feedback.is_published(cell) or not cell["active"]:
        return ""
    share = french.percent(cell["declarants"] / cell["active"])
    return f"Taux de réponse du département : {share}. "
