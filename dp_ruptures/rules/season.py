"""The autumn campaign: from mid-October to the end of February, in whole ISO weeks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dp_ruptures.rules.week import Week, week_of_day


@dataclass(frozen=True)
class Season:
    """A campaign of declarations; both days are included."""

    campaign_id: str
    name: str
    opens_on: date
    closes_on: date


def season(today: date) -> Season:
    """The season of `today`; between two seasons, the next one, so that it can be prepared."""
    running = _season_from(today.year - 1)
    return running if today <= running.closes_on else _season_from(today.year)


def same_week_last_season(week: Week) -> Week | None:
    """The week of that number a year before; None for a week 53 when that year had none."""
    year, number, _ = week.monday.isocalendar()
    try:
        return Week(date.fromisocalendar(year - 1, number, 1))
    except ValueError:
        return None


def _season_from(year: int) -> Season:
    years = f"{year}-{year + 1}"
    last_of_february = date(year + 1, 3, 1) - timedelta(days=1)
    opens, closes = week_of_day(date(year, 10, 15)).monday, week_of_day(last_of_february).sunday
    return Season(years, f"Saison {years}", opens, closes)


def season_after(last_day: date) -> Season:
    """The first season that begins after `last_day`, to prepare it."""
    candidate = _season_from(last_day.year)
    return candidate if candidate.opens_on > last_day else _season_from(last_day.year + 1)


def joining_day(today: date, opens_on: date, *, at_once: bool) -> date:
    """When a product put on the form is first asked for: today, or the next Monday."""
    return max(today if at_once else _next_monday(today), opens_on)


def leaving_day(today: date, opens_on: date) -> date:
    """When a product taken off the form is no longer asked for: never within a week that has begun.

    Whoever corrects their week replaces it whole: a product gone from the form in between would lose
    what they had declared of it.
    """
    return max(_next_monday(today), opens_on)


@dataclass(frozen=True)
class Span:
    """Some weeks, by the Mondays of the first and the last; both None when there is none."""

    first: date | None
    last: date | None


def date_problems(wanted: Season, others: Iterable[Season], kept: Iterable[tuple[str, Span]]) -> list[str]:
    """Why the campaign may not have these two days, in French sentences; empty when it may.

    `kept`: what its weeks must go on covering, with a French word for it (« déclarée », « publiée »).
    """
    told = []
    if wanted.opens_on.weekday() != 0:
        told.append(f"Une campagne ouvre un lundi : par exemple le {_near_monday(wanted.opens_on):%d/%m/%Y}.")
    if wanted.closes_on.weekday() != 6:
        sunday = week_of_day(wanted.closes_on).sunday
        told.append(f"Une campagne se ferme un dimanche : par exemple le {sunday:%d/%m/%Y}.")
    if wanted.closes_on < wanted.opens_on:
        told.append("La campagne se ferme avant de s'ouvrir : échangez les deux dates.")
    told += [
        f"Ces dates chevauchent « {other.name} » : une semaine n'a qu'une campagne."
        for other in others
        if other.opens_on <= wanted.closes_on and wanted.opens_on <= other.closes_on
    ]
    return [*told, *_left_out(wanted, kept)]


def _left_out(wanted: Season, kept: Iterable[tuple[str, Span]]) -> Iterator[str]:
    for word, span in kept:
        if span.first and span.first < wanted.opens_on:
            label = week_of_day(span.first).label
            yield f"La semaine {label} est déjà {word} : la campagne ne peut pas ouvrir après elle."
        if span.last and span.last > wanted.closes_on:
            label = week_of_day(span.last).label
            yield f"La semaine {label} est déjà {word} : la campagne ne peut pas se fermer avant elle."


def _next_monday(day: date) -> date:
    return week_of_day(day).shift(1).monday


def _near_monday(day: date) -> date:
    return week_of_day(day).monday
