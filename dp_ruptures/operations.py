"""What the portal does on an operator's word, the same from a command and inside the server.

Every operation takes the store, the instant, a progress and JSON-able parameters, and
returns a JSON-able dict whose `message` says in French what was done. Raises Refused.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from dp_ruptures import (
    aggregates,
    clock,
    demo_portal,
    mail,
    reference,
    release,
    reminders,
    schedule,
    settings,
)
from dp_ruptures.account_operations import ACCOUNT_OPERATIONS
from dp_ruptures.errors import Refused
from dp_ruptures.imports import declarations_operation
from dp_ruptures.imports.bdpm import import_bdpm
from dp_ruptures.imports.emails import import_emails
from dp_ruptures.imports.finess import import_finess
from dp_ruptures.imports.products import import_products
from dp_ruptures.keeping_operations import KEEPING_OPERATIONS
from dp_ruptures.progress import Progress
from dp_ruptures.rules.week import PARIS, WeekError, parse_week
from dp_ruptures.store import Store

Outcome = dict[str, Any]
ACTOR = "commande"
# Acts whose rooms do not write their own line of the register.
IMPORTS = {"import-finess", "import-bdpm", "import-products", "import-emails"}


def perform(store: Store, name: str, parameters: dict[str, Any], progress: Progress) -> Outcome:
    """Run the operation called `name`. Raises Refused, also for a name or a week that is none."""
    operation = OPERATIONS.get(name)
    if operation is None:
        raise Refused(f"Opération inconnue : {name}.")
    try:
        outcome = operation(store, clock.now(), progress, **parameters)
    except WeekError as error:
        raise Refused(str(error)) from error
    if name in IMPORTS and not parameters.get("dry_run"):
        file = Path(parameters.get("file") or parameters["folder"]).name
        store.execute(
            "audit_insert",
            now=clock.now(), actor=ACTOR, action=name, subject=file, detail=outcome["message"],
        )  # fmt: skip
    return outcome


def _init(store: Store, now: datetime, progress: Progress) -> Outcome:
    today = now.astimezone(PARIS).date()
    reference.load_reference(store, today, with_demo=not settings.load().production)
    schema = store.query("migrations_applied")[-1]["name"]
    return {"message": f"Base prête (schéma {schema}), données de référence chargées.", "schema": schema}


def _import_finess(
    store: Store, now: datetime, progress: Progress, *, file: str, close_missing: bool, dry_run: bool = False
) -> Outcome:
    _init(store, now, progress)
    outcome = import_finess(
        store, Path(file),
        today=now.astimezone(PARIS).date(), close_missing=close_missing, dry_run=dry_run, progress=progress,
    )  # fmt: skip
    if not dry_run:
        aggregates.recount_unreleased(store, now)
    return outcome


def _import_bdpm(store: Store, now: datetime, progress: Progress, *, folder: str) -> Outcome:
    return import_bdpm(store, Path(folder), progress=progress)


def _import_products(store: Store, now: datetime, progress: Progress, *, file: str) -> Outcome:
    _init(store, now, progress)
    return import_products(store, Path(file), today=now.astimezone(PARIS).date())


def _import_emails(store: Store, now: datetime, progress: Progress, *, file: str) -> Outcome:
    return import_emails(store, Path(file), today=now.astimezone(PARIS).date())


def _aggregate(store: Store, now: datetime, progress: Progress, *, week: str) -> Outcome:
    return aggregates.aggregate(store, parse_week(week), now)


def _release(
    store: Store,
    now: datetime,
    progress: Progress,
    *,
    week: str,
    out: str | None,
    dry_run: bool,
    **terms: Any,
) -> Outcome:
    outcome = release.release(
        store,
        parse_week(week),
        now=now,
        actor=ACTOR,
        out=Path(out) if out else None,
        dry_run=dry_run,
        terms=release.Terms(**terms),
    )
    if not dry_run:
        schedule.save_release()
    return outcome


def _remind(store: Store, now: datetime, progress: Progress, *, dry_run: bool) -> Outcome:
    # The clock and not `now`: a long run must see the week close.
    return reminders.remind(
        store, mail.outbox, clock=clock.now, actor=ACTOR, progress=progress, dry_run=dry_run
    )


OPERATIONS: dict[str, Callable[..., Outcome]] = {
    "init": _init,
    "demo": demo_portal.build,
    "import-finess": _import_finess,
    "import-bdpm": _import_bdpm,
    "import-products": _import_products,
    "import-emails": _import_emails,
    "import-declarations": declarations_operation.perform,
    **ACCOUNT_OPERATIONS,
    "aggregate": _aggregate,
    "release": _release,
    "remind": _remind,
    **KEEPING_OPERATIONS,
}
