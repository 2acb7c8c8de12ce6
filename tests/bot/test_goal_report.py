"""What `funnelbot goal --json` says, recomputed from the numbers alone on 50 development series."""

import csv
import gzip
import json
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import numpy as np
import pytest
from typer.testing import CliRunner

from bot.cli import cli
from bot.goal_report import report
from funnel.catalogue import load
from funnel.model import RecordingKind, Segment, Snapshot
from storage.store import Store

TEAM = "T1"
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
DEADLINE = date(2027, 1, 15)
LENGTH = (DEADLINE - TODAY).days + 1
CATALOGUE = load()


@pytest.fixture(scope="module")
def histories(shared_data: Path) -> dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]:
    """50 random series of the development set, the newest 900 values, as if they were daily."""
    found: dict[str, list[float]] = defaultdict(list)
    with gzip.open(shared_data / "data" / "dev" / "goals" / "series.csv.gz", "rt") as lines:
        for row in csv.DictReader(lines):
            found[row["series_id"]].append(float(row["value"]))
    names = Random(7).sample(sorted(found), 50)
    return {f"s{at}": np.array(found[name][-900:]) for at, name in enumerate(names)}


def test_two_of_the_last_thirty_and_the_verdicts_agree_with_a_recount(
    store: Store, histories: dict[str, np.ndarray[tuple[int], np.dtype[np.float64]]]
) -> None:
    with store.write(TEAM) as tx:
        rows = [
            Snapshot(
                "orders",
                TODAY - timedelta(days=len(values) - at),
                float(value),
                segment=Segment("product", name),
            )
            for name, values in histories.items()
            for at, value in enumerate(values)
        ]
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="dev", author="", at=NOW - timedelta(hours=2)
        )
    seen_any = 0
    for name, values in histories.items():
        sentence = f"increase orders of product={name} by 10% by {DEADLINE}"
        told = report(store, TEAM, sentence, CATALOGUE, NOW)
        k, n = recount(values, told)
        assert told["segment"] == f"product={name}"
        if told["reference"] is not None:
            assert (told["reference"]["k"], told["reference"]["n"]) == (k, n), name
            seen_any += n
        expect_verdicts(told, k, n)
    assert seen_any > 300


def recount(
    values: np.ndarray[tuple[int], np.dtype[np.float64]], told: dict[str, object]
) -> tuple[int, int]:
    """Totals of the goal's length against those that lie as far before as the baseline does."""
    known = told["baseline"]
    if not isinstance(known, dict) or not isinstance(told["target"], float):
        return 0, 0
    if known["value"] == 0:
        return 0, 0
    needed = (told["target"] - known["value"]) / abs(known["value"])
    gap = (DEADLINE - date.fromisoformat(known["last"])).days
    changes = []
    for turn in range(30):
        end = len(values) - 7 * turn
        before = end - gap
        if before < 1:
            continue
        after, earlier = (values[max(stop - LENGTH, 0) : stop] for stop in (end, before))
        if min(len(after), len(earlier)) < 0.9 * LENGTH or not earlier.sum():
            continue
        changes.append((after.sum() - earlier.sum()) / abs(earlier.sum()))
    return sum(change >= needed for change in changes), len(changes)


def expect_verdicts(told: dict[str, object], k: int, n: int) -> None:
    """Each letter from the answers alone; rules as the catalogue has them."""
    verdicts = told["verdicts"]
    assert isinstance(verdicts, list)
    ok = {one["letter"]: one["ok"] for one in verdicts}
    rules = {one["letter"]: set(one["rules"]) for one in verdicts}
    assert ok["S"] is True
    assert ok["R"] is False  # no objective was said
    assert "R1" in rules["R"]
    assert ok["T"] is True
    assert ok["A"] is False  # neither an action nor an owner was said
    assert {"A3", "A4"} <= rules["A"]
    if n >= 8 and k / n <= 0.05:
        assert "A1" in rules["A"]
    elif n:
        assert "A1" not in rules["A"]
    outlook = told["outlook"]
    if isinstance(outlook, dict):
        assert ("A2" in rules["A"]) == (outlook["chance"] < 0.2)
    assert (told["baseline"] is None) == bool({"M1", "M7"} & rules["M"] and ok["M"] is False)


def test_the_command_prints_the_same(
    database: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.write(TEAM) as tx:
        rows = [Snapshot("orders", TODAY - timedelta(days=back), 100.0) for back in range(1, 1000)]
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="dev", author="", at=NOW - timedelta(hours=2)
        )
    monkeypatch.setenv("FUNNELBOT_DATABASE_URL", f"sqlite:///{database}")
    sentence = "increase orders of the whole shop by 5% by 31 March 2027"
    asked = ["goal", sentence, "--json", "--as-of", "2026-11-20", "--workspace", TEAM]
    done = CliRunner().invoke(cli, asked)
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["deadline"] == "2027-03-31"
    assert told["reference"]["n"] == 30
    plain = CliRunner().invoke(cli, [each for each in asked if each != "--json"])
    assert [line[0] for line in plain.stdout.splitlines()] == list("SMART")
