"""One of everything that a workspace stores, with every field filled."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from funnel.alarm import Alarm
from funnel.catalogue.entries import (
    Aggregation,
    Cadence,
    Direction,
    Formula,
    GoalMode,
    Metric,
    NoiseModel,
    Term,
    Unit,
)
from funnel.dispersion import Spell
from funnel.events import Event, EventKind, EventMove
from funnel.goals.draft import GoalDraft, SavedDraft
from funnel.model import (
    Attention,
    Break,
    Deed,
    DeliveryState,
    Goal,
    Grain,
    Measure,
    Money,
    Person,
    RecordingKind,
    Segment,
    Shape,
    Side,
    Snapshot,
    TargetForm,
)
from funnel.own_benchmarks import OwnBenchmark
from funnel.pursuit import (
    CheckIns,
    Entry,
    EntryKind,
    FlatSpot,
    GoalKind,
    Moment,
    PathRow,
    Plan,
    Stated,
    Watch,
)
from funnel.reports import Answer, Report, Speaks
from funnel.schedules import Reaction, ReactionKind, Rhythm, Schedule
from storage.store import Store

NOW = datetime(2026, 11, 19, 9, 12, 30, 123456, tzinfo=UTC)
TODAY = date(2026, 11, 19)
EMAIL = Segment("channel", "email=news")

GOAL = Goal(
    0,
    "15 % more orders of Product X by March",
    metric="orders",
    measure=Measure.LEVEL,
    side=Side.UP,
    baseline=100.25,
    baseline_first=TODAY - timedelta(28),
    baseline_last=TODAY,
    target=115.29,
    target_form=TargetForm.RELATIVE,
    target_amount=15.0,
    start=TODAY,
    deadline=date(2027, 3, 31),
    owner="U_ANA",
    channel="C1",
    private=True,
    object="Product X",
    segment=EMAIL,
    action="campaigns",
    objective="grow",
    stage="decision",
    created_at=NOW,
    created_by="U_ANA",
    contributors=("U_BEN",),
    parent=3,
    plan=Plan(
        GoalKind.STAY,
        tolerance=0.8,
        rows=(PathRow(date(2027, 1, 31), 107.5), PathRow(value=110.0, rate=0.25)),
        flats=(FlatSpot(date(2026, 12, 24), date(2026, 12, 26), "closed"),),
        guard="return_rate",
        check_ins=CheckIns.MONTHLY,
        at=time(8, 30),
    ),
    watch=Watch(TODAY, found="at_risk", told="on_track", told_on=TODAY),
)

BREAK = Break(
    0,
    "cart_abandonment_rate",
    side=Side.UP,
    shape=Shape.SHIFT,
    onset=TODAY - timedelta(3),
    onset_low=TODAY - timedelta(4),
    onset_high=TODAY - timedelta(2),
    opened_on=TODAY - timedelta(1),
    last_on=TODAY,
    observed=78.4,
    expected=70.1,
    low=68.0,
    high=72.2,
    score=5.5,
    segment=EMAIL,
    attention=Attention.SNOOZED,
    attention_by="U_ANA",
    snoozed_until=NOW,
    money=Money(1200.5, 900.0, 1500.0, orders=None),
    changed_at=NOW,
)

SCHEDULE = Schedule(
    0,
    "C1",
    zone="Europe/Berlin",
    at=time(8, 30),
    rhythm=Rhythm.WEEKLY,
    weekday=2,
    stages=("decision", "action"),
    owner="U_ANA",
    created_at=NOW,
    alarm=Alarm(0.5, time(20), time(8), weekends=False, stop_anyway=False),
)
SPELL = Spell(TODAY, TODAY - timedelta(days=14), now=0.24, before=0.09, relative=True)
REPORT = Report(0, "decision", "Checkout hangs", "U_ANA", NOW, "https://x", "U_BEN", NOW, "U_BEN")

PERSON = Person("U_ANA", "Ana", zone="Europe/Berlin", is_admin=True, is_guest=False, fetched_at=NOW)

DEED = Deed(NOW, "U_ANA", action="goal_created", subject="goal 1", details={"target": [1, "x"]})

METRIC = Metric(
    key="samples_sent",
    name="Samples sent",
    definition="Parcels with a free sample.",
    unit=Unit.COUNT,
    decimals=0,
    direction=Direction.HIGHER_IS_BETTER,
    formula=Formula((Term("samples", -1),), (), scale=1.0, expression="samples"),
    over_time=Aggregation.SUM,
    across_segments=Aggregation.SUM,
    cadence=Cadence.DAILY,
    goal_mode=GoalMode.CUMULATIVE,
    noise=NoiseModel.COUNT,
    low=0.0,
    aliases=("samples",),
    stages=(("funnel", "interest"),),
    custom=True,
)


EVENT = Event(
    0,
    EventKind.CAMPAIGN,
    "Black Friday",
    first=TODAY,
    last=TODAY + timedelta(3),
    moves=(EventMove("orders", Side.UP), EventMove("cart_abandonment_rate", Side.DOWN)),
    author="U_ANA",
    created_at=NOW,
    changed_at=NOW,
    link="https://example.com/p1",
)


BENCHMARK = OwnBenchmark(0, "orders", 120.5, "Board deck", TODAY, "U_ANA", NOW, segment="mobile")


def fill(store: Store, workspace: str) -> None:
    """One of everything; the delivery is on the wire and its lease has run out by tomorrow."""
    with store.write(workspace) as tx:
        for segment in (Segment(), EMAIL):
            tx.snapshots.record(
                [[Snapshot("orders", TODAY, 5.0, segment=segment)]],
                kind=RecordingKind.LOG,
                source="slack",
                author="U_ANA",
                at=NOW,
            )
        for value in (7.0, 8.0):
            tx.snapshots.record(
                [[Snapshot("cart_starts", TODAY, value)]],
                kind=RecordingKind.LOG,
                source="slack",
                author="U_ANA",
                at=NOW,
            )
        tx.series.mark_judged("orders", Segment(), Grain.DAY, TODAY)
        tx.series.mark_conversion("add_to_cart_rate", TODAY)
        tx.spells.settle({"orders": SPELL})
        tx.metrics.save(METRIC)
        tx.goals.add(GOAL, origin="view 1")
        tx.goal_drafts.save(SavedDraft(0, "view 1", "U_ANA", NOW, GoalDraft()))
        tx.goal_history.add(Entry(1, EntryKind.NOTE, NOW, "U_ANA", "The new form is live."))
        tx.goal_history.state(Stated(1, Moment.LIVE, TODAY, 0.6, "on_track", "1"))
        tx.breaks.add(BREAK)
        tx.breaks.add(replace(BREAK, historic=True))
        tx.reports.add(REPORT, origin="view 2")
        tx.reports.add(replace(REPORT, closed_at=None, closed_by=""), origin="view 3")
        tx.reports.answer(Answer(1, "carts:2", Speaks.FOR, "It does", "U_ANA", NOW))
        tx.schedules.add(SCHEDULE)
        tx.people.save(PERSON)
        tx.audit.add(DEED)
        tx.events.add(EVENT, origin="view 1")
        tx.benchmarks.add(BENCHMARK)
        tx.dimensions.add("store", author="U_ANA", at=NOW)
        tx.seen.first_time("request 1", at=NOW)
        tx.reactions.add(Reaction(1, "today", "U_ANA", ReactionKind.USEFUL, NOW))
        told = tx.deliveries.plan(
            kind="goal_announced", subject="1", channel="C1", slot="announced", at=NOW
        )
        assert told is not None
        linked = tx.deliveries.claim("me", now=NOW, lease=timedelta(seconds=60))
        assert linked is not None
        tx.deliveries.finish(linked, DeliveryState.SENT, ts="1.1")
        tx.links.save(told.id, "https://example.com/p11")
        for slot in ("yesterday", "today", "tomorrow"):
            tx.deliveries.plan(kind="digest", subject="1", channel="C1", slot=slot, at=NOW)
        sent = tx.deliveries.claim("me", now=NOW, lease=timedelta(seconds=60))
        assert sent is not None
        tx.deliveries.finish(sent, DeliveryState.SENT, ts="1.2")
        tx.deliveries.claim("me", now=NOW, lease=timedelta(seconds=60))
