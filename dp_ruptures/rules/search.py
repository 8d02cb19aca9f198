"""Words as a search compares them: small letters and digits, without accents."""

import re
import unicodedata

_WORD = re.compile(r"[a-z0-9]+")
# Longer names exist; four words of one leave a handful of products.
MOST_WORDS = 4


def searchable(text: str) -> str:
    """`text` as words apart by one blank: « Œstrogel 0,06 % » is `oestrogel 0 06`."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))


def searched(text: str) -> list[str]:
    """The words to look for in `text`, at most MOST_WORDS: the longest, as they tell most apart."""
    words = dict.fromkeys(searchable(text).split())
    return sorted(words, key=len, reverse=True)[:MOST_WORDS]
