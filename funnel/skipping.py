"""Days of events, which later days are not held against: trailing statistics reach over them."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from funnel.model import Floats, Instants
from funnel.season import kept_rows

Flags = NDArray[np.bool_]
Skipped = Flags | None
_LONGEST = 42  # periods; what lay before a longer stretch says nothing about what comes after it


def skipped(days: Instants, events: Sequence[Sequence[tuple[date, date]]]) -> Skipped:
    """Where the periods of each row lie in an event of that row; None where no row has any."""
    if not any(events):
        return None
    return np.stack([_short_runs(~kept_rows(days, spans)) for spans in events])


def over(gone: Skipped, made: Callable[..., Floats], *values: Floats) -> Floats:
    """What `made` gives of the values (series × periods; it looks back only) as if the skipped
    periods were not on the calendar. Those themselves are judged by all that came before them."""
    whole = made(*values)
    if gone is None:
        return whole
    return apart(gone, made(*(together(gone, one) for one in values)), whole)


def together(gone: Flags, values: Floats | Flags) -> Floats:
    """The periods that are not skipped side by side; NaN at the end."""
    return np.take_along_axis(np.where(gone, np.nan, values), _order(gone), -1)


def apart(gone: Flags, found: Floats, whole: Floats) -> Floats:
    """What was found `together` in its places again; what is skipped from the `whole`."""
    placed = np.empty_like(whole)
    np.put_along_axis(placed, _order(gone), found, -1)
    return np.where(gone, whole, placed)


def _order(gone: Flags) -> NDArray[np.intp]:
    return np.argsort(gone, axis=-1, kind="stable")


def _short_runs(inside: Flags) -> Flags:
    """Without the runs that are too long to look over."""
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False))
    kept = inside.copy()
    for first, end in edges.reshape(-1, 2).tolist():
        if end - first > _LONGEST:
            kept[first:end] = False
    return kept
