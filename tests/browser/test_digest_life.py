"""A team lives with its digest: sets it up, looks before it saves, votes, rests, goes on."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from tests.browser.demo import moves_the_clock, on_page
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator


@pytest.fixture
def demo(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    with on_page(browser, Stage(demo_shop(), tmp_path, days=6)) as screen:
        yield screen


def sets_it_up_after_a_look(demo: Screen) -> None:
    demo.says("/funnel digest")
    demo.modal.wait_for()
    demo.presses("Preview to me")
    demo.modal.get_by_role("heading", name="Funnelbot").wait_for()
    demo.presses("Close")
    demo.modal.get_by_role("heading", name="Digest").wait_for()
    demo.presses("Save")
    demo.modal.get_by_role("heading", name="Digest saved").wait_for()
    demo.leaves_the_form()
    demo.sees("This channel gets a digest every day at 09:00.")


def finds_the_next_one_useful(demo: Screen) -> None:
    moves_the_clock(demo, "day")
    demo.presses("Useful")
    demo.sees("Counted as useful.")


def rests_for_a_day(demo: Screen) -> int:
    """How many digests came while it was paused."""
    demo.says("/funnel digest pause until in 3 days")
    demo.sees("It is paused by")
    before = digests(demo).count()
    moves_the_clock(demo, "day")
    return digests(demo).count() - before


def goes_on(demo: Screen) -> int:
    """How many came on the day after it was resumed."""
    before = digests(demo).count()
    demo.says("/funnel digest resume")
    demo.sees("The digest of this channel runs again.")
    moves_the_clock(demo, "day")
    digests(demo).nth(before).wait_for()
    return digests(demo).count() - before


def digests(demo: Screen) -> "Locator":
    """Each has this button."""
    return demo.tab.get_by_role("button", name="Not useful")


def test_set_up_previewed_voted_on_paused_and_resumed(demo: Screen) -> None:
    sets_it_up_after_a_look(demo)
    finds_the_next_one_useful(demo)
    assert rests_for_a_day(demo) == 0
    assert goes_on(demo) == 1
