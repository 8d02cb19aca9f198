"""Says a draft's saved fields as the form writes them, and the form's fields as the draft keeps them."""

from collections.abc import Mapping

from dp_ruptures.declaration_start import COUNT, COUNTS, TYPED
from dp_ruptures.drafts import Kept
from dp_ruptures.rules.entry import ABSENT, SAME

# What each of a product's three saved fields says on the form; the quantity says itself.
_WORDS = {TYPED: "", "absent": ABSENT, "same": SAME}


def as_fields(rows: Mapping[str, Kept]) -> dict[str, Kept]:
    """The draft as the form writes it: one text per product, where « = » and « NR » may stand, and COUNT."""
    products: dict[str, list[tuple[Kept, str]]] = {}
    shown: dict[str, Kept] = {}
    for name, kept in rows.items():
        kind, _, what = name.partition(":")
        if kind in _WORDS:
            products.setdefault(what, []).append((kept, _WORDS[kind] or kept.text))
        elif kind == COUNT and kept.text in COUNTS:
            shown[name] = kept
    for cip13, several in products.items():
        latest = max((kept for kept, _ in several), key=lambda kept: kept.number)
        said = [(kept.number, words) for kept, words in several if kept.text]
        text = max(said)[1] if said else ""
        shown[f"{TYPED}:{cip13}"] = Kept(text, latest.saved_at, latest.device, latest.number)
    return shown


def stored(name: str, text: str, present: Mapping[str, Kept]) -> dict[str, str]:
    """The draft's fields for one field of the form; `present`, what they hold now."""
    kind, _, cip13 = name.partition(":")
    words = text.strip()
    fields = {name: "" if kind == TYPED and words in (SAME, ABSENT) else text}
    for other, sign in (("absent", ABSENT), ("same", SAME)):
        before = present.get(f"{other}:{cip13}")
        says = "1" if kind == TYPED and words == sign else ""
        if says or (before and before.text):
            fields[f"{other}:{cip13}"] = says
    return fields
