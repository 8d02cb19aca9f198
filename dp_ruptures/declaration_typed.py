"""What the fields of the weekly form hold, before any of them is drawn."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_start import BOXES, COUNT, TYPED, UNITS
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Product
from dp_ruptures.rules.entry import ABSENT, Entry


@dataclass(frozen=True)
class Typed:
    """The products on the form, `others` behind « Autres produits », and what is typed for each.

    `texts`: by cip13. `counts`: BOXES or UNITS, by family that can be counted in boxes. `absent`: the
    products that « Mes produits » keeps off the form.
    """

    shown: Sequence[Product]
    others: Sequence[Product]
    texts: Mapping[str, str]
    counts: Mapping[str, str]
    absent: Sequence[str]

    @property
    def listed(self) -> tuple[Product, ...]:
        return (*self.shown, *self.others)

    def in_boxes(self, family: str) -> bool:
        return self.counts.get(family) == BOXES

    @property
    def entries(self) -> list[Entry]:
        """What is read of it, in the order of the form."""
        typed = [
            Entry(product.cip13, self.texts[product.cip13], in_boxes=self.in_boxes(product.family))
            for product in self.listed
        ]
        return typed + [Entry(cip13, not_stocked=True) for cip13 in self.absent]


def read(sheet: Sheet, draft: Draft) -> Typed:
    """What every field holds now; what another device typed since is in it."""
    shelf, declared = sheet.shelf, sheet.declared
    back = draft.typed_of(shelf.not_stocked)
    shown = (*shelf.shown, *back)
    boxed = boxed_families((*shown, *shelf.others), declared)
    return Typed(
        shown=shown,
        others=shelf.others,
        texts={
            product.cip13: draft.held(TYPED, product.cip13, _declared_text(product, declared, boxed))
            for product in (*shown, *shelf.others)
        },
        counts={
            family: draft.held(COUNT, family, BOXES if boxes else UNITS) for family, boxes in boxed.items()
        },
        absent=[product.cip13 for product in shelf.not_stocked if product not in back],
    )


def tell(typed: Typed, draft: Draft) -> None:
    """Tell the draft what its fields hold, when they are all on screen already."""
    for cip13, text in typed.texts.items():
        draft.after(TYPED, cip13, text)
    for family, count in typed.counts.items():
        draft.after(COUNT, family, count)


def boxed_families(listed: Iterable[Product], declared: Mapping[str, Line]) -> dict[str, bool]:
    """The families that can be counted in boxes, and whether the declaration counted them so."""
    families: dict[str, list[Product]] = {}
    for product in listed:
        families.setdefault(product.family, []).append(product)
    return {
        family: counted_in_boxes(declared.get(product.cip13) for product in products)
        for family, products in families.items()
        if any(product.pack_size != 1 for product in products)
    }


def counted_in_boxes(lines: Iterable[Line | None]) -> bool:
    """Whether a family was counted in boxes: every quantity that was declared of it."""
    boxes = [line.boxes for line in lines if line and line.units is not None]
    return bool(boxes) and None not in boxes


def _declared_text(product: Product, declared: Mapping[str, Line], boxed: Mapping[str, bool]) -> str:
    """What was typed: sent again as it is, it must be the same declaration."""
    line = declared.get(product.cip13)
    if line is None:
        return ""
    if line.state == NOT_STOCKED:
        return ABSENT
    return str(line.boxes if boxed.get(product.family) else line.units)
