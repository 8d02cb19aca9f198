"""A pharmacist on the weekly form of a server that is killed: types, sends, reads the receipt."""

import asyncio
import re
from collections.abc import Callable
from itertools import count
from typing import Any

from websockets.exceptions import WebSocketException

from bench.performance_visitor import AGENT, Field, Visitor
from dp_ruptures import sessions
from dp_ruptures.sessions import Client
from dp_ruptures.store import Store
from tests.conftest import NOW
from tests.faults.victim import PRODUCTS

SEND = ("Déclarer", "Remplacer ma déclaration")
_RECEIPT = re.compile(r"Récépissé n° ([0-9A-F-]+)")
# (receipt number, units of the first product): the next ones hold one unit more each.
Told = Callable[[str, int], Any]


def log_in(opened: Store, finess: str) -> str:
    """The session of a new account of that pharmacy."""
    name = f"officine-{finess}"
    opened.execute(
        "account_insert", name=name, display_name=name, role="pharmacist", finess=finess, email=None,
        password_hash="", now=NOW,
    )  # fmt: skip
    client = Client(AGENT)
    token = sessions.trade_ticket(opened, sessions.issue_ticket(opened, name, NOW, client), NOW, client)
    assert token is not None
    return token


def declare_until_killed(port: int, token: str, units: int, told: Told) -> None:
    """Fill the form in and send it again and again, until the server goes away."""
    try:
        asyncio.run(_declare(port, token, units, told))
    except (OSError, WebSocketException, TimeoutError):
        return


async def _declare(port: int, token: str, units: int, told: Told) -> None:
    async with Visitor(port, token) as tab:
        await tab.open()
        for first in count(units, len(PRODUCTS)):
            receipt = await _one(tab, first)
            told(receipt, first)


async def _one(tab: Visitor, units: int) -> str:
    """One declaration; the number that the page shows once it is written."""
    for rank, cip13 in enumerate(PRODUCTS):
        await tab.type(_field(tab, cip13), str(units + rank))
    button = next(tab.buttons[label] for label in SEND if label in tab.buttons)
    await tab.press(button)
    (receipt,) = {found[1] for text in tab.said if (found := _RECEIPT.match(text))} or {""}
    assert receipt, tab.said
    return receipt


def _field(tab: Visitor, cip13: str) -> Field:
    # The last drawn: the press drew the form that was sent, then the one that corrects it.
    return [one for one in tab.fields.values() if one.widget_id.endswith(cip13)][-1]
