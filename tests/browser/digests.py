"""Golden digests as text and pictures: `python -P -m tests.browser.digests [NAME ...]`.

Each morning of `tests.commands.golden_situations` is compiled anew, written to
tests/commands/golden and looked at on a phone (390 px); the pictures go to docs/pictures.
"""

import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playground.drawing import draw
from playground.page.server import Page
from playground.workspace import BOT_USER
from storage.engine import make_engine
from storage.store import Store
from tests.browser.chromium import PHONE, missing, open_browser
from tests.browser.screen import Screen
from tests.commands.golden_shop import Situation, build, play
from tests.commands.golden_situations import SITUATIONS
from tests.playground.page_stage import LittleStage

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TEXTS, PICTURES = Path("tests/commands/golden"), Path("docs/pictures")
SETTLED_MS = 500


def compiled(wanted: Situation, shops: Mapping[str, Path], folder: Path) -> dict[str, Any]:
    path = folder / "morning.db"
    shutil.copyfile(shops[wanted.base], path)
    store = Store(make_engine(f"sqlite:///{path}"))
    payload = play(store, wanted).payload()
    store.dispose()
    path.unlink()
    return payload


def take(browser: "Browser", stage: LittleStage, payload: dict[str, Any], path: Path) -> None:
    """One message on a phone, cut out of the page."""
    workspace = stage.slack.workspace
    channel = workspace.find_channel("#growth")
    if channel is None:
        raise LookupError("#growth")
    message = workspace.post(channel, user=BOT_USER, text=payload["text"], blocks=payload["blocks"])
    with Page(stage) as page:
        size = {"width": PHONE["width"], "height": 1600}
        context = browser.new_context(viewport=size, locale="en-GB")  # type: ignore[arg-type]
        screen = Screen(context.new_page(), page.url)
        article = screen.tab.locator(f"article[data-ts='{message.ts}']")
        article.wait_for()
        screen.tab.wait_for_timeout(SETTLED_MS)
        article.screenshot(path=path)
        context.close()
    workspace.delete(message)


def main(names: list[str]) -> int:
    if why := missing():
        sys.stderr.write(f"{why}\n")
        return 1
    wanted = [one for one in SITUATIONS if not names or one.name in names]
    TEXTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="digests-") as made, open_browser() as browser:
        folder = Path(made)
        shops, stage = build(folder), LittleStage()
        try:
            for one in wanted:
                payload = compiled(one, shops, folder)
                (TEXTS / f"{one.name}.txt").write_text(draw(payload) + "\n")
                take(browser, stage, payload, PICTURES / f"digest-{one.name}.png")
        finally:
            stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
