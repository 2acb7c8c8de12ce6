"""What people know of breaks and numbers do not: breaks they report, answers they give."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Report:
    """A break that a person noticed. It shares the numbers of all breaks; `stage` is a key of
    either framework, `link` the message that it was reported from."""

    number: int  # 0 until stored
    stage: str
    words: str
    author: str
    at: datetime
    link: str = ""
    taken_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""


class Speaks(StrEnum):
    """What an answer says of the named break that the question belongs to."""

    FOR = "for"
    AGAINST = "against"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest answer to one of a named break's questions: `question` is the key of the named
    break and the place of the question in it, such as "checkout_friction:0"."""

    number: int  # of the break
    question: str
    speaks: Speaks
    words: str
    user: str
    at: datetime
