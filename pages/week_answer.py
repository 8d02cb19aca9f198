"""La réponse de la semaine: what the last release says, from the release tables and nothing else."""

import streamlit as st

from dp_ruptures import access, french, release_files, released, store
from dp_ruptures.campaign import FAMILIES, UNITS
from dp_ruptures.rules.spreadsheet import plain

access.require("read_releases")
base = store.current()
st.title("La réponse de la semaine")

weeks = released.weeks(base)
if not weeks:
    st.info("Aucune semaine n'est encore publiée. La publication a lieu le lundi, pour la semaine écoulée.")
    st.stop()

chosen, family_place, product_place = st.columns(3)
week = chosen.selectbox("Semaine publiée", weeks, format_func=lambda week: week.label)
rows = released.cells(base, week)
families = list(dict.fromkeys(row["family"] for row in rows))
family = family_place.selectbox("Famille", families, format_func=FAMILIES.get)
rows = [row for row in rows if row["family"] == family]
names = released.products(rows)
product = product_place.selectbox("Produit", list(names), format_func=names.get)
cells = [row for row in rows if row["item"] == product]
published = [row for row in cells if row["status"] == "publie"]

st.caption(f"{plain(names[product])} · semaine {week.label}, {french.span(week.monday, week.sunday)}")
# The last label is the longest, and Streamlit cuts what does not fit.
one, two, three, four = st.columns([3, 2, 2, 4])
one.metric("Départements publiés", f"{len(published)} sur {len(cells)}")
two.metric("Sous secret", sum(row["status"] == "secret" for row in cells))
three.metric("Sans donnée", sum(row["status"] == "sans_donnee" for row in cells))
four.metric(
    "Déclarantes, départements publiés",
    french.number(sum(row["declarants"] for row in published)),
    help="Officines qui ont déclaré ce produit. Celles des départements sous secret n'y sont pas.",
)

worst = released.scarcest(cells)
if worst:
    places = ", ".join(
        f"{row['area_name']} ({french.number(row['units'] / row['declarants'], 1)})" for row in worst
    )
    st.write(
        f"**Là où les officines qui ont répondu ont le moins** (en {UNITS[family][1]} par officine "
        f"déclarante, départements publiés) : {places}."
    )
else:
    st.write("Aucun département ne peut être publié pour ce produit cette semaine.")

st.subheader(f"{plain(names[product])}, par département (en {UNITS[family][1]})")
st.dataframe(
    released.by_department(cells),
    hide_index=True,
    height=420,
    column_config={name: st.column_config.NumberColumn(format="localized") for name in released.FIGURES}
    | {"Code": st.column_config.TextColumn(width=50), "Département": st.column_config.TextColumn(width=190)},
    placeholder="—",
    alt=f"{names[product]}, unités déclarées par département, semaine {week.label}",
)
st.caption(
    f"Source : déclarations volontaires des officines, semaine {week.label}. Total déclaré par les seules "
    "officines qui ont répondu, ce n'est pas le stock du département. « secret » : publier ce chiffre "
    "permettrait de reconnaître une officine. « sans donnée » : aucune déclaration, ce n'est pas zéro."
)

st.subheader("Fichiers")
files = release_files.contents(base, week)
for column, (name, content) in zip(st.columns(len(files)), files.items(), strict=True):
    column.download_button(name, content, file_name=f"{week.iso}-{name}", on_click="ignore", width="stretch")
