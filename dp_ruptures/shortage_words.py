"""Says a shortage, its acts and ANSM's notices in French."""

from dp_ruptures import french
from dp_ruptures.campaign import UNITS
from dp_ruptures.rules import shortage as rule
from dp_ruptures.rules.shortage import Act
from dp_ruptures.rules.spreadsheet import plain
from dp_ruptures.shortage_products import Found, Notice
from dp_ruptures.shortages import Shortage

LONGEST_NAME = 60
BOXES = ("boîte", "boîtes")
# ANSM's codes; its labels vary.
STATUS = {
    1: "Rupture de stock",
    2: "Tension d'approvisionnement",
    3: "Arrêt de commercialisation",
    4: "Remise à disposition",
}
STATES = {
    rule.OPEN: "en rupture",
    rule.ANSWERED: "en rupture, réponse reçue",
    rule.CLOSED: "livré : terminée",
    rule.WITHDRAWN: "retirée",
}
KINDS = {
    rule.DECLARED: "déclarée",
    rule.UPDATED: "corrigée",
    rule.CONFIRMED: "confirmée",
    rule.ANSWERED: "réponse notée",
    rule.CLOSED: "livrée",
    rule.WITHDRAWN: "retirée : déclarée par erreur",
}


def told(notice: Notice) -> str:
    """`Tension d'approvisionnement depuis le 14 avr. 2026 (mis à jour le 18 mai 2026)`."""
    sentence = f"**{STATUS[notice.status_code]}**"
    sentence += f" depuis le {french.day(notice.started_on)}" if notice.started_on else ""
    sentence += f", retour le {french.day(notice.back_on)}" if notice.back_on else ""
    return sentence + (f" (mis à jour le {french.day(notice.updated_on)})" if notice.updated_on else "")


def unit_of(family: str | None, count: int = 2) -> str:
    """What a missing quantity counts: tests, doses, or boxes of any other presentation."""
    return UNITS.get(family or "", BOXES)[count > 1]


def missing(act: Act, family: str | None) -> str:
    """`12 doses`."""
    count = act.facts.missing
    return f"{french.number(count)}{french.NO_BREAK}{unit_of(family, count)}"


def named(shortage: Shortage) -> str:
    """The shortage in one line, to choose it in a list: words, no Markdown."""
    opened = french.day(shortage.opened_at)
    return f"{short(shortage.product_name)} · {STATES[shortage.act.state]} · déclarée le {opened}"


def short(name: str) -> str:
    """A long name of the medicines database without its form: « EFLUELDA »; a short one whole."""
    return name if len(name) <= LONGEST_NAME else name.split(",")[0]


def last_supply(act: Act) -> str:
    """`5 nov. 2026`, or « jamais »."""
    return french.day(act.facts.last_supply) if act.facts.last_supply else "jamais"


def details(act: Act) -> str:
    """What an act adds in free words and dates; empty when nothing."""
    parts = [
        f"motif : {act.facts.reason}" if act.facts.reason else "",
        f"réponse : {act.answer}" if act.answer else "",
        f"annoncé pour le {french.day(act.expected_on)}" if act.expected_on else "",
        f"livré le {french.day(act.redelivered_on)}" if act.redelivered_on else "",
    ]
    return " ; ".join(part for part in parts if part)


def caption(found: Found) -> str:
    """What tells one box from another under its name; Markdown."""
    sold = "commercialisation arrêtée" if found.stopped else ""
    return " · ".join(part for part in (plain(found.label), f"CIP13 {found.cip13}", sold) if part)
