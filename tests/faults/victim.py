"""A server to be killed: the portal's HTTP routes on the real store, and the form's writes beside them.

    python -m tests.faults.victim PORT FINESS…

Each write that the form's path has acknowledged is one line on standard output: whoever kills us
then looks for it. Meanwhile the file is written anew again and again, as a purge does: that too is cut.
FAULTS_WHOLE=1 serves the whole portal, Streamlit included.
"""

import os
import sys
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from typing import Any

import uvicorn

from dp_ruptures import clock, declarations, drafts, store
from dp_ruptures.rules.declaration import QUANTITY, Declaration, Line
from dp_ruptures.rules.week import week_of
from dp_ruptures.store import Busy, Store

PRODUCTS = ("3400930306000", "2999000000012", "3400930296165")
FIELD = f"units:{PRODUCTS[0]}"


def tell(*words: object) -> None:
    """One line in one write: a kill leaves it whole or not at all."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def declare(opened: Store, finess: str) -> None:
    """The form's « Valider », again and again, every time with other figures."""
    for units in count(int(time.time() * 10) % 1_000_000):
        lines = tuple(Line(cip13, QUANTITY, units=units + rank) for rank, cip13 in enumerate(PRODUCTS))
        sent = Declaration(finess, week_of(clock.now()), lines, author="form", channel="form")
        tell("declared", finess, declarations.declare(opened, sent, clock.now()).receipt_id, units)


def type_in(opened: Store, finess: str) -> None:
    """The form's fields, kept as they are left."""
    for text in count(int(time.time() * 1000)):
        drafts.keep(opened, finess, week_of(clock.now()), {FIELD: str(text)}, now=clock.now(), device="d")
        tell("typed", finess, FIELD, text)


def rewrite(opened: Store) -> None:
    """What ends a purge."""
    while True:
        time.sleep(0.2)
        with suppress(Busy):
            opened.rebuild(patience=5)


def begin(opened: Store, finesses: list[str]) -> None:
    """The load: half of the pharmacies declare, half type."""
    works: list[tuple[Any, ...]] = [(rewrite, opened)]
    for rank, finess in enumerate(finesses):
        works.append((type_in if rank % 2 else declare, opened, finess))
    for work, *arguments in works:
        threading.Thread(target=work, args=arguments, daemon=True).start()


def server() -> Any:
    """The whole portal, or its routes alone."""
    if os.environ.get("FAULTS_WHOLE"):
        from app import app

        return app
    from starlette.applications import Starlette

    from dp_ruptures.web.routes import ROUTES

    return Starlette(routes=ROUTES, lifespan=_opened)


@asynccontextmanager
async def _opened(app: Any) -> AsyncIterator[None]:
    store.connect()
    yield


def main() -> None:
    """Serve until killed."""
    port, *finesses = sys.argv[1:]
    # Before the load: DuckDB's threads import pandas too, and half an import is none.
    served = server()
    begin(store.connect(), finesses)
    uvicorn.run(served, port=int(port), log_level="critical", access_log=False)


if __name__ == "__main__":
    main()
