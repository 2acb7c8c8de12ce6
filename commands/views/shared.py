"""An answer shown to the whole channel, saying who shared it and when it was asked."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import Block, Message, context
from commands.ids import Action
from funnel.periods import format_day


def shared_message(message: Message, *, user: str, as_of: datetime, zone: str) -> Message:
    """`zone` is the reporting zone, said out loud."""
    local = as_of.astimezone(ZoneInfo(zone))
    when = f"{format_day(local.date())} {local:%H:%M} {zone}"
    line = context("shared", f"Shared by <@{user}>, as asked on {when}.")
    bare = without_share(message)
    return replace(bare, blocks=(*bare.blocks, line), public=True, replace=False)


def without_share(message: Message) -> Message:
    """The message without its Share button: everybody sees it already."""
    blocks = (_without(block) for block in message.blocks)
    return replace(message, blocks=tuple(block for block in blocks if block is not None))


def _without(block: Block) -> Block | None:
    """The block without share buttons; nothing if these were all that it had."""
    if block["type"] != "actions":
        return block
    kept = [part for part in block["elements"] if part["action_id"] != Action.SHARE]
    return block | {"elements": kept} if kept else None
