"""Mode opératoire: one page, for everybody; what concerns the reader first."""

import streamlit as st

from dp_ruptures import access, clock, diagnostic, guide, guide_view, store

person = access.require("read_guide")
now = clock.now()

with st.container(key="guide", width=760):
    st.title("Mode opératoire")
    sections = guide.of_role(person.role, now)
    guide_view.head(sections)
    for section in sections:
        guide_view.draw(section)
        if section.title == guide.SUPPORT:
            st.markdown(guide.TO_COPY)
            st.code(diagnostic.text(store.current(), person, now), language=None, wrap_lines=True)
