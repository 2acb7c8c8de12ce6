"""Rounds parts so that what people read adds up to the whole that they read."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_EVEN, Decimal


def settle(parts: Sequence[float], whole: float, *, places: int = 2) -> tuple[float, ...]:
    """The parts rounded to `places` so that they sum to the rounded whole: each is rounded down
    first and the units left over go to those that lost most (largest remainder)."""
    if not parts:
        return ()
    unit = Decimal(1).scaleb(-places)
    target = _units(whole, unit)
    exact = [Decimal(repr(float(part))) / unit for part in parts]
    floors = [int(part.to_integral_value(ROUND_FLOOR)) for part in exact]
    rest = target - sum(floors)
    each, more = divmod(rest, len(parts))
    by_loss = sorted(range(len(parts)), key=lambda place: floors[place] - exact[place])
    extra = set(by_loss[:more])
    return tuple(
        float((floor + each + (place in extra)) * unit) for place, floor in enumerate(floors)
    )


def _units(whole: float, unit: Decimal) -> int:
    return int((Decimal(repr(float(whole))) / unit).quantize(Decimal(1), ROUND_HALF_EVEN))
