"""The `demo` command: an invented season, its aggregates and releases, and four accounts."""

from datetime import datetime
from typing import Any

from dp_ruptures import accounts, aggregates, monday, release, settings
from dp_ruptures.demo.season import build_season
from dp_ruptures.errors import Refused
from dp_ruptures.progress import Progress
from dp_ruptures.rules.week import Week, week_of
from dp_ruptures.store import Store

ACTOR = "demo"
DEFAULT_PASSWORD = "demonstration-2026"  # noqa: S105 - invented data only; refused in production
ROLES = {"pharmacie": "pharmacist", "ordre": "analyst", "ministere": "ministry", "admin": "admin"}


def build(
    store: Store,
    now: datetime,
    progress: Progress,
    *,
    password: str | None,
    if_empty: bool,
    **season: Any,
) -> dict[str, Any]:
    """Build the season up to now, release every closed week but the last.

    `season`: pharmacies, weeks, response and seed, as `build_season` takes them.
    Raises Refused on a store in use and in production.
    """
    if settings.load().production:
        raise Refused("Une saison de démonstration ne s'installe pas en production.")
    if if_empty and store.query("pharmacy_any"):
        return {"message": "La base contient déjà des officines : rien n'est ajouté."}
    if password is not None and not (password.strip() == password and 0 < len(password.encode()) <= 72):
        raise Refused("Le mot de passe de démonstration compte 1 à 72 octets, sans blanc au bord.")
    taken = [name for name in ROLES if accounts.find(store, name)]
    if taken:
        raise Refused(f"Le compte « {taken[0]} » existe déjà : la démonstration demande une base vide.")
    outcome = build_season(store, now=now, progress=progress, **season)
    # Drawn at random elsewhere; from the seed here, so that the same seed gives the same files.
    store.execute("setting_insert", name="policy_salt", content=f"demo {season['seed']}")
    secret = password or DEFAULT_PASSWORD
    _create_accounts(store, outcome["pharmacy"], secret, now)
    outcome["released"] = _publish(store, week_of(now), season["weeks"], now, progress)
    outcome["accounts"] = dict.fromkeys(ROLES, secret)
    outcome["message"] += (
        f" Comptes : {', '.join(ROLES)} (mot de passe : {secret}). "
        f"{len(outcome['released'])} semaine(s) publiée(s)."
    )
    return outcome


def _create_accounts(store: Store, finess: str, password: str, now: datetime) -> None:
    for name, role in ROLES.items():
        accounts.create_with_password(
            store,
            name=name,
            role=role,
            finess=finess if role == "pharmacist" else None,
            password=password,
            now=now,
            actor=ACTOR,
            judged=False,
        )


def _publish(store: Store, current: Week, weeks: int, now: datetime, progress: Progress) -> list[str]:
    released = []
    for back in range(weeks - 1, -1, -1):
        week = current.shift(-back)
        aggregates.refresh(store, week, now)
        if back >= 2:
            # An invented season may leap; masks are the least costly ones, unless the machine is very slow.
            terms = release.Terms(reason="saison de démonstration", seconds=20.0)
            release.publish(store, week, now=monday.moment(week), actor=ACTOR, terms=terms)
            released.append(week.iso)
        progress("Agrégats et publications", weeks - back, weeks)
    return released
