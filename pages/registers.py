"""Registres: who looked at individual data, and who did what, for the administrator."""

from datetime import timedelta

import streamlit as st

from dp_ruptures import access, choices, clock, french, registers, store
from dp_ruptures.errors import Refused
from dp_ruptures.registers import REGISTERS
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import PARIS

person = access.require("administer")
_NOTED = "registers.noted"
base = store.current()
today = clock.now().astimezone(PARIS).date()
st.title("Registres")
st.write(
    "Rien ne se modifie dans ces deux registres ; une ligne s'y efface d'elle-même au bout d'un an. "
    "Les consulter est inscrit au premier."
)

named = {each.slug: label for label, each in REGISTERS.items()}
register = REGISTERS[named[choices.pick("Registre", "registre", named)]]
places = st.columns([1, 1, 1.5, 2])
month_ago = registers.write_day(today - timedelta(days=30))
since = places[0].text_input("Du (JJ/MM/AAAA)", month_ago, key="du", bind="query-params", max_chars=10)
until = places[1].text_input(
    "Au (JJ/MM/AAAA)", registers.write_day(today), key="au", bind="query-params", max_chars=10
)
actor = places[2].text_input("Qui (identifiant)", key="qui", bind="query-params", max_chars=80)
words = places[3].text_input("Quoi (acte, données, motif)", key="quoi", bind="query-params", max_chars=80)
try:
    chosen = registers.read_filter(since or "", until or "", actor or "", words or "")
except Refused as refusal:
    st.error(str(refusal))
    st.stop()

subject = f"registre « {register.title} », {chosen.sentence}"
# A page is drawn again at every click: one look is one line of the register.
if st.session_state.get(_NOTED) != subject:
    access.note_access(person, subject, "consultation du registre")
    st.session_state[_NOTED] = subject

lines, actors = registers.count(base, register, chosen)
st.subheader(register.title, anchor=False)
if not lines:
    st.info("Aucune ligne : élargissez la période, ou effacez « Qui » et « Quoi ».")
    st.stop()
told = f"{french.plural(lines, 'ligne')}, {french.plural(actors, 'personne')}"
st.caption(f"{told}, {french.span(chosen.since, chosen.until)}.")
number = 1
if lines > registers.PAGE_ROWS:
    number = st.pagination(registers.page_count(lines), key=f"page-{subject}")
shown = registers.page(base, register, chosen, number)
st.table(
    [{label: plain(content) for label, content in row.items()} for row in shown],
    hide_index=True,
    border="horizontal",
    alt=f"{register.title}, page {number}, la ligne la plus récente d'abord",
)

if lines > registers.EXPORT_ROWS:
    st.caption(f"L'export s'arrête à {french.number(registers.EXPORT_ROWS)} lignes : réduisez la période.")
if st.button("Préparer l'export (CSV)", icon=":material/table:"):
    access.note_access(person, subject, "export du registre")
    name = f"registre-{register.slug}-{chosen.since}-{chosen.until}.csv"
    content = csv_bytes(registers.export(base, register, chosen))
    st.download_button(f"Télécharger {name}", content, name, "text/csv", on_click="ignore")
