"""The declaration of one shortage: find the product, see what is known of it, fill five fields."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from dp_ruptures import french, shortage_products
from dp_ruptures import shortage_words as words
from dp_ruptures.campaign import Campaign
from dp_ruptures.errors import Refused
from dp_ruptures.rules.day import write_day
from dp_ruptures.rules.shortage import Facts
from dp_ruptures.rules.shortage_entry import LONGEST_TEXT, Entry, read_entry
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS
from dp_ruptures.shortage_products import MOST_HITS, Found, Notice
from dp_ruptures.shortages import Shortage
from dp_ruptures.store import Store

# The address's parameter too: /ruptures?code=3400930306000.
SEARCH = "code"
_AGAIN = "shortage_form.again"
_DISTRIBUTORS = {2: "deux ou plus", 1: "un seul"}
_HINTS = {
    "last_supply": ("JJ/MM/AAAA", ":material/event:"),
    "asked_day": ("JJ/MM/AAAA", ":material/event:"),
    "asked_hour": ("HH:MM", ":material/schedule:"),
    "missing": ("", ":material/tag:"),
}
THE_LAW = (
    "Rupture : un médicament que vous ne pouvez pas délivrer 72 heures après l'avoir demandé à deux "
    f"distributeurs (CSP, art. {french.unbroken('R.5124-49-1')}). Dans l'intérêt du patient, "
    "vous pouvez raccourcir ce délai : dites alors pourquoi. "
    "Jours et heures de Paris pour tous, outre-mer compris."
)


def look_for(code: str) -> None:
    """The next run starts from this code; empty, from no product."""
    st.session_state[_AGAIN] = code


def pick(store: Store, campaign: Campaign | None) -> Found | None:
    """The product that is missing, found by name or code; None as long as it is not chosen."""
    if _AGAIN in st.session_state:
        st.session_state[SEARCH] = st.session_state.pop(_AGAIN)
    typed = st.text_input(
        "Produit manquant : nom, CIP7, CIP13, ou boîte scannée",
        key=SEARCH,
        bind="query-params",
        max_chars=120,
        placeholder="par exemple : influvac, ou 3011771",
        autocomplete="off",
    )
    if not shortage_products.bdpm_is_loaded(store):
        st.caption(
            "La base publique des médicaments n'est pas chargée sur ce portail : "
            "seuls les produits de la campagne se trouvent ici."
        )
    if not (typed or "").strip():
        return None
    try:
        hits = shortage_products.search(store, typed or "", campaign)
    except Refused as refusal:
        st.error(str(refusal))
        return None
    return _chosen(hits, typed or "")


def _chosen(hits: list[Found], typed: str) -> Found | None:
    if not hits:
        st.info("Aucun produit ne porte tous ces mots. Essayez un seul mot, ou le code de la boîte.")
        return None
    if len(hits) == 1:
        return hits[0]
    if len(hits) > MOST_HITS:
        hits = hits[:MOST_HITS]
        st.caption(f"Plus de {MOST_HITS} produits : ajoutez un mot, un dosage, ou donnez le code.")
    by_code = {found.cip13: found for found in hits}
    # Keyed by what was typed: another search asks again.
    chosen = st.radio(
        "Lequel ?",
        list(by_code),
        index=None,
        format_func=lambda cip13: plain(by_code[cip13].name),
        captions=[words.caption(found) for found in hits],
        key=f"shortage-hit-{typed}",
    )
    return by_code.get(chosen or "")


def card(found: Found, notices: Iterable[Notice]) -> None:
    """What is known of the product: name to check against the box, warnings, ANSM's notices."""
    st.subheader(plain(found.name), anchor=False)
    st.caption(words.caption(found))
    if found.mitm:
        st.info("Médicament d'intérêt thérapeutique majeur : **déclaration obligatoire**.")
    if found.stopped:
        st.warning(
            "Commercialisation arrêtée ou suspendue, d'après la base publique des médicaments : vérifiez le "
            "code de la boîte. Vous pouvez déclarer quand même."
        )
    if found.family is None:
        st.caption("Produit non suivi par la déclaration hebdomadaire : seule sa rupture se déclare.")
    for notice in notices:
        st.write(f"ANSM : {words.told(notice)}")
        if notice.link:
            # A text to copy: the portal sends nobody outside.
            st.code(notice.link, language=None, wrap_lines=True)


class Form:
    """The five fields, what was typed in them, and where to say what is wrong."""

    def __init__(self, found: Found, lasting: Shortage | None) -> None:
        """Draw the form; `lasting`, the open shortage that it updates, fills it."""
        self._slots: dict[str, DeltaGenerator] = {}
        facts = lasting.act.facts if lasting else None
        self._key = f"{found.cip13}-{lasting.step if lasting else 0}"
        with st.form(f"shortage-{self._key}", enter_to_submit=False):
            self.entry = self._fields(facts, words.unit_of(found.family))
            # Named after what the form started from, as in the weekly form.
            label = "Mettre à jour la rupture" if lasting else "Déclarer la rupture"
            self.sent = st.form_submit_button(
                label, type="primary", shortcut="Ctrl+Enter", key=f"send-shortage-{self._key}"
            )

    def facts(self, now: datetime) -> Facts | None:
        """What was typed, or None once what is wrong is written under its field."""
        facts, faults = read_entry(self.entry, now)
        for fault in faults:
            self._slots[fault.field].error(fault.message)
        return facts

    def _fields(self, facts: Facts | None, unit: str) -> Entry:
        row = st.container(horizontal=True, vertical_alignment="bottom")
        last_supply = self._text(row, "last_supply", "Dernière livraison", _day(facts))
        never = row.checkbox(
            "Jamais livré", value=bool(facts and not facts.last_supply), key=f"never-{self._key}"
        )
        self._slots["last_supply"] = st.container()
        distributors = st.radio(
            "Distributeurs interrogés", list(_DISTRIBUTORS), format_func=_DISTRIBUTORS.__getitem__,
            index=0 if facts is None else list(_DISTRIBUTORS).index(facts.distributors),
            horizontal=True, key=f"distributors-{self._key}",
        )  # fmt: skip
        row = st.container(horizontal=True, vertical_alignment="bottom")
        asked = facts.asked_at.astimezone(PARIS) if facts else None
        asked_day = self._text(row, "asked_day", "Demandé le", write_day(asked.date()) if asked else "")
        asked_hour = self._text(row, "asked_hour", "à (heure de Paris)", f"{asked:%H:%M}" if asked else "")
        self._slots["asked"] = st.container()
        missing = self._text(
            st, "missing", f"Quantité manquante ({unit})", str(facts.missing) if facts else ""
        )
        self._slots["missing"] = st.container()
        reason = st.text_input(
            "Motif, si vous n'attendez pas 72 heures ou n'interrogez qu'un distributeur",
            value=facts.reason if facts else "", max_chars=LONGEST_TEXT, autocomplete="off",
            placeholder="par exemple : traitement à ne pas interrompre", key=f"reason-{self._key}",
        )  # fmt: skip
        self._slots["reason"] = st.container()
        st.caption("N'écrivez rien qui désigne un patient.")
        return Entry(last_supply, never, distributors or 2, asked_day, asked_hour, reason or "", missing)

    def _text(self, place: Any, name: str, label: str, value: str) -> str:
        hint, icon = _HINTS[name]
        typed = place.text_input(
            label, value=value, placeholder=hint, icon=icon, max_chars=20, autocomplete="off", width=250,
            type="phone",  # A numeric keypad on a phone, and still any text.
            key=f"{name}-{self._key}",
        )  # fmt: skip
        return typed or ""


def _day(facts: Facts | None) -> str:
    day: date | None = facts.last_supply if facts else None
    return write_day(day) if day else ""
