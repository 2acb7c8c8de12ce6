"""Weeks, months, fiscal quarters and segments after corrections: sums of what the revisions say."""

import shutil
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from funnel.errors import FunnelError
from funnel.periods import FirstDay
from storage.engine import make_engine
from storage.store import Store
from tests.commands.conftest import ANA, TEAM, Desk

END = date(2026, 11, 14)  # all of it is settled on 20 November, and it ends a week from Sunday
WINDOWS = {
    "last week": (date(2026, 11, 8), date(2026, 11, 14)),
    "October 2026": (date(2026, 10, 1), date(2026, 10, 31)),
    "Q2 FY27": (date(2026, 7, 1), date(2026, 9, 30)),
    "2026-10-20 to 2026-11-09": (date(2026, 10, 20), date(2026, 11, 9)),
}
Back = st.one_of(st.integers(0, 8), st.integers(0, 136))
Log = st.tuples(Back, st.integers(0, 9_000), st.sampled_from(["", "channel=email", "channel=paid"]))
Act = st.one_of(Log, Log, Log, st.just("log undo"))


def command(act: tuple[int, int, str] | str) -> str:
    if isinstance(act, str):
        return act
    back, value, segment = act
    day = (END - timedelta(days=back)).isoformat()
    return f"log orders {value} {day} {segment} --sure".replace("  ", " ")


def standing(engine: Engine) -> dict[tuple[str, date], float]:
    """By segment and day from the raw rows: the newest revision, unless it was ended."""
    rows = """
        SELECT segment, period, recorded_at, value, NULL AS ended FROM snapshot
        WHERE workspace = :team
        UNION ALL
        SELECT segment, period, recorded_at, value, superseded_at FROM snapshot_history
        WHERE workspace = :team ORDER BY 1, 2, 3
    """
    newest: dict[tuple[str, date], float | None] = {}
    with engine.connect() as connection:
        for segment, period, _, value, ended in connection.execute(text(rows), {"team": TEAM}):
            newest[segment, date.fromisoformat(period)] = None if ended else value
    return {key: value for key, value in newest.items() if value is not None}


def summed(
    held: dict[tuple[str, date], float], channel: str, first: date, last: date
) -> float | None:
    """None without a row in the window."""
    segment = f"channel={channel}" if channel else ""
    inside = [v for (one, day), v in held.items() if one == segment and first <= day <= last]
    return sum(inside) if inside else None


@settings(max_examples=10)
@given(st.lists(Act, min_size=3, max_size=20))
def test_every_window_is_the_sum_of_what_stands(
    empty_database: Path, acts: list[tuple[int, int, str] | str]
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "record.db"
        shutil.copyfile(empty_database, path)
        engine = make_engine(f"sqlite:///{path}")
        try:
            desk = Desk(Store(engine))
            desk.counts_by(first_day=FirstDay.SUNDAY.value, fiscal_month=4)
            for act in acts:
                try:
                    desk.asks(command(act), ANA)
                except FunnelError:
                    continue  # nothing there to undo
            held = standing(engine)
            if not any(not segment for segment, _ in held):
                return
            for words, (first, last) in WINDOWS.items():
                whole = desk.reads(f"metric orders {words}")
                cut = desk.reads(f"status orders {words} by channel")
                for segment, shown in (("", whole), ("email", cut), ("paid", cut)):
                    inside = summed(held, segment, first, last)
                    mark = f"· {segment} | " if segment else ": "
                    assert inside is None or f"{mark}{inside:,.0f}" in shown
        finally:
            engine.dispose()
