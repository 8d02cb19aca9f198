"""What a pharmacy has said of its week so far: what it declared, and over it what it typed since."""

from collections.abc import Mapping

from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import BOXES, COUNT, TYPED
from dp_ruptures.declaration_typed import counted_in_boxes
from dp_ruptures.draft_fields import as_fields
from dp_ruptures.drafts import Kept
from dp_ruptures.rules.declaration import Line, Product
from dp_ruptures.rules.entry import Entry, read_entries


def this_week(sheet: Sheet, saved: Mapping[str, Kept]) -> dict[str, Line]:
    """cip13 → the line as it stands now. `saved`: the week's draft; what cannot be read of it is no line."""
    shown = as_fields(saved)
    lines = dict(sheet.declared)
    for cip13, product in sheet.products.items():
        typed = shown.get(f"{TYPED}:{cip13}")
        if typed is None:
            continue
        lines.pop(cip13, None)
        entry = Entry(cip13, typed.text, in_boxes=_in_boxes(product, sheet, shown))
        for line in read_entries([entry], sheet.products, sheet.last_week).lines:
            lines[cip13] = line
    return lines


def _in_boxes(product: Product, sheet: Sheet, shown: Mapping[str, Kept]) -> bool:
    said = shown.get(f"{COUNT}:{product.family}")
    if said:
        return said.text == BOXES
    family = [other.cip13 for other in sheet.products.values() if other.family == product.family]
    return counted_in_boxes(sheet.declared.get(cip13) for cip13 in family)
