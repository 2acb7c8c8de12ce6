"""Weeks of the demo shop by the page's clock: a break, the end of summer time, a power cut."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from tests.browser.demo import (
    clock_stands,
    moves_the_clock,
    on_page,
    sets_up_the_digest,
    starts_the_bot,
)
from tests.browser.screen import Said, Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAYS = 40  # the first one is Mon 12 Oct 2026
MONDAY = date(2026, 10, 12)
SUMMER_TIME_ENDS = date(2026, 10, 25)
DIGEST = "09:00"
WORSE = re.compile(" (is|are) worse than usual")
RECOVERS = re.compile("Recover(ing|ed): ")
MOST_WEEKS = 3


@pytest.fixture
def shop(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    with on_page(browser, Stage(demo_shop(), tmp_path, days=DAYS)) as screen:
        yield screen


def warnings(shop: Screen) -> dict[str, str]:
    """Roots of open breaks by their ts, each with its first words."""
    return {
        said.ts: WORSE.split(said.text)[0]
        for said in shop.said()
        if said.time != DIGEST and WORSE.search(said.text)
    }


def digests(shop: Screen) -> list[str]:
    """The days of the digests, as they stand on the page."""
    return [said.day for said in shop.said() if said.time == DIGEST]


def day_named(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B %Y}"


def cuts_the_power_while_the_digest_is_posted(shop: Screen) -> None:
    shop.presses("Controls")
    shop.presses("Kill the bot in mid-post")
    shop.tab.get_by_text("Ordered: Kill the bot in mid-post.").wait_for()
    shop.banner.get_by_role("button", name="Next day").click()
    shop.bot_is_down.wait_for()
    clock_stands(shop)
    shop.presses("Close Controls")
    starts_the_bot(shop)
    moves_the_clock(shop, "hour")


def waits_for_a_recovery(shop: Screen, opened: dict[str, str]) -> Said:
    """Of a break that was seen open before."""
    for _ in range(MOST_WEEKS):
        moves_the_clock(shop, "week")
        shop.scrolls_to_the_beginning()
        for said in shop.said():
            if said.ts in opened and RECOVERS.match(said.text):
                return said
        opened |= warnings(shop) | opened  # by the name under which it was told first
    raise AssertionError(opened)


def reads_the_thread(shop: Screen, root: Said) -> list[str]:
    message = shop.tab.locator(f"main [data-ts='{root.ts}']")
    message.scroll_into_view_if_needed()
    message.get_by_role("button", name="replies").click()
    thread = shop.tab.get_by_role("complementary", name="Thread")
    thread.get_by_role("article").filter(has_text=RECOVERS).last.wait_for()
    return [said.text for said in shop.said("aside")]


def test_a_break_opens_and_recovers_in_the_same_message(shop: Screen) -> None:
    sets_up_the_digest(shop)
    for _ in range(2):
        moves_the_clock(shop, "week")
    opened = warnings(shop)
    around = [day_named(SUMMER_TIME_ENDS + timedelta(days=by)) for by in (-1, 0, 1)]
    cuts_the_power_while_the_digest_is_posted(shop)
    recovered = waits_for_a_recovery(shop, opened)
    assert "(edited)" in recovered.text
    told = reads_the_thread(shop, recovered)
    assert any("How sure: " in each for each in told)
    assert any(RECOVERS.match(each) for each in told)

    mornings = digests(shop)
    assert [day for day in mornings if day in around] == around
    assert mornings == [day_named(MONDAY + timedelta(days=by)) for by in range(len(mornings))]


def test_a_year_at_speed_is_watched_and_stopped(shop: Screen) -> None:
    shop.presses("Controls")
    shop.presses("Play a year")
    shop.tab.get_by_text("day 2 of 365").first.wait_for()
    shop.presses("Stop")
    clock_stands(shop)
    now = shop.tab.locator("time.clock").get_attribute("datetime") or ""
    assert MONDAY < date.fromisoformat(now[:10]) < MONDAY + timedelta(days=30)
