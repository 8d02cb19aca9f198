"""The files of a release, one button each: the same bytes as the folder's and the API's."""

from collections.abc import Sequence

import streamlit as st

from dp_ruptures import release_files, settings, store
from dp_ruptures.rules.week import Week

# In the order of use: what is read, what is worked on, what proves the rest.
FILES = {
    "bulletin.pdf": ("Bulletin (PDF, 2 pages)", "picture_as_pdf"),
    "stocks.xlsx": ("Classeur (XLSX)", "table"),
    "stocks.csv": ("Données (CSV)", "csv"),
    "stocks.json": ("Données (JSON)", "data_object"),
    "stocks.schema.json": ("Schéma du CSV", "schema"),
    "manifest.json": ("Manifeste (empreintes)", "fact_check"),
    "manifest.sig": ("Signature", "verified"),
    "cle-publique.pem": ("Clé publique", "key"),
}
_ABREAST = 4


def prefix(week: Week) -> str:
    """What a downloaded file's name begins with: two weeks' files may lie in one folder."""
    return f"{week.iso}-"


@st.cache_data(show_spinner="Préparation des fichiers…", max_entries=8)
def _contents(week: Week, revision: int, home: str) -> dict[str, bytes]:
    """The files of one frozen release: they never change, so they may be kept (pitfalls.md, c)."""
    del revision, home
    return release_files.contents(store.current(), week)


def buttons(week: Week, revision: int, names: Sequence[str] = tuple(FILES)) -> None:
    """A button per file of the release; the same bytes as the API's and the folder's."""
    made = _contents(week, revision, str(settings.load().home))
    listed = [name for name in names if name in made]
    # A row after the other: columns of several would be read one after the other on a phone.
    for start in range(0, len(listed), _ABREAST):
        for place, name in zip(st.columns(_ABREAST), listed[start : start + _ABREAST], strict=False):
            label, icon = FILES[name]
            place.download_button(
                label,
                made[name],
                file_name=prefix(week) + name,
                icon=f":material/{icon}:",
                on_click="ignore",
                width="stretch",
                key=f"file-{week.iso}-{name}",
            )
