import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest

from dp_ruptures.demo import build_season
from dp_ruptures.errors import Refused
from dp_ruptures.rules.week import Week, week_of
from dp_ruptures.store import Store, open_store
from tests.demo.conftest import WEDNESDAY, Built, built, rows_of
from tests.rows import declare, put

TABLES = {
    "pharmacy": "finess",
    "declaration": "declaration_id",
    "declaration_line": "declaration_id, cip13",
    "campaign": "campaign_id",
    "setting": "name",
}


def content(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    return {table: rows_of(store, table, order) for table, order in TABLES.items()}


def test_every_declaration_lies_in_its_week_in_paris_and_none_after_now(season: Built) -> None:
    assert season.headers
    for header in season.headers:
        received = header["received_at"].replace(tzinfo=UTC)
        assert week_of(received) == Week(header["week"])
        assert received <= WEDNESDAY


def test_the_latest_declaration_has_the_highest_number(season: Built) -> None:
    received = [header["received_at"] for header in season.headers]
    assert received == sorted(received)


def test_headers_count_their_lines_and_lines_obey_the_states(season: Built) -> None:
    counted = Counter(line["declaration_id"] for line in season.lines)
    assert {header["declaration_id"]: header["line_count"] for header in season.headers} == counted
    assert {line["state"] for line in season.lines} == {"quantity", "not_stocked"}
    assert all((line["units"] is None) == (line["state"] == "not_stocked") for line in season.lines)
    assert all(line["boxes"] is None or line["boxes"] <= line["units"] for line in season.lines)
    assert any(line["boxes"] for line in season.lines)
    assert any(line["unchanged"] for line in season.lines)


def test_boxes_times_the_pack_are_the_units(season: Built) -> None:
    packs = dict(row[:2] for row in _packs(season.store))
    boxed = [line for line in season.lines if line["boxes"] is not None]
    assert all(line["boxes"] * packs[line["cip13"]] == line["units"] for line in boxed)


def _packs(store: Store) -> list[tuple[str, int]]:
    with store._connection.cursor() as cursor:  # type: ignore[attr-defined]
        return cursor.execute("SELECT cip13, pack_size FROM product").fetchall()


def test_the_response_averages_what_was_asked_and_falls(season: Built) -> None:
    speaking = defaultdict(set)
    for header in season.headers:
        speaking[header["week"]].add(header["finess"])
    closed = [len(speaking[week]) / 900 for week in sorted(speaking)[:-1]]
    assert sum(closed) / len(closed) == pytest.approx(0.35, abs=0.05)
    assert closed[0] > closed[-1] + 0.08


def test_the_same_pharmacies_tend_to_answer(season: Built) -> None:
    first, second = sorted({header["week"] for header in season.headers})[2:4]
    before, after = (
        {header["finess"] for header in season.headers if header["week"] == week} for week in (first, second)
    )
    assert len(before & after) / len(before) > len(after) / 900 + 0.15


def test_a_product_said_not_stocked_stays_so(season: Built) -> None:
    finess_of = {header["declaration_id"]: header["finess"] for header in season.headers}
    states = defaultdict(set)
    for line in season.lines:
        states[finess_of[line["declaration_id"]], line["cip13"]].add(line["state"])
    assert all(len(kinds) == 1 for kinds in states.values())


def test_some_pharmacies_correct_their_week(season: Built) -> None:
    answers = Counter((header["finess"], header["week"]) for header in season.headers)
    assert set(answers.values()) == {1, 2}
    assert 0.01 < sum(number == 2 for number in answers.values()) / len(answers) < 0.07


def test_the_zero_share_is_neither_nothing_nor_everything(season: Built) -> None:
    quantities = [line["units"] for line in season.lines if line["state"] == "quantity"]
    assert 0.2 < sum(units == 0 for units in quantities) / len(quantities) < 0.6


def test_no_pharmacy_declares_once_closed_or_before_it_opens() -> None:
    made = built(pharmacies=900, weeks=40, response=0.6, seed=5)
    life = {row["finess"]: (row["opened_on"], row["closed_on"]) for row in made.pharmacies}
    assert any(closed for _, closed in life.values())
    for header in made.headers:
        opened, closed = life[header["finess"]]
        assert opened <= header["received_at"].date()
        assert closed is None or header["received_at"].date() < closed


def test_the_shown_pharmacy_is_open_and_faithful_but_has_not_answered_this_week(season: Built) -> None:
    finess = season.summary["pharmacy"]
    answered = {header["week"] for header in season.headers if header["finess"] == finess}
    weeks = sorted({header["week"] for header in season.headers})
    pharmacy = next(row for row in season.pharmacies if row["finess"] == finess)
    assert pharmacy["closed_on"] is None
    assert len(pharmacy["department_code"]) == 2
    assert weeks[-1] not in answered
    assert weeks[-2] in answered
    assert len(answered) >= 5


def test_the_campaign_holds_every_week_and_the_banner_has_its_setting(season: Built) -> None:
    [campaign] = season.store.query("campaign_of_day", day=WEDNESDAY.date())
    assert campaign["opens_on"] <= season.headers[0]["week"]
    assert campaign["closes_on"] >= week_of(WEDNESDAY).sunday
    [setting] = season.store.query("setting_by_name", name="demo")
    assert json.loads(setting["content"])["seed"] == 2026


def test_the_summary_is_json_and_speaks_french(season: Built) -> None:
    assert json.loads(json.dumps(season.summary)) == season.summary
    assert season.summary["closed_weeks"][-1] == "2026-W46"
    assert len(season.summary["closed_weeks"]) == 7
    assert season.summary["current_week"] == "2026-W47"
    assert season.summary["message"].startswith("Saison inventée : 900 officines")


def test_the_same_seed_makes_the_same_season_and_another_seed_another_one() -> None:
    one, same, other = (built(pharmacies=150, weeks=3, seed=seed).store for seed in (1, 1, 2))
    assert content(one) == content(same)
    differs = [table for table in TABLES if content(one)[table] != content(other)[table]]
    assert set(differs) >= {"pharmacy", "declaration", "declaration_line"}


def test_later_in_the_week_the_season_has_only_grown() -> None:
    monday = built(pharmacies=150, weeks=3, now=datetime(2026, 11, 16, 12, 0, tzinfo=UTC)).headers
    friday = built(pharmacies=150, weeks=3, now=datetime(2026, 11, 20, 12, 0, tzinfo=UTC)).headers
    assert len(friday) > len(monday)
    keys = [[(h["finess"], h["received_at"]) for h in headers] for headers in (monday, friday)]
    assert keys[0] == keys[1][: len(keys[0])]


@pytest.mark.parametrize(
    "options",
    [
        {"pharmacies": 1},
        {"pharmacies": 50},
        {"pharmacies": 50, "weeks": 1},
        {"pharmacies": 1, "weeks": 1, "response": 0.0},
        {"pharmacies": 50, "weeks": 40},
        {"pharmacies": 50, "response": 1.0},
        {"pharmacies": 50, "weeks": 2, "now": datetime(2026, 7, 14, 8, 0, tzinfo=UTC)},
    ],
)
def test_small_long_and_out_of_season_seasons_work(options: dict[str, Any]) -> None:
    made = built(**options)
    assert len(made.pharmacies) == options["pharmacies"]
    assert len(made.summary["closed_weeks"]) == options.get("weeks", 12) - 1
    assert made.summary["pharmacy"] in {row["finess"] for row in made.pharmacies}
    assert {header["finess"] for header in made.headers} <= {row["finess"] for row in made.pharmacies}


def test_a_clock_in_week_53_ends_the_season_there() -> None:
    made = built(pharmacies=200, weeks=3, now=datetime(2026, 12, 30, 9, 0, tzinfo=UTC))
    assert made.summary["current_week"] == "2026-W53"
    assert made.summary["closed_weeks"] == ["2026-W51", "2026-W52"]
    assert "2026-S53" in made.summary["message"]


def test_a_sunday_night_in_utc_is_already_monday_in_paris() -> None:
    made = built(pharmacies=50, weeks=2, now=datetime(2026, 11, 22, 23, 30, tzinfo=UTC))
    assert made.summary["current_week"] == "2026-W48"


def test_a_store_with_a_pharmacy_is_refused(store: Store) -> None:
    put(store, "pharmacy", {"finess": "010002301"})
    with pytest.raises(Refused, match="base vide"):
        build_season(store, now=WEDNESDAY, pharmacies=1)


def test_a_store_with_a_declaration_is_refused(store: Store) -> None:
    declare(store, 1, "010002301", week_of(WEDNESDAY).monday, {"3400930306000": 1})
    with pytest.raises(Refused, match="base vide"):
        build_season(store, now=WEDNESDAY, pharmacies=1)


@pytest.mark.parametrize(
    "options", [{"pharmacies": 0}, {"pharmacies": 50_001}, {"weeks": 0}, {"weeks": 54}, {"response": 1.5}]
)
def test_options_that_make_no_sense_are_refused_before_anything_is_written(
    empty_store: Store, options: dict[str, Any]
) -> None:
    with pytest.raises(Refused, match="compris"):
        build_season(empty_store, now=WEDNESDAY, **options)
    assert rows_of(empty_store, "department", "department_code") == []


def test_a_season_interrupted_leaves_no_half_season() -> None:
    store = open_store("duckdb:///:memory:")
    store.migrate()

    def stop(label: str, done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_season(store, now=WEDNESDAY, pharmacies=50, weeks=3, progress=stop)
    assert not store.query("pharmacy_any")
    assert build_season(store, now=WEDNESDAY, pharmacies=50, weeks=3)["pharmacies"] == 50


def test_progress_is_told_once_a_week() -> None:
    told: list[tuple[int, int]] = []
    store = open_store("duckdb:///:memory:")
    store.migrate()
    build_season(
        store,
        now=WEDNESDAY,
        pharmacies=5,
        weeks=4,
        progress=lambda label, done, total: told.append((done, total)),
    )
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]
