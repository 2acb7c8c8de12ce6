"""The true bot on the page: the story of a newcomer from the first question to the next digest."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from tests.browser.demo import moves_the_clock, on_page, sets_up_the_digest, starts_the_bot
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAYS = 20
SENTENCE = "/funnel goal new Increase sales revenue by 15% by the end of the first quarter"


@pytest.fixture
def demo(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    """The demo shop 20 days before its last one; nothing was said yet."""
    with on_page(browser, Stage(demo_shop(), tmp_path, days=DAYS)) as screen:
        yield screen


def asks_and_shares(demo: Screen) -> None:
    demo.says("/funnel status decision")
    demo.sees("Decision and Conversion")
    demo.presses("Share in channel")
    shared = demo.tab.get_by_role("article").filter(has_text="Decision and Conversion")
    shared.nth(1).wait_for()


def logs_a_number_and_takes_it_back(demo: Screen) -> None:
    demo.says("/funnel log sessions 41280")
    demo.sees("41,280")
    demo.presses("Undo")
    demo.tab.get_by_role("article").filter(
        has_text=re.compile("undone|taken back", re.I)
    ).wait_for()


def sets_a_goal(demo: Screen) -> None:
    demo.says(SENTENCE)
    demo.modal.wait_for()
    target = demo.field("Target")
    kept = target.input_value()
    target.fill("soon")
    demo.presses("Set goal")
    demo.modal.get_by_role("alert").first.wait_for()
    target.fill(kept)
    demo.field("For").fill("whole shop")
    demo.field("Part of which objective?").fill("A profitable first quarter")
    demo.presses("Set goal")
    demo.modal.get_by_text("is set").first.wait_for()
    demo.leaves_the_form()
    demo.sees("New goal")


def told_after_a_kill(demo: Screen) -> list[str]:
    """What the channel reads until the next day, the bot having been killed and started."""
    demo.presses("Controls")
    demo.presses("Kill it")
    demo.bot_is_down.wait_for()
    starts_the_bot(demo)
    articles = demo.tab.get_by_role("article")
    before = articles.count()
    moves_the_clock(demo, "day")
    articles.nth(before).wait_for()
    return articles.all_inner_texts()[before:]


def test_from_the_first_question_to_the_next_digest(demo: Screen) -> None:
    asks_and_shares(demo)
    logs_a_number_and_takes_it_back(demo)
    sets_a_goal(demo)
    sets_up_the_digest(demo)
    told = told_after_a_kill(demo)
    assert len(told) == 1
    assert "09:00" in told[0]
