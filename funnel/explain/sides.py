"""Both periods of one part, segment by segment, with what the segments do not cover."""

from dataclasses import dataclass

import numpy as np

from funnel.explain.chain import PartKind
from funnel.explain.gap import Effect
from funnel.model import Floats

_REAL = 1e-6  # a rest below this share of the whole is rounding

Both = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Inside:
    """What a part divides (`above`) by what (`below`), as levels; both are its own amount for a
    part that is one."""

    below: int
    above: int
    is_step: bool

    @classmethod
    def of(cls, effect: Effect | None) -> "Inside":
        """None stands for a plain ratio as a whole."""
        if effect is None:
            return cls(0, 1, True)
        part = effect.part
        if part.kind is PartKind.STEP:
            return cls(part.level - 1, part.level, True)
        return cls(part.level, part.level, False)


@dataclass(frozen=True, slots=True, eq=False)
class Sides:
    """(base, now), each rows × segments, with the rest as the last segment; the whole's are rows.
    The first row is the figures themselves, the others draws."""

    below: Both
    above: Both
    whole_below: Both
    whole_above: Both

    @property
    def has_rest(self) -> bool:
        return any(bool(part[0, -1]) for part in (*self.below, *self.above))


def sides_of(inside: Inside, whole: Both, parts: Both) -> Sides:
    """`whole` (now, base) is rows × levels, `parts` rows × segments × levels."""
    (now, base), (own_now, own_base) = whole, parts
    below, above = inside.below, inside.above
    return Sides(
        (_filled(own_base, base, below), _filled(own_now, now, below)),
        (_filled(own_base, base, above), _filled(own_now, now, above)),
        (base[:, below], now[:, below]),
        (base[:, above], now[:, above]),
    )


def _filled(parts: Floats, whole: Floats, level: int) -> Floats:
    own, total = parts[:, :, level], whole[:, level]
    rest = total - own.sum(axis=1)
    rest = np.where(np.abs(rest) <= _REAL * np.abs(total), 0.0, rest)
    return np.concatenate([own, rest[:, None]], axis=1)
