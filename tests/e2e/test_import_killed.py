"""The process is killed in the middle of an import: all of a file is stored, or nothing."""

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.imports import ImportOptions, import_file
from funnel.catalogue import load
from playground.demo.bot_process import BotProcess
from playground.entries import LocalFile
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store
from tests.bot.office import Office
from tests.postgres import Postgres

# The demo's child process leaves its pipes and its log to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
ROWS = 30_000
PATIENCE = 30.0  # seconds
GROWN = 400_000  # bytes
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


def count(store: Store, team: str = "T1") -> int:
    with store.read(team) as tx:
        return sum(state.periods for state in tx.series.all())


@pytest.mark.parametrize("last_words", ["10000", "30000", "stored"])
def test_all_or_nothing_is_stored_and_the_person_can_go_on(
    database: Path, tmp_path: Path, last_words: str
) -> None:
    """Killed while rows are brought beside the record, when all are there, and afterwards."""
    left = killed_at(last_words, tmp_path / "shop.csv", f"sqlite:///{database}")
    assert left in ((ROWS,) if last_words == "stored" else (0, ROWS))


def test_on_postgres_too(postgres: Postgres, tmp_path: Path) -> None:
    """Killed inside the transaction: all rows are on the server, none is committed."""
    url = postgres.create()
    assert killed_at("30000", tmp_path / "shop.csv", url) == 0
    postgres.drop(url)


def test_a_file_of_slack_goes_on_with_the_button_of_its_message(office: Office) -> None:
    """The bot is killed while the database's log grows: in the one transaction that stores."""
    write_file(office.folder / "shop.csv")
    held = LocalFile("shop.csv", (office.folder / "shop.csv").read_bytes())
    office.slack.workspace.clock.set(NOW)
    bot = BotProcess(office.slack, office.folder, {})
    bot.start()
    ana = office.slack.person("ana", channel="#growth")
    ana.drops(held)
    ana.sees(f"holds {ROWS:,} numbers", within=PATIENCE)
    log = office.folder / "funnelbot.sqlite-wal"
    began = log.stat().st_size
    ana.clicks(f"Import {ROWS:,} numbers")
    pause = threading.Event()
    while log.stat().st_size < began + GROWN and not count(office.store, TEAM):
        pause.wait(0.002)
    bot.kill()
    assert count(office.store, TEAM) in (0, ROWS)
    bot.start()
    ana.clicks("Start again")
    ana.sees(f"{ROWS:,} rows of 1 metric are in", within=PATIENCE)
    assert count(office.store, TEAM) == ROWS
    bot.stop()


def killed_at(last_words: str, path: Path, url: str) -> int:
    """How many rows a killed import left; then the file is imported again."""
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
    report = import_file(
        store, "T1", path, ImportOptions(), catalogue=load(), now=NOW, scan_after=False
    )
    assert (report.new, report.same) == (ROWS - before, before)
    store.dispose()
    return before
