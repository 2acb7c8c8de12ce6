"""One direct message an hour: a person's digest asks about the goals that are due with it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.goal_watch import CHECK_IN
from bot.runtime import Runtime
from funnel.model import DeliveryState, Goal, Measure, Side, TargetForm
from funnel.pursuit import Plan
from funnel.schedules import Schedule
from playground.messages import Message
from playground.person import Person
from playground.render import flatten
from playground.workspace import TEAM
from tests.bot.history import record, shop
from tests.bot.office import Office

MONDAY = date(2026, 11, 16)
SUNDAY_EVENING = datetime(2026, 11, 15, 18, tzinfo=UTC)
GOAL = Goal(
    number=0,
    title="Orders to 900,000 by 31 Dec 2026",
    metric="orders",
    measure=Measure.CUMULATIVE,
    side=Side.UP,
    baseline=26_000.0,
    baseline_first=date(2025, 10, 1),
    baseline_last=date(2025, 12, 31),
    target=900_000.0,
    target_form=TargetForm.ABSOLUTE,
    target_amount=900_000.0,
    start=date(2026, 10, 1),
    deadline=date(2026, 12, 31),
    owner="",
    channel="C1",
    private=False,
    created_at=SUNDAY_EVENING - timedelta(days=45),
    plan=Plan(weekday=0, at=time(9)),
)


@pytest.fixture
def ana(office: Office) -> Person:
    office.slack.workspace.clock.set(SUNDAY_EVENING)
    record(
        office.store,
        TEAM,
        shop(date(2026, 9, 14), date(2026, 11, 14)),
        at=SUNDAY_EVENING - timedelta(hours=1),
    )
    return office.slack.person("ana", channel="#growth", tz="UTC")


@pytest.fixture
def bot(office: Office, ana: Person) -> Runtime:
    del ana
    return office.hires()


def plans(office: Office, ana: Person, *, digest: time, asked: time, quiet: bool = False) -> None:
    owner = ana.user.id
    with office.store.write(TEAM) as tx:
        plan = replace(GOAL.plan, at=asked)
        tx.goals.add(replace(GOAL, owner=owner, plan=plan), origin="1")
        tx.schedules.add(
            Schedule(
                0,
                owner,
                "UTC",
                at=digest,
                owner=owner,
                private=True,
                quiet=quiet,
                created_at=SUNDAY_EVENING,
            )
        )


def passes(office: Office, bot: Runtime, ana: Person) -> list[Message]:
    """Monday morning, with a tick after each hour that somebody chose."""
    for hour in (time(9, 1), time(9, 46), time(9, 52), time(11, 1)):
        office.slack.workspace.clock.set(datetime.combine(MONDAY, hour, UTC))
        bot.run_due()
    return [
        one
        for one in office.posted(f"D{ana.user.id[1:]}")
        if "numbers stopped" not in one.text.lower()
    ]


@pytest.mark.parametrize(
    ("digest", "asked"),
    [(time(9), time(9)), (time(9), time(9, 45)), (time(9, 45), time(9))],
    ids=["at once", "digest first", "question first"],
)
def test_a_digest_and_a_question_of_one_hour_are_one_message(
    office: Office, bot: Runtime, ana: Person, digest: time, asked: time
) -> None:
    plans(office, ana, digest=digest, asked=asked)
    [told] = passes(office, bot, ana)
    words = flatten(told.body())
    assert "Check-in: Orders to 900,000 by 31 Dec 2026." in words
    assert "Nothing new: 0 of 1 goal on track" in words
    with office.store.read(TEAM) as tx:
        [row] = tx.deliveries.of(CHECK_IN, ana.user.id)
    assert (row.state, row.code) == (DeliveryState.SKIPPED, "it stands in the digest")


def test_another_hour_is_another_message(office: Office, bot: Runtime, ana: Person) -> None:
    plans(office, ana, digest=time(9), asked=time(11))
    assert len(passes(office, bot, ana)) == 2


def test_where_the_digest_has_nothing_to_say_the_question_comes_alone(
    office: Office, bot: Runtime, ana: Person
) -> None:
    plans(office, ana, digest=time(9), asked=time(9), quiet=True)
    [told] = passes(office, bot, ana)
    assert told.text.startswith("Check-in")
    with office.store.read(TEAM) as tx:
        [digest] = tx.deliveries.of("digest", "1")
        [asked] = tx.deliveries.of(CHECK_IN, ana.user.id)
    assert (digest.code, asked.state) == ("nothing to say", DeliveryState.SENT)
