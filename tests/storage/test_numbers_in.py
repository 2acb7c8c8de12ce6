"""Numbers typed, imported, corrected and taken back, as a shop does it."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

import numpy as np
import pytest

from funnel.errors import NotAllowed, UnknownNumber
from funnel.model import Grain, RecordingKind, Segment, Snapshot
from storage.revisions import Recorded
from storage.store import Store, Tx

Clock = Callable[[], datetime]
MONDAY = date(2026, 11, 16)
EMAIL, SEARCH = Segment("channel", "email"), Segment("channel", "search")


def orders(day: int, value: float, **more: object) -> Snapshot:
    return Snapshot("orders", MONDAY + timedelta(days=day), value, **more)  # type: ignore[arg-type]


def log(tx: Tx, *rows: Snapshot, at: datetime, author: str = "U_ANA") -> Recorded:
    return tx.snapshots.record([rows], kind=RecordingKind.LOG, source="slack", author=author, at=at)


def values(tx: Tx) -> list[float]:
    return [float(value) for value in tx.snapshots.series("orders").values]


def test_a_correction_keeps_the_old_value(store: Store, clock: Clock) -> None:
    with store.write("T1") as tx:
        assert log(tx, orders(0, 230), at=clock()) == Recorded(1, new=1, restated=0, same=0)
    before = clock()
    with store.write("T1") as tx:
        assert log(tx, orders(0, 240), at=clock()) == Recorded(2, new=0, restated=1, same=0)
    with store.read("T1") as tx:
        assert values(tx) == [240]
        assert tx.snapshots.as_known("orders", before).values.tolist() == [230]
        assert len(tx.snapshots.as_known("orders", before - timedelta(hours=1))) == 0


def test_the_same_number_again_is_not_a_revision(store: Store, clock: Clock) -> None:
    first = clock()
    rows = [orders(0, 2.5, numerator=5.0, denominator=2.0), orders(1, 7)]
    with store.write("T1") as tx:
        log(tx, *rows, at=first)
        assert log(tx, *rows, at=clock()) == Recorded(2, new=0, restated=0, same=2)
        assert tx.recordings.snapshots(2) == ()
        parts = Snapshot("orders", MONDAY, 2.5, 10.0, 4.0)
        assert log(tx, parts, at=clock()).restated == 1  # same ratio, other counts
    with store.read("T1") as tx:
        assert tx.snapshots.series("orders").numerators.tolist()[0] == 10.0
        assert np.isnan(tx.snapshots.series("orders").denominators[1])


def test_the_later_line_of_a_file_counts(store: Store, clock: Clock) -> None:
    twice = [[orders(0, 1), orders(1, 2)], [], [orders(0, 3)]]
    with store.write("T1") as tx:
        done = tx.snapshots.record(
            twice, kind=RecordingKind.IMPORT, source="file", author="", at=clock()
        )
        assert done == Recorded(1, new=2, restated=0, same=0)
        assert values(tx) == [3, 2]


def test_undo_puts_the_old_value_back_and_takes_a_new_one_away(store: Store, clock: Clock) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 230), at=clock(), author="U_ANA")
    with store.write("T1") as tx:
        slip = log(tx, orders(0, 2300), orders(1, 2400), at=clock(), author="U_BEN")
    wrong = clock()
    with store.write("T1") as tx:
        assert tx.snapshots.undo(slip.number, author="U_BEN", at=clock()) == 2
    with store.read("T1") as tx:
        assert values(tx) == [230]
        assert tx.snapshots.as_known("orders", wrong).values.tolist() == [2300, 2400]
        found = tx.snapshots.at("orders", MONDAY)
        assert found is not None
        assert (found[0].value, found[1].author) == (230, "U_ANA")
        assert tx.snapshots.at("orders", MONDAY + timedelta(days=1)) is None
        (state,) = tx.series.all()
        assert (state.last, state.periods, state.author) == (MONDAY, 1, "U_ANA")
        assert [row.value for row in tx.recordings.snapshots(slip.number)] == [2300, 2400]


def test_undo_of_the_only_value_forgets_the_series(store: Store, clock: Clock) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 230), at=clock())
        tx.snapshots.undo(1, author="U_ANA", at=clock())
    with store.read("T1") as tx:
        assert tx.series.all() == ()
        assert len(tx.snapshots.series("orders")) == 0


def test_undo_says_why_it_cannot(store: Store, clock: Clock) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 1), orders(1, 1), at=clock())
        log(tx, orders(0, 2), at=clock())
    with store.write("T1") as tx, pytest.raises(NotAllowed, match="Newer numbers stand"):
        tx.snapshots.undo(1, author="U_ANA", at=clock())
    with store.write("T1") as tx, pytest.raises(UnknownNumber, match="no entry 9"):
        tx.snapshots.undo(9, author="U_ANA", at=clock())
    with store.write("T1") as tx:
        tx.snapshots.undo(2, author="U_ANA", at=clock())
        with pytest.raises(NotAllowed, match="undone already"):
            tx.snapshots.undo(2, author="U_ANA", at=clock())
        assert tx.snapshots.undo(1, author="U_ANA", at=clock()) == 2  # nothing stands over it now
        assert values(tx) == []


def test_log_last_and_log_undo_find_ones_own_entry(store: Store, clock: Clock) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 1), at=clock(), author="U_ANA")
        log(tx, orders(1, 2), at=clock(), author="U_BEN")
        last = tx.recordings.last_of("U_ANA")
        assert last is not None
        assert (last.number, last.rows, last.kind) == (1, 1, RecordingKind.LOG)
        assert tx.recordings.snapshots(1) == (orders(0, 1),)
        tx.snapshots.undo(1, author="U_ANA", at=clock())
        assert tx.recordings.last_of("U_ANA") is None
        assert [entry.number for entry in tx.recordings.latest(5)] == [2, 1]
        undone = tx.recordings.get(1)
        assert undone is not None
        assert undone.undone_at is not None


def test_segments_stand_beside_the_total(store: Store, clock: Clock) -> None:
    device = Segment("device", "phone")
    rows = [
        orders(0, 10),
        orders(0, 6, segment=EMAIL),
        orders(0, 4, segment=SEARCH),
        orders(1, 5, segment=SEARCH),
        orders(0, 7, segment=device),
    ]
    with store.write("T1") as tx:
        log(tx, *rows, at=clock())
    with store.read("T1") as tx:
        by_channel = tx.snapshots.segments("orders", "channel")
        assert {part: found.values.tolist() for part, found in by_channel.items()} == {
            EMAIL: [6],
            SEARCH: [4, 5],
        }
        assert values(tx) == [10]
        assert [state.segment.value for state in tx.series.totals()] == [""]
        assert len(tx.series.all()) == 4
        assert tx.snapshots.segments("orders", "chan") == {}


def test_hours_are_a_series_of_their_own(store: Store, clock: Clock) -> None:
    noon = datetime(2026, 11, 16, 12)  # noqa: DTZ001 - a local hour of the reporting zone
    hours = [orders(0, 10)] + [
        Snapshot("orders", noon + timedelta(hours=hour), hour, grain=Grain.HOUR)
        for hour in range(-2, 14)
    ]
    with store.write("T1") as tx:
        log(tx, *hours, at=clock())
    with store.read("T1") as tx:
        day = tx.snapshots.series("orders", grain=Grain.HOUR, first=MONDAY, last=MONDAY)
        assert day.values.tolist() == list(range(-2, 12))  # the last hour of the day is inside
        assert day.starts.dtype == "datetime64[h]"
        afternoon = tx.snapshots.series("orders", grain=Grain.HOUR, first=noon, last=noon)
        assert afternoon.values.tolist() == [0]
        assert tx.series.all(grain=Grain.HOUR)[0].first == noon - timedelta(hours=2)
        assert values(tx) == [10]


def test_several_metrics_come_in_one_go(store: Store, clock: Clock) -> None:
    rows = [
        Snapshot(metric, MONDAY + timedelta(days=day), day)
        for metric in ("visits", "orders")
        for day in range(10)
    ]
    with store.write("T1") as tx:
        log(tx, *rows, at=clock())
    with store.read("T1") as tx:
        found = tx.snapshots.series_of(
            ["orders", "visits", "refunds"], first=MONDAY + timedelta(days=7)
        )
        assert {metric: series.values.tolist() for metric, series in found.items()} == {
            "orders": [7, 8, 9],
            "visits": [7, 8, 9],
        }
        cut = tx.snapshots.as_known(
            "orders", clock() + timedelta(days=1), last=MONDAY + timedelta(days=1)
        )
        assert cut.values.tolist() == [0, 1]
        assert tx.snapshots.series_of([]) == {}


def test_a_large_import_is_drawn_batch_by_batch(store: Store, clock: Clock) -> None:
    seen = 0

    def batches() -> Iterator[Sequence[Snapshot]]:
        nonlocal seen
        for metric in range(20):
            seen += 1
            yield [Snapshot(f"m{metric}", MONDAY + timedelta(d), float(d)) for d in range(1000)]

    with store.write("T1") as tx:
        done = tx.snapshots.record(
            batches(), kind=RecordingKind.IMPORT, source="file", author="U_ANA", at=clock()
        )
        assert (done.new, seen) == (20_000, 20)
    with store.write("T1") as tx:
        assert {state.periods for state in tx.series.totals()} == {1000}
        assert tx.snapshots.undo(1, author="U_ANA", at=clock()) == 20_000
        assert tx.series.all() == ()


def test_the_detector_notes_how_far_it_saw(store: Store, clock: Clock) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 1), orders(1, 2), at=clock())
        tx.series.mark_judged("orders", Segment(), Grain.DAY, MONDAY + timedelta(days=1))
        log(tx, orders(2, 2), at=clock())
        (state,) = tx.series.totals()
        assert state.judged_through == MONDAY + timedelta(days=1)
        tx.snapshots.undo(2, author="U_ANA", at=clock())
        tx.snapshots.undo(1, author="U_ANA", at=clock())
        log(tx, orders(0, 1), at=clock())
        (state,) = tx.series.totals()
        assert state.judged_through is None  # the series began anew


def test_a_day_that_was_undone_is_judged_again_when_it_comes_back(
    store: Store, clock: Clock
) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 1), at=clock())
        log(tx, orders(1, 99), at=clock())
        tx.series.mark_judged("orders", Segment(), Grain.DAY, MONDAY + timedelta(days=1))
        tx.snapshots.undo(2, author="U_ANA", at=clock())
        (state,) = tx.series.totals()
        assert state.judged_through == MONDAY


def test_entries_of_one_instant_keep_their_order(store: Store, clock: Clock) -> None:
    now = clock()
    with store.write("T1") as tx:
        for value in (1, 2, 3):
            log(tx, orders(0, value), at=now)
    with store.write("T1") as tx:
        log(tx, orders(0, 4), at=now - timedelta(days=1))  # a clock that was set back
        moments = [entry.at for entry in reversed(tx.recordings.latest(9))]
        assert moments == sorted(set(moments))
        known = [tx.snapshots.as_known("orders", at).values.tolist() for at in moments]
        assert known == [[1], [2], [3], [4]]


def test_what_was_restated_since_an_instant_leaps_over_steps_between(
    store: Store, clock: Clock
) -> None:
    with store.write("T1") as tx:
        log(tx, orders(0, 812), orders(1, 800), orders(2, 790), at=clock())
    told = clock()
    with store.write("T1") as tx:
        log(tx, orders(0, 800), orders(1, 700), orders(3, 5), at=clock())
        log(tx, orders(0, 790), orders(1, 800), at=clock(), author="U_BEN")
    with store.read("T1") as tx:
        [found] = tx.snapshots.restated_since(["orders"], told, grain=Grain.DAY, first=MONDAY)
        assert (found.start, found.old, found.new, found.author) == (MONDAY, 812, 790, "U_BEN")
        later = MONDAY + timedelta(days=1)
        assert tx.snapshots.restated_since(["orders"], told, grain=Grain.DAY, first=later) == ()
        assert tx.snapshots.restated_since(["orders"], clock(), grain=Grain.DAY, first=MONDAY) == ()
