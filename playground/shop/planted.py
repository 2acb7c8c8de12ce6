"""What a break put into the demo shop on purpose is: kind, shape, dates, effects."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

EVERYWHERE = ("all", "all")


class Kind(StrEnum):
    """The journey stage whose common break is planted; values are the catalogue's stage keys."""

    ACQUISITION = "awareness_acquisition"
    CONSIDERATION = "consideration"
    DECISION = "decision_conversion"
    POST_PURCHASE = "post_purchase"
    RETENTION = "retention_optimization"


class Shape(StrEnum):
    """How a break runs: there and gone at once (jump), there and staying (shift), growing day by
    day (leak), there at once and healing day by day until its end (fade)."""

    JUMP = "jump"
    SHIFT = "shift"
    LEAK = "leak"
    FADE = "fade"


@dataclass(frozen=True, slots=True)
class Effect:
    """What a break does to one metric: `change` is relative, -0.2 is a fifth less at full size."""

    metric: str
    change: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One break with its truth.

    `onset` is the first changed day, `end` the first day without it (None: still there).
    `effects` are put in directly, the lead metric first; `consequences` move because the counts
    hang together, so a warning on them is no false one. `ramp_days` is how long a leak grows.
    """

    kind: Kind
    shape: Shape
    onset: date
    end: date | None
    effects: tuple[Effect, ...]
    consequences: tuple[str, ...] = ()
    segment: tuple[str, str] = EVERYWHERE
    ramp_days: int = 1

    @property
    def metrics(self) -> tuple[str, ...]:
        """Keys of the metrics that are changed directly, the lead metric first."""
        return tuple(effect.metric for effect in self.effects)

    @property
    def size(self) -> float:
        """Relative change of the lead metric at full size."""
        return self.effects[0].change

    def strength(self, day: date) -> float:
        """Share of the full size on a day, 0 to 1."""
        if day < self.onset or (self.end is not None and day >= self.end):
            return 0.0
        age = (day - self.onset).days
        match self.shape:
            case Shape.JUMP | Shape.SHIFT:
                return 1.0
            case Shape.LEAK:
                return min((age + 1) / self.ramp_days, 1.0)
            case Shape.FADE:
                return 1.0 if self.end is None else 1.0 - age / (self.end - self.onset).days

    def touches(self, first: date, last: date) -> bool:
        """Whether any day in [first, last] is changed."""
        return self.onset <= last and (self.end is None or self.end > first)
