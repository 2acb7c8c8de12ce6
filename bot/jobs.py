"""What runs by itself: a table of jobs and `run_due(now)`, which APScheduler calls each minute."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler

from bot.errors import guarded

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Job:
    """`run(now)` is called when `every` has passed since its last run began."""

    id: str
    every: timedelta
    run: Callable[[datetime], object]


@dataclass(slots=True)
class JobRunner:
    """Runs the jobs that are due, in order; one failing job does not stop the next."""

    jobs: Sequence[Job]
    _last: dict[str, datetime] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def run_due(self, now: datetime) -> None:
        with self._lock:
            for job in self.jobs:
                last = self._last.get(job.id)
                # Half a minute of slack: ticks come a little early or late.
                if last is None or now - last >= job.every - MINUTE / 2 or now < last:
                    self._last[job.id] = now
                    guarded(job.id, partial(job.run, now))


def ticking(run_due: Callable[[], None]) -> BackgroundScheduler:
    """A scheduler whose only job is the minute tick; not started."""
    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        run_due,
        "interval",
        minutes=1,
        id="tick",
        misfire_grace_time=None,
        coalesce=True,
        max_instances=1,
    )
    return scheduler
