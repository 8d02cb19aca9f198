"""What an administrator does to one pharmacy before the FINESS register says it: close, reopen, merge."""

from dataclasses import dataclass
from datetime import date, datetime

from dp_ruptures import aggregates, french, sessions
from dp_ruptures.accounts.account import trace
from dp_ruptures.accounts.creation import read
from dp_ruptures.acts import Act
from dp_ruptures.errors import Refused
from dp_ruptures.rules import pharmacy_life
from dp_ruptures.rules.change import Change, Plan
from dp_ruptures.rules.week import PARIS
from dp_ruptures.store import Row, Store, Transaction

_KEPT = (
    "Ses déclarations et ses reçus restent ; les semaines publiées ne changent pas, "
    "les autres sont recomptées."
)
_NOT_REOPENED = "Un extrait FINESS qui la liste encore ne la rouvrira pas : il faut la rouvrir ici."
_OWNER_STAYS = "Son propriétaire, pour le secret, ne change pas avant le prochain extrait FINESS."
_OTHER_DEPARTMENT = "Attention : les deux officines ne sont pas dans le même département."
_ACCOUNTS_STAY = "Les comptes restent à l'ancienne officine et ne déclarent plus."


class _OnPharmacy(Act):
    """An act whose line of the register is about a pharmacy, and after which open weeks are counted again."""

    finess: str

    @property
    def subject(self) -> str:
        return self.finess

    def follow(self, store: Store, now: datetime) -> None:
        aggregates.recount_unreleased(store, now)

    def _note(self, transaction: Transaction, kind: str, now: datetime, actor: str, **facts: object) -> None:
        transaction.execute(
            "pharmacy_decision_insert",
            **{"finess": self.finess, "kind": kind, "effective_on": _paris(now), "successor": None, **facts},
            now=now,
            actor=actor,
        )


@dataclass(frozen=True)
class Closing(_OnPharmacy):
    """The pharmacy declares no more from the day `on`."""

    finess: str
    on: date
    reason: str
    action = "pharmacy.close"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        row = record(transaction, self.finess)
        refuse(pharmacy_life.reason_problem(self.reason))
        refuse(pharmacy_life.closing_problem(row["opened_on"], row["closed_on"], self.on, _paris(now)))
        last = pharmacy_life.last_counted_week(self.on)
        change = Change(row["name"], "ouverte", f"fermée le {french.day(self.on)}",
                        f"compte jusqu'à la semaine {last}, puis sort du nombre attendu")  # fmt: skip
        return Plan((change, _why(self.reason)), (_KEPT, _NOT_REOPENED))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        transaction.execute("pharmacy_set_closed", finess=self.finess, closed_on=self.on)
        self._note(transaction, "closed", now, actor, effective_on=self.on, reason=self.reason)


@dataclass(frozen=True)
class Reopening(_OnPharmacy):
    """The pharmacy was closed by mistake, or opens again."""

    finess: str
    reason: str
    action = "pharmacy.reopen"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        row = record(transaction, self.finess)
        refuse(pharmacy_life.reason_problem(self.reason))
        if not row["closed_on"]:
            raise Refused("Cette officine est ouverte : il n'y a rien à rouvrir.")
        change = Change(row["name"], f"fermée le {french.day(row['closed_on'])}", "ouverte",
                        "attendue dans toutes les semaines qui ne sont pas publiées")  # fmt: skip
        return Plan((change, _why(self.reason)), (_KEPT, _OWNER_STAYS))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        transaction.execute("pharmacy_set_closed", finess=self.finess, closed_on=None)
        self._note(transaction, "reopened", now, actor, reason=self.reason)


@dataclass(frozen=True)
class Merging(_OnPharmacy):
    """The pharmacy went into another one, or moved under another number: `into`.

    Its past counts for the other's owner from now on: were it two owners, a release would take the
    passage from one to the other for two pharmacies that changed, and show what one person moved.
    """

    finess: str
    into: str
    on: date
    reason: str
    move_accounts: bool
    action = "pharmacy.merge"

    def plan(self, transaction: Transaction, now: datetime) -> Plan:
        old, new = record(transaction, self.finess), record(transaction, self.into)
        refuse(pharmacy_life.reason_problem(self.reason))
        if self.finess == self.into:
            raise Refused("Une officine ne fusionne pas avec elle-même : donnez l'autre numéro FINESS.")
        if new["closed_on"]:
            raise Refused(f"{new['name']} est fermée : rouvrez-la d'abord, ou vérifiez le numéro.")
        if not old["closed_on"]:
            refuse(pharmacy_life.closing_problem(old["opened_on"], None, self.on, _paris(now)))
        changes = [_closes(old, new, self.on), _owner(old, new), *self._accounts(transaction, new)]
        return Plan((*changes, _why(self.reason)), tuple(self._notes(old, new)))

    def write(self, transaction: Transaction, now: datetime, actor: str) -> None:
        old, new = record(transaction, self.finess), record(transaction, self.into)
        closed_on = old["closed_on"] or self.on
        transaction.execute("pharmacy_set_closed", finess=self.finess, closed_on=closed_on)
        transaction.execute("pharmacy_set_owner", finess=self.finess, owner_key=new["owner_key"])
        self._note(transaction, "merged", now, actor,
                   effective_on=closed_on, successor=self.into, reason=self.reason)  # fmt: skip
        for name in self._moving(transaction):
            transaction.execute("oidc_account_move", name=name, finess=self.into, display_name=new["name"])
            sessions.end_all(transaction, name, now)
            detail = f"{self.finess} → {self.into}"
            trace(transaction, "account.move", name, now=now, actor=actor, detail=detail)

    def _moving(self, transaction: Transaction) -> list[str]:
        rows = transaction.query("account_of_same_pharmacy", finess=self.finess) if self.move_accounts else []
        return [row["name"] for row in rows]

    def _accounts(self, transaction: Transaction, new: Row) -> list[Change]:
        return [
            Change(f"Compte {name}", self.finess, self.into, f"déclare pour {new['name']}, sessions fermées")
            for name in self._moving(transaction)
        ]

    def _notes(self, old: Row, new: Row) -> list[str]:
        return [
            "L'historique reste sous l'ancien numéro : ni déclaration ni publication n'est réécrite.",
            "Si les deux déclarent la même semaine, le stock serait compté deux fois : choisissez le lundi "
            "de la première semaine que la nouvelle déclare.",
            *([_OTHER_DEPARTMENT] if old["department_code"] != new["department_code"] else []),
            *([] if self.move_accounts else [_ACCOUNTS_STAY]),
            _NOT_REOPENED,
        ]


def record(transaction: Store | Transaction, finess: str) -> Row:
    """What the register says of the pharmacy, whatever dress the number came in. Raises Refused."""
    rows = transaction.query("pharmacy_record", finess=read(finess))
    if not rows:
        raise Refused("Aucune officine du référentiel ne porte ce numéro FINESS.")
    return rows[0]


def refuse(problem: str | None) -> None:
    """Raise Refused when there is a problem."""
    if problem:
        raise Refused(problem)


def _closes(old: Row, new: Row, on: date) -> Change:
    if old["closed_on"]:
        before = after = f"fermée le {french.day(old['closed_on'])}"
    else:
        before, after = "ouverte", f"fermée le {french.day(on)}"
    return Change(old["name"], before, f"{after}, devenue {new['name']} ({new['finess']})")


def _owner(old: Row, new: Row) -> Change:
    note = "une seule personne dans les règles du secret, pour les semaines passées aussi"
    return Change("Propriétaire, pour le secret", old["owner_key"], new["owner_key"], note)


def _why(reason: str) -> Change:
    return Change("Motif", "—", reason.strip(), "inscrit au registre des actes")


def _paris(now: datetime) -> date:
    return now.astimezone(PARIS).date()
