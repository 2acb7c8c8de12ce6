"""A team with 250 days of numbers, at a desk: what it types, and what the bot answers."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.request import Origin
from commands.router import Asker, answer, read
from commands.uploads import Upload
from funnel.catalogue import load
from funnel.model import (
    Break,
    Person,
    Recording,
    RecordingKind,
    Segment,
    Shape,
    Side,
    Snapshot,
)
from playground.blockkit import check_message, check_view
from playground.render import flatten
from storage.engine import make_engine
from storage.store import Store

TEAM = "T1"
NOW = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)  # a Friday
LAST_DAY = date(2026, 11, 19)
DAYS = 250
ANA, BEN, GUEST, ADMIN = "UANA", "UBEN", "UGUEST", "UADMIN"


@dataclass(frozen=True, slots=True)
class Members:
    """Who is who, as Slack would say."""

    makers: dict[str, Person] = field(default_factory=dict)  # of channels, by id
    outside_channels: bool = False

    def get(self, workspace: str, user: str) -> Person:
        del workspace
        return Person(user, user.title(), "UTC", user == ADMIN, user == GUEST, NOW)

    def creator(self, channel: str) -> Person | None:
        return self.makers.get(channel)


class NoFiles:
    """At the desk nobody fetches files: what is asked for stays undone."""

    def preview(self, workspace: str, upload: Upload) -> None: ...
    def store(self, workspace: str, upload: Upload, *, key: str) -> None: ...
    def drop(self, upload: Upload) -> None: ...
    def undo(self, workspace: str, user: str, recording: Recording) -> None: ...
    def export(self, workspace: str, user: str) -> None: ...


@dataclass
class Desk:
    """Types words as a person and gives back what a verb said, refused by no rule of Slack."""

    store: Store
    now: datetime = NOW
    woken: list[str] = field(default_factory=list)
    makers: dict[str, Person] = field(default_factory=dict)  # of channels, by id
    outside_channels: bool = False

    @property
    def deps(self) -> Deps:
        return Deps(
            store=self.store,
            clock=lambda: self.now,
            people=Members(self.makers),
            catalogue=load(),
            wake=lambda: self.woken.append("woken"),
            files=NoFiles(),
            bot_user="U0BOT",
            version="0.1.0",
            outside_channels=self.outside_channels,
        )

    def asks(
        self,
        text: str,
        user: str = ANA,
        *,
        channel: str = "C1",
        origin: Origin = Origin.SLASH,
        private: bool = False,
        key: str = "",
    ) -> Message | Modal:
        asker = Asker(TEAM, user, channel, origin, self.now, private=private, key=key)
        result = answer(read(text, asker, deps=self.deps), self.deps)
        accepted(result)
        return result

    def reads(self, text: str, user: str = ANA, **where: Any) -> str:
        """All words of the answer, cells and buttons too."""
        result = self.asks(text, user, **where)
        return flatten(accepted(result))

    def counts_by(self, **settings: Any) -> None:
        """The workspace's own week, fiscal year or country."""
        with self.store.write(TEAM) as tx:
            tx.workspace.save(replace(tx.workspace.get(), **settings))

    def records(self, metric: str, values: dict[date, float], **parts: Any) -> None:
        """Numbers that are there already, from an import of nobody."""
        rows = [Snapshot(metric, day, value, **parts) for day, value in values.items()]
        with self.store.write(TEAM) as tx:
            tx.snapshots.record(
                [rows],
                kind=RecordingKind.IMPORT,
                source="shop.csv",
                author="",
                at=self.now - timedelta(hours=3),
            )


def accepted(result: Message | Modal) -> dict[str, Any]:
    """The payload, after the local Slack looked at it."""
    match result:
        case Message():
            payload = result.payload()
            problems = check_message(payload)
        case Modal():
            payload = result.sealed()
            problems = check_view(payload, payload["type"])
    assert problems == []
    return payload


@pytest.fixture
def new_desk(empty_database: Path, tmp_path: Path) -> Iterator[Desk]:
    """A workspace that has nothing yet."""
    path = tmp_path / "record.db"
    shutil.copyfile(empty_database, path)
    engine = make_engine(f"sqlite:///{path}")
    yield Desk(Store(engine))
    engine.dispose()


@pytest.fixture
def desk(new_desk: Desk, history: Callable[[Desk], None]) -> Desk:
    """A workspace with a history; carts leak since 4 November."""
    history(new_desk)
    return new_desk


@pytest.fixture(scope="session")
def history() -> Callable[[Desk], None]:
    rows = _rows()

    def fill(desk: Desk) -> None:
        with desk.store.write(TEAM) as tx:
            tx.snapshots.record(
                [rows],
                kind=RecordingKind.IMPORT,
                source="shop.csv",
                author="",
                at=NOW - timedelta(hours=3),
            )

    return fill


@pytest.fixture
def broken_desk(desk: Desk) -> Desk:
    """The same, and the leak is an open break."""
    with desk.store.write(TEAM) as tx:
        tx.breaks.add(carts_break())
    return desk


def carts_break() -> Break:
    return Break(
        number=0,
        metric="cart_abandonment_rate",
        side=Side.UP,
        shape=Shape.SHIFT,
        onset=date(2026, 11, 4),
        onset_low=date(2026, 11, 2),
        onset_high=date(2026, 11, 6),
        opened_on=date(2026, 11, 5),
        last_on=LAST_DAY,
        observed=76.4,
        expected=71.2,
        low=69.0,
        high=73.3,
        score=6.0,
    )


def _rows() -> list[Snapshot]:
    """Quiet weekly rhythm with seeded noise; ratios carry their parts."""
    noise = np.random.default_rng(7)
    rows: list[Snapshot] = []
    for back in range(DAYS):
        day = LAST_DAY - timedelta(days=back)
        weekend = 0.8 if day.weekday() >= 5 else 1.0
        sessions = round(40_000 * weekend * noise.normal(1, 0.02))
        carts = round(sessions * 0.08)
        share = 0.76 if day >= date(2026, 11, 4) else 0.712
        left = round(carts * share * noise.normal(1, 0.005))
        orders = carts - left
        rows += [
            Snapshot("sessions", day, float(sessions)),
            _ratio("cart_abandonment_rate", day, left, carts),
            _ratio("click_through_rate", day, round(sessions * 0.029), sessions),
            Snapshot("orders", day, float(orders)),
            replace(
                Snapshot("sessions", day, float(round(sessions * 0.6))),
                segment=Segment("device", "mobile"),
            ),
            replace(
                Snapshot("sessions", day, float(sessions - round(sessions * 0.6))),
                segment=Segment("device", "desktop"),
            ),
        ]
    return rows


def _ratio(metric: str, day: date, top: float, bottom: float) -> Snapshot:
    return Snapshot(metric, day, 100.0 * top / bottom, float(top), float(bottom))
