"""What the Ordre's release page shows: Monday's own act, the preview, the letters."""

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from dp_ruptures import access, announcement, french, mail, mailing_lists, monday, release_desk, released
from dp_ruptures.errors import Refused
from dp_ruptures.release_desk import Look
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.rules.week import PARIS, Week
from dp_ruptures.sessions import Person
from dp_ruptures.store import Store

_LISTS = {
    mailing_lists.MINISTRY: "Ministère : à chaque publication, avec le bulletin",
    mailing_lists.ORDRE: "Ordre : quand la publication automatique n'a pas pu avoir lieu",
}
_CHECKED = {
    "cells": "cellules à protéger",
    "hidden": "valeurs tenues secrètes, liens compris",
    "insiders": "couples déclarant × cellule essayés",
    "integer": "cellules attaquées en nombres entiers",
}
COMPUTING = (
    "Calcul du secret et audit : moins d'une minute d'ordinaire, quelques-unes si le serveur est chargé…"
)
PUBLISHING = "Nouveau calcul, audit, puis écriture des fichiers…"
ALONE = "Vous avez fait l'aperçu : mieux vaut qu'une autre personne publie. Sinon, dites pourquoi."


def automatic(store: Store, person: Person, now: datetime) -> None:
    """Whether Monday's act runs by itself, what it last met, and the switch."""
    runs = monday.is_automatic(store)
    if late := _late(store, now, runs=runs):
        st.error(late)
    following = release_desk.next_monday(now).astimezone(PARIS)
    st.write(
        "Le portail publie lui-même la semaine écoulée **le lundi à 8\u00a0h**, heure de Paris. "
        f"Prochaine fois : {french.long_day(following.date())}."
        if runs
        else "La publication automatique du lundi est **suspendue** : publiez vous-même."
    )
    if st.button("Suspendre" if runs else "Reprendre", key="automatic"):
        monday.set_automatic(store, not runs, now=now, actor=person.name)
        st.rerun()


def _late(store: Store, now: datetime, *, runs: bool) -> str:
    """What is wrong when the week that closed should be out and is not, why, what to do; else nothing."""
    week, last = monday.due(store, now), monday.last_attempt(store)
    if week is None or now < monday.moment(week):
        return ""
    if last and last.outcome == monday.REFUSED and last.week == week:
        return (
            f"La publication automatique de la semaine {week.label} n'a pas eu lieu "
            f"({french.instant(last.tried_at)}). {last.sentence} Regardez la semaine, puis publiez-la."
        )
    why = (
        "aucun essai automatique n'est inscrit, le portail était peut-être arrêté lundi à 8\u00a0h"
        if runs
        else "la publication automatique est suspendue"
    )
    return (
        f"La semaine {week.label} n'est pas publiée : {why}. Calculez l'aperçu ci-dessous, puis publiez-la."
    )


def preview(seen: Look) -> None:
    """What publishing would do: cells, what withholding costs, the gate, the audit."""
    summary = seen.summary
    st.caption(f"Aperçu du {french.instant(seen.previewed_at)}, par {plain(seen.previewed_by)}.")
    one, two, three, four = st.columns(4)
    one.metric("Chiffres publiés", french.number(summary["counts"]["publie"]))
    two.metric("Sous secret", french.number(summary["counts"]["secret"]))
    three.metric("Sans donnée", french.number(summary["counts"]["sans_donnee"]))
    four.metric(
        "Unités sous secret",
        french.percent(summary["hidden_share"], 2),
        help="Ce que le secret coûte : la part des unités de toutes les cellules, totaux compris.",
    )
    for reason in seen.reasons:
        st.warning(reason)
    if summary["regions_only"]:
        st.warning("Aucun chiffre de département ne sera publié : régions ou France seulement.")
    _audit(summary)
    with st.expander("Ce qui est sous secret, par territoire"):
        st.table(summary["levels"], hide_index=True, alt="Cellules par niveau")
        if summary["withheld"]:
            st.dataframe(summary["withheld"], hide_index=True, alt="Cellules sous secret par territoire")


def _audit(summary: dict[str, object]) -> None:
    audit, gap = summary["audit"], summary["gap"]
    assert isinstance(audit, dict)  # noqa: S101 - our own JSON, read back
    checked = [f"{french.number(audit['checked'][key])} {name}" for key, name in _CHECKED.items()
               if key in audit["checked"]]  # fmt: skip
    st.success(
        "Audit, par un autre calcul que celui qui a choisi : aucune officine ne se reconnaît"
        + (f" ({', '.join(checked)})." if checked else "."),
        icon=":material/verified_user:",
    )
    gap = float(str(gap))
    optimal = "C'est le moins qu'on puisse cacher." if not gap else (
        f"Le minimum n'est pas prouvé : il pourrait être plus bas de {french.percent(gap, 2)} au plus."
    )  # fmt: skip
    held = french.plural(int(str(summary["leaves_held"])), "chiffre garde", "chiffres gardent")
    st.caption(f"{optimal} {held} la valeur d'une semaine antérieure.")


def closing(waiting: Sequence[Week], week: Week) -> None:
    """A warning where publishing `week` would close older ones for good: weeks are released in order."""
    lost = release_desk.passed_by(waiting, week)
    if lost:
        names = ", ".join(one.label for one in lost)
        st.warning(
            f"Publier {week.label} ferme pour toujours les semaines plus anciennes qui attendent encore : "
            f"{names}. Pour les publier aussi, commencez par {lost[0].label}."
        )


def publishing(store: Store, seen: Look, person: Person, now: datetime) -> None:
    """The second look: a reason where one is due, and the button."""
    must = release_desk.needs_reason(seen, person.name)
    # Another look taken meanwhile makes another form: a click on the former one publishes nothing unseen.
    with st.form(f"publish-{seen.state_sha256}", enter_to_submit=False):
        if seen.previewed_by == person.name:
            st.caption(ALONE)
        reason = st.text_input("Motif (demandé)" if must else "Motif (facultatif)", max_chars=300)
        sent = st.form_submit_button(f"Publier la semaine {seen.week.label}", type="primary")
    if not sent:
        return
    try:
        with st.spinner(PUBLISHING):
            release_desk.publish(store, seen, reason=reason or "", now=now, actor=person.name)
    except Refused as refusal:
        st.error(str(refusal))
    else:
        st.rerun()


def letters(store: Store, week: Week, now: datetime) -> None:
    """Who was written to about a released week, and the button for the others."""
    header = released.header(store, week)
    if header is None:
        return
    written = announcement.sent(store, week, header["revision"])
    waiting = announcement.unwritten(store, week, header["revision"])
    which = f" (publication n°{french.NO_BREAK}{header['revision']}, erratum)" * (header["revision"] > 1)
    st.write(
        f"Semaine {week.label}{which}, publiée le {french.instant(header['published_at'])} par "
        f"{plain(header['published_by'])}. {_told(len(written), len(waiting))}"
    )
    if waiting and st.button(
        f"Écrire à {french.plural(len(waiting), 'destinataire')}", icon=":material/mail:"
    ):
        try:
            sent, refused = announcement.announce(store, mail.outbox(), week, now=now)
        except Refused as refusal:
            st.error(str(refusal))
            return
        st.success(f"{_letters(sent)}.")
        for address in refused:
            st.error(f"Adresse refusée : {address}. Corrigez la liste.")


def lists(store: Store, person: Person, now: datetime) -> None:
    """The two lists of addresses, to read and change."""
    with st.form("lists", enter_to_submit=False):
        typed = {
            name: st.text_area(title, "\n".join(mailing_lists.recipients(store, name)), key=name)
            for name, title in _LISTS.items()
        }
        sent = st.form_submit_button("Enregistrer les listes")
    if sent:
        access.require("publish_releases")
        try:
            for text in typed.values():
                mailing_lists.read(text or "")
            for name, text in typed.items():
                mailing_lists.change(store, name, text or "", now=now, actor=person.name)
        except Refused as refusal:
            st.error(str(refusal))
        else:
            st.success("Listes enregistrées.")


def _told(written: int, waiting: int) -> str:
    if not written and not waiting:
        return "Personne n'a été prévenu par courriel : la liste du ministère, ci-dessous, est vide."
    return f"{_letters(written)}, {waiting} à envoyer."


def _letters(count: int) -> str:
    return french.plural(count, "courriel envoyé", "courriels envoyés")
