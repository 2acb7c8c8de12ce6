"""The true bot on the page: a demo's stage opened in a tab, and what several stories do there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from playground.demo.stage import STEPS, Stage
from playground.page.server import Page
from playground.page.stage import Step
from tests.browser.chromium import DESK
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

REACHED = "at => Date.parse(document.querySelector('time.clock').dateTime) >= at"
CEILING_MS = 180_000  # a week of the shop takes ten seconds, longer on a busy machine
ANSWER_MS = 45_000  # a new scene takes four


@contextmanager
def on_page(browser: "Browser", stage: Stage) -> Iterator[Screen]:
    """Opens the stage and closes it. Whatever the page logs as an error, or the bot sends that
    Slack would refuse, fails the test."""
    try:
        stage.open()
        with Page(stage) as page:
            context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
            screen = Screen(context.new_page(), page.url)
            screen.tab.set_default_timeout(ANSWER_MS)
            yield screen
            context.close()
            assert screen.errors == []
            assert stage.slack.workspace.problems == []
    finally:
        stage.close()


def sets_up_the_digest(screen: Screen) -> None:
    screen.says("/funnel digest")
    saves_the_digest(screen)


def saves_the_digest(screen: Screen) -> None:
    screen.modal.wait_for()
    screen.presses("Save")
    screen.modal.get_by_role("heading", name="Digest saved").wait_for()
    screen.leaves_the_form()
    screen.sees("This channel gets a digest")


def starts_the_bot(screen: Screen) -> None:
    screen.banner.get_by_role("button", name="Start it").click()
    screen.bot_is_down.wait_for(state="detached")


def moves_the_clock(screen: Screen, step: Step) -> None:
    """By the button above, until all that happens on the way was played and told."""
    shown = screen.tab.locator("time.clock").get_attribute("datetime") or ""
    end = datetime.fromisoformat(shown) + STEPS[step]
    screen.banner.get_by_role("button", name=f"Next {step}").click()
    screen.tab.wait_for_function(REACHED, arg=end.timestamp() * 1000, timeout=CEILING_MS)
    clock_stands(screen)


def clock_stands(screen: Screen) -> None:
    screen.banner.get_by_role("button", name="Next day", disabled=False).wait_for(
        timeout=CEILING_MS
    )
