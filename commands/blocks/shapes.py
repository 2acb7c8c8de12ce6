"""The small shapes that the builders take and give."""

from dataclasses import dataclass
from typing import Any, Protocol

Block = dict[str, Any]
Element = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice: its words (75 characters are shown) and the value that comes back (≤ 150)."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Confirm:
    """The question that Slack asks before a button counts."""

    title: str
    question: str
    yes: str
    no: str = "Cancel"


@dataclass(frozen=True, slots=True)
class Number:
    """A table cell that sorts by `value` and reads as `text`."""

    text: str
    value: float


@dataclass(frozen=True, slots=True)
class ChannelCell:
    """A table cell that names a channel as Slack shows it to each reader, with words around it."""

    channel: str
    before: str = ""
    after: str = ""


Cell = str | Number | ChannelCell


class Renderable(Protocol):
    """What every object of slackblocks can do."""

    def _resolve(self) -> dict[str, Any]: ...


def rendered(part: Renderable) -> dict[str, Any]:
    """The plain dict of a slackblocks object; neither Bolt nor the SDK take the object itself."""
    return part._resolve()
