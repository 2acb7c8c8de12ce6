"""The worked examples of docs/why.md as pictures: `python -P -m tests.browser.why_pictures`.

Plays the demo shop's last days with the true bot, asks each question on the page and takes the
answer alone. The sentences are printed: docs/why.md checks their figures by hand.
"""

import sys
import tempfile
from pathlib import Path

from playground.demo.source import demo_shop
from playground.demo.stage import Stage
from playground.page.server import Page
from tests.browser.chromium import missing, open_browser
from tests.browser.screen import Screen

FOLDER = Path("docs/pictures")
DAYS = 20
WIDE = {"width": 1100, "height": 1400}
SETTLED_MS = 900
MARK = "Compared with"
EXAMPLES = (
    ("01-revenue", "why revenue 4 Nov to 17 Nov"),
    ("02-step-by-device", "why revenue 4 Nov to 17 Nov part=orders by device"),
    ("03-cart-abandonment", "why cart abandonment 4 Nov to 17 Nov"),
    ("04-two-weeks", "why orders 9 Nov to 15 Nov vs the week before"),
    ("05-one-segment", "why revenue 4 Nov to 17 Nov device=mobile"),
    ("06-add-to-cart", "why sales conversion rate 3 Jun to 16 Jun vs 20 May to 2 Jun"),
    ("07-form-conversions", "why form conversions 1 Nov to 14 Nov vs 13 Sep to 26 Sep"),
    ("08-first-response", "why first response time 11 Oct to 24 Oct vs 27 Sep to 10 Oct"),
    ("09-christmas", "why revenue 1 Dec 2025 to 14 Dec 2025 vs 3 Nov 2025 to 16 Nov 2025"),
    ("10-unequal-months", "why orders October 2026 vs September 2026"),
)


def take_all(screen: Screen) -> None:
    articles = screen.tab.get_by_role("article")
    for name, words in EXAMPLES:
        answers = articles.filter(has_text=MARK)
        before = answers.count()
        screen.says(f"/funnel {words}")
        answers.nth(before).wait_for()
        screen.tab.wait_for_timeout(SETTLED_MS)
        answer = answers.last
        answer.scroll_into_view_if_needed()
        answer.screenshot(path=FOLDER / f"why-{name}.png")
        sys.stdout.write(f"{words}\n{answer.inner_text()}\n\n")


def main() -> int:
    if why := missing():
        sys.stderr.write(f"{why}\n")
        return 1
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pictures-") as folder:
        stage = Stage(demo_shop(), Path(folder), days=DAYS)
        try:
            stage.open()
            stage.tell_story()
            with Page(stage) as page, open_browser() as browser:
                tab = browser.new_context(viewport=WIDE, locale="en-GB").new_page()  # type: ignore[arg-type]
                tab.set_default_timeout(120_000)
                take_all(Screen(tab, page.url))
        finally:
            stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
