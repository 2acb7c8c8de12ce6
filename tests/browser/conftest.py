"""A browser for the whole run, a stage and its page for each test."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from playground.page.server import Page
from tests.browser.chromium import DESK, missing, open_browser
from tests.browser.screen import Screen
from tests.closing import Closing
from tests.playground.page_stage import LittleStage

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    if why := missing():
        pytest.skip(why)
    with open_browser() as opened:
        yield opened


@pytest.fixture
def stage(browser: "Browser", closing: Closing) -> Iterator[LittleStage]:
    del browser  # skipped without one
    stage = LittleStage()
    yield stage
    closing(stage.close)


@pytest.fixture
def page(stage: LittleStage, closing: Closing) -> Iterator[Page]:
    page = Page(stage)
    page.start()
    yield page
    closing(page.stop)


@pytest.fixture
def screen(browser: "Browser", page: Page) -> Iterator[Screen]:
    """The page opened on a desk; anything that it logs as an error fails the test."""
    context = browser.new_context(viewport=DESK)  # type: ignore[arg-type]
    opened = Screen(context.new_page(), page.url)
    yield opened
    context.close()
    assert opened.errors == []
