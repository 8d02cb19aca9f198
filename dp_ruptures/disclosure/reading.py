"""Instances and patterns from JSON; every fault is one French sentence."""

import json
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from dp_ruptures.disclosure.checks import check
from dp_ruptures.disclosure.errors import Invalid
from dp_ruptures.disclosure.instance import Cell, Contribution, Equation, Instance, Mean
from dp_ruptures.disclosure.primary import Amount, Protection, Summary
from dp_ruptures.disclosure.rules import Rules


def read_instance(path: Path) -> Instance:
    """The checked instance of a file."""
    return instance_from(load(path))


def load(path: Path) -> Mapping[str, Any]:
    """The JSON object of a file, decimals kept exact."""
    try:
        found = json.loads(path.read_text("utf-8"), parse_float=Fraction, parse_constant=_not_a_number)
    except OSError as fault:
        raise Invalid(f"Fichier illisible : {path} ({fault.strerror}).") from fault
    except (json.JSONDecodeError, UnicodeDecodeError) as fault:
        raise Invalid(f"{path} n’est pas un fichier JSON : {fault}.") from fault
    if not isinstance(found, dict):
        raise Invalid(f"{path} doit contenir un objet JSON.")
    return found


def instance_from(found: Mapping[str, Any]) -> Instance:
    """The instance that a JSON object describes, checked."""
    told = found.get("rules") or {}
    try:
        instance = Instance(
            cells=tuple(_cell(c) for c in found["cells"]),
            equations=tuple(
                Equation(_name(e["total"]), _parts(e["parts"])) for e in found.get("equations", ())
            ),
            contributions=tuple(_contribution(*c) for c in found.get("contributions") or ()),
            rules=rules_from(told),
            insiders=bool(told.get("insiders", True)),
            means=tuple(
                Mean(*(_name(m[k]) for k in ("mean", "total", "count"))) for m in found.get("means", ())
            ),
        )
    except KeyError as fault:
        raise Invalid(f"Il manque {fault} dans l’instance.") from fault
    except (TypeError, AttributeError) as fault:
        raise Invalid(f"L’instance n’a pas la forme attendue : {fault}.") from fault
    check(instance)
    return instance


def rules_from(told: Mapping[str, Any]) -> Rules:
    """The rules of an instance; `dominance` is a share, as 0.85."""
    try:
        return Rules(
            _whole(told.get("min_count", 3), "min_count"),
            _whole(100 * amount(told.get("dominance", Fraction("0.85")), "dominance"), "dominance × 100"),
            _whole(told.get("p_percent", 10), "p_percent"),
            bool(told.get("zero_unsafe", True)),
        )
    except Invalid:
        raise
    except ValueError as fault:
        raise Invalid(f"Règle hors de son domaine : {fault}.") from fault


def amount(found: object, what: str) -> Amount:
    """An exact number; whole numbers come back as int."""
    if isinstance(found, bool) or not isinstance(found, (int, float, Fraction)):
        raise Invalid(f"Nombre attendu pour {what}, trouvé : {found!r}.")
    exact = Fraction(str(found)) if isinstance(found, float) else Fraction(found)
    return int(exact) if exact.denominator == 1 else exact


def _cell(found: Mapping[str, Any]) -> Cell:
    id_ = _name(found["id"])
    read = {k: amount(found[k], f"« {k} » de {id_}") for k in _NUMBERS if found.get(k) is not None}
    cost = read.get("cost")
    return Cell(
        id_,
        read["value"],
        lower=read.get("lower", 0),
        upper=read.get("upper"),
        cost=cost,
        fixed=bool(found.get("fixed", False)),
        pack=_whole(read.get("pack", 0), f"« pack » de {id_}"),
        sensitive=found.get("sensitive"),
        asked=_asked(read),
        summary=_summary(id_, read),
    )


_NUMBERS = ("value", "lower", "upper", "cost", "pack", "count", "max", "second", "lpl", "upl")


def _asked(read: Mapping[str, Amount]) -> Protection | None:
    if "upl" not in read and "lpl" not in read:
        return None
    lower = min(read.get("lpl", 0), read["value"])
    return Protection(read.get("upl", 0), lower)


def _summary(id_: str, read: Mapping[str, Amount]) -> Summary | None:
    """How many declared, and the largest; without the second, p % adds nothing to dominance."""
    if "count" not in read:
        return None
    declarants = _whole(read["count"], f"« count » de {id_}")
    largest = read.get("max", read["value"] if declarants == 1 else 0)
    second = read.get("second", 0)
    if largest + second > read["value"]:
        raise Invalid(f"La cellule « {id_} » vaut moins que ses plus grandes contributions.")
    return Summary(declarants, read["value"], largest, second)


def _contribution(owner: object, cell: object, value: object) -> Contribution:
    return Contribution(str(owner), _name(cell), amount(value, f"une contribution à {cell}"))


def _parts(found: object) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise Invalid("Les parties (parts) d’une équation doivent être une liste.")
    return tuple(_name(part) for part in found)


def _name(found: object) -> str:
    if isinstance(found, (str, int)) and not isinstance(found, bool):
        return str(found)
    raise Invalid(f"Identifiant de cellule attendu, trouvé : {found!r}.")


def _whole(found: object, what: str) -> int:
    exact = amount(found, what)
    if not isinstance(exact, int):
        raise Invalid(f"Nombre entier attendu pour {what}, trouvé : {float(exact):g}.")
    return exact


def _not_a_number(text: str) -> NoReturn:
    raise Invalid(f"{text} n’est pas un nombre.")
