"""A person answers a break's questions, says which event it was, and sets what may warn."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store
from tests.browser.demo import on_page, sets_up_the_digest
from tests.commands.conftest import carts_break

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def an_open_break(folder: Path) -> int:
    """In the record of the running bot; its number."""
    [path] = folder.rglob("funnelbot.sqlite")
    store = Store(make_engine(f"sqlite:///{path}"))
    with store.write(TEAM) as tx:
        [last] = {one.last for one in tx.series.totals() if one.metric == "cart_abandonment_rate"}
        found = tx.breaks.add(replace(carts_break(), **dated(last)))
    store.dispose()
    return found.number


def dated(last: date) -> dict[str, date]:
    onset = last - timedelta(days=16)
    names = ("onset", "onset_low", "onset_high", "opened_on")
    return dict.fromkeys(names, onset) | {"last_on": last - timedelta(days=6)}


def test_the_forms_of_a_break_keep_what_is_typed(browser: "Browser", tmp_path: Path) -> None:
    with on_page(browser, Stage(demo_shop(), tmp_path, days=0)) as screen:
        number = an_open_break(tmp_path)
        screen.says(f"/funnel break {number} answers")
        screen.modal.wait_for()
        screen.modal.get_by_role("textbox").first.fill("The new checkout went live")
        screen.presses("Save")
        screen.modal.get_by_text("kept as evidence").wait_for()
        screen.leaves_the_form()
        screen.says(f"/funnel break {number} event")
        screen.modal.wait_for()
        screen.modal.get_by_label("What happened?").fill("Checkout was slow")
        first = screen.modal.get_by_label("First day").input_value()
        screen.modal.get_by_label("First day").fill("2020-01-01")
        screen.modal.get_by_label("Last day").fill("2020-01-02")
        screen.presses("Close the break")
        screen.modal.get_by_text("choose days among those").wait_for()
        assert screen.modal.get_by_label("What happened?").input_value() == "Checkout was slow"
        screen.modal.get_by_label("First day").fill(first)
        screen.modal.get_by_label("Last day").fill(first)
        screen.presses("Close the break")
        screen.modal.get_by_text("Closed as an event").wait_for()
        screen.leaves_the_form()
        sets_up_the_digest(screen)
        screen.says("/funnel breaks settings")
        screen.modal.wait_for()
        screen.modal.get_by_label("Breaks that only a segment shows").uncheck()
        screen.modal.get_by_label("Warn here from which cost on?").fill("€500")
        screen.picks(COST)
        screen.presses("Save")
        screen.modal.get_by_text(f"Only breaks that cost {COST}").wait_for()
        assert screen.overflowing() == []


COST = "€500 a day or more"
