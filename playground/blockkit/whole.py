"""What Slack refuses about blocks taken together: ids, counts, focus, surfaces."""

from collections import Counter
from collections.abc import Iterator

from playground.blockkit.rules import Json, Problem
from playground.blockkit.surfaces import (
    MARKDOWN_CHARACTERS,
    MOST_BLOCKS,
    MOST_OF_A_KIND,
    SURFACES,
    VIEW_ONLY_ELEMENTS,
    Surface,
)

Placed = list[tuple[str, Json]]


def walk(blocks: list[Json], at: str = "/blocks") -> Iterator[tuple[str, Json]]:
    """Each block with its pointer, those inside a container too."""
    for place, block in enumerate(blocks):
        here = f"{at}/{place}"
        yield here, block
        if block.get("type") == "container":
            yield from walk(block.get("child_blocks", []), f"{here}/child_blocks")


def elements_of(block: Json) -> list[tuple[str, Json]]:
    """Interactive elements of one block with their pointer inside it."""
    match block.get("type"):
        case "section" if "accessory" in block:
            return [("/accessory", block["accessory"])]
        case "input":
            return [("/element", block["element"])]
        case "actions" | "context_actions" as kind:
            held = block["elements"]
            return [(f"/elements/{place}", element) for place, element in enumerate(held) if kind]
        case "card":
            held = block.get("actions", [])
            return [(f"/actions/{place}", element) for place, element in enumerate(held)]
        case _:
            return []


def check_together(blocks: list[Json], surface: Surface) -> Iterator[Problem]:
    """Relies on each block being right by itself."""
    placed = list(walk(blocks))
    yield from _counts(blocks, surface)
    yield from _surfaces(placed, surface)
    yield from _block_ids(placed)
    yield from _focus(placed)
    yield from _markdown(placed)


def _counts(blocks: list[Json], surface: Surface) -> Iterator[Problem]:
    if len(blocks) > MOST_BLOCKS[surface]:
        yield Problem("/blocks", f"no more than {MOST_BLOCKS[surface]} items allowed")
    kinds = Counter(block["type"] for block in blocks)
    for kind, most in MOST_OF_A_KIND.items():
        if kinds[kind] > most:
            yield Problem("/blocks", f"no more than {most} {kind} blocks allowed")


def _surfaces(placed: Placed, surface: Surface) -> Iterator[Problem]:
    for at, block in placed:
        if surface not in SURFACES[block["type"]]:
            yield Problem(f"{at}/type", f"{block['type']} is not allowed in a {surface}")
        for inside, element in elements_of(block):
            if surface is Surface.MESSAGE and element["type"] in VIEW_ONLY_ELEMENTS:
                message = f"{element['type']} is not allowed in a message"
                yield Problem(f"{at}{inside}/type", message)


def _block_ids(placed: Placed) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, block in placed:
        held = block.get("block_id")
        if held is not None and held in seen:
            yield Problem(f"{at}/block_id", f"block_id must be unique: {held}")
        seen.add(held or "")


def _focus(placed: Placed) -> Iterator[Problem]:
    focused = [
        f"{at}{inside}"
        for at, block in placed
        for inside, element in elements_of(block)
        if element.get("focus_on_load")
    ]
    for at in focused[1:]:
        yield Problem(f"{at}/focus_on_load", "only one element may have focus_on_load")


def _markdown(placed: Placed) -> Iterator[Problem]:
    written = sum(len(block["text"]) for _, block in placed if block["type"] == "markdown")
    if written > MARKDOWN_CHARACTERS:
        message = f"no more than {MARKDOWN_CHARACTERS} characters in all markdown blocks"
        yield Problem("/blocks", message)
