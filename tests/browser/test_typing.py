"""A typed correction, its undo, a stage in one form, an event: on the page with the true bot."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from tests.browser.demo import on_page
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def demo(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    with on_page(browser, Stage(demo_shop(), tmp_path, days=1)) as screen:
        yield screen


def test_a_correction_is_asked_taken_back_and_remembered(demo: Screen) -> None:
    demo.says("/funnel log orders 41 2 days ago")
    demo.sees("would be the lowest")
    demo.presses("Record it")
    demo.sees("Recorded orders 41")
    demo.presses("Undo")
    demo.sees("Undone: orders 41")
    demo.says("/funnel log history orders 2 days ago")
    history = demo.sees("3 values")
    assert "undone" in history.inner_text()

    demo.says("/funnel log action")
    demo.modal.wait_for()
    demo.field("Average Order Value").fill("many")
    demo.presses("Record")
    demo.modal.get_by_text('"many" is no number').wait_for()
    demo.leaves_the_form()

    demo.says("/funnel event Spring sale yesterday")
    demo.modal.wait_for()
    demo.field("Should raise").fill("orders")
    demo.picks("Orders")
    demo.presses("Save")
    demo.modal.get_by_text("Noted event #1").first.wait_for()
    demo.leaves_the_form()
    demo.says("/funnel event 1")
    demo.sees("event #1")
    demo.says("/funnel events")
    demo.sees("Campaign Spring sale")
