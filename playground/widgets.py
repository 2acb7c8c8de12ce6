"""Finding what a person can press, pick or fill in blocks, by the words on it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from playground.blockkit.whole import elements_of, walk
from playground.state import HOLDS

Json = dict[str, Any]
_BUTTONS = ("button", "icon_button", "workflow_button")


@dataclass(frozen=True, slots=True)
class Widget:
    """An element in its block; `option` is set when the words name an option of it."""

    block: Json
    element: Json
    option: Json | None = None

    @property
    def label(self) -> str:
        """What a person would call it."""
        element = self.option or self.element
        shown = element.get("text") or self.block.get("label") or self.element.get("placeholder")
        return str((shown or {}).get("text", self.element.get("action_id", "")))

    @property
    def names(self) -> frozenset[str]:
        """Words and ids by which a field may be called."""
        texts = [self.block.get("label"), self.block.get("text"), self.element.get("placeholder")]
        words = {str(text["text"]).strip("*") for text in texts if text}
        return frozenset({*words, self.block["block_id"], self.element["action_id"]})


def pressable(blocks: list[Json]) -> Iterator[Widget]:
    """Buttons, and options of overflow menus and other visible menus."""
    for _, block in walk(blocks):
        for _, element in elements_of(block):
            if element["type"] in _BUTTONS:
                yield Widget(block, element)
            for option in offered(element):
                yield Widget(block, element, option)


def offered(element: Json) -> list[Json]:
    """Options that stand in the block itself."""
    groups = element.get("option_groups", ())
    return [
        *element.get("options", ()),
        *(option for group in groups for option in group["options"]),
    ]


def fillable(blocks: list[Json]) -> Iterator[Widget]:
    """Everything that has a value in the state."""
    for _, block in walk(blocks):
        for _, element in elements_of(block):
            if element["type"] in HOLDS:
                yield Widget(block, element)


def called(widgets: Iterable[Widget], text: str | None, action_id: str | None) -> Widget | None:
    """The first with these words on it, or with this action_id."""
    wanted = (text or "").removeprefix("⋯").strip()
    for widget in widgets:
        right_id = action_id is None or widget.element.get("action_id") == action_id
        if right_id and (text is None or widget.label == wanted):
            return widget
    return None
