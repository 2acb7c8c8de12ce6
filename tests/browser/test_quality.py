"""How the page is for those who wait for it, or do not see: the bundle's size, axe-core."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from playground.page.routes import BUNDLE
from tests.browser.screen import Screen

SERIOUS = ("serious", "critical")


def test_the_bundle_is_small() -> None:
    packed = sum(len(gzip.compress(Path(file).read_bytes())) for file in BUNDLE.rglob("*.*"))
    assert packed <= 400_000


def violations(screen: Screen) -> list[str]:
    found: list[dict[str, Any]] = Axe().run(screen.tab).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize("theme", ["Light", "Dark"])
def test_nothing_stands_in_the_way_of_anyone(screen: Screen, theme: str) -> None:
    screen.presses("Controls")
    screen.presses(theme)
    screen.says("/funnel status")
    screen.sees("Decision is worse than usual")
    assert violations(screen) == []
    screen.says("/funnel goal new")
    screen.modal.wait_for()
    screen.tab.keyboard.press("Control+Enter")
    screen.modal.get_by_role("alert").first.wait_for()
    assert violations(screen) == []
    screen.tab.keyboard.press("Escape")
    screen.modal.wait_for(state="detached")
    screen.presses("Inspector")
    screen.tab.locator("summary").first.click()
    assert violations(screen) == []
    screen.goes_to("Home of")
    screen.tab.get_by_role("heading", name="Your goals").wait_for()
    assert violations(screen) == []
