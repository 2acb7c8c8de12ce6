"""Whatever is recorded and undone, in whatever order: present, past and summary agree."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from funnel.errors import NotAllowed
from funnel.model import RecordingKind, Series, Snapshot
from storage.store import Store, Tx

FIRST = date(2026, 11, 1)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
Values = dict[int, float]
Write = st.dictionaries(st.integers(0, 4), st.integers(0, 2).map(float), max_size=4)
Deletion = st.frozensets(st.integers(0, 4), min_size=1, max_size=3)
Steps = st.lists(st.one_of(Write, Deletion, st.integers(1, 8)), max_size=10)


class Notebook:
    """The same acts on paper: what stands, and who wrote it over what."""

    def __init__(self) -> None:
        self.present: dict[int, tuple[float, int]] = {}
        self.replaced: list[dict[int, tuple[float, int] | None]] = []
        self.undone: set[int] = set()
        self.deletions: set[int] = set()

    def record(self, values: Values) -> None:
        changed = {
            day: self.present.get(day)
            for day, value in values.items()
            if day not in self.present or self.present[day][0] != value
        }
        self.replaced.append(changed)
        number = len(self.replaced)
        self.present |= {day: (values[day], number) for day in changed}

    def delete(self, days: frozenset[int]) -> None:
        gone = {day: self.present.pop(day) for day in sorted(days) if day in self.present}
        self.replaced.append(dict(gone))
        self.deletions.add(len(self.replaced))

    def can_undo(self, number: int) -> bool:
        if number in self.deletions:
            gone = set(self.replaced[number - 1])
            return number not in self.undone and not gone & self.present.keys()
        standing = {day for day, (_, by) in self.present.items() if by == number}
        return number not in self.undone and standing == set(self.replaced[number - 1])

    def undo(self, number: int) -> None:
        self.undone.add(number)
        for day, before in self.replaced[number - 1].items():
            if before is None:
                del self.present[day]
            else:
                self.present[day] = before

    def values(self) -> Values:
        return {day: value for day, (value, _) in sorted(self.present.items())}


def day_values(series: Series) -> Values:
    days = (series.starts - series.starts.dtype.type(FIRST)).astype(int).tolist()
    return dict(zip(days, series.values.tolist(), strict=True))


def act(tx: Tx, paper: Notebook, step: Values | frozenset[int] | int) -> datetime | None:
    """Does one step in both places; the instant from which it counts, None if refused."""
    if isinstance(step, dict):
        rows = [Snapshot("orders", FIRST + timedelta(day), value) for day, value in step.items()]
        done = tx.snapshots.record(
            [rows], kind=RecordingKind.LOG, source="slack", author="U1", at=NOW
        )
        paper.record(step)
        assert done.new + done.restated == len(paper.replaced[-1])
        recording = tx.recordings.get(done.number)
        return recording.at if recording else None
    if isinstance(step, frozenset):
        rows = [Snapshot("orders", FIRST + timedelta(day), 0.0) for day in step]
        deletion = tx.snapshots.delete(rows, source="slack", author="U1", at=NOW)
        paper.delete(step)
        assert deletion.rows == len(paper.replaced[-1])
        return deletion.at
    if step > len(paper.replaced):
        return None
    allowed = paper.can_undo(step)
    try:
        tx.snapshots.undo(step, author="U1", at=NOW)
    except NotAllowed:
        assert not allowed
        return None
    assert allowed
    paper.undo(step)
    recording = tx.recordings.get(step)
    return recording.undone_at if recording else None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(Steps)
def test_present_past_and_summary_agree(
    store: Store, steps: list[Values | frozenset[int] | int]
) -> None:
    workspace, paper, known = uuid4().hex, Notebook(), list[tuple[datetime, Values]]()
    with store.write(workspace) as tx:
        for step in steps:
            instant = act(tx, paper, step)
            if instant is not None:
                known.append((instant, paper.values()))
    with store.read(workspace) as tx:
        assert day_values(tx.snapshots.series("orders")) == paper.values()
        for instant, values in known:
            assert day_values(tx.snapshots.as_known("orders", instant)) == values
        for number, changed in enumerate(paper.replaced, 1):
            assert {(row.start - FIRST).days for row in tx.recordings.snapshots(number)} == set(
                changed
            )
        states = [(state.first, state.last, state.periods) for state in tx.series.all()]
        days = [FIRST + timedelta(day) for day in paper.present]
        assert states == ([(min(days), max(days), len(days))] if days else [])
