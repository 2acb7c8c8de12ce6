"""What a person sees and does on the opened page, in her words."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import ConsoleMessage, Locator, Page

OVERFLOWING = """() => [...document.querySelectorAll('body *')]
  .filter((each) => !each.closest('.data-table .scroll') && each.checkVisibility())
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 120))"""

# textContent, since what lies above the fold is not laid out and has no innerText.
SAID = """(place) => {
  let day = "";
  return [...document.querySelectorAll(place + ' [role=log] .slot')].map((slot) => {
    day = slot.querySelector('h2.day')?.textContent ?? day;
    const article = slot.querySelector('article');
    const [who, time] = article.getAttribute('aria-label').split(', ');
    const text = [...article.querySelectorAll('.body > :not(header)')]
      .map((each) => each.textContent).join('\\n');
    return { ts: article.dataset.ts, day, who, time, text };
  });
}"""

SCROLL_TO_THE_BEGINNING = """async () => {
  const box = document.querySelector('main .messages');
  const frame = () => new Promise((next) => requestAnimationFrame(next));
  for (let step = 0; step < 600 && box.querySelector('.older'); step++) {
    box.scrollTop = 0;
    await frame();
  }
}"""


@dataclass(frozen=True, slots=True)
class Said:
    """A message as the page shows it: day and time in the person's zone, a line a block."""

    ts: str
    day: str
    who: str
    time: str
    text: str


class Screen:
    """One tab. `errors` are what it logged."""

    def __init__(self, tab: "Page", url: str) -> None:
        self.tab = tab
        self.errors: list[str] = []
        tab.on("console", self._note)
        tab.on("pageerror", lambda problem: self.errors.append(str(problem)))
        tab.set_default_timeout(8_000)
        tab.goto(url)
        self.composer.wait_for()

    def _note(self, message: "ConsoleMessage") -> None:
        # A refused deed is answered with 409, which Chromium logs as an error of its own.
        if message.type == "error" and "409" not in message.text:
            self.errors.append(message.text)

    @property
    def composer(self) -> "Locator":
        return self.tab.get_by_role("combobox", name=re.compile("^Message "))

    @property
    def modal(self) -> "Locator":
        return self.tab.get_by_role("dialog")

    @property
    def banner(self) -> "Locator":
        return self.tab.get_by_role("banner")

    @property
    def bot_is_down(self) -> "Locator":
        return self.banner.get_by_text("The bot is down")

    def says(self, text: str) -> None:
        self.composer.fill(text)
        self.composer.press("Enter")

    def sees(self, text: str) -> "Locator":
        """Waits for the newest message that holds these words."""
        message = self.tab.get_by_role("article").filter(has_text=text).last
        message.wait_for()
        return message

    def leaves_the_form(self) -> None:
        self.tab.keyboard.press("Escape")
        self.modal.wait_for(state="detached")

    def said(self, place: str = "main") -> list[Said]:
        """The messages of the open channel without its threads, or of another place: `aside`."""
        return [Said(**each) for each in self.tab.evaluate(SAID, place)]

    def scrolls_to_the_beginning(self) -> None:
        """Until the page holds every message of the channel."""
        self.tab.evaluate(SCROLL_TO_THE_BEGINNING)

    def composes(self, text: str) -> None:
        """Waits until the composer holds exactly this."""
        from playwright.sync_api import expect

        expect(self.composer).to_have_value(text)

    def waits_for_focus(self, field: "Locator") -> None:
        from playwright.sync_api import expect

        expect(field).to_be_focused(timeout=30_000)

    def presses(self, name: str) -> None:
        self.tab.get_by_role("button", name=name, exact=True).last.click()

    def becomes(self, name: str) -> None:
        self.tab.get_by_label("You are").select_option(label=name)

    def goes_to(self, place: str) -> None:
        self.tab.get_by_role("navigation").get_by_role("button", name=place).click()

    def picks(self, option: str) -> None:
        """From the list that is open."""
        self.tab.get_by_role("listbox").get_by_role("option", name=option).click()

    def field(self, label: str) -> "Locator":
        return self.modal.get_by_label(label, exact=True)

    def overflowing(self) -> list[str]:
        """What reaches over the right edge; tables may scroll in their own box."""
        found: list[str] = self.tab.evaluate(OVERFLOWING)
        return found
