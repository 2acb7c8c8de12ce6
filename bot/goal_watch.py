"""Goals that live by themselves: judged once for each new mature period, check-ins asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from commands.goal_ground import ground_of_goal, progress_of
from commands.goal_news import CHANGED, ENDED, MET, tell
from commands.place import Place
from commands.readings import day_of
from funnel.catalogue import Catalogue
from funnel.forecast import METHOD
from funnel.goals import Ground, Progress, falls_on, is_to_tell, settle_state
from funnel.model import Goal, GoalState, Grain, Segment
from funnel.periods import local_date, mature_through
from funnel.periods.zones import instant_of
from funnel.pursuit import Entry, EntryKind, Moment, Stated
from storage.store import Store, Tx

CHECK_IN, ORPHANED = "goal_check_in", "goal_orphaned"
JUST_DONE = timedelta(days=2)
"""Who set the goal or checked in so recently is not asked."""

LATEST = timedelta(hours=12)
_SHARES = ((Moment.QUARTER, 0.25), (Moment.HALF, 0.5), (Moment.LATE, 0.75))


@dataclass(frozen=True, slots=True)
class Judged:
    """A goal with what its newest numbers say. `was` is the goal as it was read."""

    was: Goal
    goal: Goal
    now: Progress
    ground: Ground


@dataclass(frozen=True, slots=True)
class _News:
    """The newest period of each series, so that nothing is read where nothing is new."""

    last: Mapping[tuple[str, Segment], date]

    def of(self, goal: Goal, place: Place) -> bool:
        """Whether a period may have become mature since the goal was judged."""
        if goal.watch.through is None:
            return True
        metric = place.catalogue.metric(goal.metric)
        zone = place.workspace.zone
        through = mature_through(metric.maturity_lag_days, place.now, zone)
        if through >= goal.deadline:
            return True
        last = self.last.get((goal.metric, goal.segment))
        return last is None or min(day_of(last), through) > goal.watch.through


def judge_goals(store: Store, workspace: str, catalogue: Catalogue, *, now: datetime) -> int:
    """Judge every open goal that has a new mature period; how many had one."""
    with store.read(workspace) as tx:
        place = Place(tx.workspace.get(), catalogue.with_metrics(tx.metrics.all()), now)
        news = _News({(one.metric, one.segment): one.last for one in tx.series.all()})
        goals = tx.goals.all()
        found = [one for goal in goals if (one := _judge(tx, goal, place, news)) is not None]
    if found:
        with store.write(workspace) as tx:
            for one in found:
                _store(tx, one, now)
    return len(found)


def plan_check_ins(store: Store, workspace: str, *, now: datetime) -> int:
    """One direct message for each owner whose hour has come today; how many were new."""
    with store.read(workspace) as tx:
        due = {
            (goal.owner, day): None
            for goal in tx.goals.all()
            if (day := check_in_day(goal, zone_of(tx, goal.owner), now)) is not None
        }
        known = {(owner, day) for owner, day in due if _asked(tx, owner, day)}
    new = [one for one in due if one not in known]
    if not new:
        return 0
    with store.write(workspace) as tx:
        for owner, day in new:
            tx.deliveries.plan(
                kind=CHECK_IN, subject=owner, channel=owner, slot=day.isoformat(), at=now
            )
    return len(new)


def next_check_in(tx: Tx, now: datetime) -> datetime | None:
    """The next instant at which an owner is asked; None within two months."""
    coming = (_coming(goal, zone_of(tx, goal.owner), now) for goal in tx.goals.all())
    return min((at for at in coming if at is not None), default=None)


def _coming(goal: Goal, zone: str, now: datetime) -> datetime | None:
    if not _is_live(goal) or not goal.owner:
        return None
    today = local_date(now, zone)
    for turn in range(63):
        day = today + timedelta(days=turn)
        if goal.start < day <= goal.deadline and falls_on(goal, day):
            at = instant_of(day, goal.plan.at, zone)
            if at > now:
                return at
    return None


def check_in_day(goal: Goal, zone: str, now: datetime) -> date | None:
    """The owner's date if the goal's check-in is due there now: its hour has come, at most 12
    hours ago."""
    if not _is_live(goal) or not goal.owner:
        return None
    today = local_date(now, zone)
    if not goal.start < today <= goal.deadline or not falls_on(goal, today):
        return None
    waited = now - instant_of(today, goal.plan.at, zone)
    return today if timedelta(0) <= waited < LATEST else None


def zone_of(tx: Tx, user: str) -> str:
    """A person's own, else the reporting zone."""
    person = tx.people.get(user)
    return person.zone if person is not None else tx.workspace.get().zone


def asked_for(tx: Tx, owner: str, day: date, now: datetime) -> tuple[Goal, ...]:
    """The goals that an owner is asked about on a day: those not just spoken about."""
    mine = (goal for goal in tx.goals.all() if goal.owner == owner and _is_live(goal))
    return tuple(
        goal
        for goal in mine
        if goal.start < day <= goal.deadline
        and falls_on(goal, day)
        and not _just_done(tx, goal, now)
    )


def ask_helpers(tx: Tx, owner: str, now: datetime) -> None:
    """An owner who cannot be reached: contributors, else the channel, are asked to take over."""
    for goal in tx.goals.all():
        if goal.owner != owner:
            continue
        for channel in goal.contributors or ((goal.channel,) if goal.channel else ()):
            tx.deliveries.plan(
                kind=ORPHANED, subject=str(goal.number), channel=channel, slot=goal.owner, at=now
            )


def _judge(tx: Tx, goal: Goal, place: Place, news: "_News") -> Judged | None:
    if not place.catalogue.has_metric(goal.metric):
        return None
    if goal.outcome is not None or goal.state is GoalState.PAUSED or not news.of(goal, place):
        return None
    ground = ground_of_goal(tx, goal, place)
    if ground is None or ground.newest is None or goal.start > ground.newest:
        return None
    over = ground.through >= goal.deadline
    as_of = min(ground.newest, goal.deadline)
    if goal.watch.through is not None and as_of <= goal.watch.through and not over:
        return None
    now = progress_of(goal, ground, place)
    if now.judged is None or (now.state is GoalState.WAITING and not over):
        return None
    grain = Grain.WEEK if now.stay else ground.series.grain  # a bound is judged by the week
    settled = settle_state(goal, now.judged, on=as_of, grain=grain)
    if now.outcome is not None:
        settled = replace(settled, outcome=now.outcome)
    return Judged(goal, settled, now, ground)


def _store(tx: Tx, one: Judged, now: datetime) -> None:
    """What was judged, unless the goal was changed meanwhile."""
    if tx.goals.get(one.was.number) != one.was:
        return
    goal = one.goal
    if goal.state is not one.was.state:
        tx.goal_history.add(
            Entry(
                goal.number,
                EntryKind.STATE,
                now,
                was=one.was.state.value,
                now=goal.state.value,
            )
        )
    _state_moment(tx, one)
    goal = _tell(tx, goal, one, now)
    tx.goals.save(goal)


def _tell(tx: Tx, goal: Goal, one: Judged, now: datetime) -> Goal:
    """Plans what people should hear; the goal with what they were told."""
    if goal.outcome is not None:
        tell(tx, goal, ENDED, slot=goal.outcome.value, now=now)
        return goal
    if one.now.met and one.now.stay is None:
        tell(tx, goal, MET, slot="met", now=now)
    today = one.ground.today
    watch = goal.watch
    if is_to_tell(goal, today):
        slot = f"{watch.told}>{goal.state.value}@{today.isoformat()}"
        tell(tx, goal, CHANGED, slot=slot, now=now)
        watch = replace(watch, told=goal.state.value, told_on=today)
    elif not watch.told:
        watch = replace(watch, told=goal.state.value)
    return replace(goal, watch=watch)


def _state_moment(tx: Tx, one: Judged) -> None:
    """The newest of the moments that has come; one that was missed is not made up afterwards."""
    goal, chance = one.goal, one.now.chance
    if chance is None or goal.outcome is not None:
        return
    lived = (one.ground.today - goal.start).days / max((goal.deadline - goal.start).days, 1)
    come = [moment for moment, share in _SHARES if lived >= share]
    if come:
        tx.goal_history.state(
            Stated(goal.number, come[-1], one.ground.today, chance, goal.state.value, METHOD)
        )


def _is_live(goal: Goal) -> bool:
    return goal.outcome is None and goal.state is not GoalState.PAUSED


def _just_done(tx: Tx, goal: Goal, now: datetime) -> bool:
    if goal.created_at is not None and now - goal.created_at < JUST_DONE:
        return True
    said = tx.goal_history.of(goal.number, (EntryKind.CHECK_IN,))
    return bool(said) and now - said[0].at < JUST_DONE


def _asked(tx: Tx, owner: str, day: date) -> bool:
    return any(row.slot == day.isoformat() for row in tx.deliveries.of(CHECK_IN, owner))
