"""The two registers an administrator reads: who looked at individual data, and who did what.

Both are append-only: no question of `queries/` updates or deletes them.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from dp_ruptures import french, register_words
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Row, Store

PAGE_ROWS = 50
# A spreadsheet opens a million lines; nobody reads a tenth of them. Past it, narrow the period.
EXPORT_ROWS = 100_000


@dataclass(frozen=True)
class Register:
    """One register: its question, and its columns beside the instant and the person."""

    label: str
    slug: str
    title: str
    question: str
    columns: dict[str, str]


REGISTERS = {
    register.label: register
    for register in (
        Register(
            "Accès", "acces", "Accès aux données individuelles", "register_access",
            {"subject": "Données consultées", "purpose": "Motif"},
        ),
        Register(
            "Actes", "actes", "Actes d'administration", "register_acts",
            {"action": "Acte", "subject": "Sur", "detail": "Détail"},
        ),
    )
}  # fmt: skip


# What the codes of acts mean: the screen shows the words, the file the code beside, « Quoi » finds both.
ACTS = {
    "account.create": "compte créé",
    "account.lock": "compte bloqué",
    "account.move": "compte déplacé",
    "account.role": "rôle changé",
    "account.unlock": "compte débloqué",
    "backup": "sauvegarde",
    "campaign.create": "campagne préparée",
    "campaign.dates": "dates de campagne changées",
    "campaign.products": "formulaire de campagne changé",
    "campaign.terms": "seuils de campagne changés",
    "figure.exclude": "chiffre écarté des totaux",
    "figure.keep": "chiffre gardé",
    "figure.reopen": "décision sur un chiffre levée",
    "figure.write": "courriel sur un chiffre",
    "import-bdpm": "import BDPM",
    "import-finess": "import FINESS",
    "import-products": "import des produits",
    "link.invitation": "invitation envoyée",
    "link.password": "lien de mot de passe envoyé",
    "oidc.dismiss": "demande de rattachement écartée",
    "oidc.link": "rattachement",
    "oidc.unlink": "rattachement retiré",
    "password.change": "mot de passe changé",
    "password.set": "mot de passe choisi par un lien",
    "pharmacy.close": "officine fermée",
    "pharmacy.merge": "officine fusionnée",
    "pharmacy.reopen": "officine rouverte",
    "product.change": "produit corrigé",
    "product.create": "produit ajouté",
    "purge": "effacement",
    "release.automatic": "publication du lundi, réglage",
    "release.erratum": "erratum, motif pour l'Ordre",
    "release.publish": "publication",
    "reminders.paused": "relances, suspension",
    "reminders.send": "relances envoyées",
    "response.on_time_day": "jour des réponses à temps",
    "response.silent_weeks": "semaines avant d'être inactive",
    "restore": "restauration",
    "sessions.end": "sessions fermées",
    "token.create": "jeton créé",
    "token.revoke": "jeton révoqué",
}


@dataclass(frozen=True)
class Filter:
    """What to show of a register; both days are included, empty words match everything."""

    since: date
    until: date
    actor: str = ""
    words: str = ""

    @property
    def sentence(self) -> str:
        """The filter as the trace of the look tells it."""
        told = french.span(self.since, self.until)
        told += f", qui : {self.actor}" if self.actor else ""
        return told + (f", quoi : {self.words}" if self.words else "")

    @property
    def bounds(self) -> dict[str, object]:
        """What the questions bind: instants of Paris days, words in lower case."""
        return {
            "since": _midnight(self.since),
            "until": _midnight(self.until + timedelta(days=1)),
            "actor": self.actor.lower(),
            "words": register_words.sought(self.words),
        }


def read_filter(since: str, until: str, actor: str, words: str) -> Filter:
    """The filter typed by a person, days as JJ/MM/AAAA. Raises Refused."""
    first, last = _read_day(since), _read_day(until)
    if last < first:
        raise Refused("La période finit avant de commencer : échangez les deux dates.")
    return Filter(first, last, _read_words(actor), _read_words(words))


def write_day(when: date) -> str:
    """A day as `read_filter` reads it."""
    return f"{when:%d/%m/%Y}"


def count(store: Store, register: Register, chosen: Filter) -> tuple[int, int]:
    """(lines, people) that match."""
    row = store.query(f"{register.question}_count", **_bounds(register, chosen))[0]
    return row["lines"], row["actors"]


def page_count(lines: int) -> int:
    """How many pages of the screen `lines` fill, at least one."""
    return max(1, -(-lines // PAGE_ROWS))


def page(store: Store, register: Register, chosen: Filter, number: int) -> list[dict[str, str]]:
    """The page `number` (from 1) as the screen shows it, the latest first."""
    skip = (number - 1) * PAGE_ROWS
    rows = store.query(register.question, **_bounds(register, chosen), size=PAGE_ROWS, skip=skip)
    return [{"Quand": french.instant(row["happened_at"]), **_shown(register, row)} for row in rows]


def export(store: Store, register: Register, chosen: Filter) -> list[dict[str, str]]:
    """Every line that matches, up to EXPORT_ROWS, with seconds and sortable instants."""
    rows = store.query(register.question, **_bounds(register, chosen), size=EXPORT_ROWS, skip=0)
    return [
        {
            "Quand (heure de Paris)": f"{row['happened_at'].astimezone(PARIS):%Y-%m-%d %H:%M:%S}",
            **_named(register, row),
        }
        for row in rows
    ]


def _bounds(register: Register, chosen: Filter) -> dict[str, object]:
    if register.question != "register_acts":
        return chosen.bounds
    words = chosen.words.lower()
    return chosen.bounds | {"actions": [code for code, name in ACTS.items() if words in name.lower()]}


def _shown(register: Register, row: Row) -> dict[str, str]:
    named = _named(register, row)
    if "action" in row:
        named["Acte"] = ACTS[row["action"]] if row["action"] in ACTS else row["action"]
        named["Détail"] = register_words.detail(row["action"], row["detail"])
    return {label: register_words.with_labels(text) for label, text in named.items()}


def _named(register: Register, row: Row) -> dict[str, str]:
    named = {"Qui": row["actor"]} | {label: row[name] for name, label in register.columns.items()}
    if row.get("action") in ACTS:
        named["Acte"] = f"{ACTS[row['action']]} ({row['action']})"
    return named


def _midnight(when: date) -> datetime:
    return datetime.combine(when, time(), PARIS).astimezone(UTC)


def _read_words(text: str) -> str:
    # The page's own limit is kept by the browser only; no database takes a NUL.
    return text.replace("\0", "").strip()[:80]


def _read_day(text: str) -> date:
    try:
        read = datetime.strptime(text.strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        raise Refused(f"« {text[:20]} » n'est pas une date : écrivez JJ/MM/AAAA.") from None
    if not 2020 <= read.year <= 2100:
        raise Refused(f"L'année {read.year} n'est pas celle d'un registre : écrivez JJ/MM/AAAA.")
    return read
