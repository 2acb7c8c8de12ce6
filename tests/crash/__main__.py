"""`make crash N=500`: a month on Postgres with three replicas and on SQLite with one."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from time import perf_counter

from storage.engine import make_engine
from storage.migrate import upgrade
from tests.crash.month import CHANNELS, Month
from tests.postgres import serving

DAYS = 31
SEED = 2026


def main(kills: int) -> int:
    """Exit code 1 when a message was lost or doubled."""
    with tempfile.TemporaryDirectory() as folder, databases(Path(folder)) as addresses:
        results = [
            play(name, Month(address, replicas, kills, DAYS, Random(SEED)))
            for name, address, replicas in addresses
        ]
    return 0 if all(results) else 1


def play(name: str, month: Month) -> bool:
    began = perf_counter()
    tally = month.play()
    met = ", ".join(f"{what} {n}" for what, n in sorted(month.hits.items()))
    say(f"{name}: {CHANNELS} channels, {month.days} days, {month.kills} kills ({met})")
    say(f"    {tally.words()}; {perf_counter() - began:.0f} s")
    return not (tally.lost or tally.doubled or tally.stale)


@contextmanager
def databases(folder: Path) -> Iterator[list[tuple[str, str, int]]]:
    """Name, address and number of replicas of each engine."""
    file = f"sqlite:///{folder / 'funnelbot.sqlite'}"
    engine = make_engine(file)
    upgrade(engine)
    engine.dispose()
    with serving(Path(tempfile.mkdtemp(prefix="funnelbot-crash-"))) as server:
        yield [
            ("Postgres, 3 replicas", server.create(), 3),
            ("SQLite, 1 replica", file, 1),
        ]


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 500))
