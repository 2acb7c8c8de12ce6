"""What a person asked for, whichever way it reached us."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Origin(StrEnum):
    """Where the words came from; it decides how the answer goes back."""

    SLASH = "slash"
    MENTION = "mention"
    DM = "dm"
    BUTTON = "button"
    HOME = "home"
    SHORTCUT = "shortcut"


@dataclass(frozen=True, slots=True)
class Request:
    """A verb with its words. `text` is all that was typed, `args` what follows the verb.

    `private` says that only the people of this conversation can read it (a DM or a private
    channel). `view` is the view that a button was pressed in, if any. `key` names the request for
    good (trigger or event id): a deed that came with it before is not done again.
    """

    workspace: str
    user: str
    channel: str
    origin: Origin
    verb: str
    args: str
    now: datetime
    private: bool = False
    text: str = ""
    view: str = ""
    key: str = ""
