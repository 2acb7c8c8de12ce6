"""The demo at its prompt: what a newcomer types, presses and gets wrong, with the true bot."""

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from playground.demo.source import EmptySource, file_source
from playground.demo.stage import Stage

LONG = "date,metric,value\n"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(EmptySource(), tmp_path, days=1)
    stage.scene.teller.out = io.StringIO()
    stage.open()
    yield stage
    stage.close()
    assert stage.slack.workspace.problems == []


def told(stage: Stage) -> str:
    """Everything that the terminal showed since the last look."""
    out = stage.scene.teller.out
    assert isinstance(out, io.StringIO)
    words = out.getvalue()
    out.seek(0)
    out.truncate()
    return words


def test_a_newcomer_logs_a_number_presses_a_button_and_errs(stage: Stage) -> None:
    prompt = stage.prompt()
    told(stage)
    prompt.obey("/funnel log sessions 41280 yesterday")
    assert "Recorded sessions 41,280 for Thu 19 Nov" in told(stage)
    prompt.obey("click Undo")
    assert "Undone: sessions 41,280 for Thu 19 Nov is gone." in told(stage)
    prompt.obey("click Fly to the moon")
    assert "Fly to the moon" in told(stage)
    prompt.obey("/funnel statsu")
    assert 'I do not understand "statsu"' in told(stage)
    prompt.obey("as nobody")
    assert "ana, ben, chloe" in told(stage)


def test_a_goal_is_filled_in_at_the_prompt(stage: Stage) -> None:
    prompt = stage.prompt()
    prompt.obey("/funnel goal new")
    assert "New goal" in told(stage)
    prompt.obey('fill "Target=lots" "By=2026-12-31"')
    prompt.obey("submit")
    assert "Metric" in told(stage)
    prompt.obey("close")
    assert prompt.who.modal is None


def test_the_bot_is_killed_and_started_between_two_lines(stage: Stage) -> None:
    prompt = stage.prompt()
    prompt.obey("/funnel log orders 812 yesterday")
    prompt.obey("kill")
    prompt.obey("start")
    told(stage)
    prompt.obey("/funnel log last")
    assert "812" in told(stage)


def test_a_file_arrives_day_by_day_and_its_last_day_at_noon(tmp_path: Path) -> None:
    path = tmp_path / "shop.csv"
    path.write_text(LONG + "".join(f"2026-11-{day:02d},orders,{day}\n" for day in (1, 2, 3)))
    source = file_source(path)
    assert source.today == date(2026, 11, 3)
    assert [at.hour for at in source.arrivals(date(2026, 11, 3))] == [5, 12]
    assert [at.hour for at in source.arrivals(date(2026, 11, 2))] == [5]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("when,what\n1,2\n", "no column called date"),
        (LONG + "soon,orders,3\n", "no row with a date"),
    ],
)
def test_a_file_that_cannot_be_played_is_refused_in_words(
    tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=words):
        file_source(path)
