"""What the shortage watch draws: the answer in a sentence, four figures, a table, a curve and a map."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

import streamlit as st

from dp_ruptures import choices, figures, french, legend, stock_view
from dp_ruptures import shortage_watch_tables as tables
from dp_ruptures import shortage_words as words
from dp_ruptures.figures import Curve
from dp_ruptures.outline import SHARED
from dp_ruptures.rules.measure import AT_ZERO, Measure
from dp_ruptures.rules.public_list import SHARE, is_listed, missing_to_list
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.shortage_watch import MONTH, WEEK, Reach, Sight, Watched, Zone
from dp_ruptures.stocks import Department

ALL = "tous"
_AGES = {
    "toutes": ("Toutes", timedelta(0)),
    "semaine": ("Plus d'une semaine", WEEK),
    "mois": ("Plus d'un mois", MONTH),
}
# The key of ruptures, so that the map takes their colour.
_REACH = Measure(AT_ZERO, "Part des officines en rupture déclarée", True, "")
_COUNT = Measure("officines", "Officines en rupture déclarée", False, "")
_WHOLE = 12
_SOURCE = (
    "Source : déclarations de rupture des officines, {when}. Déclarer est volontaire : c'est un minimum."
)


def choose_zone(zones: Mapping[str, Zone]) -> Zone:
    """A part of the country, in the address."""
    return zones[choices.choose("Zone", "zone", {code: zone.name for code, zone in zones.items()})]


def choose_age() -> timedelta:
    """How long a shortage must have been open, in the address."""
    return _AGES[choices.choose("Ouvertes depuis", "age", {key: label for key, (label, _) in _AGES.items()})][
        1
    ]


def choose_product(listed: Sequence[Watched]) -> Watched | None:
    """One of the products, None for all of them, in the address."""
    named = {ALL: "Tous les produits"} | {one.cip13: words.short(one.name) for one in listed}
    code = choices.choose("Courbe et carte de", "produit", named)
    return next((one for one in listed if one.cip13 == code), None)


def headlines(listed: Sequence[Watched], whole: Reach, country: int) -> None:
    """The answer in four figures."""
    opened, silent = (sum(getattr(one, name) for one in listed) for name in ("pharmacies", "silent"))
    wide = sum(is_listed(one.nationwide, country) for one in listed)
    row = st.container(horizontal=True, gap="medium")
    row.metric(
        "Ruptures ouvertes", french.number(opened),
        help="Déclarations de rupture sans fin déclarée, une par officine et par produit.",
    )  # fmt: skip
    row.metric(
        "Officines concernées", f"{french.number(whole.concerned)} sur {french.number(whole.active)}",
        help="Officines en activité qui ont au moins une rupture ouverte.",
    )  # fmt: skip
    row.metric(
        "Produits à 5 % et plus dans le pays", f"{french.number(wide)} sur {french.number(len(listed))}",
        help="5 % des officines de toute la France, quelle que soit la zone : le seuil de la liste publique.",
    )  # fmt: skip
    row.metric(
        "Sans nouvelle (7 jours)", french.number(silent),
        help="Ni confirmées ni terminées depuis plus de sept jours : peut-être finies sans qu'on l'ait dit.",
    )  # fmt: skip


def answer(listed: Sequence[Watched], sight: Sight, country: int) -> None:
    """The widest shortage, and how far it is from the public list."""
    widest = listed[0]
    name = plain(words.short(widest.name))
    left = missing_to_list(widest.nationwide, country)
    rule = (
        f"il manque {french.plural(left, 'officine')} dans le pays pour atteindre le seuil de "
        f"{french.percent(SHARE)}"
        if left
        else f"le seuil de {french.percent(SHARE)} des officines du pays est atteint"
    )
    share = f", soit {french.percent(widest.nationwide / country, 1)}" if country else ""
    st.write(
        f"**{french.plural(len(listed), 'produit')} en rupture déclarée.** Le plus touché : **{name}**, "
        f"{french.plural(widest.pharmacies, 'officine')}. Dans toute la France : "
        f"{french.plural(widest.nationwide, 'officine')}{share} ; {rule}."
    )
    st.caption(f"{plain(sight.zone.name)}, {french.instant(sight.now)}")


def products(listed: Sequence[Watched], sight: Sight, whole: Reach, country: int, *, bdpm: bool) -> None:
    """Every product with an open shortage, to read and as a file; ANSM's word only where it is known."""
    shown = tables.product_table(listed, whole.active, country, sight.now)
    if not bdpm:
        shown = [{name: said for name, said in row.items() if name != tables.ANSM} for row in shown]
    st.table(
        shown, hide_index=True,
        # A name and its code take two lines: a campaign's products are seen whole, more scroll.
        border="horizontal", height="content" if len(listed) <= _WHOLE else 460,
        alt=f"Ruptures ouvertes par produit, {sight.zone.name}",
    )  # fmt: skip
    st.download_button(
        "Télécharger (CSV)",
        csv_bytes(tables.product_file(listed, whole.active, country, sight.zone.code)),
        f"ruptures-{sight.zone.code}-{sight.now:%Y-%m-%d}.csv", "text/csv", on_click="ignore",
    )  # fmt: skip
    st.caption(_SOURCE.format(when=french.instant(sight.now)))
    if not bdpm:
        st.caption(
            "La base publique des médicaments n'est pas chargée : les avis de l'ANSM manquent. "
            "L'administration la charge par la commande « import-bdpm »."
        )


def curve(name: str, zone: Zone, weeks: Sequence[Week], counts: Sequence[int], open_week: Week) -> None:
    """How many pharmacies had the shortage at the end of each week."""
    st.markdown(f"**Officines en rupture déclarée, {plain(name)}** (officines)")
    st.plotly_chart(
        figures.trend_figure(
            weeks, [Curve(name, counts)], _COUNT, "officines", dark=stock_view.is_dark(), open_week=open_week
        ),
        height=340, config=figures.TREND_CONFIG, key="courbe-veille",
        alt=f"Officines en rupture déclarée, {name}, {zone.name}, semaine après semaine. "
        "Les mêmes chiffres sont dans le tableau.",
    )  # fmt: skip
    st.caption(
        f"{plain(zone.name)}. " + _SOURCE.format(when=f"semaines {weeks[0].label} à {weeks[-1].label}")
    )
    stock_view.twin(
        "courbe", f"Courbe, {name}", lambda: tables.history_table(weeks, counts),
        lambda: tables.history_file(weeks, counts, name, zone.code), "ruptures-semaines.csv",
    )  # fmt: skip


def reach_map(
    name: str, places: Sequence[Department], by_department: Mapping[str, Reach], sight: Sight
) -> None:
    """Where the shortage is: the share of each département's pharmacies."""
    dark, zone, now = stock_view.is_dark(), sight.zone, sight.now
    shares = {
        place.department_code: by_department.get(place.department_code, Reach(0, 0)).share for place in places
    }
    shown = legend.classify(shares, _REACH, ("officine", "officines"), dark=dark)
    said = tables.hover(places, by_department)
    said |= {island: said[home] for island, home in SHARED.items() if home in said}
    chosen = zone.code if zone.code in shares else None
    title = f"{_REACH.title}, {name}"
    st.markdown(f"**{plain(title)}** (%)")
    st.html(stock_view.MAP_SHAPE)
    drawn = figures.map_figure(shown, said, dark=dark, chosen=chosen)
    if zone.is_region:
        figures.add_contours(drawn, sorted(zone.departments), dark=dark)
    with st.container(key="carte_figure"):
        st.plotly_chart(
            drawn, key="carte-veille", height="stretch", config=figures.MAP_CONFIG,
            alt=f"Carte des départements. {title}. Mêmes chiffres dans le tableau.",
        )  # fmt: skip
    st.html(legend.legend_html(shown, "Part des officines du département", dark=dark))
    st.caption(f"{_SOURCE.format(when=french.instant(now))}  \n{stock_view.CREDIT}")
    inside = [place for place in places if place.department_code in zone.departments]
    stock_view.twin(
        "carte", f"Carte, {name}, {zone.name}", lambda: tables.place_table(inside, by_department),
        lambda: tables.place_file(inside, by_department, name), f"ruptures-departements-{zone.code}.csv",
    )  # fmt: skip
