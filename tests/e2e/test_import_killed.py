"""The process is killed in the middle of an import: all of a file is stored, or nothing."""

import os
import signal
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.imports import ImportOptions, import_file
from funnel.catalogue import load
from storage.engine import make_engine
from storage.store import Store

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROWS = 30_000
CHILD = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from bot.imports import ImportOptions, import_file
from funnel.catalogue import load
from storage.engine import make_engine
from storage.store import Store
def told(done, rows):
    print(done, flush=True)
import_file(Store(make_engine(sys.argv[1])), "T1", Path(sys.argv[2]), ImportOptions(),
            catalogue=load(), now=datetime(2026, 11, 20, 9, tzinfo=UTC), scan_after=False,
            progress=told)
print("stored", flush=True)
"""


def write_file(path: Path) -> None:
    days = [date(2026, 11, 19) - timedelta(days=back) for back in range(2_000)]
    with path.open("w") as file:
        file.write("date,metric,value,segment\n")
        for place in range(ROWS):
            part = place // len(days)
            file.write(f"{days[place % len(days)]},orders,{place},channel=c{part}\n")


def count(store: Store) -> int:
    with store.read("T1") as tx:
        return sum(state.periods for state in tx.series.all())


@pytest.mark.parametrize("last_words", ["10000", "30000", "stored"])
def test_all_or_nothing_is_stored_and_the_person_can_go_on(
    database: Path, tmp_path: Path, last_words: str
) -> None:
    """Killed while rows are brought beside the record, when all are there, and afterwards."""
    path, url = tmp_path / "shop.csv", f"sqlite:///{database}"
    write_file(path)
    command = [sys.executable, "-c", CHILD, url, str(path)]
    given = {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == last_words:
                child.send_signal(signal.SIGKILL)
                break
    store = Store(make_engine(url))
    before = count(store)
    assert before == (ROWS if last_words == "stored" else before)
    assert before in (0, ROWS)
    report = import_file(
        store, "T1", path, ImportOptions(), catalogue=load(), now=NOW, scan_after=False
    )
    assert (report.new, report.same) == (ROWS - before, before)
    store.dispose()
