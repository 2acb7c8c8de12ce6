"""What a sentence about a goal says."""

from dataclasses import dataclass
from datetime import date

from funnel.model import Side, TargetForm


@dataclass(frozen=True, slots=True)
class Understood:
    """What the words say. What they do not say, or say in two ways, stays empty.

    `metric` is a key, empty while `choices` must be asked; `others` are further metrics named.
    `target` is a value to reach and `change` how far to go, both as typed without sign ("4 h",
    "15"); `form` is None for "by N %" on a percent metric, which can mean two things. `start` is
    the first day of a named period that ends on the deadline. `stays`: the value is to be kept on
    one side of the target, not reached.
    """

    text: str
    metric: str = ""
    choices: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    object: str = ""
    side: Side | None = None
    target: str = ""
    change: str = ""
    form: TargetForm | None = None
    deadline: date | None = None
    deadline_words: str = ""
    start: date | None = None
    action: str = ""
    owner: str = ""
    objective: str = ""
    stage: str = ""
    vague: tuple[str, ...] = ()
    stays: bool = False
