"""The true bot on the page: the story of a newcomer from the first question to the next digest."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from playground.page.server import Page
from tests.browser.chromium import DESK
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAYS = 20
SENTENCE = "/funnel goal new Increase sales revenue by 15% by the end of the first quarter"


@pytest.fixture
def demo(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    """The demo shop 20 days before its last one; nothing was said yet."""
    stage = Stage(demo_shop(), tmp_path, days=DAYS)
    try:
        stage.open()
        with Page(stage) as page:
            context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
            opened = Screen(context.new_page(), page.url)
            opened.tab.set_default_timeout(30_000)
            yield opened
            context.close()
            assert opened.errors == []
            assert stage.slack.workspace.problems == []
    finally:
        stage.close()


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
    demo.tab.keyboard.press("Escape")
    demo.modal.wait_for(state="detached")
    demo.sees("New goal")


def sets_up_the_digest(demo: Screen) -> None:
    demo.says("/funnel digest")
    demo.modal.wait_for()
    demo.presses("Save")
    demo.modal.get_by_role("heading", name="Digest saved").wait_for()
    demo.tab.keyboard.press("Escape")
    demo.modal.wait_for(state="detached")
    demo.sees("This channel gets a digest")


def kills_the_bot_and_gets_the_digest_once(demo: Screen) -> None:
    demo.presses("Controls")
    demo.presses("Kill it")
    demo.tab.get_by_text("The bot is down").wait_for()
    demo.tab.get_by_role("banner").get_by_role("button", name="Start it").click()
    demo.tab.get_by_text("The bot is down").wait_for(state="detached")
    articles = demo.tab.get_by_role("article")
    before = articles.count()
    demo.tab.get_by_role("banner").get_by_role("button", name="Next day").click()
    articles.nth(before).wait_for()
    demo.tab.get_by_role("banner").get_by_role("button", name="Next day", disabled=False).wait_for()
    assert articles.count() == before + 1


def test_from_the_first_question_to_the_next_digest(demo: Screen) -> None:
    asks_and_shares(demo)
    logs_a_number_and_takes_it_back(demo)
    sets_a_goal(demo)
    sets_up_the_digest(demo)
    kills_the_bot_and_gets_the_digest_once(demo)
