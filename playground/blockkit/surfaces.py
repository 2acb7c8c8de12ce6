"""Which block may stand where, taking the strict side where sources disagree."""

from collections.abc import Mapping
from enum import StrEnum


class Surface(StrEnum):
    """Where blocks are shown; an ephemeral answer counts as a message."""

    MESSAGE = "message"
    MODAL = "modal"
    HOME = "home"


_ALL = frozenset(Surface)
_MESSAGE = frozenset({Surface.MESSAGE})
_EVERYWHERE = (
    "section", "header", "context", "actions", "divider", "image", "input", "rich_text", "video",
    "card",
)  # fmt: skip
_MESSAGE_ONLY = (
    "markdown", "table", "data_table", "data_visualization", "carousel", "container",
    "context_actions", "plan", "task_card",
)  # fmt: skip

SURFACES: Mapping[str, frozenset[Surface]] = {
    **dict.fromkeys(_EVERYWHERE, _ALL),
    **dict.fromkeys(_MESSAGE_ONLY, _MESSAGE),
    "alert": frozenset({Surface.MODAL}),
}
VIEW_ONLY_ELEMENTS = frozenset({"file_input", "rich_text_input"})
MOST_BLOCKS: Mapping[Surface, int] = {
    Surface.MESSAGE: 50,
    Surface.MODAL: 100,
    Surface.HOME: 100,
}
MOST_OF_A_KIND: Mapping[str, int] = {"data_visualization": 2, "data_table": 1, "table": 1}
MARKDOWN_CHARACTERS = 12_000
