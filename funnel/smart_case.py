"""A goal that is being judged letter by letter, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.goals import GoalDraft, Ground, Outlook, Prospect, Settled
from funnel.model import Goal
from funnel.sentence import Understood


@dataclass(frozen=True, slots=True)
class Verdict:
    """One letter. `ok` None: cannot be judged yet. `rules` are the catalogue's rules that `words`
    come from: the open ones, or all that hold; `origin` names the fields or numbers behind it."""

    letter: str
    ok: bool | None
    words: str
    rules: tuple[str, ...]
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says; empty words: nothing worth saying."""

    rule: str
    ok: bool | None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A draft with all that its letters are judged by. `others` are the open goals."""

    draft: GoalDraft
    settled: Settled
    catalogue: Catalogue
    framework: str
    ground: Ground | None = None
    said: Understood = field(default_factory=lambda: Understood(""))
    others: Sequence[Goal] = ()
    outlook: Outlook | None = None
    prospect: Prospect | None = None

    @property
    def metric(self) -> Metric | None:
        return self.ground.metric if self.ground else None
