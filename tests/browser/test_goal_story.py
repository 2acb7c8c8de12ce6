"""A goal from its sentence to the track record, on the page, while a real shop's days go by."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import file_source
from playground.demo.stage import Stage
from tests.browser.demo import moves_the_clock, on_page
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DAYS = 40  # the scene opens on Monday 31 October 2011, 06:00 in Berlin
SENTENCE = "Increase sales revenue of the whole shop by 25% by 25 November 2011 through gift guides"


@pytest.fixture
def retail(browser: "Browser", tmp_path: Path, shared_data: Path) -> Iterator[Screen]:
    """The revenue of a real online shop before Christmas 2011."""
    path = tmp_path / "retail.csv"
    with (shared_data / "data" / "online_retail_daily.csv").open() as whole, path.open("w") as file:
        file.write("date,metric,value\n")
        for row in csv.DictReader(whole):
            if row["metric"] == "revenue" and row["segment_value"] == "all":
                file.write(f"{row['date']},revenue,{row['value']}\n")
    with on_page(browser, Stage(file_source(path), tmp_path, days=DAYS)) as screen:
        yield screen


def told(screen: Screen, words: str) -> list[str]:
    """In the thread of the goal's announcement."""
    return [each.text for each in screen.said("aside") if words in each.text]


def opens_the_thread(screen: Screen) -> None:
    root = screen.sees("New goal: Sales Revenue")
    assert "on track" in root.inner_text()  # the announcement follows the goal's state
    root.locator("button.thread-link").click()
    screen.tab.get_by_role("complementary", name="Thread").get_by_text("was off track").wait_for()


def sets_it_with_advice(screen: Screen) -> None:
    screen.says(f"/funnel goal new {SENTENCE}")
    screen.modal.get_by_text("Chance now").wait_for()
    assert "windows of this length" in screen.modal.inner_text()
    target = screen.field("Target")
    target.fill("a lot")
    screen.field("Part of which objective?").fill("A strong Christmas")
    screen.presses("Set goal")
    screen.modal.get_by_role("alert").first.wait_for()
    assert "is no number" in screen.modal.inner_text()
    target.fill("25")
    screen.presses("Set goal")
    screen.modal.get_by_text("is set").first.wait_for()
    screen.leaves_the_form()
    screen.sees("New goal: Sales Revenue")


def checks_in(screen: Screen) -> None:
    """She was asked on three Mondays at nine, once each, in her direct messages."""
    screen.goes_to("Messages with")
    screen.sees("Check-in:")
    asked = [each for each in screen.said() if "Check-in:" in each.text]
    assert [each.time for each in asked] == ["09:00"] * len(asked)
    assert len({each.day for each in asked}) == len(asked) == 3
    screen.presses("Check in")
    screen.modal.wait_for()
    screen.field("How sure are you to reach it?").click()
    screen.picks("4 · likely")
    screen.field("What moved, what is next?").fill("Gift guides went out on Tuesday")
    screen.modal.get_by_role("button", name="Check in", exact=True).click()
    screen.modal.get_by_text("Checked in on goal 1").first.wait_for()
    screen.leaves_the_form()
    screen.goes_to("growth")


def test_a_goal_from_its_sentence_to_the_track_record(retail: Screen) -> None:
    sets_it_with_advice(retail)
    for _ in range(3):
        moves_the_clock(retail, "week")
    opens_the_thread(retail)
    changes = [each.split(":")[0] for each in told(retail, "Goal 1 is")]
    assert changes == [
        "Goal 1 is at risk",
        "Goal 1 is off track, was at risk",
        "Goal 1 is on track, was off track",
    ]
    checks_in(retail)
    moves_the_clock(retail, "week")
    opens_the_thread(retail)
    assert len(told(retail, "Goal 1 is reached")) == 1
    retail.says("/funnel track-record")
    record = retail.sees("Too little to tell")
    assert "total: 1 goal" in record.inner_text()
