"""What an administrator does to the catalogue: one product's sheet, or a whole list from a file."""

from dataclasses import dataclass, replace
from datetime import datetime

from dp_ruptures import french
from dp_ruptures.acts import Act
from dp_ruptures.campaign import FAMILIES
from dp_ruptures.errors import Refused
from dp_ruptures.imports import products
from dp_ruptures.imports.products_file import Product, read_product, read_products
from dp_ruptures.rules.change import Change, Plan, differing
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Row, Transaction

_REPACKED = "Ce qui est déjà déclaré garde ses unités ; seul ce qui se compte en boîtes ensuite change."
_LABELS = {
    "name": "nom",
    "family": "famille",
    "pack_size": "unités par boîte",
    "maker": "laboratoire",
    "presentation": "présentation",
    "source": "source",
}


@dataclass(frozen=True)
class Sheet(Act):
    """One product of the catalogue, as it should be; `new` says that its code must not be known yet."""

    product: Product
    new: bool

    @property
    def action(self) -> str:  # type: ignore[override]
        return "product.create" if self.new else "product.change"

    @property
    def subject(self) -> str:
        return self.product.cip13

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        known = products.by_code(transaction)
        row = known.get(self.product.cip13)
        if self.new and row:
            raise Refused(f"Ce code est déjà celui de « {row['name']} » : choisissez-le dans la liste.")
        if row is None:
            return Plan((_added(self.product),), _notes(self.product))
        products.refuse_other_family(transaction, [self.product], known)
        repacked = row["pack_size"] != self.product.pack_size
        return Plan(_changed(self.product, row), (_REPACKED,) if repacked else ())

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        products.save(transaction, [self.product])


@dataclass(frozen=True)
class List(Act):
    """A whole list: what it adds or changes enters the form, what it withdraws leaves it."""

    name: str
    listed: tuple[Product, ...]
    action = "import-products"

    @property
    def subject(self) -> str:
        return self.name

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        campaign = products.campaign_to_fill(transaction, now.astimezone(PARIS).date())
        known = products.by_code(transaction)
        rows = transaction.query("product_surveyed", campaign_id=campaign["campaign_id"])
        surveyed = {row["cip13"] for row in rows}
        kept = [product for product in self.listed if not product.withdrawn]
        products.refuse_other_family(transaction, kept, known)
        changes = [change for product in self.listed for change in _of_list(product, known, surveyed)]
        count = french.plural(len(self.listed), "produit lu", "produits lus")
        where = f"Le formulaire est celui de « {campaign['name']} ». Ce qui en est retiré y reste jusqu'à "
        return Plan(tuple(changes), (f"{count}. {where}la fin de la semaine ouverte.",))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        products.take(transaction, list(self.listed), now.astimezone(PARIS).date())


def sheet(cells: dict[str, str], *, new: bool) -> Sheet:
    """The act for what a person typed, by the names of the file's columns. Raises Refused."""
    product = read_product(cells)
    # Typed, an empty cell is an answer; in a file it only says nothing.
    return Sheet(replace(product, maker=product.maker or "", presentation=product.presentation or ""), new)


def listed(name: str, text: str) -> List:
    """The act for a file. Raises Refused, or RefusedLines with every line that cannot be taken."""
    return List(name, tuple(read_products(text)))


def _of_list(product: Product, known: dict[str, Row], surveyed: set[str]) -> list[Change]:
    row = known.get(product.cip13)
    if product.withdrawn:
        leaves = row is not None and product.cip13 in surveyed
        return [Change(product.name, "sur le formulaire", "retiré")] if leaves else []
    changes = [_added(product)] if row is None else list(_changed(product, row))
    if row is not None and product.cip13 not in surveyed:
        changes.append(Change(product.name, "absent du formulaire", "sur le formulaire"))
    return changes


def _added(product: Product) -> Change:
    pack = french.plural(product.pack_size, "unité")
    family = FAMILIES[product.family].lower()
    return Change(f"{product.name} ({product.cip13})", "absent", f"{family}, {pack} par boîte")


def _changed(product: Product, row: Row) -> tuple[Change, ...]:
    wanted = {fact: getattr(product, fact) for fact in _LABELS}
    return differing(
        (f"{row['name']} : {_LABELS[fact]}", _written(fact, row[fact]), _written(fact, content))
        for fact, content in wanted.items()
        if content is not None
    )


def _written(fact: str, content: object) -> str:
    return FAMILIES[str(content)] if fact == "family" else str(content or "—")


def _notes(product: Product) -> tuple[str, ...]:
    told = "Le produit entre au catalogue ; mettez-le sur le formulaire à la page « Campagne »."
    demo = ("Ce code est un code de démonstration, marqué comme tel à l'écran.",) if product.demo else ()
    return (told, *demo)
