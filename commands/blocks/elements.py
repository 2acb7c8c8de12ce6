"""Buttons and menus."""

from collections.abc import Sequence

import slackblocks

from commands.blocks.shapes import Confirm, Element, Option, rendered
from commands.blocks.text import shorten

LABEL = 75
STYLES = ("primary", "danger")


def plain(text: str, limit: int = LABEL) -> slackblocks.PlainText:
    return slackblocks.PlainText(shorten(text, limit))


def option(choice: Option) -> slackblocks.Option:
    """Always plain text: slackblocks' default is mrkdwn, which menus refuse."""
    return slackblocks.Option(plain(choice.label), choice.value)


def button(
    action: str,
    label: str,
    value: str = "",
    style: str | None = None,
    confirm: Confirm | None = None,
) -> Element:
    """`style` is "primary" or "danger"; at most one primary a message reads well."""
    element = rendered(
        slackblocks.Button(
            plain(label),
            action_id=action,
            value=value or None,
            confirm=None if confirm is None else _question(confirm),
        )
    )
    if style is not None:
        if style not in STYLES:
            raise ValueError(f"a button's style is one of {STYLES}, not {style!r}")
        element["style"] = style
    return element


def overflow(action: str, options: Sequence[Option]) -> Element:
    """The ⋯ menu: one to five choices."""
    return rendered(slackblocks.OverflowMenu(action, [option(choice) for choice in options]))


def _question(confirm: Confirm) -> slackblocks.Confirm:
    return slackblocks.Confirm(
        title=plain(confirm.title),
        text=plain(confirm.question, 300),
        confirm=plain(confirm.yes, 30),
        deny=plain(confirm.no, 30),
    )
