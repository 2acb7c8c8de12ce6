"""The playground's page in a browser: first paint, and the longest task while one scrolls."""

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.page.server import Page
from tests.browser.chromium import missing, open_browser
from tests.browser.screen import Screen
from tests.playground.page_stage import LittleStage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MOST_PAINT_MS = 1000.0
MOST_TASK_MS = 100.0
MESSAGES = 2000
ROUNDS = 3  # the best counts: what else the machine does is not the page's
PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
WATCH_LONG_TASKS = """() => {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map((task) => task.duration));
  }).observe({ type: 'longtask' });
}"""
SCROLL_TO_THE_TOP = """async () => {
  const box = document.querySelector('.messages');
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  const still = () => !document.querySelector('.older') && box.scrollTop === 0;
  for (let step = 0; step < 3000 && !still(); step++) {
    box.scrollTop -= 400;
    await frame();
  }
  return document.querySelectorAll('article').length;
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Milliseconds: the best first paint, and the best round's longest task."""

    paint: float
    task: float
    messages: int


def measure_page() -> Seen | str:
    """What a browser shows, or in a sentence why none can be asked."""
    if why := missing():
        return why
    with closing(LittleStage()) as stage, Page(stage) as page, open_browser() as browser:
        _fill(stage)
        rounds = [_round(browser, page) for _ in range(ROUNDS)]
    return Seen(
        min(one.paint for one in rounds),
        min(one.task for one in rounds),
        min(one.messages for one in rounds),
    )


def _fill(stage: LittleStage) -> None:
    growth = stage.slack.workspace.find_channel("growth")
    if growth is None:
        raise LookupError("The little stage has no #growth.")
    for number in range(MESSAGES):
        author = stage.people[number % 3].id
        stage.slack.workspace.post(growth, user=author, text=f"Message *{number}* about carts")


def _round(browser: "Browser", page: Page) -> Seen:
    context = browser.new_context()
    screen = Screen(context.new_page(), page.url)
    screen.sees(f"Message {MESSAGES - 1}")
    paint: float = screen.tab.evaluate(PAINT)
    screen.tab.evaluate(WATCH_LONG_TASKS)
    messages: int = screen.tab.evaluate(SCROLL_TO_THE_TOP)
    longest: float = screen.tab.evaluate("() => Math.max(0, ...window.longTasks)")
    context.close()
    return Seen(paint, longest, messages)
