"""A simulated month of 40 channels in which replicas are killed and Slack breaks."""

import multiprocessing
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from multiprocessing.context import ForkServerProcess
from random import Random
from typing import Any

from bot.schedules import DIGEST
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.periods import due, next_instant
from funnel.schedules import Rhythm, Schedule
from playground.control import (
    DroppedAfter,
    DroppedBefore,
    Fault,
    InternalErrorAfter,
    RateLimited,
    ServerError,
    Slow,
)
from playground.server import LocalSlack
from playground.workspace import TEAM, Workspace
from storage.engine import make_engine
from storage.store import Store
from tests.crash.replica import CHANGE, WARNING, SharedClock, work
from tests.crash.tally import Tally, count, key_of

CHANNELS = 40
ZONES = ("UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin")
HOURS = (time(0, 30), time(9))
START = datetime(2026, 3, 1, 12, tzinfo=UTC)  # both clocks change within the month
SLEEP = timedelta(days=3, hours=5)
STEP = timedelta(seconds=31)  # two are longer than a lease
LONGEST_PAUSE = 0.015  # seconds of real time before a kill
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 0.04
FAR = datetime(9999, 1, 1, tzinfo=UTC)
METHODS = (*["chat.postMessage"] * 6, "chat.update", "conversations.history")


def faults(random: Random) -> Fault:
    """What Slack does wrong: before and after it counted the call."""
    broken: tuple[Fault, ...] = (
        RateLimited(random.randint(1, 40)),
        ServerError(random.choice((500, 503))),
        DroppedBefore(),
        DroppedAfter(),
        InternalErrorAfter(),
        Slow(random.uniform(0.02, 0.2)),
        Slow(random.uniform(0.02, 0.2)),
    )
    return random.choice(broken)


@dataclass(slots=True)
class Month:
    """`replicas` processes on the database at `address`; `hits` counts what a kill met."""

    address: str
    replicas: int
    kills: int
    days: int
    random: Random
    hits: Counter[str] = field(default_factory=Counter)

    def play(self) -> Tally:
        """The whole run. The tally is of all that was due until the end of its last day."""
        forking = multiprocessing.get_context("forkserver")
        forking.set_forkserver_preload(["tests.crash.replica"])
        offset = forking.RawValue("d", 0.0)  # no lock: a killed process would keep it
        clock = SharedClock(offset)
        clock.set(START)
        with LocalSlack(Workspace(clock=clock)) as slack, opened(self.address) as store:
            set_up(store, slack)
            crew = Crew(self, forking, slack, store, offset)
            try:
                crew.play()
            finally:
                crew.end()
            assert slack.workspace.problems == []
            first = START.date() + timedelta(days=1)
            days = [first + timedelta(days=n) for n in range(self.days)]
            return count(store, slack.workspace, days)


@contextmanager
def opened(address: str) -> Iterator[Store]:
    store = Store(make_engine(address))
    yield store
    store.dispose()


def set_up(store: Store, slack: LocalSlack) -> None:
    """Forty channels, each with a digest; hours lie in both halves of the day, zones apart."""
    owner = slack.workspace.add_user("ana").id
    with store.write(TEAM) as tx:
        for number in range(CHANNELS):
            channel = slack.workspace.add_channel(f"team-{number}").id
            schedule = Schedule(
                0,
                channel,
                ZONES[number % len(ZONES)],
                at=HOURS[number // len(ZONES) % len(HOURS)],
                rhythm=Rhythm.DAILY,
                owner=owner,
                created_at=START,
            )
            tx.schedules.add(schedule)


@dataclass(slots=True)
class Crew:
    """The replicas of a month that is being played."""

    month: Month
    forking: Any
    slack: LocalSlack
    store: Store
    offset: Any
    at_work: dict[str, ForkServerProcess] = field(default_factory=dict)
    started: int = 0
    warned: int = 0

    def play(self) -> None:
        random, clock = self.month.random, self.slack.workspace.clock
        last = START + timedelta(days=self.month.days + 1, hours=12)
        kills = iter(sorted(random.uniform(0, 1) for _ in range(self.month.kills)))
        coming = next(kills, None)
        asleep = START.date() + timedelta(days=self.month.days // 2 + 1)
        self.start()
        while (instant := self.next_due()) is not None and instant < last:
            clock.set(instant + timedelta(seconds=1))
            self.have_news()
            for _ in range(random.randint(0, 4)):
                self.slack.workspace.faults.add(faults(random), random.choice(METHODS))
            done = (instant - START) / (last - START)
            while coming is not None and coming <= done:
                self.kill()
                coming = next(kills, None)
            self.settle(seconds=0.4)
            if clock.now().date() == asleep and self.month.days > SLEEP.days:
                asleep = date.min
                self.sleep(SLEEP)
        self.slack.workspace.faults.clear()
        clock.set(last)
        self.settle(seconds=PATIENCE_SECONDS, swept=True)

    def start(self) -> None:
        """As many as there should be; a new process has a new name."""
        while len(self.at_work) < self.month.replicas:
            self.started += 1
            name = f"replica-{self.started}"
            token, url = self.slack.workspace.bot_token, self.slack.api_url
            process = self.forking.Process(
                target=work,
                args=(name, self.month.address, token, url, self.offset),
                daemon=True,
            )
            process.start()
            self.at_work[name] = process

    def end(self) -> None:
        for process in self.at_work.values():
            process.kill()
        for process in self.at_work.values():
            process.join(10)
        self.at_work.clear()

    def kill(self) -> None:
        """One replica, sometimes all of them at once, in the middle of whatever it does."""
        random = self.month.random
        names = [row.owner for row in self.on_the_wire()] if random.random() < 0.8 else []
        pause(random.uniform(0, LONGEST_PAUSE))
        names = [name for name in names if name in self.at_work] or list(self.at_work)
        for name in self.at_work if random.random() < 0.2 else [random.choice(names)]:
            self.at_work[name].kill()
            self.at_work[name].join(10)
            self.note(name)
        self.at_work = {name: one for name, one in self.at_work.items() if one.is_alive()}
        self.start()

    def on_the_wire(self) -> list[Delivery]:
        """What is being sent, as soon as anything is; nothing after a third of a second."""
        for _ in range(60):
            with self.store.read(TEAM) as tx:
                rows = tx.deliveries.unsettled()
            sending = [row for row in rows if row.state is DeliveryState.SENDING]
            if sending:
                return sending
            pause(0.005)
        return []

    def note(self, name: str) -> None:
        """What the dead one had on its hands."""
        with self.store.read(TEAM) as tx:
            mine = [row for row in tx.deliveries.unsettled() if row.owner == name]
        with self.slack.workspace.pulse.reading():
            there = {key_of(one) for one in self.slack.workspace.messages.every()}
        held = [row.id in there for row in mine if row.state is DeliveryState.SENDING]
        self.month.hits["idle"] += not held
        self.month.hits["claimed, not in Slack"] += held.count(False)
        self.month.hits["in Slack, not written down"] += held.count(True)

    def sleep(self, length: timedelta) -> None:
        """Nobody is at work: a machine that was off."""
        self.end()
        self.slack.workspace.clock.advance(length)
        self.start()

    def next_due(self) -> datetime | None:
        with self.store.read(TEAM) as tx:
            found: datetime | None = next_instant(
                tx.schedules.all(), self.slack.workspace.clock.now()
            )
        return found

    def have_news(self) -> None:
        """A break opens in one channel, or what was told there changes."""
        random, now = self.month.random, self.slack.workspace.clock.now()
        channel = self.slack.workspace.find_channel(f"team-{random.randrange(CHANNELS)}")
        assert channel is not None
        with self.store.write(TEAM) as tx:
            if self.warned and random.random() < 0.7:
                subject = str(random.randint(1, self.warned))
                for root in tx.deliveries.of(WARNING, subject):
                    tx.deliveries.plan(
                        kind=CHANGE,
                        subject=subject,
                        channel=root.channel,
                        slot=now.isoformat(),
                        at=now,
                    )
                return
            self.warned += 1
            tx.deliveries.plan(
                kind=WARNING, subject=str(self.warned), channel=channel.id, slot="root", at=now
            )

    def settle(self, *, seconds: float, swept: bool = False) -> None:
        """Waits until what is due is planned, then lets time go by until nothing is unsettled, or
        until real `seconds` are over."""
        for _ in range(int(PATIENCE_SECONDS / LOOK_SECONDS)):
            if not self.owes():
                break
            pause(2 * LOOK_SECONDS)
        for _ in range(int(seconds / LOOK_SECONDS)):
            pause(LOOK_SECONDS)
            with self.store.read(TEAM) as tx:
                open_rows = tx.deliveries.unsettled()
                late = tx.deliveries.to_sweep(FAR, 1)
            if not open_rows and not (swept and late):
                return
            self.slack.workspace.clock.advance(STEP)

    def owes(self) -> bool:
        """A digest is due that no replica has planned yet."""
        now = self.slack.workspace.clock.now()
        with self.store.read(TEAM) as tx:
            slots, schedules = tx.deliveries.last_slots(DIGEST), tx.schedules.all()
        for one in schedules:
            slot = slots.get(str(one.number))
            if due(one, now, sent_through=date.fromisoformat(slot) if slot else None).day:
                return True
        return False


def pause(seconds: float) -> None:
    threading.Event().wait(seconds)
