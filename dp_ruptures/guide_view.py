"""Draws the mode opératoire: contents, sections with their pictures, a button that prints."""

import unicodedata
from collections.abc import Sequence

import streamlit as st

from dp_ruptures.guide import Picture, Section
from dp_ruptures.settings import ROOT

PRINT = "print-guide"
_PRINTED = ROOT / "dp_ruptures" / "assets" / "guide.css"


def head(sections: Sequence[Section]) -> None:
    """The contents, and the way to paper."""
    st.html(_PRINTED)
    st.markdown(" · ".join(f"[{section.title}](#{_anchor(section.title)})" for section in sections))
    st.button("Imprimer", key=PRINT, icon=":material/print:")
    st.html('<script src="/assets/guide.js"></script>', unsafe_allow_javascript=True)


def draw(section: Section) -> None:
    """One section."""
    st.header(section.title, anchor=_anchor(section.title))
    for block in section.blocks:
        if isinstance(block, Picture):
            st.image(block.file, caption=block.caption, alt=block.alt)
        else:
            st.markdown(block)


def _anchor(title: str) -> str:
    """« Qui voit quoi » as `qui-voit-quoi`."""
    plain = unicodedata.normalize("NFD", title.casefold()).encode("ascii", "ignore").decode()
    return "-".join("".join(sign if sign.isalnum() else " " for sign in plain).split())
