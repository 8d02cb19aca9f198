"""CPU per rerun and reruns a second of each page; hundreds of sessions alive at once on one server."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack

from bench.performance_server import ROLES, Server
from bench.performance_table import Figure
from bench.performance_visitor import Visitor
from dp_ruptures.screens import Screen, screens_of

TABS = 4
Work = Callable[[], Awaitable[None]]


def measure(server: Server, by_role: dict[str, str], seconds: float) -> list[Figure]:
    """Every page of every role."""
    return asyncio.run(_measure(server, by_role, seconds))


def alive(server: Server, others: list[str]) -> list[Figure]:
    """The sessions of `others`, each a pharmacy, all on their forms together."""
    return asyncio.run(_alive(server, others))


async def _measure(server: Server, by_role: dict[str, str], seconds: float) -> list[Figure]:
    found, seen = await _one_quantity(server, by_role["pharmacist"], seconds), set()
    for role in ROLES:
        for screen in screens_of(role):
            if screen.file not in seen:
                found += await _page(server, by_role[role], screen, seconds)
            seen.add(screen.file)
    return found


async def _one_quantity(server: Server, token: str, seconds: float) -> list[Figure]:
    async with Visitor(server.port, token) as tab:
        await tab.open()
        fields = [field for field in tab.fields.values() if field.fragment]
        received, count = 0, 0

        async def work() -> None:
            nonlocal count
            await tab.type(fields[count % len(fields)], str(count % 7 + 20))
            count += 1

        for _ in range(2 * len(fields)):
            await work()
        received, count = tab.bytes_received, 0
        spent, rate = await _spent(server, [work], seconds)
        size = (tab.bytes_received - received) / count / 1000
    note = f"{rate:.1f} reruns a second in one tab, {size:.1f} kB sent to the browser"
    return [Figure("pages", "declare.py, one quantity", 1000 * spent, "ms CPU", budget="10 ms", note=note)]


async def _page(server: Server, token: str, screen: Screen, seconds: float) -> list[Figure]:
    async with AsyncExitStack() as stack:
        tabs = [
            await stack.enter_async_context(Visitor(server.port, token, screen.address)) for _ in range(TABS)
        ]
        for tab in tabs:
            await tab.open()
            await tab.rerun()
        assert not any(tab.exceptions for tab in tabs), (screen.file, tabs[0].exceptions)
        spent, rate = await _spent(server, [tab.rerun for tab in tabs], seconds)
    note = f"{rate:.1f} reruns a second in {TABS} tabs"
    return [Figure("pages", f"{screen.file}, the whole page", 1000 * spent, "ms CPU", note=note)]


async def _spent(server: Server, works: Sequence[Work], seconds: float) -> tuple[float, float]:
    """Seconds of the server's CPU per rerun, reruns a second, `works` going on side by side."""
    start, cpu, done = time.monotonic(), server.cpu_seconds(), 0

    async def go_on(work: Work) -> None:
        nonlocal done
        while time.monotonic() < start + seconds:
            await work()
            done += 1

    await asyncio.gather(*(go_on(work) for work in works))
    return (server.cpu_seconds() - cpu) / done, done / (time.monotonic() - start)


async def _alive(server: Server, tokens: list[str]) -> list[Figure]:
    async with Visitor(server.port, tokens[0]) as first:
        await first.open()  # What the server reads once is no session's memory.
    memory, cpu = server.resident_bytes(), server.cpu_seconds()
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(Visitor(server.port, token)) for token in tokens]
        for start in range(0, len(tabs), TABS):
            await asyncio.gather(*(tab.open() for tab in tabs[start : start + TABS]))
        opening = (server.cpu_seconds() - cpu) / len(tabs)
        kept = (server.resident_bytes() - memory) / len(tabs) / 1000
        cpu, start = server.cpu_seconds(), time.monotonic()
        await asyncio.sleep(5)
        idle = 100 * (server.cpu_seconds() - cpu) / (time.monotonic() - start)
        # The first quantity runs the whole page again, to say that it is kept; the next ones do not.
        first = await _all_type(server, tabs, "12")
        again = await _all_type(server, tabs, "13")
        failed, whole = sum(bool(tab.exceptions) for tab in tabs), server.resident_bytes()
    who = f"{len(tabs)} live sessions"
    size = f"the server with them: {whole / 1e6:,.0f} MB; answered by an error: {failed}"
    return [
        Figure("sessions", f"{who}: memory of each", kept, "kB", budget="500 under 1 GB", note=size),
        Figure("sessions", f"{who}: to open one", 1000 * opening, "ms CPU"),
        Figure("sessions", f"{who}: all idle", idle, "% of a core"),
        *(
            Figure(
                "sessions",
                f"{who}: {which} quantity in each, all at once",
                1000 * spent,
                "ms CPU each",
                note=f"the last was answered after {waited:.1f} s",
            )
            for which, (spent, waited) in (("first", first), ("next", again))
        ),
    ]


async def _all_type(server: Server, tabs: list[Visitor], text: str) -> tuple[float, float]:
    """CPU seconds of the server for each, and seconds until the last was answered."""
    cpu, start = server.cpu_seconds(), time.monotonic()
    await asyncio.gather(*(_type_once(tab, text) for tab in tabs))
    return (server.cpu_seconds() - cpu) / len(tabs), time.monotonic() - start


async def _type_once(tab: Visitor, text: str) -> None:
    await tab.type(next(field for field in tab.fields.values() if field.fragment), text)
