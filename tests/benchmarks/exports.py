"""One file on two ways: typed at the command line, dropped in Slack; what comes out of each."""

import os
import subprocess
import sys
from os import pathsep
from pathlib import Path

from playground.entries import LocalFile
from playground.person import Person
from playground.server import LocalSlack
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store
from tests.benchmarks.imports import write_rows
from tests.bot.office import Office

ROWS_IN_SLACK = 100_000
_PATIENCE = 120.0  # seconds for each of reading, storing and sending
_RUN = "from bot.cli import main; main()"


def export_both_ways(folder: Path, rows: int) -> tuple[bytes, bytes]:
    """The exported numbers: by command line, and through a whole conversation in a local Slack."""
    path = folder / "shop.csv"
    write_rows(path, rows)
    return by_command_line(folder, path), by_slack(folder, path, rows)


def by_command_line(folder: Path, path: Path) -> bytes:
    out = folder / "typed.csv"
    for words in (("import", str(path)), ("export", str(out))):
        given = {
            "PATH": os.environ["PATH"],  # noqa: TID251
            "PYTHONPATH": pathsep.join(["", *sys.path]),
            "FUNNELBOT_DATABASE_URL": f"sqlite:///{folder / 'typed.sqlite'}",
        }
        command = [sys.executable, "-c", _RUN, *words, "--workspace", "T1"]
        subprocess.run(command, env=given, cwd=folder, capture_output=True, check=True)
    return out.read_bytes()


def by_slack(folder: Path, path: Path, rows: int) -> bytes:
    """Dropped in the direct message, confirmed, asked for as an export, taken from the message."""
    engine = make_engine(f"sqlite:///{folder / 'slack.sqlite'}")
    upgrade(engine)
    slack, store = LocalSlack(), Store(engine)
    slack.start()
    office = Office(slack, store, folder)
    try:
        office.connects()
        return _conversation(
            office, slack.person("ana", channel="#growth", is_admin=True), path, rows
        )
    finally:
        for runtime in office.built:
            runtime.stop()
        slack.stop()
        store.dispose()


def _conversation(office: Office, ana: Person, path: Path, rows: int) -> bytes:
    ana.drops(LocalFile(path.name, path.read_bytes()))
    ana.sees(f"holds {rows:,} numbers", within=_PATIENCE)
    ana.clicks(f"Import {rows:,} numbers")
    ana.sees(f"{rows:,} rows of", "are in", within=_PATIENCE)
    ana.types("/funnel export")
    files = ana.sees("All that is on record in this workspace.", within=_PATIENCE).files
    wanted = next(one["id"] for one in files if one["name"] == "numbers.csv")
    held = office.slack.workspace.files.find(wanted)
    if held is None or held.content is None:
        raise LookupError("The message has no numbers.csv.")
    return held.content
