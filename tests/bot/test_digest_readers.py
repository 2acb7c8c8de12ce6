"""What readers do with a digest, and what becomes of one that nobody reads."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from bot.schedules import plan_digests
from bot.unread import REST, UNREAD
from funnel.model import (
    DeliveryState,
    Grain,
    RecordingKind,
    Segment,
    Snapshot,
)
from funnel.schedules import OnHolidays, Reaction, ReactionKind, Rhythm, Schedule
from playground.workspace import TEAM
from storage.store import Store
from tests.bot.office import Office
from tests.breaks import a_break

BEGUN = datetime(2026, 10, 1, 5, tzinfo=UTC)
DAY = timedelta(days=1)
CARTS = ("cart_starts", "add_to_cart_rate", "wish_list_adds", "engagement_rate")
TODAY = date(2026, 11, 20)


def sent_daily(store: Store, days: int, **about: object) -> Schedule:
    """A digest that went out each morning from `BEGUN` on."""
    wanted = replace(Schedule(0, "C1", "UTC", owner="UANA", created_at=BEGUN), **about)  # type: ignore[arg-type]
    with store.write(TEAM) as tx:
        schedule = tx.schedules.add(wanted)
        for number in range(days):
            at = BEGUN + number * DAY + timedelta(hours=4)
            slot = at.date().isoformat()
            tx.deliveries.plan(kind="digest", subject="1", channel="C1", slot=slot, at=at)
            row = tx.deliveries.claim("test", now=at, lease=timedelta(minutes=1))
            assert row is not None
            tx.deliveries.finish(row, DeliveryState.SENT, ts=f"{number}.1", covered_until=at)
    return schedule


def questions(store: Store) -> list[str]:
    with store.read(TEAM) as tx:
        return [row.channel for row in tx.deliveries.of(UNREAD, "1")]


def test_a_month_without_a_reaction_asks_its_owner_once(store: Store) -> None:
    sent_daily(store, 30)
    for number in range(30, 45):
        plan_digests(store, TEAM, now=BEGUN + number * DAY + timedelta(hours=4, minutes=1))
    assert questions(store) == ["UANA"]


def test_a_digest_that_somebody_reacted_to_is_not_asked_about(store: Store) -> None:
    sent_daily(store, 30)
    with store.write(TEAM) as tx:
        pressed = Reaction(1, "2026-10-20", "UBEN", ReactionKind.PRESSED, BEGUN + 20 * DAY)
        tx.reactions.add(pressed)
    plan_digests(store, TEAM, now=BEGUN + 30 * DAY + timedelta(hours=4, minutes=1))
    assert questions(store) == []


def test_a_pause_with_an_end_is_over_on_its_day(store: Store) -> None:
    until = date(2026, 10, 12)
    sent_daily(store, 5, paused="by Ana", paused_until=until)
    before = datetime(2026, 10, 11, 9, 1, tzinfo=UTC)
    assert plan_digests(store, TEAM, now=before) == 0
    assert plan_digests(store, TEAM, now=before + DAY) == 1
    with store.read(TEAM) as tx:
        slots = {row.slot: row.state for row in tx.deliveries.of("digest", "1")}
        [schedule] = tx.schedules.all()
    assert slots["2026-10-12"] is DeliveryState.PLANNED
    assert "2026-10-11" not in slots
    assert (schedule.paused, schedule.paused_until) == ("", None)


def test_a_monthly_digest_goes_round_new_year(store: Store) -> None:
    sent_daily(store, 0, rhythm=Rhythm.MONTHLY, holidays=OnHolidays.SKIP, country="DE")
    first = datetime(2027, 1, 1, 9, 1, tzinfo=UTC)
    plan_digests(store, TEAM, now=first)
    plan_digests(store, TEAM, now=first + DAY)
    with store.read(TEAM) as tx:
        newest = tx.deliveries.last_slot("digest", "1")
    assert newest == "2027-01-02"


def test_what_finds_no_room_stands_in_the_thread_and_readers_are_counted(office: Office) -> None:
    workspace = office.slack.workspace
    workspace.clock.set(datetime.combine(TODAY, datetime.min.time(), UTC) + timedelta(hours=9))
    ana = office.slack.person("ana", channel="#growth")
    runtime = office.connects(framework="journey")
    _with_breaks(office, ana.channel.id, ana.user.id)
    runtime.jobs.run_due(workspace.clock.now())

    digest, rest = office.posted(ana.channel.id)
    assert rest.thread_ts == digest.ts
    assert rest.text == "2 more changes:"
    with office.store.read(TEAM) as tx:
        [followed] = tx.deliveries.of(REST, "1")
    assert followed.state is DeliveryState.SENT

    ana.clicks("Useful")
    ana.sees("Counted as useful.", only_to=ana)
    ana.types("@funnelbot status", thread=digest)
    ana.sees("metrics have them")
    with office.store.read(TEAM) as tx:
        counts = tx.reactions.counts(1, since=BEGUN)
    wanted = (ReactionKind.USEFUL, ReactionKind.PRESSED, ReactionKind.MENTIONED)
    assert counts == dict.fromkeys(wanted, 1)


def _with_breaks(office: Office, channel: str, owner: str) -> None:
    """Four breaks of one stage, of which two find room, and a digest that is due."""
    now = office.slack.workspace.clock.now()
    days = [TODAY - (number + 1) * DAY for number in range(60)]
    rows = [Snapshot(metric, day, 50.0) for metric in CARTS for day in days]
    with office.store.write(TEAM) as tx:
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="shop.csv", author="", at=now - DAY / 8
        )
        for metric in CARTS:
            tx.breaks.add(a_break(metric, days[0]))
            tx.series.mark_judged(metric, Segment(), Grain.DAY, days[0])
        tx.schedules.add(
            Schedule(0, channel, "UTC", framework="journey", owner=owner, created_at=now - DAY / 2)
        )
