"""Reads an administrator's list of products.

A CSV with a header, separated by `;`, `,` or tabs, columns in any order, accents and
capitals indifferent:

| column            | required | content                                                        |
|-------------------|----------|----------------------------------------------------------------|
| code              | yes      | CIP13, ACL13, maker's EAN-13, GTIN-14, or CIP7 (converted)     |
| nom               | yes      | what the pharmacist reads                                      |
| famille           | yes      | `tests` or `vaccins`                                           |
| unites_par_boite  | yes      | tests or doses in one box, 1 to 1000                           |
| laboratoire       | no       | maker (also `fabricant`)                                       |
| presentation      | no       | `boîte de 25 tests`                                            |
| source            | no       | where the code was checked                                     |
| retire            | no       | `oui` takes the product out of the campaign, `non` or empty not |

Other columns are ignored. A column left out, or a cell left empty, keeps what is known; but every
product of the list is in the campaign unless `retire` says `oui`.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass

from dp_ruptures.errors import Refused
from dp_ruptures.imports.report import RefusedLine, RefusedLines
from dp_ruptures.rules.cell import shown
from dp_ruptures.rules.codes import CodeError, cip13_of, is_demo, read_code
from dp_ruptures.rules.quantity import QuantityError, read_quantity
from dp_ruptures.rules.spreadsheet import formula_safe

_REQUIRED = ("code", "nom", "famille", "unites_par_boite")
_SYNONYMS = {"fabricant": "laboratoire", "cip13": "code", "libelle": "nom"}
_FAMILIES = {"test": "tests", "tests": "tests", "vaccin": "vaccins", "vaccins": "vaccins"}
_ANSWERS = {"": False, "non": False, "oui": True}
_LARGEST_BOX = 1000
_LONGEST_NAME = 120


@dataclass(frozen=True)
class Product:
    """One line of the list; fields as in the table `product`."""

    cip13: str
    cip7: str | None
    name: str
    family: str
    maker: str | None
    presentation: str | None
    pack_size: int
    demo: bool
    source: str | None
    withdrawn: bool = False


class _Unreadable(ValueError):
    """A line that cannot be taken; the message is a French sentence."""


def read_products(text: str) -> list[Product]:
    """The products of the list, each code once. Raises Refused on the header, RefusedLines on lines."""
    rows = _rows(text)
    columns = _columns(rows[0][1])
    products: dict[str, Product] = {}
    refused: list[RefusedLine] = []
    for line, cells in rows[1:]:
        try:
            product = _product(_named(columns, cells))
            if products.setdefault(product.cip13, product) != product:
                raise _Unreadable(f"Le code {product.cip13} figure déjà plus haut, décrit autrement.")
        except (CodeError, _Unreadable) as error:
            refused.append({"line": line, "reason": str(error)})
    if refused:
        raise RefusedLines(refused)
    if not products:
        raise Refused("Ce fichier ne contient aucun produit sous son en-tête.")
    return list(products.values())


def read_product(cells: dict[str, str]) -> Product:
    """One product typed by a person, by the names of the columns. Raises Refused."""
    try:
        return _product(cells)
    except (CodeError, _Unreadable) as error:
        raise Refused(str(error)) from error


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """(number of its first line, cells) of each row that is not blank."""
    lead, _, rest = text.partition("\n")
    declared = lead.strip().lower().startswith("sep=")
    body, shift = (rest, 1) if declared else (text, 0)
    header = body.partition("\n")[0]
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=max(";,\t", key=header.count))
    rows, first = [], 1 + shift
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((first, cells))
            first = reader.line_num + 1 + shift
    except csv.Error:
        raise Refused(f"La ligne {first} est illisible : ses guillemets sont mal placés.") from None
    if not rows:
        raise Refused("Ce fichier est vide.")
    return rows


def _columns(header: list[str]) -> list[str]:
    plain = [_plain(name) for name in header]
    columns = [_SYNONYMS.get(name, name) for name in plain]
    missing = [name for name in _REQUIRED if name not in columns]
    if missing:
        raise Refused(
            f"Il manque la colonne {', '.join(missing)}. Colonnes attendues : {' ; '.join(_REQUIRED)}."
        )
    doubled = [name for name in _REQUIRED if columns.count(name) > 1]
    if doubled:
        raise Refused(f"La colonne {', '.join(doubled)} figure deux fois.")
    return columns


def _named(columns: list[str], cells: list[str]) -> dict[str, str]:
    if any(cell.strip() for cell in cells[len(columns) :]):
        raise _Unreadable(f"Cette ligne a {len(cells)} cellules pour {len(columns)} colonnes.")
    return dict(zip(columns, (cell.strip() for cell in cells), strict=False))


def _product(cells: dict[str, str]) -> Product:
    code = read_code(cells.get("code", ""))
    first7 = code[5:12]
    return Product(
        cip13=code,
        cip7=first7 if cip13_of(first7) == code else None,
        name=_name(cells.get("nom", "")),
        family=_family(cells.get("famille", "")),
        maker=cells.get("laboratoire") or None,
        presentation=cells.get("presentation") or None,
        pack_size=_pack_size(cells.get("unites_par_boite", "")),
        demo=is_demo(code),
        source=cells.get("source") or None,
        withdrawn=_withdrawn(cells.get("retire", "")),
    )


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise _Unreadable("Le nom manque.")
    if len(name) > _LONGEST_NAME:
        raise _Unreadable(f"Le nom dépasse {_LONGEST_NAME} caractères.")
    # Full-width signs too: some spreadsheets compute them.
    plain = unicodedata.normalize("NFKC", name)
    if formula_safe(plain) != plain or set(plain) & {"<", ">"}:
        raise _Unreadable("Le nom ne peut ni commencer par =, +, - ou @, ni contenir < ou >.")
    return name


def _family(text: str) -> str:
    family = _FAMILIES.get(_plain(text))
    if family is None:
        raise _Unreadable(f"La famille « {shown(text)} » est inconnue : écrivez tests ou vaccins.")
    return family


def _pack_size(text: str) -> int:
    try:
        count = read_quantity(text).count
    except QuantityError:
        count = None
    if count is None or not 1 <= count <= _LARGEST_BOX:
        raise _Unreadable(f"unites_par_boite doit être un entier de 1 à {_LARGEST_BOX}.")
    return count


def _withdrawn(text: str) -> bool:
    answer = _ANSWERS.get(_plain(text))
    if answer is None:
        raise _Unreadable(f"retire vaut oui ou non ; lu : « {shown(text)} ».")
    return answer


def _plain(text: str) -> str:
    """`Unités par boîte` as `unites_par_boite`."""
    decomposed = unicodedata.normalize("NFD", " ".join(text.split()).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace(" ", "_")
