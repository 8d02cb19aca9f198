"""Sends letters through any SMTP server: one connection for many, in TLS when the server offers it.

What fails is said without the server's own words: they may repeat an address or a password.
"""

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from types import TracebackType
from urllib.parse import unquote, urlsplit

from dp_ruptures import settings
from dp_ruptures.errors import Refused
from dp_ruptures.settings import Settings

TIMEOUT_SECONDS = 20
_PORTS = {"smtp": 25, "smtps": 465}
_HERE = {"localhost", "127.0.0.1", "::1"}
# Plain addresses only: no display name, no list, nothing that could become a second header.
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")


class AddressRefused(Exception):
    """This one recipient cannot be written to; the others can. The message is French, without the address."""


class MailDown(Refused):
    """No letter can leave any more; the message is one French sentence."""


@dataclass(frozen=True)
class Letter:
    """One letter to one recipient, plain text; `attached`: PDF files by name."""

    to: str
    subject: str
    text: str
    attached: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True)
class Server:
    """Where letters are handed over, as DP_RUPTURES_SMTP says."""

    host: str
    port: int
    tls: bool
    user: str | None
    password: str | None


def read_server(url: str) -> Server:
    """Read `smtp://user:password@host:port` or `smtps://…`. Raises MailDown on anything else."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise _wrong_url() from None
    if not parts.hostname:
        raise _wrong_url()
    user, password = (unquote(text) if text else None for text in (parts.username, parts.password))
    return Server(parts.hostname, port, parts.scheme == "smtps", user, password)


class Outbox:
    """One connection to the mail server while the context is open; taken up again when it breaks."""

    def __init__(self, server: Server, sender: str) -> None:
        self._server = server
        self._sender = sender
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> "Outbox":
        self._smtp = self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._smtp is not None:
            with suppress(smtplib.SMTPException, OSError):
                self._smtp.quit()
            self._smtp = None

    def send(self, letter: Letter, now: datetime) -> None:
        """Hand one letter over. Raises AddressRefused or MailDown.

        A connection that breaks is opened again once, and the same letter (same Message-ID)
        given again: a server that took it before breaking may deliver it twice.
        """
        if not ADDRESS.fullmatch(letter.to):
            raise AddressRefused("adresse mal écrite")
        message = self._message(letter, now)
        try:
            self._hand_over(message, letter.to)
        except (smtplib.SMTPServerDisconnected, OSError):
            self._smtp = self._connect()
            try:
                self._hand_over(message, letter.to)
            except (smtplib.SMTPServerDisconnected, OSError):
                raise MailDown("Le serveur de courrier a coupé la connexion deux fois de suite.") from None

    def _hand_over(self, message: EmailMessage, to: str) -> None:
        if self._smtp is None:
            raise smtplib.SMTPServerDisconnected
        try:
            self._smtp.send_message(message, parseaddr(self._sender)[1], [to])
        except smtplib.SMTPRecipientsRefused as error:
            code = error.recipients[to][0]
            _raise_if_leaving(code)
            raise AddressRefused(f"adresse refusée par le serveur de courrier (code {code})") from None
        except smtplib.SMTPResponseException as error:
            _raise_if_leaving(error.smtp_code)
            raise MailDown(f"Le serveur de courrier refuse nos messages (code {error.smtp_code}).") from None

    def _connect(self) -> smtplib.SMTP:
        try:
            smtp = self._open()
        except ssl.SSLError:
            raise MailDown("Le certificat du serveur de courrier n'est pas reconnu.") from None
        except (smtplib.SMTPException, OSError):
            raise MailDown(
                "Le serveur de courrier ne répond pas : vérifiez DP_RUPTURES_SMTP, ou réessayez plus tard."
            ) from None
        try:
            self._log_in(smtp)
        except (smtplib.SMTPException, OSError):
            raise MailDown("Le serveur de courrier refuse l'identifiant de DP_RUPTURES_SMTP.") from None
        return smtp

    def _open(self) -> smtplib.SMTP:
        server, context = self._server, ssl.create_default_context()
        if server.tls:
            return smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        smtp.ehlo()
        if smtp.has_extn("starttls"):
            smtp.starttls(context=context)
            smtp.ehlo()
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        if not self._server.user:
            return
        if not isinstance(smtp.sock, ssl.SSLSocket) and self._server.host not in _HERE:
            raise MailDown(
                "Le serveur de courrier n'offre pas TLS : son mot de passe n'est pas envoyé en clair."
            )
        smtp.login(self._server.user, self._server.password or "")

    def _message(self, letter: Letter, now: datetime) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = make_msgid(domain=parseaddr(self._sender)[1].rpartition("@")[2])
        message["Content-Language"] = "fr"
        # Holiday answers must not come back by the thousand.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        for name, content in letter.attached.items():
            message.add_attachment(content, maintype="application", subtype="pdf", filename=name)
        return message


def outbox(found: Settings | None = None) -> Outbox:
    """The outbox of the settings, not yet connected. Raises MailDown when no server is named."""
    found = found or settings.load()
    if not found.smtp_url:
        raise MailDown(
            "Aucun serveur de courrier : l'exploitation en donne l'adresse dans DP_RUPTURES_SMTP (smtp://…)."
        )
    return Outbox(read_server(found.smtp_url), found.mail_from)


def _raise_if_leaving(code: int) -> None:
    # 421: the server closes the connection, often after so many letters; a new one goes on.
    if code == 421:
        raise smtplib.SMTPServerDisconnected


def _wrong_url() -> MailDown:
    return MailDown("DP_RUPTURES_SMTP doit s'écrire smtp://utilisateur:motdepasse@serveur:port ou smtps://…")
