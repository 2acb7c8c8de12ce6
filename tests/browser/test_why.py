"""A person asks on the page where the money went, looks into a step, and shows it to all."""

from pathlib import Path
from typing import TYPE_CHECKING

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from tests.browser.demo import on_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_from_the_gap_to_the_segment_and_into_the_channel(
    browser: "Browser", tmp_path: Path
) -> None:
    with on_page(browser, Stage(demo_shop(), tmp_path, days=0)) as screen:
        screen.says("/funnel why revenue 4 Nov to 17 Nov")
        answer = screen.sees("Fewer carts became orders")
        answer.get_by_text("By device, mobile carries all of it").wait_for()
        answer.get_by_text("Revenue per order", exact=True).first.wait_for()
        screen.presses("Look into carts → orders")
        inside = screen.sees("How they behaved: −€")
        inside.get_by_text("desktop").first.wait_for()
        screen.presses("Share in channel")
        screen.sees("Shared by")
        assert screen.overflowing() == []
