"""Which départements will be out of stock before boxes come: a sentence, and a way to each."""

from collections.abc import Callable, Sequence

import streamlit as st

from dp_ruptures import explore_tables, french
from dp_ruptures.areas import Area
from dp_ruptures.exploration import Look
from dp_ruptures.measures import Figure
from dp_ruptures.rules.spreadsheet import plain

_SHOWN = 6


def sentence(short: Sequence[tuple[Area, Figure]], known: int) -> str:
    """How many départements out of those `known` will run out; always one line, so that nothing jumps."""
    if not known:
        return "À court avant la prochaine livraison : on ne sait pas, trop peu d'officines ont répondu."
    if not short:
        if known == 1:
            return "Le département estimé ne sera pas à court avant sa prochaine livraison."
        return f"Aucun des {french.number(known)} départements estimés ne sera à court avant sa livraison."
    departments = french.plural(len(short), "département sera", "départements seront")
    return f"**{departments} à court avant la prochaine livraison**, sur {french.plural(known, 'estimé')}."


def ways(short: Sequence[tuple[Area, Figure]], seen: Look, go: Callable[[str], None]) -> None:
    """A button to each, the shortest first; the others are in the table."""
    if not short:
        return
    st.markdown("**À court avant la prochaine livraison** · départements")
    with st.container(gap=None):
        for area, figure in short[:_SHOWN]:
            st.button(
                f"{plain(area.name)} : {explore_tables.said(figure, seen.chosen)}", key=f"alerte-{area.code}",
                type="tertiary", icon=":material/warning:", on_click=go, args=(area.code,),
            )  # fmt: skip
    if len(short) > _SHOWN:
        st.caption(f"Et {french.plural(len(short) - _SHOWN, 'autre')}, dans le tableau sous la carte.")
