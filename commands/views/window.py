"""An answer shown in a window of its own: from Home, or from a form."""

from typing import Any

from commands.blocks import Message, escape, modal, section
from commands.ids import Block

TITLE = "Funnelbot"


def window_view(message: Message) -> dict[str, Any]:
    """The message must be free of native tables and charts (`blocks.as_text`)."""
    blocks = message.blocks or (section(Block.VERDICT, escape(message.text)),)
    return modal("window", TITLE, blocks, close="Close")
