"""Sends the weekly form: one declaration, or a sentence above the buttons that says why not."""

from datetime import datetime

import streamlit as st

from dp_ruptures import declaration_words, declarations
from dp_ruptures.declaration_answers import Form
from dp_ruptures.declaration_start import Start, start_again_from
from dp_ruptures.declarations import Overtaken
from dp_ruptures.errors import Refused
from dp_ruptures.rules.declaration import Declaration
from dp_ruptures.store import Store


def send(store: Store, form: Form, author: str, now: datetime) -> None:
    """Write what was read, and start again from the receipt; nothing typed is lost when it is refused.

    The questions about its lines never hold it back.
    """
    start, reading = form.start, form.reading
    lines = form.worth_sending(reading.lines)
    sent = Declaration(form.sheet.finess, start.week, lines, author=author, channel="form")
    try:
        over = start.agreed(start.overtaken_by)
        written = declarations.declare(store, sent, now, over, form.draft.seen, asked=form.asked)
    except Overtaken as meanwhile:
        start.ask_about(meanwhile.receipt)
        form.hold(declaration_words.ANSWER_FIRST, now)
    except Refused as refusal:
        form.hold(str(refusal), now)
    else:
        start_again_from(Start(start.week, written, reading.remarks))
        st.rerun()
