"""Days of events, which later days are not held against: trailing statistics reach over them."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats, Instants
from funnel.season import kept_rows

Skipped = NDArray[np.bool_] | None
_LONGEST = 42  # periods; what lay before a longer stretch says nothing about what comes after it


def skipped(days: Instants, events: Sequence[Sequence[tuple[date, date]]]) -> Skipped:
    """Where the periods of each row lie in an event of that row; None where no row has any."""
    if not any(events):
        return None
    return np.stack([_short_runs(~kept_rows(days, spans)) for spans in events])


def over(gone: Skipped, made: Callable[..., Floats], *values: Floats) -> Floats:
    """What `made` gives of the values (series × periods; it looks back only) as if the skipped
    periods were not on the calendar. Those themselves are judged by all that came before them. It
    may give several tables, one upon the other."""
    whole = made(*values)
    if gone is None:
        return whole
    order = np.argsort(gone, axis=-1, kind="stable")  # what is skipped goes to the end
    together = (np.take_along_axis(np.where(gone, np.nan, one), order, -1) for one in values)
    apart = np.empty_like(whole)
    np.put_along_axis(apart, np.broadcast_to(order, whole.shape), made(*together), -1)
    return np.where(gone, whole, apart)


def _short_runs(inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Without the runs that are too long to look over."""
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    kept = inside.copy()
    for first, end in edges.reshape(-1, 2).tolist():
        if end - first > _LONGEST:
            kept[first:end] = False
    return kept
