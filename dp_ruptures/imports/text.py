"""Reads text files of unknown encoding: registries and spreadsheets never agree on one.

Detection is by elimination and not by statistics: UTF-8 that decodes is UTF-8, and what
does not is the cp1252 of French Windows. The result is the same on every machine.
"""

import codecs
from collections.abc import Iterator
from pathlib import Path

from dp_ruptures.errors import Refused

_ZIP = b"PK\x03\x04"
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_text(file: Path) -> str:
    """The text of `file`. Raises Refused when it cannot be read, is empty or is a workbook."""
    try:
        content = file.read_bytes()
    except OSError:
        raise Refused(f"Le fichier {file.name} est introuvable ou illisible.") from None
    return text_of(content, file.name)


def text_of(content: bytes, name: str) -> str:
    """The text of a file's content. Raises Refused when it is empty or a workbook."""
    if content.startswith(_ZIP):
        raise Refused(f"Le fichier {name} est un classeur ou une archive : enregistrez-le en CSV.")
    text = decode(content)
    if not text.strip():
        raise Refused(f"Le fichier {name} est vide.")
    return text


def decode(content: bytes) -> str:
    """`content` as text, without byte order mark nor NUL characters."""
    for encoding in _candidates(content):
        try:
            return content.decode(encoding).removeprefix("\ufeff").replace("\0", "")
        except UnicodeDecodeError:
            continue
    # cp1252 leaves five bytes undefined; latin-1 takes anything.
    return content.decode("latin-1").replace("\0", "")


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """(number from 1, line) of each line; not `splitlines`, which also cuts at NEL and form feed."""
    for number, line in enumerate(text.split("\n"), start=1):
        yield number, line.removesuffix("\r")


def _candidates(content: bytes) -> list[str]:
    if content.startswith(_UTF16):
        return ["utf-16", "cp1252"]
    # Half of the bytes of Western text in UTF-16 are zero; no text in UTF-8 holds any.
    half = len(content) // 2
    if content[1::2].count(0) > half // 2:
        return ["utf-16-le", "cp1252"]
    if content[0::2].count(0) > half // 2:
        return ["utf-16-be", "cp1252"]
    return ["utf-8", "cp1252"]
