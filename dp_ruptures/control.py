"""How a command reaches the server that holds the store (docs/adr/0003).

DuckDB gives its file to one process. A command given while the portal runs is
therefore sent to it over a Unix socket that only the same system user can open:
one JSON object per line, `progress` lines, then `result` or `refused`.
"""

import asyncio
import json
import logging
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from dp_ruptures import settings
from dp_ruptures.errors import Refused
from dp_ruptures.progress import Progress
from dp_ruptures.store import Store, StoreError

_log = logging.getLogger(__name__)
# Linux takes 108 bytes for a socket's path, the final zero included.
_LONGEST_PATH = 107


class Unreachable(Exception):
    """No server listens on the socket."""


def ask(path: Path, operation: str, parameters: dict[str, Any], progress: Progress) -> dict[str, Any]:
    """Have the running server perform `operation`. Raises Unreachable, or Refused as it would here."""
    try:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(path))
    except OSError as error:
        raise Unreachable(str(error)) from error
    with connection, connection.makefile("rw", encoding="utf-8") as channel:
        channel.write(json.dumps({"operation": operation, "parameters": parameters}) + "\n")
        channel.flush()
        for line in channel:
            answer = json.loads(line)
            if "result" in answer:
                return dict(answer["result"])
            if "refused" in answer:
                raise Refused(answer["refused"], answer.get("lines", []))
            progress(*answer["progress"])
    raise Refused("Le serveur s'est arrêté avant d'avoir fini ; relancez la commande.")


@asynccontextmanager
async def serve(store: Store) -> AsyncIterator[None]:
    """Answer commands on the control socket while the context is open."""
    path = settings.load().control_socket
    if len(os.fsencode(path)) > _LONGEST_PATH:
        _log.warning("control socket path too long; commands need the server stopped")
        yield
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    server = await asyncio.start_unix_server(_Listener(store), path)
    path.chmod(0o600)
    try:
        yield
    finally:
        server.close()
        path.unlink(missing_ok=True)


class _Listener:
    """Performs the one operation each connection asks for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = json.loads(await reader.readline())
            answer = await asyncio.to_thread(self._perform, request, _Teller(writer))
        except (Refused, StoreError) as error:
            answer = {"refused": str(error), "lines": getattr(error, "lines", [])}
        except Exception as error:  # noqa: BLE001 - the command must hear of any failure, and only of its kind
            _log.error("command failed: %s", type(error).__name__)
            answer = {"refused": f"La commande a échoué ({type(error).__name__}).", "lines": []}
        # Whoever asked may have gone: what was done is done, and is in the store.
        with suppress(ConnectionError):
            writer.write(_line(answer))
            await writer.drain()
        writer.close()

    def _perform(self, request: dict[str, Any], progress: Progress) -> dict[str, Any]:
        # Here, so that a command which asks does not wait for what the server performs.
        from dp_ruptures import operations

        result = operations.perform(self._store, request["operation"], request["parameters"], progress)
        return {"result": result}


class _Teller:
    """Sends progress from the working thread to the command that waits."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        self._loop = asyncio.get_running_loop()

    def __call__(self, label: str, done: int, total: int) -> None:
        line = _line({"progress": [label, done, total]})
        self._loop.call_soon_threadsafe(self._writer.write, line)


def _line(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False) + "\n").encode()
