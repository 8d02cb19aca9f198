"""The demo command takes just what the season can build."""

from datetime import datetime

import click
import pytest

from dp_ruptures import cli
from dp_ruptures.demo import build_season, season
from dp_ruptures.errors import Refused
from dp_ruptures.store import Store


def largest(name: str) -> int:
    (option,) = [parameter for parameter in cli.commands.commands["demo"].params if parameter.name == name]
    assert isinstance(option.type, click.IntRange)
    return int(option.type.max or 0)


def test_the_largest_demo_of_the_command_is_one_the_season_accepts() -> None:
    season._refuse_wrong_options(largest("pharmacies"), largest("weeks"), 1)


@pytest.mark.parametrize("name", ["pharmacies", "weeks"])
def test_the_season_refuses_one_more(store: Store, now: datetime, name: str) -> None:
    options = {"pharmacies": 10, "weeks": 1} | {name: largest(name) + 1}
    with pytest.raises(Refused, match="compris entre"):
        build_season(store, now=now, **options)  # type: ignore[arg-type]
