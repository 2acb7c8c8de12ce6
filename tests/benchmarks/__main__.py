"""`make bench`: each figure with its bar; a few minutes."""

import logging
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import detection, forecasts
from tests.benchmarks.answers import MOST_TIMES_THE_FLOOR, measure_answers
from tests.benchmarks.daily import measure_day
from tests.benchmarks.delivery import CHANNELS as DIGESTS
from tests.benchmarks.delivery import MOST_TIMES_THE_FLOOR as MOST_A_DIGEST
from tests.benchmarks.delivery import measure_cost
from tests.benchmarks.delivery_load import (
    CHANNELS,
    WORKSPACES,
    measure_load,
)
from tests.benchmarks.delivery_load import MOST_MIB as MOST_SENDING_MIB
from tests.benchmarks.delivery_load import MOST_SECONDS as MOST_SENDING_SECONDS
from tests.benchmarks.exports import ROWS_IN_SLACK, export_both_ways
from tests.benchmarks.goal_form import MOST_MS as MOST_MS_A_FIELD
from tests.benchmarks.goal_form import measure_goal_form
from tests.benchmarks.imports import (
    MANY_ROWS,
    MOST_MIB_OF_AN_IMPORT,
    MOST_TIMES_POSTGRES,
    MOST_TIMES_SQLITE,
    ROWS,
    measure_postgres,
    measure_sqlite,
)
from tests.benchmarks.many import MOST_TIMES_AS_SLOW, measure_many
from tests.benchmarks.page import MOST_PAINT_MS, MOST_TASK_MS, measure_page
from tests.benchmarks.shop import Filled, fill, opened, real_now
from tests.benchmarks.starting import (
    MOST_MIB,
    MOST_NEW_FILE,
    MOST_SECONDS,
    STARTS,
    measure_new_file,
    measure_starts,
)
from tests.benchmarks.why import LEAST_FOUND, MOST_MS, measure_planted, measure_year
from tests.conftest import SHARED

LARGE = "--large"


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def barred(name: str, figure: float, bar: float, unit: str) -> str:
    """One line: the figure, its bar, and whether it holds."""
    verdict = "holds" if figure <= bar else "MISSED"
    return f"{name:44} {figure:8.2f} {unit:5} bar ≤ {bar:g}  {verdict}"


def main() -> None:
    logging.disable(logging.WARNING)  # Bolt remarks on our own `authorize` at each build
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        filled = fill(folder, real_now())
        say_import(filled)
        say_answers(filled, folder)
        say_starts(filled)
        say_load(folder)
        say_goal_form(folder)
    say_imports()
    say_why()
    say_page()
    say_on_real_data()


def say_imports() -> None:
    """`--large` adds five million rows, and reads beside ten million; a quarter of an hour."""
    say("\nAn import, times (pandas.read_csv + executemany), times (COPY + upsert)")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in (ROWS, MANY_ROWS) if LARGE in sys.argv else (ROWS,):
            one = measure_sqlite(folder, rows)
            say(barred(f"{rows:,} rows into SQLite", one.times, MOST_TIMES_SQLITE, "times"))
            say(barred("    at its peak", one.mebibytes, MOST_MIB_OF_AN_IMPORT, "MiB"))
        other = measure_postgres(folder)
        say(barred(f"{ROWS:,} rows into Postgres", other.times, MOST_TIMES_POSTGRES, "times"))
        say(barred("    at its peak", other.mebibytes, MOST_MIB_OF_AN_IMPORT, "MiB"))
        if LARGE not in sys.argv:
            say("skipped: 5 million rows, reads beside 10 million, 100,000 rows through Slack;")
            say("    make bench LARGE=1")
            return
        typed, sent = export_both_ways(folder, ROWS_IN_SLACK)
        same = "the same bytes" if typed == sent else "DIFFERENT BYTES"
        say(f"{ROWS_IN_SLACK:,} rows by command line and by Slack, exported: {same}")
        for read in measure_many(folder):
            named = f"{read.name}, {read.rows:,} beside {read.few_rows:,}"
            say(barred(named, read.times, MOST_TIMES_AS_SLOW, "times"))


def say_why() -> None:
    found = measure_planted()
    say("\nWhy")
    say(barred("a year by 4 dimensions × 50 segments", measure_year(), MOST_MS, "ms"))
    missed = 1.0 - LEAST_FOUND
    say(barred(f"planted cause not the largest, {found.journeys}", 1 - found.largest, missed, ""))
    say(barred(f"planted segment not the first, {found.in_segments}", 1 - found.named, missed, ""))
    say(
        f"    LMDI from Shapley: {found.apart:.2%} of the gap at the median, {found.farthest:.1%} "
        f"at the worst; same largest part {found.same:.1%}"
    )


def say_import(filled: Filled) -> None:
    say(f"Demo shop: {filled.rows:,} rows, imported and scanned once in {filled.seconds:.1f} s")


def say_answers(filled: Filled, folder: Path) -> None:
    with opened(filled.path, real_now()) as bench:
        say("\nAn answer in Bolt, times (its SQL by itself + an empty command); processor time")
        for one in measure_answers(bench):
            say(barred(f"/funnel {one.command}", one.ratio, MOST_TIMES_THE_FLOOR, "times"))
            say(
                f"    {one.ours:.1f} ms against {one.sql:.1f} SQL ({one.statements} statements, "
                f"{one.rows:,} rows) + {one.bolt:.1f} Bolt"
            )
        day = measure_day(bench, folder)
        cost = measure_cost(bench)
    say("\nA day")
    say(f"{'digest, compiled and rendered':44} {day.digest:8.1f} ms")
    say(f"{f'scan of one new day, {day.metrics} metrics':44} {day.scan:8.1f} ms")

    say("\nA digest delivered, times (one SQL read + one post)")
    say(barred(f"one of {DIGESTS} in a round", cost.among / cost.floor, MOST_A_DIGEST, "times"))
    say(barred("one by itself", cost.alone / cost.floor, MOST_A_DIGEST, "times"))
    say(f"    {cost.among:.1f} and {cost.alone:.1f} ms against {cost.floor:.1f} ms")


def say_load(folder: Path) -> None:
    load = measure_load(folder)
    say(f"\n{WORKSPACES} workspaces with {CHANNELS} channels each, all due in the same minute")
    say(barred(f"all {load.posted:,} posted", load.seconds, MOST_SENDING_SECONDS, "s"))
    say(barred("peak of the sender", load.mebibytes, MOST_SENDING_MIB, "MiB"))
    say(barred("refused by Slack's limits", load.refused, 1, ""))
    say(f"    {load.processor:.0f} s of the sender's processor")


def say_goal_form(folder: Path) -> None:
    say("\nA field of the goal form changed, until its new advice is seen; wall clock, 3 years")
    for one in measure_goal_form(folder):
        say(barred(f"a goal for {one.goal}", one.wall, MOST_MS_A_FIELD, "ms"))
        say(f"    {one.processor:.0f} ms of the processor, local Slack included")


def say_starts(filled: Filled) -> None:
    started = measure_starts(filled.path)
    say(f"\nA start, median of {STARTS} processes, wall clock (slowest {started.slowest:.2f} s)")
    say(barred("spawn to the first answered command", started.seconds, MOST_SECONDS, "s"))
    say(barred("resident when idle, heaviest of them", started.mebibytes, MOST_MIB, "MiB"))
    fresh = measure_new_file(filled.path.parent)
    say(barred("a new SQLite file at the newest schema", fresh, MOST_NEW_FILE, "s"))


def say_page() -> None:
    seen = measure_page()
    say("\nThe page, best of three rounds")
    if isinstance(seen, str):
        say(f"skipped: {seen}")
        return
    say(barred("first paint", seen.paint, MOST_PAINT_MS, "ms"))
    scroll = f"longest task in a scroll over {seen.messages:,}"
    say(barred(scroll, seen.task, MOST_TASK_MS, "ms"))


def say_on_real_data() -> None:
    say("")
    if not (SHARED / "data").is_dir():
        say("Detection and forecasts: skipped, real data is not here; FUNNELBOT_DATA may name it.")
        return
    detection.main(SHARED)
    forecasts.main(SHARED)


if __name__ == "__main__":
    main()
