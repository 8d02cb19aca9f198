"""A real SMTP server on a local port (aiosmtpd), which keeps what it takes and misbehaves on demand."""

from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Postbox:
    """What arrived, and how to behave: refuse an address, break the line around the nth letter."""

    refused: set[str] = field(default_factory=set)
    refuse_senders: bool = False
    break_before: set[int] = field(default_factory=set)
    break_after: set[int] = field(default_factory=set)
    leave_after_each: int | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    offered: int = 0
    connections: int = 0
    in_tls: list[bool] = field(default_factory=list)

    @property
    def recipients(self) -> list[str]:
        return [str(letter["To"]) for letter in self.letters]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_senders:
            return "550 sender refused"
        if self.leave_after_each and len(self.letters) // self.leave_after_each >= self.connections:
            return "421 too many letters"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        if not session.ssl:
            self.connections += 1
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.offered += 1
        if self.offered in self.break_before:
            server.transport.abort()
            return "451 never sent"
        content = envelope.content
        assert isinstance(content, bytes)
        self.letters.append(message_from_bytes(content, policy=policy.default))  # type: ignore[arg-type]
        self.in_tls.append(session.ssl is not None)
        if self.offered in self.break_after:
            server.transport.abort()
        return "250 OK"


class Post:
    """A running server around a Postbox; `url` is what DP_RUPTURES_SMTP would say."""

    def __init__(self, box: Postbox, *, password: str | None = None, **options: Any) -> None:
        self.box = box
        self._password = password
        if password is not None:
            options |= {"authenticator": self._check, "auth_required": True}
            options.setdefault("auth_require_tls", False)
        # Port 0: the system picks a free one; aiosmtpd would then probe port 0, so it is read back below.
        self._controller = _OnAnyPort(box, hostname="127.0.0.1", port=0, **options)

    def __enter__(self) -> "Post":
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    @property
    def port(self) -> int:
        return self._controller.port

    def url(self, user: str = "", scheme: str = "smtp") -> str:
        return f"{scheme}://{user}127.0.0.1:{self.port}"

    def _check(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        right = isinstance(data, LoginPassword) and data.password == (self._password or "").encode()
        # Not handled: aiosmtpd then answers 535; else the client waits for an answer until its timeout.
        return AuthResult(success=right, handled=False)


class _OnAnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        super()._trigger_server()
