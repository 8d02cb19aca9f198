"""Keeps the fields on screen and the server's draft in step, one field at a time.

A field has what this tab shows, what the server keeps, and what the two last agreed on.
Changed here since: it is saved. Changed there since, by another device, a file or a scan:
it is shown. Changed on both sides: what was typed here is the later, and is saved.

Not with `on_change`: after a restart of the server the first callback is dropped, while the
browser sends the fields again (pitfalls.md, fact 3). A comparison finds them in any case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import streamlit as st

from dp_ruptures import access, drafts
from dp_ruptures.declaration_start import TYPED, Start
from dp_ruptures.digest import sha256
from dp_ruptures.draft_fields import as_fields, stored
from dp_ruptures.drafts import Kept, Seen
from dp_ruptures.rules.declaration import Product
from dp_ruptures.rules.entry import ABSENT
from dp_ruptures.store import Store

_MEMORY = "declaration_draft"


@dataclass
class _Memory:
    """What one tab remembers of its fields, by name: see the top of this file."""

    key: str
    agreed: dict[str, str] = field(default_factory=dict)
    drawn_with: dict[str, str] = field(default_factory=dict)
    news: dict[str, Kept] = field(default_factory=dict)
    seen: int = 0


class Draft:
    """The draft of one form, for one run. Ask `held` for each field, then `after`, then `save`."""

    def __init__(
        self, store: Store, finess: str, start: Start, *, clicked: bool, one_line: bool = False
    ) -> None:
        """`clicked`: a button was pressed; then what is sent is what the person saw.

        `one_line`: this run draws one line; nothing from elsewhere is shown then, `is_behind` says it waits.
        """
        self._place = store, finess, start.week
        self._start, self._clicked, self._one_line = start, clicked, one_line
        self.device = device()
        sent_at = start.receipt.received_at if start.receipt else None
        # Typed before a declaration that came through another door: no part of it until taken back.
        self._rows, self._unsent = drafts.split_at(drafts.of(*self._place), sent_at)
        self._last = max((kept.number for kept in self._rows.values()), default=0)
        self._kept = as_fields(self._rows)
        self._own: Mapping[str, Kept] | None = None
        self._changed: dict[str, str] = {}
        self._stale = False
        # Whether every field asked about was on screen before this run.
        self.is_drawn = True
        self.is_behind = False
        self.saved_at = max((kept.saved_at for kept in self._rows.values()), default=None)
        self._memory = _memory_of(start)

    @property
    def seen(self) -> Seen:
        """How much of the week's draft the person in front of this form has seen."""
        return Seen(self._memory.seen, self.device)

    def typed_of(self, products: Iterable[Product]) -> list[Product]:
        """Those that the server keeps a quantity for."""
        none = ("", ABSENT)
        return [product for product in products if self._text(product.cip13) not in none]

    def before(self, kind: str, name: str, declared: str) -> str:
        """The text to draw a field with; `declared`, when nothing was typed since."""
        title, key = f"{kind}:{name}", self._start.field(kind, name)
        kept, memory = self._kept.get(title), self._memory
        # Not « in »: Streamlit makes the whole state anew to look for one key in it (0.3 ms).
        held = st.session_state.get(key)
        if held is None:
            self.is_drawn = False
            memory.agreed[title] = self._left_here(title, declared)
            memory.drawn_with[title] = kept.text if kept else declared
            self._tell(title, kept)
        elif kept and self._comes_later(kept) and kept.text != held == memory.agreed.get(title, declared):
            if self._one_line:
                # A field that this run does not draw would go on showing, and sending, what it had.
                self.is_behind = True
                return self.drawn_with(kind, name)
            # Streamlit wants either a value or the session's own: not both in one run.
            st.session_state[key] = memory.agreed[title] = kept.text
            memory.drawn_with[title] = ""
            self._tell(title, kept)
        memory.agreed.setdefault(title, declared)
        return self.drawn_with(kind, name)

    def drawn_with(self, kind: str, name: str) -> str:
        """What `before` said last."""
        return self._memory.drawn_with.get(f"{kind}:{name}", "")

    def held(self, kind: str, name: str, declared: str) -> str:
        """What a field holds; what it will be drawn with, when it is not on screen yet."""
        drawn = self.before(kind, name, declared)
        return str(st.session_state.get(self._start.field(kind, name), drawn))

    def after(self, kind: str, name: str, text: str) -> None:
        """What the field holds, once drawn."""
        title = f"{kind}:{name}"
        kept, memory = self._kept.get(title), self._memory
        if kept and text == kept.text:
            memory.agreed[title] = text
        elif text != memory.agreed[title]:
            self._changed[title] = memory.agreed[title] = text
            memory.news.pop(title, None)
        elif kept and kept.number > memory.seen:
            # A tab that slept through a restart shows what it had: another device came after it.
            self._stale = True

    def save(self, now: datetime) -> None:
        """Keep what was typed here since the last run; show what came from elsewhere."""
        if self._changed:
            fields: dict[str, str] = {}
            for name, typed in self._changed.items():
                fields |= stored(name, typed, self._unsent | self._rows)
            self.saved_at = drafts.keep(*self._place, fields, now=now, device=self.device)
        if self._clicked:
            return
        if self._stale:
            st.rerun()
        self._memory.seen = max(self._memory.seen, self._last)

    def keep_unchanged(self, cip13s: Iterable[str], now: datetime) -> None:
        """Keep « unchanged » for these products, whose fields will show it at the next run."""
        fields = {f"same:{cip13}": "1" for cip13 in cip13s}
        self.saved_at = drafts.keep(*self._place, fields, now=now, device=self.device)

    @property
    def unsent(self) -> list[str]:
        """The products whose quantity was typed before the declaration on screen, and never sent."""
        said = as_fields(self._unsent).items()
        return [name.partition(":")[2] for name, one in said if name.startswith(TYPED) and one.text]

    def take_back(self, now: datetime) -> None:
        """Put what was not sent in the fields again, as if it were typed now."""
        fields = {name: one.text for name, one in self._unsent.items()}
        drafts.keep(*self._place, fields, now=now, device=self.device)

    def forget_unsent(self) -> None:
        """Forget what was not sent; nothing that was typed since."""
        last = max(one.number for one in self._unsent.values())
        drafts.clear(*self._place, Seen(last, ""))

    def news_of(self, cip13: str) -> Kept | None:
        """The quantity of this product, when another device typed it and nobody changed it here."""
        return self._memory.news.get(f"{TYPED}:{cip13}")

    def _comes_later(self, kept: Kept) -> bool:
        """Whether it was saved after what this tab saw; a button that is pressed sends what was seen."""
        return kept.number > self._memory.seen and not self._clicked

    def _text(self, cip13: str) -> str:
        kept = self._kept.get(f"{TYPED}:{cip13}")
        return kept.text if kept else ""

    def _left_here(self, title: str, declared: str) -> str:
        if not self._kept:
            return declared
        if self._own is None:
            own = drafts.as_left_by(*self._place, self.device)
            self._own = as_fields({name: one for name, one in own.items() if name not in self._unsent})
        return self._own[title].text if title in self._own else declared

    def _tell(self, title: str, kept: Kept | None) -> None:
        if kept and kept.device != self.device and kept.text:
            self._memory.news[title] = kept


def device() -> str:
    """Names this login of this browser; it opens nothing."""
    return sha256(f"draft {access.session_token() or ''}")[:16]


def _memory_of(start: Start) -> _Memory:
    memory: _Memory | None = st.session_state.get(_MEMORY)
    if memory is None or memory.key != start.key:
        memory = st.session_state[_MEMORY] = _Memory(start.key)
    return memory
