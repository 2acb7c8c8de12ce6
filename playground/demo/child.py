"""The bot as a child process of the playground: the true bot with a clock that can be moved.

It reads orders as JSON lines from standard input and answers each with one line on standard
output: {"do": "clock", "offset": s}, {"do": "tick"}, {"do": "ingest", "path": …}, {"do": "next"}.
Everything else reaches it, as in life, over Slack's wire.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import devnull
from pathlib import Path
from typing import Any

from bot.app import build, utc_now
from bot.goal_watch import next_check_in
from bot.imports import ImportOptions, ImportReport, import_file
from bot.logs import configure_logs
from bot.runtime import Runtime
from bot.settings import load_settings, require_tokens
from bot.socket_mode import connect
from commands.router import VERBS
from funnel.catalogue import load
from funnel.catalogue.entries import Direction
from funnel.errors import FunnelError
from funnel.periods import next_instant

Json = dict[str, Any]


@dataclass(slots=True)
class MovableClock:
    """Real time plus an offset."""

    offset: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return utc_now() + self.offset


@dataclass(frozen=True, slots=True)
class Child:
    runtime: Runtime
    clock: MovableClock

    def obey(self, order: Json) -> Json:
        """Carry out one order. Raises KeyError for an unknown one."""
        deeds: dict[str, Callable[[Json], Json]] = {
            "clock": self._set_clock,
            "tick": self._tick,
            "ingest": self._ingest,
            "next": self._next,
            "verbs": self._verbs,
        }
        return deeds[order["do"]](order)

    def _set_clock(self, order: Json) -> Json:
        self.clock.offset = timedelta(seconds=order["offset"])
        return {}

    def _tick(self, _: Json) -> Json:
        self.runtime.run_due()
        return {}

    def _ingest(self, order: Json) -> Json:
        options = ImportOptions(create_metrics=True, direction=Direction(order["direction"]))
        report: ImportReport = import_file(
            self.runtime.store,
            self.runtime.workspace,
            Path(order["path"]),
            options,
            catalogue=load(),
            now=self.clock(),
            source=order["source"],
            author=order["author"],
            refused=Path(devnull),
            scan_after=order["scan"],
        )
        return {"report": report.words(), "rows": report.rows}

    def _verbs(self, _: Json) -> Json:
        return {"verbs": [{"usage": one.usage, "what": one.what} for one in VERBS.values()]}

    def _next(self, _: Json) -> Json:
        """The next instant at which something of ours is due."""
        now = self.clock()
        with self.runtime.store.read(self.runtime.workspace) as tx:
            schedules = tx.schedules.all()
            waiting = tx.deliveries.next_attempt()
            check_in = next_check_in(tx, now)
        instants = [next_instant(schedules, now), waiting, check_in]
        due = [instant for instant in instants if instant is not None and instant > now]
        return {"at": min(due).isoformat() if due else None}


def main() -> int:
    configure_logs("text")
    clock = MovableClock()
    first = json.loads(sys.stdin.readline())
    clock.offset = timedelta(seconds=first["offset"])
    try:
        settings = load_settings()
        require_tokens(settings, http=False)
        runtime = build(settings, clock=clock)
    except FunnelError as error:
        answer({"error": str(error)})
        return 1
    child = Child(runtime, clock)
    runtime.start()
    connect(runtime)
    answer({"ready": True})
    for line in sys.stdin:
        try:
            answer(child.obey(json.loads(line)))
        except FunnelError as error:
            answer({"error": str(error)})
    runtime.stop()
    return 0


def answer(words: Json) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
