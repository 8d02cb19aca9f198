"""What the pages of a release say of an erratum: its number, day and reason, each figure that changed."""

from collections.abc import Mapping

import streamlit as st

from dp_ruptures import french, released
from dp_ruptures.publication import erratum
from dp_ruptures.rules.spreadsheet import csv_bytes, plain
from dp_ruptures.rules.week import Week
from dp_ruptures.store import Row, Store


def notice(store: Store, week: Week, header: Row) -> None:
    """A warning and the figures before and after; nothing on a week that was released once."""
    found = released.erratum(store, week, header)
    if found is None:
        return
    st.warning(plain(erratum.announced(found)), icon=":material/edit_note:")
    rows = erratum.table(found)
    if not rows:
        return
    with st.expander("Chaque chiffre, avant et après l'erratum"):
        st.dataframe(rows, hide_index=True, alt=f"Erratum de la semaine {week.label} : avant et après")
        st.download_button(
            "Télécharger (CSV)",
            csv_bytes(rows),
            f"erratum-{week.iso}-{found.revision}.csv",
            "text/csv",
            on_click="ignore",
            key=f"erratum-{week.iso}",
        )


def on_curves(corrected: Mapping[Week, Row]) -> None:
    """Which points of a curve are those of an erratum, and why; `corrected` as `released.corrected`."""
    for week, row in corrected.items():
        st.warning(
            f"Semaine {week.label} : les chiffres sont ceux de l'erratum du "
            f"{french.instant(row['published_at'])} (publication n°{french.NO_BREAK}{row['revision']}). "
            f"Motif : {plain(str(row['reason'] or '').rstrip('. '))}. "
            "Chaque chiffre, avant et après : page « Fichiers publiés », à cette semaine.",
            icon=":material/edit_note:",
        )
