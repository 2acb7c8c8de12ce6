"""Pictures of the page for README and docs: `python -P -m tests.browser.pictures`.

Plays the demo shop with the true bot, then looks at each main surface in light, dark and at
phone width. The pictures go to docs/pictures; open each before it is committed.
"""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from playground.page.server import Page
from tests.browser.chromium import PHONE, missing, open_browser
from tests.browser.screen import Screen

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FOLDER = Path("docs/pictures")
DAYS = 20
DESK = {"width": 1280, "height": 960}
SETTLED_MS = 700
SENTENCE = "/funnel goal new Increase sales by 15% by the end of the first quarter"


def warning(screen: Screen) -> None:
    """The newest one in the channel, with its first lines in sight."""
    screen.scrolls_to_the_beginning()
    evidence = screen.tab.get_by_role("button", name="Evidence", exact=True)
    said = screen.tab.locator("main article").filter(has=evidence).last
    said.evaluate("each => each.scrollIntoView({ block: 'start' })")


def evidence(screen: Screen) -> None:
    """Of the costliest break, chart and all."""
    said = screen.tab.get_by_role("article").filter(has_text="How sure")
    before = said.count()
    screen.says("/funnel breaks")
    listed = screen.sees("are open")
    listed.get_by_role("button", name=re.compile("^Break #")).first.click()
    said.nth(before).wait_for()
    said.last.evaluate("each => each.scrollIntoView({ block: 'start' })")


def settings(screen: Screen) -> None:
    screen.says("/funnel breaks settings")
    screen.modal.wait_for()


def status(screen: Screen) -> None:
    close_modal(screen)
    said = screen.tab.get_by_role("article").filter(has_text="metrics have them")
    before = said.count()
    screen.says("/funnel status decision")
    said.nth(before).wait_for()
    said.last.evaluate("each => each.scrollIntoView({ block: 'start' })")


def goal(screen: Screen) -> None:
    screen.says(SENTENCE)
    screen.modal.wait_for()


def home(screen: Screen) -> None:
    close_modal(screen)
    screen.goes_to("Home of")
    screen.tab.get_by_text("My goals").wait_for()


def inspector(screen: Screen) -> None:
    close_modal(screen)
    screen.presses("Inspector")
    row = screen.tab.locator("details").filter(has_text="/funnel status decision").first
    row.locator("summary").click()


def controls(screen: Screen) -> None:
    screen.presses("Controls")


def close_modal(screen: Screen) -> None:
    if screen.modal.count():
        screen.tab.keyboard.press("Escape")
        screen.modal.wait_for(state="detached")


SURFACES: tuple[tuple[str, Callable[[Screen], None]], ...] = (
    ("break", warning),
    ("evidence", evidence),
    ("warnings", settings),
    ("status", status),
    ("goal", goal),
    ("inspector", inspector),
    ("controls", controls),
    ("home", home),
)
LOOKS = (
    ("light", "light", DESK),
    ("dark", "dark", DESK),
    ("phone", "light", PHONE),
)


def take_all(browser: "Browser", url: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for look, scheme, size in LOOKS:
        context = browser.new_context(
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            locale="en-GB",
        )
        screen = Screen(context.new_page(), url)
        for name, show in SURFACES:
            if look == "phone" and name == "home":
                screen.presses("Close Controls")
                screen.presses("Places")
            show(screen)
            screen.tab.wait_for_timeout(SETTLED_MS)
            screen.tab.screenshot(path=FOLDER / f"{name}-{look}.png")
        context.close()


def main() -> int:
    if why := missing():
        sys.stderr.write(f"{why}\n")
        return 1
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        stage = Stage(demo_shop(), Path(folder), days=DAYS)
        try:
            stage.open()
            stage.tell_story()
            with Page(stage) as page, open_browser() as browser:
                take_all(browser, page.url)
        finally:
            stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
