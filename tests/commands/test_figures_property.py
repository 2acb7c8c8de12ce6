"""Whatever is typed, corrected, undone and deleted: the page shows what the revisions say."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from funnel.catalogue import load
from funnel.errors import FunnelError
from funnel.numbers import format_value
from storage.engine import make_engine
from storage.store import Store
from tests.commands.conftest import ADMIN, ANA, BEN, LAST_DAY, TEAM, Desk

METRIC = load().metric("cart_abandonment_rate")
DAYS = 9
END = LAST_DAY - timedelta(days=30)  # all of it is settled by now
Day = st.integers(0, DAYS - 1)
Log = st.tuples(st.just("log"), Day, st.integers(0, 40), st.integers(1, 60))
Other = st.tuples(st.sampled_from(["undo", "delete"]), Day)
Acts = st.lists(st.one_of(Log, Log, Other), min_size=1, max_size=14)


def at(back: int) -> str:
    return (END - timedelta(days=back)).isoformat()


def command(act: tuple[object, ...]) -> str:
    match act:
        case ("log", int(back), int(top), int(rest)):
            return f"log cart abandonment {top}/{top + rest} {at(back)} --sure"
        case ("delete", int(back)):
            return f"log delete cart abandonment {at(back)}"
        case _:
            return "log undo"


def recomputed(engine: Engine) -> dict[date, tuple[float, float]]:
    """Counts by day from the raw rows: the newest revision of a day, unless it was ended."""
    rows = """
        SELECT period, recorded_at, numerator, denominator, NULL AS ended FROM snapshot
        WHERE workspace = :team
        UNION ALL
        SELECT period, recorded_at, numerator, denominator, superseded_at FROM snapshot_history
        WHERE workspace = :team ORDER BY 1, 2
    """
    newest: dict[date, tuple[float, float] | None] = {}
    with engine.connect() as connection:
        for period, _, top, bottom, ended in connection.execute(text(rows), {"team": TEAM}):
            newest[date.fromisoformat(period)] = None if ended else (top, bottom)
    return {day: counts for day, counts in newest.items() if counts is not None}


def share(counts: list[tuple[float, float]]) -> str:
    value = 100 * sum(top for top, _ in counts) / sum(bottom for _, bottom in counts)
    return format_value(value, METRIC)


@settings(max_examples=12)
@given(Acts)
def test_every_figure_is_what_the_revisions_say(
    empty_database: Path, acts: list[tuple[object, ...]]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        shutil.copyfile(empty_database, path)
        engine = make_engine(f"sqlite:///{path}")
        try:
            desk = Desk(Store(engine))
            for number, act in enumerate(acts):
                who = ADMIN if act[0] == "delete" else (ANA, BEN)[number % 2]
                try:
                    desk.asks(command(act), who)
                except FunnelError:
                    continue  # nothing there to undo or delete
            shown = desk.reads(f"metric cart abandonment {at(DAYS - 1)} to {at(0)}")
            half = desk.reads(f"metric cart abandonment {at(3)} to {at(0)}")
            held = recomputed(engine)
        finally:
            engine.dispose()
    if not held:
        assert "No numbers for cart abandonment rate yet." in shown
        return
    assert share([held[max(held)]]) in shown.splitlines()[0]
    assert f": {share(list(held.values()))}" in shown
    late = [held[day] for day in held if day >= END - timedelta(days=3)]
    if late:
        assert f": {share(late)}" in half
