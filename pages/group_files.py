"""Fichiers groupés: one file declares for many pharmacies, read and checked before it is recorded."""

import streamlit as st

from dp_ruptures import access, clock, french, group_files, store
from dp_ruptures.errors import Refused
from dp_ruptures.imports.declarations import GroupFile, import_declarations
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import week_of

person = access.require("import_declarations")
now, base = clock.now(), store.current()
week = week_of(now)

st.title("Fichiers groupés")
st.write(
    f"Un fichier (CSV ou XLSX) déclare la **semaine {week.number}** "
    f"({french.span(week.monday, week.sunday)}) pour plusieurs officines : "
    "une colonne FINESS, une colonne code, une colonne quantité ou boîtes. "
    "Une quantité vide reprend la semaine dernière. Tout est enregistré, ou rien."
)
place = st.empty()
with st.form("group-file", enter_to_submit=False):
    uploaded = st.file_uploader(
        "Fichier CSV ou XLSX",
        type=["csv", "txt", "tsv", "xlsx"],
        max_upload_size=1,
        key=group_files.file_key(),
    )
    zeros = st.checkbox("Rendre aux FINESS le zéro de tête qu'un tableur a perdu", key="zeros")
    checked = st.form_submit_button("Vérifier", type="primary")
st.caption(
    "Au-delà de 1 Mo (environ 30 000 lignes) : python -m dp_ruptures import-declarations FICHIER. "
    "Chaque vérification est inscrite au registre des accès, chaque enregistrement à celui des actes."
)
if checked and uploaded is None:
    place.error("Choisissez d'abord un fichier.")
elif checked and uploaded is not None:
    group_files.choose(GroupFile(uploaded.getvalue(), uploaded.name, week, bool(zeros)))

file = group_files.chosen()
if file is None:
    group_files.show_recorded()
    st.stop()
if checked:
    access.note_access(
        person, f"fichier groupé {file.name}, {file.week.iso}", "vérification avant enregistrement"
    )
try:
    outcome = import_declarations(base, file, now=now, actor=person.name, dry_run=True)
except Refused as refusal:
    st.error(str(refusal))
    st.stop()
st.subheader(plain(file.name), anchor=False)
group_files.show(outcome)
if outcome.accepted and st.button("Enregistrer ces déclarations", type="primary", key="record"):
    try:
        group_files.recorded(import_declarations(base, file, now=now, actor=person.name))
    except Refused as refusal:
        st.error(str(refusal))
        st.stop()
    st.rerun()
