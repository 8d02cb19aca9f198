"""A browser without a screen: Streamlit's websocket, spoken as its own page speaks it."""

import asyncio
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from dp_ruptures.sessions import COOKIE

AGENT = "dp-ruptures bench"
# Five hundred first quantities at once take 50 s of a core: the last one is answered then.
PATIENCE_SECONDS = 180


@dataclass(frozen=True)
class Field:
    """A text field or a button on screen; `fragment`: what runs when it changes, the page when empty."""

    widget_id: str
    label: str
    fragment: str


@dataclass
class Visitor:
    """One tab at `path`, logged in by `token`. Each `run` returns once the page has run and been received."""

    port: int
    token: str = ""
    path: str = ""
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: dict[str, Field] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    bytes_received: int = 0
    elements: int = 0
    exceptions: list[str] = field(default_factory=list)
    _page: str = ""
    _texts: dict[str, str] = field(default_factory=dict)
    _known: dict[str, ForwardMsg] = field(default_factory=dict)
    _socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(
            f"ws://localhost:{self.port}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            additional_headers={"Cookie": f"{COOKIE}={self.token}"} if self.token else None,
            user_agent_header=AGENT,
            max_size=None,
            compression=None,
            ping_interval=None,
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._socket
        await self._socket.close()

    async def open(self) -> None:
        """The first run of the page."""
        await self._run("")

    async def rerun(self) -> None:
        """The whole page again, every field as it stands."""
        await self._run("")

    async def type(self, one: Field, text: str) -> None:
        """A field left with `text` in it: what of the page depends on it runs again."""
        self._texts[one.widget_id] = text
        await self._run(one.fragment)

    async def press(self, button: Field) -> None:
        """A button pressed: from now on, only what that run draws is on screen."""
        message = self._message(button.fragment, pressed=button.widget_id)
        for gone in (self.fields, self.buttons, self.said, self._texts):
            gone.clear()
        await self._send(message)

    async def _run(self, fragment: str) -> None:
        await self._send(self._message(fragment))

    async def _send(self, message: bytes) -> None:
        assert self._socket
        await self._socket.send(message)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self._finished():
                pass

    def _message(self, fragment: str, pressed: str = "") -> bytes:
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash, asked.fragment_id = "", self._page, fragment
        if not self._page:
            asked.page_name = self.path
        for widget_id, text in self._texts.items():
            state = asked.widget_states.widgets.add()
            state.id, state.string_value = widget_id, text
        if pressed:
            state = asked.widget_states.widgets.add()
            state.id, state.trigger_value = pressed, True
        asked.cached_message_hashes.extend(self._known)
        return bytes(message.SerializeToString())

    async def _finished(self) -> bool:
        """Take one message; whether the run is over."""
        assert self._socket
        frame = await self._socket.recv()
        self.bytes_received += len(frame)
        message = ForwardMsg.FromString(bytes(frame))  # type: ignore[arg-type]
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            message = self._known[message.ref_hash]
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self._known[message.hash] = message
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "delta":
            self._show(message.delta)
        # A run that ends early for another one is followed by that one.
        return kind == "script_finished" and message.script_finished in (
            ForwardMsg.FINISHED_SUCCESSFULLY,
            ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
        )

    def _show(self, delta: Delta) -> None:
        element = delta.new_element
        kind = element.WhichOneof("type")
        self.elements += kind is not None
        if kind == "text_input":
            drawn = element.text_input
            self.fields[drawn.id] = Field(drawn.id, drawn.label, delta.fragment_id)
            self._texts.setdefault(drawn.id, drawn.value if drawn.set_value else drawn.default)
        elif kind == "button":
            self.buttons[element.button.label] = Field(
                element.button.id, element.button.label, delta.fragment_id
            )
        elif kind == "alert":
            self.said.append(element.alert.body)
        elif kind == "exception":
            self.exceptions.append(element.exception.message)
