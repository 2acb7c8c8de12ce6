"""Interleaved rounds: what runs side by side suffers the same noise of the machine."""

from collections.abc import Callable, Sequence
from statistics import median
from time import process_time

WARM_UP = 3


def medians(deeds: Sequence[Callable[[], object]], *, rounds: int) -> list[float]:
    """Milliseconds of each deed, in turn within each round, after a few unmeasured rounds."""
    for _ in range(WARM_UP):
        for deed in deeds:
            deed()
    taken: list[list[float]] = [[] for _ in deeds]
    for _ in range(rounds):
        for deed, times in zip(deeds, taken, strict=True):
            times.append(milliseconds(deed))
    return [median(times) for times in taken]


def milliseconds(deed: Callable[[], object], clock: Callable[[], float] = process_time) -> float:
    """Of processor time, unless told otherwise: on a shared machine the wall clock also counts
    how long others were served."""
    began = clock()
    deed()
    return 1000.0 * (clock() - began)
