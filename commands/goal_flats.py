"""Flat days of goals: laid when a goal is set, and again whenever an event is noted or changed."""

from dataclasses import replace
from datetime import date

from commands.goal_ground import LOOK_BACK
from commands.place import Place
from commands.request import Request
from commands.views.goal_deeds import path_text
from funnel.days_off import country_of_shop
from funnel.events import Event
from funnel.goals import Ground, event_spots, quiet_holidays, with_spot
from funnel.model import Goal
from funnel.periods.calendar import DAY
from funnel.periods.holidays import holidays_between
from funnel.pursuit import Entry, EntryKind, FlatSpot
from storage.store import Tx


def with_flat_days(tx: Tx, goal: Goal, ground: Ground, place: Place) -> Goal:
    """A goal that is being set, with its events' days and the holidays on which its metric stood
    still. They stand in its path form, where its people may strike them out."""
    spots = _spots(tx, goal, ground, place, after=goal.start - DAY)
    return replace(goal, plan=replace(goal.plan, flats=(*goal.plan.flats, *spots)))


def with_later_days(tx: Tx, before: Goal, goal: Goal, ground: Ground, place: Place) -> Goal:
    """A goal that is given more time, with the flat days of the time that it gained."""
    spots = _spots(tx, goal, ground, place, after=before.deadline)
    return replace(goal, plan=replace(goal.plan, flats=(*goal.plan.flats, *spots)))


def follow_event(tx: Tx, event: Event, request: Request) -> tuple[int, ...]:
    """An event was noted, changed or taken back: open goals ask nothing on its days, if it speaks
    against them, and their histories say who made it easier. Numbers of those that got easier,
    private ones left out."""
    softened = []
    for goal in tx.goals.all():
        flats = with_spot(goal.plan.flats, event, goal)
        if goal.outcome is not None or flats == goal.plan.flats:
            continue
        changed = replace(goal, plan=replace(goal.plan, flats=flats))
        tx.goals.save(changed)
        was, now = (_words(one) for one in (goal, changed))
        softer = _days(changed) > _days(goal)
        tx.goal_history.add(
            Entry(
                goal.number,
                EntryKind.PATH,
                request.now,
                request.user,
                text="the path",
                was=was,
                now=now,
                softer=softer,
            )
        )
        if softer and not goal.private:
            softened.append(goal.number)
    return tuple(softened)


def _spots(tx: Tx, goal: Goal, ground: Ground, place: Place, *, after: date) -> list[FlatSpot]:
    first = place.today - LOOK_BACK
    country = country_of_shop(place.workspace, tx.schedules.all())
    holidays = holidays_between(country, first, goal.deadline)
    found = (*event_spots(tx.events.all(), goal), *quiet_holidays(ground, holidays))
    return [one for one in found if after < one.first <= goal.deadline]


def _days(goal: Goal) -> int:
    return sum((one.last - one.first).days + 1 for one in goal.plan.flats)


def _words(goal: Goal) -> str:
    return path_text(goal.plan.rows, goal.plan.flats).replace("\n", "; ") or "straight"
