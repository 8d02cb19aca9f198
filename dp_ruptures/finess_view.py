"""What the page of pharmacies shows of a FINESS extract: what it would change, and how far its import is."""

from datetime import datetime

import streamlit as st

from dp_ruptures import act_view, finess_desk, french
from dp_ruptures.errors import Refused
from dp_ruptures.finess_desk import Look
from dp_ruptures.progress import Progress
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store

_SEEN = "finess.seen"
_NAMED = {"finess": "FINESS", "name": "Nom", "city": "Commune"}
_COUNTS = {
    "added": "Ajoutées", "changed": "Modifiées", "reopened": "Rouvertes", "closed": "Fermées",
    "unchanged": "Inchangées", "missing": "Absentes du fichier", "kept_closed": "Laissées fermées",
}  # fmt: skip


def extract(base: Store, person: Person, now: datetime) -> None:
    """An extract laid down on the server: looked at, then taken."""
    names = finess_desk.files()
    if not names:
        st.info(
            "Déposez l'extrait (etalab cs1100502, CSV) sur le serveur, dans le dossier "
            f"« {finess_desk.FOLDER} » de DP_RUPTURES_HOME, puis rechargez la page. "
            "La commande import-finess fait de même."
        )
        return
    with st.form("finess", enter_to_submit=False):
        name = st.selectbox("Extrait déposé", names) or names[0]
        close = st.checkbox("Fermer les officines absentes du fichier")
        looked = st.form_submit_button("Voir ce qui va changer")
    try:
        if looked:
            st.session_state[_SEEN] = finess_desk.look(
                base, name, close_missing=bool(close), now=now, progress=_progress("Lecture de l'extrait")
            )
        _offer(base, person, now)
    except Refused as refusal:
        st.session_state.pop(_SEEN, None)
        st.error(str(refusal))


def _offer(base: Store, person: Person, now: datetime) -> None:
    seen: Look | None = st.session_state.get(_SEEN)
    if seen is None:
        return
    _show(seen)
    if st.button("Importer cet extrait", type="primary", key="finess-take"):
        bar = _progress("Import de l'extrait")
        told = finess_desk.take(base, seen, now=now, actor=person.name, progress=bar)
        del st.session_state[_SEEN]
        act_view.done(plain(told))


def _show(seen: Look) -> None:
    with st.container(border=True):
        st.subheader(f"Ce qui va changer : {plain(seen.name)}", anchor=False)
        st.caption(plain(seen.report["message"]))
        counts = [{"Officines": label, "Nombre": french.number(seen.report[name])}
                  for name, label in _COUNTS.items()]  # fmt: skip
        st.table(counts, hide_index=True, border="horizontal", alt="Officines que l'extrait change")
        missing = seen.report["missing_pharmacies"]
        if missing:
            rows = [{name: plain(str(row[key] or "—")) for key, name in _NAMED.items()} for row in missing]
            with st.expander("Absentes du fichier, les premières"):
                st.table(rows, hide_index=True, border="horizontal", alt="Officines absentes du fichier")


def _progress(what: str) -> Progress:
    bar = st.progress(0.0, what)

    def tell(label: str, done: int, total: int) -> None:
        bar.progress(min(done / total, 1.0) if total else 1.0, f"{what} : {label}")

    return tell
