"""The application log: what happened and where, never who, nor a secret.

Streamlit and uvicorn log whole exceptions, whose messages carry the values that broke
them. Every record of the process is therefore cleaned as it is made, whoever made it.
"""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

from dp_ruptures.settings import SettingsError

HIDDEN = "[masqué]"
_FINESS = r"(?<![0-9A-Za-z])[0-9][0-9ABab][0-9]{7}(?![0-9A-Za-z])"
# Our tokens and tickets count 43 characters, a bcrypt hash 60, a SHA-256 64.
_UNGUESSABLE = r"\$2[aby]\$[^\s'\"]+|(?<![\w-])[\w-]{40,}(?![\w-])"
_EMAIL = r"[\w.+-]+@[\w-]+\.[\w.-]+"
_QUERY = r"(?<=\?)[^\s\"']*=[^\s\"']*"
_PRIVATE = re.compile("|".join((_UNGUESSABLE, _EMAIL, _QUERY, _FINESS)))
_FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def install() -> None:
    """Clean every record of the process from now on, and give our own events a line each."""
    logging.setLogRecordFactory(CleanRecord)
    sys.excepthook = _log_uncaught
    ours = logging.getLogger("dp_ruptures")
    if not ours.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter(_FORMAT))
        ours.addHandler(handler)
        ours.setLevel(logging.INFO)


def redact(text: str) -> str:
    """`text` without FINESS numbers, tokens, hashes, e-mail addresses and query strings."""
    return _PRIVATE.sub(HIDDEN, text)


class CleanRecord(logging.LogRecord):
    """A log record whose words are redacted and whose exceptions keep their kind and place only."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.msg = redact(str(self.msg)) if not isinstance(self.msg, BaseException) else _kind(self.msg)
        if isinstance(self.args, tuple):
            self.args = tuple(map(_clean, self.args))
        elif self.args:
            self.args = {name: _clean(content) for name, content in self.args.items()}
        if self.exc_info and self.exc_info[1]:
            self.exc_text = places(self.exc_info[1])
        self.exc_info = None


def places(error: BaseException) -> str:
    """The kinds of an exception and its causes, and the lines they crossed, without their messages."""
    lines = [_kind(error)]
    for frame in traceback.extract_tb(error.__traceback__):
        lines.append(f"  {frame.filename}:{frame.lineno} {frame.name}")
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(lines + ([f"after {places(cause)}"] if cause else []))


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _clean(content: object) -> object:
    if content is None or isinstance(content, int | float):
        return content
    return _kind(content) if isinstance(content, BaseException) else redact(str(content))


def _log_uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    if isinstance(error, SettingsError):
        # Our own words for whoever set the variable: the places it crossed would say nothing.
        logging.getLogger(__name__).critical("%s", str(error))
        return
    logging.getLogger(__name__).critical("uncaught", exc_info=(kind, error, trace))
