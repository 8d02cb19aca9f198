"""Mode opératoire: one page, for everybody."""

import streamlit as st

from dp_ruptures import access
from dp_ruptures.settings import ROOT

access.require("read_guide")
with st.container(width=760):
    st.markdown((ROOT / "docs" / "mode_operatoire.md").read_text(encoding="utf-8"))
