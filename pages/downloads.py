"""Fichiers publiés: every release, its files, and how to check that they are ours."""

import streamlit as st

from dp_ruptures import (
    access,
    french,
    release_downloads,
    released,
    released_erratum,
    released_filters,
    settings,
    store,
)
from dp_ruptures.publication import signature
from dp_ruptures.rules.spreadsheet import plain

access.require("read_releases")
base = store.current()
st.title("Fichiers publiés")

weeks = released.weeks(base)
if not weeks:
    st.info("Aucune semaine n'est encore publiée. Les fichiers paraîtront le lundi, pour la semaine écoulée.")
    st.stop()

week = released_filters.choose_week(weeks)
released_filters.say_unknown()
released_filters.write_address(released_filters.WEEK)
header = released.header(base, week)
assert header is not None  # noqa: S101 - weeks() names released weeks only
st.write(
    f"**Semaine {week.label}**, {french.span(week.monday, week.sunday)}, publiée le "
    f"{french.instant(header['published_at'])} (publication n°{french.NO_BREAK}{header['revision']})."
)
released_erratum.notice(base, week, header)
release_downloads.buttons(week, header["revision"])

st.header("Vérifier les fichiers", anchor=False)
public = signature.public_key(settings.load().signing_key)
st.markdown(
    "Dans le dossier où vous les avez téléchargés, la première commande prouve que le manifeste vient de "
    "nous ; la seconde donne l'empreinte SHA-256 de chaque fichier, qui doit être celle du manifeste. "
    f"Empreinte de notre clé, à comparer par téléphone : **{signature.fingerprint(public)}**."
)
first = release_downloads.prefix(week)
st.code(f"{signature.command(first)}\nsha256sum {first}*", language=None, wrap_lines=True)
st.header("Pour une machine", anchor=False)
st.markdown("Les mêmes fichiers se lisent par l'API, avec un jeton du ministère :")
st.code(
    f"GET {settings.load().base_url}/api/v1/releases/{week.iso}/stocks.csv", language=None, wrap_lines=True
)

st.header("Toutes les publications", anchor=False)
st.table(
    [
        {
            # The number only where there is a second one: on a phone each column costs.
            "Semaine": row["label"]
            + (f" · n°{french.NO_BREAK}{row['revision']}" if row["revision"] > 1 else ""),
            "Publiée le": french.on_one_line(row["published"]),
            "Chiffres publiés": french.number(row["cells_published"]),
            "Sous secret": french.number(row["cells_withheld"]),
            "Sans donnée": french.number(row["cells_empty"]),
            "Erratum": plain(row["why"]) or "—",
        }
        for row in released.ledger(base)
    ],
    hide_index=True,
    border="horizontal",
    alt="Toutes les publications, la plus récente d'abord",
)
