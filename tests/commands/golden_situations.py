"""The twenty mornings whose digests are kept as text and as pictures."""

from datetime import date, time, timedelta

from funnel.dispersion import Spell
from funnel.events import Event, EventKind, EventMove
from funnel.model import (
    TOTAL,
    Attention,
    BreakEnd,
    Condition,
    DeliveryState,
    Goal,
    GoalOutcome,
    Grain,
    RecordingKind,
    Side,
    Snapshot,
)
from funnel.schedules import OnHolidays, Rhythm, Tone
from storage.periods import period_text
from storage.snapshot_tables import SNAPSHOT
from storage.store import Tx
from tests.commands.golden_shop import (
    ANA,
    BEN,
    DAY,
    FRIDAY,
    ONSET,
    SHIFTED,
    Situation,
    at,
    carts,
    goal,
)

MONDAY, DECEMBER = date(2026, 11, 23), date(2026, 12, 1)
SUPPORT = (
    "contact_rate",
    "first_response_time",
    "average_handle_time",
    "first_contact_resolution",
    "resolution_time",
)


def two_goals(tx: Tx) -> None:
    tx.goals.add(goal(title="Repeat purchases to 27%", baseline=26.0, target=27.0), origin="1")
    tx.goals.add(_faster(deadline=date(2027, 3, 31)), origin="2")


def opened_today(tx: Tx) -> None:
    _opened(tx, FRIDAY)


def grown_today(tx: Tx) -> None:
    _opened(tx, date(2026, 11, 12), attention=Attention.ACKNOWLEDGED, attention_by=ANA)
    slot = "worsened@2026-11-19"
    when = at(FRIDAY, time(7))
    tx.deliveries.plan(kind="break_changed", subject="1", channel="C1", slot=slot, at=when)


def still_open(tx: Tx) -> None:
    _opened(tx, date(2026, 11, 12), attention=Attention.ACKNOWLEDGED, attention_by=ANA)


def recovered(tx: Tx) -> None:
    _recovered(tx, FRIDAY - timedelta(days=1), told=FRIDAY)


def december(tx: Tx) -> None:
    two_goals(tx)
    tx.goals.add(goal(), origin="3")
    _recovered(tx, date(2026, 11, 24))


def new_normal(tx: Tx) -> None:
    found = carts(
        condition=Condition.CLOSED,
        ended=BreakEnd.NEW_NORMAL,
        closed_on=date(2026, 11, 19),
        money=None,
    )
    tx.breaks.add(found)


def unsteady(tx: Tx) -> None:
    """Sessions came above and below their usual day by turns, since the fourth of November."""
    came, scope = tx.snapshots.series("sessions", first=ONSET), tx.snapshots.scope
    for day, value in zip(came.starts.tolist(), came.values.tolist(), strict=True):
        mine = scope.update(SNAPSHOT).where(
            SNAPSHOT.c.metric == "sessions",
            SNAPSHOT.c.segment == str(TOTAL),
            SNAPSHOT.c.period == period_text(day, Grain.DAY),
        )
        share = (1.3, 0.72, 1.22, 0.75, 1.05)[day.day % 5]
        scope.connection.execute(mine.values(value=round(value * share)))
    spell = Spell(FRIDAY - 3 * DAY, ONSET, now=0.24, before=0.03, relative=True)
    tx.spells.settle({"sessions": spell})


def restated(tx: Tx) -> None:
    """Ben sent the first week of November again: refunds came off two days."""
    before = tx.snapshots.series("sales_revenue", first=date(2026, 11, 3), last=date(2026, 11, 4))
    rows = [
        Snapshot("sales_revenue", day, round(value * share, 2))
        for day, value, share in zip(
            before.starts.tolist(), before.values.tolist(), (0.94, 0.97), strict=True
        )
    ]
    tx.snapshots.record(
        [rows],
        kind=RecordingKind.IMPORT,
        source="refunds.csv",
        author=BEN,
        at=at(FRIDAY, time(8)),
    )


def reached(tx: Tx) -> None:
    done = _faster(outcome=GoalOutcome.REACHED, closed_at=at(FRIDAY, time(7)))
    tx.goals.add(done, origin="1")


def ends_soon(tx: Tx) -> None:
    tx.goals.add(goal(deadline=date(2026, 11, 27)), origin="1")


def campaign(tx: Tx) -> None:
    noted = Event(
        0,
        EventKind.CAMPAIGN,
        "Early Black Friday",
        date(2026, 11, 20),
        date(2026, 11, 30),
        (EventMove("sessions", Side.UP), EventMove("sales_revenue", Side.UP)),
        author=ANA,
        created_at=at(FRIDAY, time(8)),
    )
    tx.events.add(noted, origin="1")


def mine(tx: Tx) -> None:
    two_goals(tx)
    tx.goals.add(
        goal(title="Cart abandonment under 68%", metric="cart_abandonment_rate", side=Side.DOWN,
             baseline=70.6, target=68.0),
        origin="3",
    )  # fmt: skip
    _opened(tx, FRIDAY)


def _faster(**about: object) -> Goal:
    return goal(
        title="First response under 3 h",
        metric="first_response_time",
        side=Side.DOWN,
        baseline=14_400.0,
        target=10_800.0,
        **about,
    )


def _opened(tx: Tx, told: date, **about: object) -> None:
    found = tx.breaks.add(carts(**about))
    number, when = str(found.number), at(told, time(7))
    tx.deliveries.plan(kind="break_opened", subject=number, channel="C1", slot="root", at=when)
    posted = tx.deliveries.claim("bot", now=when, lease=timedelta(minutes=1))
    if posted is None:
        raise LookupError(number)
    tx.deliveries.finish(posted, DeliveryState.SENT, ts="1794812400.000100")
    tx.links.save(posted.id, "https://local.slack.com/archives/C1/p1794812400000100")


def _recovered(tx: Tx, when: date, told: date | None = None) -> None:
    found = carts(
        condition=Condition.CLOSED,
        ended=BreakEnd.RECOVERED,
        opened_on=date(2026, 11, 5),
        closed_on=when,
        changed_at=at(told or when, time(7)),
    )
    tx.breaks.add(found)


WEEKDAYS = {"rhythm": Rhythm.WEEKDAYS}
WEEKLY = {"rhythm": Rhythm.WEEKLY}
SITUATIONS = (
    Situation("quiet-day", add=two_goals),
    Situation("break-opened", base=SHIFTED, add=opened_today),
    Situation("break-grew", base=SHIFTED, add=grown_today),
    Situation("break-still-open", base=SHIFTED, add=still_open),
    Situation("recovered", add=recovered),
    Situation("new-normal", base=SHIFTED, add=new_normal),
    Situation("goal-reached", add=reached),
    Situation("goal-ends-behind", add=ends_soon),
    Situation("stale-feed", since=date(2026, 11, 18), missing=SUPPORT),
    Situation("all-missing", missing=("*",), hour=time(12)),
    Situation("restated", add=restated),
    Situation("unsteady", add=unsteady),
    Situation("first-day", base=SHIFTED, since=None, add=still_open),
    Situation(
        "after-holidays",
        morning=date(2026, 12, 28),
        since=date(2026, 12, 24),
        schedule=WEEKDAYS | {"holidays": OnHolidays.SKIP, "country": "DE"},
    ),
    Situation(
        "holiday-marked",
        morning=date(2026, 11, 27),
        since=date(2026, 11, 26),
        schedule={"holidays": OnHolidays.MARK, "country": "US"},
    ),
    Situation("monday", morning=MONDAY, since=FRIDAY, schedule=WEEKDAYS, add=two_goals),
    Situation("weekly", morning=MONDAY, since=date(2026, 11, 16), schedule=WEEKLY),
    Situation(
        "weekly-broken",
        morning=MONDAY,
        base=SHIFTED,
        since=date(2026, 11, 16),
        schedule=WEEKLY,
        add=opened_today,
    ),
    Situation(
        "monthly",
        morning=DECEMBER,
        since=date(2026, 11, 1),
        schedule={"rhythm": Rhythm.MONTHLY},
        add=december,
    ),
    Situation("event-begun", add=campaign),
    Situation("short", base=SHIFTED, schedule={"tone": Tone.SHORT}, add=opened_today),
    Situation(
        "personal",
        base=SHIFTED,
        schedule={"channel": ANA, "private": True, "quiet": True},
        add=mine,
    ),
    Situation("late", base=SHIFTED, hour=time(13, 10), add=opened_today),
)
