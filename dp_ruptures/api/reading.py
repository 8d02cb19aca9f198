"""Reads the body of a declaration as JSON: what is not of the right form, in French sentences."""

import json
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from dp_ruptures.api.faults import Fault
from dp_ruptures.rules.cell import shown

Model = TypeVar("Model", bound=BaseModel)
_KINDS = {
    "week": "un texte, par exemple « 2026-W47 »",
    "finess": "un texte de 9 caractères",
    "lines": "une liste de lignes",
    "code": "un texte de chiffres",
    "quantity": "un nombre entier d'unités",
    "boxes": "un nombre entier de boîtes",
    "not_stocked": "true ou false",
}


class Unreadable(ValueError):
    """A body that is no JSON object; the message is a French sentence."""


class Malformed(Exception):
    """An object of another form than its model's, with every fault."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def parse(body: bytes) -> dict[str, Any]:
    """The body's JSON object, its numbers kept as they were written. Raises Unreadable.

    `1.200` may mean 1,200 to whoever wrote it: the rule of quantities decides, not the parser.
    """
    try:
        content = json.loads(
            body,
            parse_int=str,
            parse_float=str,
            parse_constant=_no_constant,
            object_pairs_hook=_each_name_once,
        )
        # Half a surrogate pair, which JSON can escape and no answer can carry.
        json.dumps(content, ensure_ascii=False).encode()
    except Unreadable:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"Le corps de la demande n'est pas du JSON lisible{_place(error)}.") from None
    if not isinstance(content, dict):
        raise Unreadable("Le corps de la demande doit être un objet JSON, avec « week » et « lines ».")
    return content


def validated(model: type[Model], content: Any, line: int | None) -> Model:
    """`content` as `model`. Raises Malformed; `line` is told with each fault."""
    try:
        return model.model_validate(content)
    except ValidationError as error:
        faults = [_fault(model, details, line) for details in error.errors(include_url=False)]
    raise Malformed(list({fault.message: fault for fault in faults}.values()))


def _fault(model: type[BaseModel], details: ErrorDetails, line: int | None) -> Fault:
    if not details["loc"]:
        return Fault(line=line, code="type", message="Une ligne doit être un objet JSON, avec « code ».")
    # Past the first name stand those of a union's members.
    name = str(details["loc"][0])
    if details["type"] == "missing":
        return Fault(line=line, code="missing", message=f"Le champ « {name} » manque.")
    if details["type"] == "extra_forbidden":
        known = ", ".join(model.model_fields)
        sentence = f"Le champ « {shown(name)} » n'existe pas ; ceux-ci existent : {known}."
        return Fault(line=line, code="unknown_field", message=sentence)
    return Fault(line=line, code="type", message=f"Le champ « {name} » doit être {_KINDS[name]}.")


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise Unreadable("Un champ est donné deux fois dans le même objet : lequel des deux compte ?")
    return read


def _no_constant(name: str) -> NoReturn:
    raise Unreadable(f"{name} n'est pas un nombre en JSON.")


def _place(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f" (ligne {error.lineno}, colonne {error.colno})"
    return ""
