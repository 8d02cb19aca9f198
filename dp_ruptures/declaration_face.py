"""What each line of the weekly form says of the quantity typed in it. Draws nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dp_ruptures import french, supply
from dp_ruptures.campaign import UNITS
from dp_ruptures.declaration_draft import Draft
from dp_ruptures.declaration_sheet import Sheet
from dp_ruptures.declaration_typed import Typed
from dp_ruptures.rules.declaration import NOT_STOCKED, Line, Problem, Product
from dp_ruptures.rules.entry import Entry, Reading
from dp_ruptures.rules.supply import days
from dp_ruptures.rules.warning import Asked, Question

NOT_STOCKED_HERE = "non référencé"


@dataclass(frozen=True)
class Face:
    """What one line says. `last`: last week's figure; `beside`: what follows from the quantity.

    `news`: the hour at which another device typed it.
    """

    last: str
    beside: str
    is_rupture: bool
    news: str
    problems: tuple[str, ...]
    remarks: tuple[str, ...]
    question: Question | None


def faces(
    sheet: Sheet, draft: Draft, typed: Typed, reading: Reading, asked: Iterable[Asked]
) -> dict[str, Face]:
    """Every line of the form by cip13. `reading`, `asked`: of what is typed in the whole form."""
    declared, read = sheet.declared, {line.cip13: line for line in reading.lines}
    problems = _by_line(reading.problems)
    remarks = _by_line((*sheet.start.remarks, *reading.remarks))
    open_questions = {one.question.cip13: one.question for one in asked if not _is_written(one, declared)}
    entries = {entry.cip13: entry for entry in typed.entries}
    found = {}
    for product in typed.listed:
        cip13 = product.cip13
        # « = » repeats last week's line: what follows from it was said last week.
        line = None if entries[cip13].confirms else read.get(cip13)
        news = draft.news_of(cip13)
        found[cip13] = Face(
            last=last_week(sheet.last_week.get(cip13), product, typed.in_boxes(product.family)),
            beside=beside(entries[cip13], line, sheet),
            is_rupture=_is_news(line, declared.get(cip13)),
            news=french.hour(news.saved_at) if news else "",
            problems=problems.get(cip13, ()),
            remarks=remarks.get(cip13, ()),
            question=open_questions.get(cip13),
        )
    return found


def last_week(line: Line | None, product: Product, in_boxes: bool) -> str:
    """Last week's figure in the unit that is counted now; nothing when there is none."""
    if line is None:
        return ""
    if line.state == NOT_STOCKED or line.units is None:
        return NOT_STOCKED_HERE
    if not in_boxes:
        return french.number(line.units)
    boxes, left = divmod(line.units, product.pack_size)
    return french.number(line.units) + f" {UNITS[product.family][1]}" if left else french.number(boxes)


def beside(entry: Entry, line: Line | None, sheet: Sheet) -> str:
    """What follows from the typed quantity: `26 j`, `rupture`, `inchangé`, a dash when nothing can be said.

    `line`: as it was read; its figure is this week's count, so that the receipt says the same days.
    """
    weeks, week = sheet.weeks.get(entry.cip13, {}), sheet.start.week
    if entry.confirms:
        return "inchangé"
    if entry.is_blank:
        # Last week's stock, as the grey figure: one declared this week and emptied is no stock any more.
        return supply.in_words(days({at: units for at, units in weeks.items() if at < week}, week))
    if line is None or line.units is None:
        return supply.in_words(None)
    return "rupture" if line.is_rupture else supply.in_words(days({**weeks, week: line.units}, week))


def _by_line(said: Iterable[Problem]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one in said:
        found[one.cip13] = (*found.get(one.cip13, ()), one.message)
    return found


def _is_written(one: Asked, declared: Mapping[str, Line]) -> bool:
    """Whether the figure asked about is declared already: its question waits beside the receipt."""
    line = declared.get(one.question.cip13)
    return line is not None and line.units == one.question.units


def _is_news(line: Line | None, declared: Line | None) -> bool:
    """Whether a rupture was typed that the receipt does not offer to declare yet."""
    return bool(line and line.is_rupture) and not (declared and declared.is_rupture)
