"""Who could give and who lacks among the pharmacies of one département: on demand and on the record."""

import streamlit as st

from dp_ruptures import access, french, rebalancing, rebalancing_tables, stock_tables
from dp_ruptures import rebalancing_pharmacy_tables as tables
from dp_ruptures.rebalancing import Scene
from dp_ruptures.rules.roles import may
from dp_ruptures.rules.transport import Terms
from dp_ruptures.sessions import Person
from dp_ruptures.stocks import Department
from dp_ruptures.store import Store

_NOTED = "rebalancing_pharmacies.noted"


def show(store: Store, person: Person, scene: Scene, place: Department, terms: Terms) -> None:
    """The pharmacies of a département and a plan between them, for those who may read them."""
    if not may(person.role, "read_individual"):
        st.caption("Le plan par officine est réservé à la direction des technologies en santé.")
        return
    if not st.toggle(
        f"Voir les officines et leur plan : {place.name}",
        key=f"plan-officines-{place.department_code}",
        help="Donnée individuelle : la consultation est inscrite au registre des accès.",
    ):
        st.session_state.pop(_NOTED, None)
        return
    _note_once(person, f"officines du département {place.department_code}, {scene.week.iso}")
    listed = rebalancing.pharmacies(store, scene.week, scene.item, scene.pack, place.department_code)
    if not listed:
        st.info(
            "Aucune officine du département n'a donné de quantité cette semaine : choisissez-en une autre."
        )
        return
    st.caption("Consultation inscrite au registre des accès.")
    _plan(scene, listed, terms)
    st.subheader("Excédents et manques", anchor=False)
    st.table(
        tables.pharmacy_table(listed, terms, scene.unit), hide_index=True, border="horizontal",
        height=stock_tables.height_of(len(listed)),
        alt=f"Officines de {place.name}, de la moins à la mieux pourvue",
    )  # fmt: skip
    st.caption(
        "Jours : stock déclaré divisé par le rythme des dernières semaines. « Rythme emprunté au "
        "département » : ses comptages ne disent rien, comme quand elle est à zéro depuis longtemps ; celui "
        "de l'officine médiane du département le remplace, elle peut recevoir et ne donne pas. Un tiret : "
        "rien de délivré, ou trop peu d'officines pour emprunter ; elle ne donne ni ne reçoit."
    )


def _plan(scene: Scene, listed: list[rebalancing.PharmacySupply], terms: Terms) -> None:
    handed = rebalancing.handovers(listed, terms)
    st.subheader("Plan entre officines", anchor=False)
    if not handed:
        st.write("Aucun échange utile avec ces lots : essayez des lots plus petits ou un autre objectif.")
        return
    near = sum(one.near for one in handed)
    boxes = rebalancing_tables.boxes(sum(one.boxes for one in handed))
    st.write(
        f"{french.plural(len(handed), 'échange')}, {boxes}, dont "
        f"{french.number(near)} dans une même commune : des mieux pourvues aux plus démunies, jusqu'à "
        f"{terms.goal} jours."
    )
    st.table(
        tables.handover_table(handed, listed), hide_index=True, border="horizontal",
        height=stock_tables.height_of(len(handed), 320),
        alt="Échanges proposés entre officines",
    )  # fmt: skip


def _note_once(person: Person, subject: str) -> None:
    # A page is drawn again at every click: one look is one line of the register.
    if st.session_state.get(_NOTED) != subject:
        access.note_access(person, subject, "plan de rééquilibrage")
        st.session_state[_NOTED] = subject
