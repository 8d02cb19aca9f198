"""The measures of `bench.performance`: every engine answers the same, and the table says what is better."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from datetime import date
from itertools import count
from pathlib import Path

import duckdb
import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from bench import performance, performance_weeks
from bench.performance_nation import fill, house, invent
from bench.performance_server import Served
from bench.performance_storm import storm
from bench.performance_table import PARTS, Figure, Run, page, shown
from bench.performance_visitor import Visitor


@pytest.mark.parametrize("asked", [{"weeks"}, {"pages", "writes"}, set(PARTS)])
def test_each_part_asked_for_is_measured_once(asked: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("writes", "browser", "pages", "weeks"):
        module = getattr(performance, f"performance_{name}")
        monkeypatch.setattr(module, "measure", lambda *told, part=name: [Figure(part, "x", 1, "s")])
    monkeypatch.setattr(
        performance.performance_pages, "alive", lambda *told: [Figure("sessions", "x", 1, "s")]
    )
    monkeypatch.setattr(
        performance,
        "serving",
        lambda *told: nullcontext(Served(None, {}, [])),  # type: ignore[arg-type]
    )
    told = list(performance.measure(performance.QUICK, asked))
    assert [part for part, _ in told] == [part for part in PARTS if part in asked]
    assert all(figure.part == part for part, figures in told for figure in figures)


def test_every_engine_answers_both_questions_alike(tmp_path: Path) -> None:
    with house(tmp_path) as store:
        tables = invent(store, 26 * 10 * 30)
        fill(store, tables)
        engines = [
            performance_weeks.in_store(store),
            *performance_weeks.rivals(tables, tmp_path / "other.sqlite").values(),
        ]
        for question in (performance_weeks.ONE_WEEK, performance_weeks.ALL_WEEKS):
            answers = {answer[question]() for answer in engines}
            assert len(answers) == 1
            assert min(answers)[1] > 0
        ((rows, _),) = {answer[performance_weeks.ONE_WEEK]() for answer in engines}
        # Twenty-eight pharmacies of as many départements: two of the thirty declarations are corrections.
        assert rows == 28 * 10


def test_a_storm_counts_what_was_kept_and_what_was_refused() -> None:
    def write(pharmacy: int, _: object) -> None:
        if next(turn) % 2:
            raise duckdb.TransactionException("another was first")

    turn = count()
    kept, refused = storm(write, 1, 0.01)
    assert kept > 0
    assert abs(kept - refused) <= 1


@pytest.mark.parametrize(
    ("ours", "other", "more_is_better", "times"),
    [
        (10, 40, False, "× 4"),
        (40, 10, True, "× 4"),
        (40, 10, False, "× 0.25"),
        (5, None, False, "not installed"),
    ],
)
def test_the_table_says_how_many_times_better_ours_is(
    ours: float, other: float | None, more_is_better: bool, times: str
) -> None:
    figure = Figure("weeks", "x", ours, "ms", (("other", other),), more_is_better=more_is_better)
    assert times in page([figure], run_of("weeks"))


def run_of(part: str, size: str = "a size") -> Run:
    return Run(part, date(2026, 11, 23), 0.5, 2.0, 60, size)


def test_a_part_run_alone_writes_its_own_lines_and_leaves_the_others() -> None:
    first = page([Figure("weeks", "old", 5, "ms")], run_of("weeks", "ten"))
    both = page([Figure("writes", "other", 7, "ms")], run_of("writes"), first)
    again = page([Figure("weeks", "new", 6, "ms")], run_of("weeks", "twenty"), both)
    told = [line for line in again.splitlines() if line.startswith(("| writes", "| weeks"))]
    assert told == [
        "| writes | 2026-11-23 | 0.5 → 2.0 | a size; took 60 s |",
        "| weeks | 2026-11-23 | 0.5 → 2.0 | twenty; took 60 s |",
        "| writes | other | 7 ms |  |  |",
        "| weeks | new | 6 ms |  |  |",
    ]


@pytest.mark.parametrize(("value", "text"), [(0.0421, "0.042"), (12.34, "12.3"), (1234.5, "1,234")])
def test_a_figure_says_no_more_than_it_means(value: float, text: str) -> None:
    assert shown(value) == text


def test_a_visitor_learns_its_fields_and_the_fragment_each_one_runs() -> None:
    class Socket:
        """Says two frames of a run."""

        def __init__(self) -> None:
            field, end = ForwardMsg(), ForwardMsg()
            field.delta.fragment_id = "line"
            field.delta.new_element.text_input.id = "7"
            field.delta.new_element.text_input.default = "12"
            end.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
            self.frames, self.sent = [field, end], []

        async def send(self, message: bytes) -> None:
            self.sent.append(message)

        async def recv(self) -> bytes:
            return bytes(self.frames.pop(0).SerializeToString())

    visitor = Visitor(0, "x")
    visitor._socket = Socket()  # type: ignore[assignment]
    # In a thread of its own: a browser's tests leave their loop running in this one.
    with ThreadPoolExecutor(1) as aside:
        aside.submit(asyncio.run, visitor.open()).result()
    (field,) = visitor.fields.values()
    assert (field.widget_id, field.fragment, visitor.elements) == ("7", "line", 1)
