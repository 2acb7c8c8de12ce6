"""The first minutes in a workspace without numbers: the guided path, or a file of one's own."""

import csv
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from playground.demo.source import EmptySource
from playground.demo.stage import Stage
from tests.browser.demo import clock_stands, moves_the_clock, on_page, saves_the_digest
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BEGAN = date(2026, 6, 1)
DAYS = 90
PLAYED = 60  # of the last days; those before are in at once
STEPS = ("Ask what there is", "Log a number", "Set a goal", "Set up the digest")


@pytest.fixture
def empty(browser: "Browser", tmp_path: Path) -> Iterator[Screen]:
    with on_page(browser, Stage(EmptySource(), tmp_path, days=PLAYED)) as screen:
        yield screen


@pytest.fixture
def own_file(tmp_path: Path) -> Path:
    """Orders and revenue of a small shop: more at weekends, otherwise noise."""
    drawn = random.Random(3)
    path = tmp_path / "my-shop.csv"
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("date", "metric", "value"))
        for place in range(DAYS):
            day = BEGAN + timedelta(days=place)
            orders = round((210 if day.weekday() > 4 else 180) + drawn.gauss(0, 9))
            rows.writerow((day, "orders", orders))
            rows.writerow((day, "revenue", f"{orders * drawn.uniform(59, 64):.2f}"))
    return path


def last_value(path: Path, metric: str, day: date) -> str:
    with path.open() as file:
        return next(
            row["value"]
            for row in csv.DictReader(file)
            if row["metric"] == metric and row["date"] == day.isoformat()
        )


def takes_step(screen: Screen, step: str) -> None:
    """By the guide's own words, which it puts into the composer."""
    guide = screen.tab.get_by_role("complementary", name="First steps")
    guide.get_by_role("button", name=step).click()
    screen.composer.press("Enter")


def ticked(screen: Screen, step: str) -> None:
    guide = screen.tab.get_by_role("complementary", name="First steps")
    guide.get_by_role("button", name=f"✓ {step} (done)", exact=True).wait_for()


def unticked(screen: Screen) -> list[str]:
    guide = screen.tab.get_by_role("complementary", name="First steps")
    return [step for step in STEPS if guide.get_by_role("button", name=step, exact=True).count()]


def drops(screen: Screen, path: Path) -> None:
    screen.presses("Controls")
    screen.tab.get_by_label("Your own").set_input_files(path)
    screen.tab.get_by_text(f"Now: {path.name}").wait_for()
    clock_stands(screen)
    screen.presses("Close Controls")


def keeps_the_first_goal_as_a_draft(screen: Screen) -> None:
    """One number is no baseline: the form says so, and the draft waits for more."""
    screen.modal.wait_for()
    assert "increase Sessions by 10%" in screen.modal.inner_text()
    screen.field("For").fill("whole shop")
    screen.field("Part of which objective?").fill("A fuller shop")
    screen.field("What will you do?").fill("Two new landing pages")
    screen.presses("Set goal")
    screen.modal.get_by_role("alert").filter(has_text="baseline").wait_for()
    assert "Set a goal" in unticked(screen)
    screen.presses("Save as draft")
    screen.modal.get_by_text("Saved as draft 1.").wait_for()
    screen.leaves_the_form()


def test_a_guided_path_from_nothing_to_the_first_digest(empty: Screen) -> None:
    assert unticked(empty) == list(STEPS)
    takes_step(empty, "Ask what there is")
    empty.sees("No numbers yet. Three ways to begin:")
    ticked(empty, "Ask what there is")
    takes_step(empty, "Log a number")
    empty.sees("Recorded sessions 41,280")
    ticked(empty, "Log a number")
    takes_step(empty, "Set a goal")
    empty.tab.get_by_text("One number is no baseline yet").wait_for()
    keeps_the_first_goal_as_a_draft(empty)
    ticked(empty, "Set a goal")
    takes_step(empty, "Set up the digest")
    saves_the_digest(empty)
    ticked(empty, "Set up the digest")
    assert unticked(empty) == []
    empty.tab.get_by_text("Now press Next day").wait_for()
    moves_the_clock(empty, "day")
    assert [said.time for said in empty.said()].count("09:00") == 1


def test_a_file_of_ones_own_is_dropped_and_answers(empty: Screen, own_file: Path) -> None:
    drops(empty, own_file)
    first = BEGAN + timedelta(days=DAYS - PLAYED)
    empty.says("/funnel status orders")
    orders = last_value(own_file, "orders", first - timedelta(days=1))
    empty.sees(f"{orders} on Tue 30 Jun")
    moves_the_clock(empty, "day")
    empty.says("/funnel status orders")
    empty.sees(f"{last_value(own_file, 'orders', first)} on Wed 1 Jul")


def test_a_file_that_cannot_be_read_leaves_all_as_it_was(empty: Screen, tmp_path: Path) -> None:
    notes = tmp_path / "notes.csv"
    days = (BEGAN + timedelta(days=place) for place in range(DAYS))
    notes.write_text("date,comment\n" + "".join(f"{day},quiet\n" for day in days))
    empty.says("/funnel log sessions 41,280")
    empty.sees("Recorded sessions 41,280")
    empty.presses("Controls")
    empty.tab.get_by_label("Your own").set_input_files(notes)
    empty.tab.get_by_text("No column of the file holds numbers").wait_for()
    clock_stands(empty)
    empty.tab.get_by_text("Now: empty workspace").wait_for()
    empty.presses("Close Controls")
    assert not empty.bot_is_down.count()
    empty.says("/funnel status sessions")
    empty.sees("Sessions: 41,280 on Mon 21 Sep")


def test_a_real_shop_is_dropped_and_answers(empty: Screen, shared_data: Path) -> None:
    drops(empty, shared_data / "data" / "online_retail_daily.csv")
    empty.says("/funnel status")
    status = empty.sees("14 of 61 metrics have them")
    assert "Mon 10 Oct" in status.inner_text()
