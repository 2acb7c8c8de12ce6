"""A shop's quiet history for tests of scans, watching and digests: seeded, so it never changes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import numpy as np

from funnel.model import RecordingKind, Snapshot
from storage.store import Store

SOURCE = "shop.csv"


def days(first: date, last: date, closed: frozenset[int] = frozenset()) -> list[date]:
    """Every day from first to last but those weekdays (Monday 0)."""
    span = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in span if day.weekday() not in closed]


def quiet(metric: str, on: Iterable[date], *, level: float = 40_000.0) -> list[Snapshot]:
    """A weekly rhythm with 2 % noise that depends on the day alone."""
    return [
        Snapshot(
            metric,
            day,
            float(round(level * _weekday(day) * (1 + 0.02 * _noise(metric, day)))),
        )
        for day in on
    ]


def carts(on: Iterable[date], *, share: float = 71.2) -> list[Snapshot]:
    """Cart abandonment in percent, of 3,000 carts a day."""
    rows = []
    for day in on:
        left = round(3_000 * (share + 0.4 * _noise("carts", day)) / 100)
        rows.append(Snapshot("cart_abandonment_rate", day, left / 30, float(left), 3_000.0))
    return rows


def shop(first: date, last: date) -> list[Snapshot]:
    """Four stages of a journey without anything that happens."""
    span = days(first, last)
    rows = [*quiet("sessions", span), *quiet("orders", span, level=900)]
    return [*rows, *quiet("revenue", span, level=48_000), *carts(span)]


def record(
    store: Store,
    workspace: str,
    rows: list[Snapshot],
    *,
    at: datetime,
    source: str = SOURCE,
    author: str = "",
) -> None:
    with store.write(workspace) as tx:
        tx.snapshots.record([rows], kind=RecordingKind.IMPORT, source=source, author=author, at=at)


def _weekday(day: date) -> float:
    return 0.8 if day.weekday() >= 5 else 1.0


def _noise(metric: str, day: date) -> float:
    seed = np.random.SeedSequence([day.toordinal(), *metric.encode()])
    return float(np.random.default_rng(seed).normal())
