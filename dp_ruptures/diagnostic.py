"""What support asks first, in a text to copy: no quantity, no FINESS number, no token in it."""

import tomllib
from datetime import datetime
from functools import cache

import streamlit as st

from dp_ruptures import declarations, french
from dp_ruptures.rules.device import describe
from dp_ruptures.rules.roles import ROLE_NAMES
from dp_ruptures.rules.week import week_of
from dp_ruptures.sessions import Person
from dp_ruptures.settings import ROOT
from dp_ruptures.store import Store

_PAGE = "diagnostic.page"
_GUIDE = "Mode opératoire"


def note_page(title: str) -> None:
    """Remember the page that is open: whoever then opens the mode opératoire had a question about it."""
    if title != _GUIDE:
        st.session_state[_PAGE] = title


def text(store: Store, person: Person, now: datetime) -> str:
    """One fact a line: version, schema, role, week, page, browser, time, last receipt."""
    facts = {
        "Version": f"{version()}, schéma {schema(store)}",
        "Rôle": ROLE_NAMES[person.role],
        "Semaine": week_of(now).label,
        "Page": st.session_state.get(_PAGE, _GUIDE),
        "Navigateur": describe(st.context.headers.get("User-Agent")),
        "Heure": f"{french.instant(now)} à Paris ; poste : {st.context.timezone or 'inconnu'}",
        "Dernier récépissé": _last_receipt(store, person),
    }
    return "\n".join(f"{name} : {fact}" for name, fact in facts.items() if fact)


@cache
def version() -> str:
    """The portal's version, as pyproject.toml says it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(project["project"]["version"])


def schema(store: Store) -> str:
    """The last migration that the store went through."""
    return str(store.query("migrations_applied")[-1]["name"])


def _last_receipt(store: Store, person: Person) -> str:
    """`3F9A-21C7-80B2 (2026-S47)`; empty for who declares nothing."""
    if not person.finess:
        return ""
    past = declarations.history(store, person.finess)
    return f"{past[0]['number']} ({past[0]['week'].label})" if past else "aucun"
