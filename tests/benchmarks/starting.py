"""From nothing to the first answer, and what the bot weighs when idle: true `funnelbot run`
processes over the wire."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event
from time import perf_counter

import psutil

from playground.demo.bot_process import PROXIES
from playground.server import LocalSlack
from storage.engine import make_engine
from storage.migrate import upgrade

STARTS = 5
MOST_SECONDS = 2.5
MOST_MIB = 160.0
MOST_NEW_FILE = 0.8  # seconds until a new SQLite file is at the newest schema
_PATIENCE = 30.0
_IDLE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Started:
    """Median seconds from spawn to the answer; resident MiB once the process was idle again."""

    seconds: float
    slowest: float
    mebibytes: float


def measure_new_file(folder: Path) -> float:
    """Seconds of the fastest of five: a new file through every migration."""
    seconds = []
    for place in range(STARTS):
        engine = make_engine(f"sqlite:///{folder}/new{place}.db")
        began = perf_counter()
        upgrade(engine)
        seconds.append(perf_counter() - began)
        engine.dispose()
    return min(seconds)


def measure_starts(database: Path) -> Started:
    runs = [_start(database) for _ in range(STARTS)]
    seconds = [one for one, _ in runs]
    return Started(median(seconds), max(seconds), max(weight for _, weight in runs))


def _start(database: Path) -> tuple[float, float]:
    """Seconds and MiB of one process. Raises TimeoutError when it never connects."""
    with LocalSlack() as slack:
        ana = slack.person("ana", channel="#growth", is_admin=True)
        began = perf_counter()
        with _running(slack, database) as process:
            if not slack.socket_mode.wait_for_link(seconds=_PATIENCE):
                raise TimeoutError("the bot did not connect")
            ana.types("/funnel status")
            ana.sees("Numbers to")
            seconds = perf_counter() - began
            Event().wait(_IDLE_SECONDS)
            return seconds, psutil.Process(process.pid).memory_info().rss / 2**20


@contextmanager
def _running(slack: LocalSlack, database: Path) -> Iterator[subprocess.Popen[bytes]]:
    kept = {name: value for name, value in os.environ.items() if name not in PROXIES}  # noqa: TID251
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "bot", "run"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=database.parent,
        env=kept
        | {
            "SLACK_BOT_TOKEN": slack.workspace.bot_token,
            "SLACK_APP_TOKEN": slack.workspace.app_token,
            "SLACK_API_URL": slack.api_url,
            "FUNNELBOT_DATABASE_URL": f"sqlite:///{database}",
        },
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE)
