"""Reads a stranger's file in a process of its own, with bounds on memory and time.

Whatever the file does to it, the bot lives on: `read_apart` starts it, `main` is what runs there.
"""

import pickle
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from os import pathsep
from pathlib import Path
from tempfile import TemporaryDirectory

from funnel.catalogue import load
from funnel.catalogue.entries import Metric
from funnel.errors import BadFile
from funnel.intake import ImportOptions, Intake, read_table
from funnel.intake.handing import put_down, put_down_error, take_up
from funnel.intake.mending import write_refused

_JOB = "job"
REFUSED = "refused.csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` counts addresses in bytes, of which numpy and its threads ask for more than they
    use; `written` the bytes of one file; `seconds` the wall clock's, `cpu_seconds` the
    processor's."""

    memory: int = 3 * 512 * 1024**2
    written: int = 2 * 1024**3
    cpu_seconds: int = 120
    seconds: float = 300


@dataclass(frozen=True, slots=True)
class Reading:
    """What the process is told; `own` are the workspace's metrics."""

    path: Path
    options: ImportOptions
    own: tuple[Metric, ...]
    today: date
    limits: Limits = Limits()


def read_apart(reading: Reading, refused: Path | None = None) -> Intake:
    """The file's Intake; bad rows are written to `refused`, if any. Raises BadFile, also for a
    file that took too much memory or time."""
    with TemporaryDirectory(prefix="funnelbot-") as name:
        folder = Path(name)
        (folder / _JOB).write_bytes(pickle.dumps(reading))
        _run(folder, reading.limits.seconds)
        intake = take_up(folder)
        if refused is not None and (folder / REFUSED).exists():
            refused.write_bytes((folder / REFUSED).read_bytes())
        return intake


def _run(folder: Path, seconds: float) -> None:
    # Nothing of the bot's environment goes along: it holds the tokens.
    given = {"PYTHONPATH": pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-P", "-m", "bot.apart", str(folder)]
    try:
        done = subprocess.run(
            command, env=given, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise _too_much() from None
    if done.returncode != 0:
        raise _too_much()


def _too_much() -> BadFile:
    return BadFile(
        "Reading the file took more memory or time than I give to one.",
        "Split it, or save it as CSV UTF-8.",
    )


def main(folder: Path) -> None:
    """Read what the job names, put down what came of it."""
    reading: Reading = pickle.loads((folder / _JOB).read_bytes())
    _limit(reading.limits)
    catalogue = load().with_metrics(reading.own)
    try:
        intake = read_table(
            reading.path, catalogue=catalogue, options=reading.options, today=reading.today
        )
        if intake.refused:
            with reading.path.open("rb") as file:
                write_refused(file, intake.refused, folder / REFUSED)
    except BadFile as error:
        put_down_error(error, folder)
        return
    put_down(intake, folder)


def _limit(limits: Limits) -> None:
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.written),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
