"""Orders that swing: no channel message, a note of the scan, and gone when they are steady."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bot.replay import lines_of, told_of_file, unsteady_words
from bot.scans import scan
from funnel.catalogue import load
from funnel.intake import ImportOptions
from funnel.model import Snapshot
from playground.workspace import TEAM
from tests.bot.history import days, quiet, record
from tests.bot.office import Office

CATALOGUE = load()
FIRST, CALM = date(2026, 1, 5), date(2026, 9, 30)
SWING = (1.35, 0.7, 0.75, 1.3, 0.68, 1.28, 1.02)


def orders(first: date, last: date, *, swinging: bool = False) -> list[Snapshot]:
    """By turns a third above and below the usual day; a different turn for each weekday."""
    return [
        row
        for day in days(first, last)
        for row in quiet(
            "orders", [day], level=900 * (SWING[day.toordinal() % 5] if swinging else 1)
        )
    ]


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 6, tzinfo=UTC) + timedelta(days=1)


def test_swinging_orders_are_noted_by_the_scan_and_forgotten_when_they_are_over(
    office: Office,
) -> None:
    record(office.store, TEAM, orders(FIRST, CALM), at=morning(CALM))
    scan(office.store, TEAM, CATALOGUE, now=morning(CALM))
    swung = CALM + timedelta(days=24)
    rows = orders(CALM + timedelta(days=1), swung, swinging=True)
    record(office.store, TEAM, rows, at=morning(swung))
    scan(office.store, TEAM, CATALOGUE, now=morning(swung))
    with office.store.read(TEAM) as tx:
        spell = tx.spells.all()["orders"]
        assert tx.deliveries.latest(5) == ()
    assert abs(spell.onset - CALM) <= timedelta(days=7)
    assert spell.now > 0.2 > 3 * spell.before
    steady = swung + timedelta(days=40)
    record(office.store, TEAM, orders(swung + timedelta(days=1), steady), at=morning(steady))
    scan(office.store, TEAM, CATALOGUE, now=morning(steady))
    with office.store.read(TEAM) as tx:
        assert tx.spells.all() == {}


def test_a_replay_lists_unsteady_days_apart_from_what_is_posted(tmp_path: Path) -> None:
    swung = CALM + timedelta(days=24)
    rows = [*orders(FIRST, CALM), *orders(CALM + timedelta(days=1), swung, swinging=True)]
    path = tmp_path / "orders.csv"
    path.write_text(
        "date,metric,value\n" + "".join(f"{one.start},orders,{one.value:g}\n" for one in rows)
    )
    found = told_of_file(path, ImportOptions(), catalogue=CATALOGUE, now=morning(swung), budget=1.0)
    posted = lines_of(found, as_json=True, unsteady=False)
    assert all("change" in json.loads(line) for line in posted)
    [line] = [json.loads(line) for line in lines_of(found, as_json=True, unsteady=True)]
    assert (line["series"], line["shape"]) == ("orders", "variance")
    assert line["onset"] <= line["date"]
    assert "change" not in line
    words = lines_of(found, as_json=False, unsteady=False)
    assert words[-2:] == ["Only in digests:", unsteady_words(found.unsteady[0])]
