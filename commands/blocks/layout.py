"""Sections, context lines, headers, dividers, rows of buttons."""

from collections import Counter
from collections.abc import Sequence

import slackblocks

from commands.blocks.shapes import Block, Element, rendered
from commands.blocks.text import SECTION_LIMIT, clip, shorten

FIELD_LIMIT = 2000
MOST_BUTTONS = 3


def section(
    block_id: str, text: str, *, fields: Sequence[str] = (), accessory: Element | None = None
) -> Block:
    """mrkdwn; what people wrote in it must have passed `escape`."""
    block = rendered(
        slackblocks.SectionBlock(
            _mrkdwn(clip(text, SECTION_LIMIT)),
            block_id=block_id,
            fields=[_mrkdwn(clip(words, FIELD_LIMIT)) for words in fields] or None,
        )
    )
    if accessory is not None:
        block["accessory"] = accessory
    return block


def context(block_id: str, *texts: str) -> Block:
    """Small grey lines; at most ten."""
    elements: list[slackblocks.Element | slackblocks.objects.CompositionObject] = [
        _mrkdwn(clip(text, SECTION_LIMIT)) for text in texts
    ]
    return rendered(slackblocks.ContextBlock(elements, block_id=block_id))


def divider(block_id: str) -> Block:
    return rendered(slackblocks.DividerBlock(block_id=block_id))


def header(block_id: str, text: str) -> Block:
    """Plain text, at most 150 characters."""
    return rendered(slackblocks.HeaderBlock(shorten(text, 150), block_id=block_id))


def actions(block_id: str, *elements: Element) -> Block:
    """At most three buttons and one overflow menu, as every message of ours; selects are free.

    An action id that comes again gets a number (`run`, `run:1`): Slack wants it once a block.
    """
    kinds = [element["type"] for element in elements]
    if kinds.count("button") > MOST_BUTTONS or kinds.count("overflow") > 1:
        raise ValueError(f"{block_id}: at most {MOST_BUTTONS} buttons and one overflow")
    seen: Counter[str] = Counter()
    numbered: list[Element] = []
    for element in elements:
        action = element["action_id"]
        again = seen[action]
        seen[action] += 1
        numbered.append(element | {"action_id": f"{action}:{again}"} if again else element)
    return {"type": "actions", "block_id": block_id, "elements": numbered}


def _mrkdwn(text: str) -> slackblocks.Markdown:
    return slackblocks.Markdown(text)
