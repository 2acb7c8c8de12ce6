"""The running bot: jobs, transport, work after the ack; started once, stopped gracefully."""

import contextlib
import gc
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from slack_bolt import App, BoltRequest, BoltResponse

from bot.errors import log_fields
from bot.jobs import JobRunner, ticking
from bot.record import Recorder
from bot.settings import Settings
from bot.slack import RecordingClient
from bot.workers import Workers
from funnel.periods import Clock
from storage.store import Store

log = structlog.get_logger()

SLOW_SECONDS = 1.0  # Slack gives up at 3


@dataclass(slots=True)
class Runtime:
    """Everything that `build` made. `start` and `stop` may each be called once."""

    settings: Settings
    bolt: App
    client: RecordingClient
    store: Store
    jobs: JobRunner
    workers: Workers
    clock: Clock
    recorder: Recorder
    workspace: str
    _scheduler: BackgroundScheduler | None = None
    _transports: list[Callable[[], None]] = field(default_factory=list)

    def told(self, asked: BoltRequest) -> tuple[BoltResponse, Callable[[], object] | None]:
        """Dispatch a request; the answer, and the work to start once it has been written."""
        began = perf_counter()
        response = self.bolt.dispatch(asked)
        seconds = perf_counter() - began
        if seconds > SLOW_SECONDS:
            log.warning("answer_slow", seconds=round(seconds, 2), **log_fields(asked.body))
        self.recorder.ack("command" if "command" in asked.body else "", response.body or "")
        after = asked.context.get("after_ack") if response.status == 200 else None
        return response, after

    def run_due(self) -> None:
        """One tick: everything that is due now."""
        self.jobs.run_due(self.clock())

    def start(self) -> None:
        """Start the ticks; a transport is opened by `socket_mode.connect` or the web server."""
        # What was built lives as long as the process; looking at it again cost 80 ms now and then.
        gc.freeze()
        self._scheduler = ticking(self.run_due)
        self._scheduler.start()

    def closes(self, transport: Callable[[], None]) -> None:
        """What `stop` has to close before anything else."""
        self._transports.append(transport)

    def stop(self) -> None:
        """Take no more work, finish what is in flight, leave no claim open."""
        for close in self._transports:
            with contextlib.suppress(OSError):
                close()
        self.workers.courier.stopping.set()  # a tick may be in the middle of many messages
        if self._scheduler is not None:
            self._scheduler.shutdown(wait=True)
        self.workers.stop()
        self.store.dispose()


def stopped_by_signal(stop: Callable[[], Any]) -> Callable[[], None]:
    """Install SIGTERM and SIGINT; the returned function waits for one of them, then stops."""
    import signal
    from threading import Event

    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())

    def wait() -> None:
        over.wait()
        stop()

    return wait
