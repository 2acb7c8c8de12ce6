"""The command line, as an operator types it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.cli import main
from playground.server import LocalSlack
from storage.engine import make_engine
from storage.store import Store

TEAM = "T1"
PLAIN = ["date,metric,value"]


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """A shell in a folder of its own, with nothing set but the database."""

    folder: Path
    database: Path
    set_arguments: Callable[[list[str]], None]
    capture: pytest.CaptureFixture[str]

    def types(self, *words: str) -> Done:
        """In this process, through the entry point."""
        self.set_arguments(["funnelbot", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = self.capture.readouterr()
        return Done(int(ended.value.code or 0), out, err)

    def imports(self, lines: list[str], *words: str) -> Done:
        path = self.folder / "shop.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.types("import", "shop.csv", "--workspace", TEAM, *words)

    def stored(self) -> int:
        store = Store(make_engine(f"sqlite:///{self.database}"))
        with store.read(TEAM) as tx:
            count = sum(state.periods for state in tx.series.totals())
        store.dispose()
        return count


@pytest.fixture
def terminal(
    tmp_path: Path,
    database: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Terminal:
    for name in [name for name in os.environ if name.startswith(("SLACK_", "FUNNELBOT_"))]:  # noqa: TID251
        monkeypatch.delenv(name)
    monkeypatch.setenv("FUNNELBOT_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.chdir(tmp_path)
    return Terminal(tmp_path, database, partial(monkeypatch.setattr, sys, "argv"), capsys)


def rows(metric: str, count: int) -> list[str]:
    first = date(2026, 1, 1)
    return [f"{first + timedelta(days=n)},{metric},{1000 + n}" for n in range(count)]


def process(*words: str, **variables: str) -> Done:
    """The same in a process of its own, as a shell starts it."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}  # noqa: TID251
    done = subprocess.run(
        [sys.executable, "-P", *words],
        env=kept | variables,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Done(done.returncode, done.stdout, done.stderr)


def test_help_names_every_command_and_loads_neither_pandas_nor_the_database() -> None:
    script = (
        "import sys\n"
        "from bot.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "heavy = ('pandas', 'sqlmodel', 'sqlalchemy', 'slack_bolt', 'fastapi')\n"
        "sys.exit(' '.join(name for name in heavy if name in sys.modules) or 0)\n"
    )
    done = process("-c", script)
    assert (done.code, done.err) == (0, "")
    for command in ("run", "import", "migrate"):
        assert command in done.out


def test_run_without_tokens_says_what_is_missing() -> None:
    done = process("-m", "bot", "run")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set.")
    assert "make demo" in done.err
    assert len(done.err.splitlines()) == 1


def test_a_token_that_slack_refuses_is_one_sentence(slack: LocalSlack, tmp_path: Path) -> None:
    done = process(
        "-m",
        "bot",
        "run",
        SLACK_BOT_TOKEN="xoxb-wrong",
        SLACK_APP_TOKEN="xapp-wrong",
        SLACK_API_URL=slack.api_url,
        FUNNELBOT_DATABASE_URL=f"sqlite:///{tmp_path / 'new.sqlite'}",
    )
    assert done.code == 1
    assert "Slack no longer accepts my token." in done.err
    assert "Traceback" not in done.err
    assert "xoxb-wrong" not in done.err


def test_a_file_that_is_not_there(terminal: Terminal) -> None:
    done = terminal.types("import", "nowhere.csv")
    assert (done.code, done.out) == (1, "")
    assert done.err == "There is no file nowhere.csv. Check the path and try again.\n"


def test_numbers_go_in_and_are_counted(terminal: Terminal) -> None:
    done = terminal.imports(PLAIN + rows("sessions", 90))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("shop.csv: 90 rows of 1 metric are in (90 new)")
    assert terminal.stored() == 90
    again = terminal.imports(PLAIN + rows("sessions", 90))
    assert "90 known before" in again.out


def test_a_file_without_a_date_column(terminal: Terminal) -> None:
    done = terminal.imports(["foo,bar", "1,2"])
    assert done.code == 1
    assert "date" in done.err
    assert "Traceback" not in done.err
    assert terminal.stored() == 0


def test_an_empty_file(terminal: Terminal) -> None:
    (terminal.folder / "empty.csv").write_bytes(b"")
    done = terminal.types("import", "empty.csv", "--workspace", TEAM)
    assert done.code == 1
    assert "Traceback" not in done.err


def test_a_bad_row_names_row_and_field_and_stores_nothing(terminal: Terminal) -> None:
    lines = [*PLAIN, *rows("sessions", 5), "2026-02-30,sessions,7", "2026-01-09,sessions,many"]
    done = terminal.imports(lines)
    assert done.code == 1
    assert "2 of 7 rows cannot be imported; nothing was stored." in done.err
    assert "line 7, date:" in done.err
    assert "line 8, value:" in done.err
    assert "--skip-bad" in done.err
    assert terminal.stored() == 0


def test_the_good_rows_go_in_when_asked(terminal: Terminal) -> None:
    lines = [*PLAIN, *rows("sessions", 5), "2026-01-09,sessions,many"]
    done = terminal.imports(lines, "--skip-bad")
    assert done.code == 0
    assert "1 row was refused and left out." in done.out
    bad = (terminal.folder / "shop.csv.refused.csv").read_text()
    assert bad.splitlines()[1:] == ['2026-01-09,sessions,many,"value: ""many"" is no number."']
    assert terminal.stored() == 5


def test_an_unknown_metric_names_what_can_be_done(terminal: Terminal) -> None:
    done = terminal.imports(PLAIN + rows("flux capacity", 5))
    assert done.code == 1
    assert "flux capacity" in done.err
    assert "--map" in done.err
    assert "--create-metrics" in done.err
    assert terminal.imports(PLAIN + rows("flux capacity", 5), "--create-metrics").code == 0
    assert terminal.stored() == 5


def test_a_name_can_be_mapped(terminal: Terminal) -> None:
    done = terminal.imports(PLAIN + rows("Visits (GA4)", 5), "--map", "Visits (GA4)=sessions")
    assert done.code == 0
    assert terminal.stored() == 5


def test_a_map_that_is_none(terminal: Terminal) -> None:
    done = terminal.imports(PLAIN + rows("sessions", 5), "--map", "sessions")
    assert (done.code, done.out) == (1, "")
    assert 'has no "="' in done.err


def test_without_a_workspace_the_token_or_a_name_is_asked_for(terminal: Terminal) -> None:
    (terminal.folder / "shop.csv").write_text("\n".join(PLAIN + rows("sessions", 5)))
    done = terminal.types("import", "shop.csv")
    assert done.code == 1
    assert "--workspace" in done.err


def test_the_schema_is_brought_up_to_date(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUNNELBOT_DATABASE_URL", f"sqlite:///{tmp_path}/new/funnelbot.sqlite")
    done = terminal.types("migrate")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The database is at schema ")
