"""A growth lead's first day in Slack alone: a file dropped, a number corrected, all taken out."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import SHOP_TODAY, EmptySource
from playground.demo.stage import Stage
from tests.browser.demo import on_page
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LAST_DAY = SHOP_TODAY - timedelta(days=61)  # the stage begins sixty days before the shop ends


@pytest.fixture
def empty(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    with on_page(browser, Stage(EmptySource(), tmp_path)) as screen:
        yield screen


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """Sessions and orders as an analytics tool writes them: one column a metric, days first."""
    path = tmp_path / "october.csv"
    days: list[date] = [LAST_DAY - timedelta(days=back) for back in range(80)]
    rows = [f"{day:%d/%m/%Y};{41_000 + 37 * day.day},5;{800 + day.day}\n" for day in days]
    path.write_text("Date;Sessions;Orders\n" + "".join(rows), encoding="utf-8")
    return path


def notes_an_event(screen: Screen) -> None:
    """The sale of her last day, which was to bring orders."""
    screen.says(f"/funnel event Autumn sale {LAST_DAY.isoformat()}")
    screen.modal.wait_for()
    screen.field("Should raise").fill("orders")
    screen.picks("Orders")
    screen.presses("Save")
    screen.modal.get_by_text("Noted event #1").first.wait_for()
    screen.leaves_the_form()
    screen.says("/funnel event 1")
    assert "Autumn sale" in screen.sees("event #1").inner_text()


def test_from_an_empty_workspace_to_an_export(empty: Screen, own_file: Path) -> None:
    empty.says("/funnel")
    empty.sees("No numbers yet. Three ways to begin:")
    empty.presses("Upload a file")
    empty.modal.locator("input[type=file]").set_input_files(own_file)
    empty.presses("Read it")
    empty.modal.get_by_text("comes as a direct message from me").wait_for()
    empty.leaves_the_form()
    empty.goes_to("Messages with")
    empty.sees("october.csv holds 160 numbers of 2 metrics")
    empty.presses("Import 160 numbers")
    empty.sees("160 rows of 2 metrics are in (160 new")
    empty.says("/funnel status")
    status = empty.sees("3 of 53 metrics have them")
    assert "sales conversion rate" in status.inner_text()  # from orders and sessions
    empty.says(f"/funnel log orders 805 on {LAST_DAY.isoformat()} --sure")
    corrected = empty.sees("Recorded orders 805")
    corrected.get_by_role("button", name="Undo").click()
    empty.sees(f"Undone: orders 805 for {LAST_DAY:%a} {LAST_DAY.day}")
    notes_an_event(empty)
    empty.says("/funnel export")
    empty.sees("Here are 160 numbers and all that goes with them")
    empty.tab.get_by_role("link", name="numbers.csv").last.wait_for()


def test_a_file_is_dropped_into_the_direct_messages(empty: Screen, own_file: Path) -> None:
    empty.goes_to("Messages with")
    empty.tab.get_by_label("Attach a file").set_input_files(own_file)
    empty.sees("october.csv holds 160 numbers of 2 metrics")
    empty.presses("Cancel")
    empty.sees("october.csv was not imported")
