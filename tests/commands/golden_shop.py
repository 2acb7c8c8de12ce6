"""The demo shop of the golden digests: its totals up to a day, with or without a leak in the carts.

The usual rhythm comes from `playground.shop`; each situation adds what has to be told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from commands.blocks import Message
from commands.digests import gather
from commands.views.digest import digest_message
from funnel.catalogue import load
from funnel.model import (
    Break,
    Goal,
    GoalState,
    Measure,
    Money,
    Person,
    RecordingKind,
    Segment,
    Shape,
    Side,
    Snapshot,
    TargetForm,
    Workspace,
)
from funnel.schedules import Schedule
from playground.shop import Effect, Kind, Planted, Shop
from playground.shop import Shape as Course
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store, Tx

TEAM, CHANNEL = "T1", "C1"
ANA, BEN = "UANA", "UBEN"
ZONE = "Europe/Berlin"
SEED, FIRST = 7, date(2026, 5, 25)
FRIDAY = date(2026, 11, 20)  # the morning of most situations
ONSET = date(2026, 11, 4)
DAY = timedelta(days=1)
MATURE = FRIDAY - 4 * DAY  # carts settle for three days
BASE_END, DAILY_FROM = FRIDAY - 5 * DAY, FRIDAY - 70 * DAY
LEAK = Planted(
    kind=Kind.DECISION,
    shape=Course.SHIFT,
    onset=ONSET,
    end=None,
    effects=(Effect("cart_abandonment_rate", 0.08),),
)
SHIFTED = "broken"


@dataclass(frozen=True, slots=True)
class Situation:
    """One morning: `morning` is the local date, `base` the shop, `since` the local date of the
    last digest (None: there was none), `add` what happened."""

    name: str
    morning: date = FRIDAY
    base: str = "calm"
    since: date | None = field(default=FRIDAY - DAY)
    schedule: Mapping[str, object] = field(default_factory=dict)
    add: Callable[[Tx], None] | None = None
    missing: tuple[str, ...] = ()  # metrics whose last three days never came; "*" is all
    hour: time = time(9)

    @property
    def now(self) -> datetime:
        return at(self.morning, self.hour)


def at(day: date, hour: time = time(9)) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(ZONE)).astimezone(UTC)


def plain_schedule(**about: object) -> Schedule:
    made = Schedule(
        1, CHANNEL, ZONE, framework="journey", owner=ANA, created_at=at(date(2026, 6, 1))
    )
    return replace(made, **about)  # type: ignore[arg-type]


def build(folder: Path) -> dict[str, Path]:
    """The two shops as databases, up to `BASE_END`; the last two months came day by day, which
    is where a source's delay is learned from."""
    made = {}
    for name, planted in (("calm", ()), (SHIFTED, (LEAK,))):
        path = folder / f"{name}.db"
        engine = make_engine(f"sqlite:///{path}")
        upgrade(engine)
        store = Store(engine)
        with store.write(TEAM) as tx:
            tx.workspace.save(Workspace(TEAM, zone=ZONE, framework="journey"))
            for user, called in ((ANA, "Ana"), (BEN, "Ben")):
                tx.people.save(Person(user, called, ZONE, False, False, at(FRIDAY)))
        _record(store, planted, FIRST, DAILY_FROM - DAY)
        for number in range((BASE_END - DAILY_FROM).days + 1):
            day = DAILY_FROM + number * DAY
            _record(store, planted, day, day)
        store.dispose()
        made[name] = path
    return made


def play(store: Store, wanted: Situation) -> Message:
    """The digest of that morning."""
    planted = (LEAK,) if wanted.base == SHIFTED else ()
    first, last = BASE_END + DAY, wanted.morning - DAY
    _record(store, planted, first, min(last, FRIDAY - 4 * DAY))
    _record(store, planted, FRIDAY - 3 * DAY, last, without=wanted.missing)
    with store.write(TEAM) as tx:
        if wanted.add is not None:
            wanted.add(tx)
    since = at(wanted.since) if wanted.since else None
    schedule = plain_schedule(**wanted.schedule)
    with store.read(TEAM) as tx:
        facts = gather(tx, schedule, load(), now=wanted.now, since=since, day=wanted.morning)
    due_at = at(wanted.morning) if wanted.hour != time(9) else None
    return digest_message(replace(facts, slot=wanted.morning.isoformat()), due_at=due_at)


def carts(**about: object) -> Break:
    made = Break(
        number=0,
        metric="cart_abandonment_rate",
        side=Side.UP,
        shape=Shape.SHIFT,
        onset=ONSET,
        onset_low=date(2026, 11, 2),
        onset_high=date(2026, 11, 6),
        opened_on=MATURE,
        last_on=MATURE,
        observed=76.3,
        expected=70.8,
        low=69.2,
        high=72.1,
        score=6.0,
        money=Money(2300.0, 1400.0, 3100.0, orders=41.0),
        changed_at=at(FRIDAY, time(7)),
    )
    return replace(made, **about)  # type: ignore[arg-type]


def goal(**about: object) -> Goal:
    made = Goal(
        number=0,
        title="Repeat purchases to 32%",
        metric="repeat_purchase_rate",
        measure=Measure.LEVEL,
        side=Side.UP,
        baseline=28.0,
        baseline_first=date(2026, 8, 1),
        baseline_last=date(2026, 8, 28),
        target=32.0,
        target_form=TargetForm.ABSOLUTE,
        target_amount=32.0,
        start=date(2026, 9, 1),
        deadline=date(2026, 12, 31),
        owner=ANA,
        channel=CHANNEL,
        private=False,
        state=GoalState.ON_TRACK,
        created_at=at(date(2026, 9, 1)),
    )
    return replace(made, **about)  # type: ignore[arg-type]


def _record(
    store: Store,
    planted: tuple[Planted, ...],
    first: date,
    last: date,
    *,
    without: tuple[str, ...] = (),
) -> None:
    if first > last or without == ("*",):
        return
    shop = Shop(SEED, first, (last - first).days + 1, planted)
    rows = [row for day in shop.dates for row in shop.rows(day) if row.segment_name == "all"]
    snapshots = [
        Snapshot(row.metric, row.date, row.value, row.numerator, row.denominator, Segment())
        for row in rows
        if row.metric not in without
    ]
    with store.write(TEAM) as tx:
        tx.snapshots.record(
            [snapshots],
            kind=RecordingKind.IMPORT,
            source="shop.csv",
            author=BEN,
            at=at(last + DAY, time(5, 30)),
        )
