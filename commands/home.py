"""App Home: published when a person opens it."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from commands.blocks import Modal, escape, link
from commands.deps import Deps
from commands.goal_ground import ground_of_goal, progress_of
from commands.installation import workspace_of
from commands.message_links import break_links, goal_links
from commands.place import Place, place_of
from commands.readings import all_readings
from commands.request import Origin, Request
from commands.router import VERBS
from commands.views.goal_history import draft_name
from commands.views.goal_words import state_cell
from commands.views.home import HomeFacts, Line, home
from commands.views.schedule import rhythm_words
from commands.views.verdict import be, coverage, journey_verdict, named, since, title
from funnel.catalogue.entries import Metric
from funnel.errors import NotAllowed
from funnel.freshness import Fresh
from funnel.goals import falls_on
from funnel.incidents import told_breaks
from funnel.model import (
    Attention,
    Break,
    Goal,
    GoalState,
)
from funnel.periods import format_day
from funnel.periods.calendar import DAY
from funnel.schedules import Schedule
from funnel.smart_odds import percent
from funnel.status import JourneyStatus, Reading, journey_status, open_first
from storage.store import Tx

_BEHIND = (Fresh.LATE, Fresh.STOPPED)


def handle_home_opened(
    event: Mapping[str, Any], client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """The whole view is drawn anew each time; the messages tab is none of its business."""
    if event.get("tab", "home") != "home":
        return
    request = Request(
        workspace=workspace_of(context),
        user=event["user"],
        channel="",
        origin=Origin.HOME,
        verb="home",
        args="",
        now=deps.clock(),
        private=True,
    )
    view = home_of(request, deps).sealed()
    context["after_ack"] = partial(client.views_publish, user_id=request.user, view=view)


def home_of(request: Request, deps: Deps) -> Modal:
    """The person's Home. Raises NotAllowed for people from outside."""
    if deps.people.get(request.workspace, request.user).is_guest:
        raise NotAllowed("Numbers here are for full members of the workspace.", "")
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        readings = all_readings(tx, place)
        return Modal(home(_facts(tx, readings, request, place)))


def _facts(tx: Tx, readings: Mapping[str, Reading], request: Request, place: Place) -> HomeFacts:
    whole = _journey(readings, place)
    mine = [goal for goal in tx.goals.all() if request.user in (goal.owner, *goal.contributors)]
    links = goal_links(tx, [goal.number for goal in mine])
    sentence, reach = "No numbers yet. Log one or import a file to begin.", ""
    if readings:
        sentence = journey_verdict(whole.stages, whole.verdict, place.style)
        reach = coverage(whole.verdict, place.style)
    return HomeFacts(
        sentence=sentence,
        coverage=reach,
        waiting=_waiting(tx, readings, mine, request, place),
        goals=tuple(_goal(tx, goal, place, links.get(goal.number, "")) for goal in mine),
        digests=tuple(_digest(one) for one in tx.schedules.all() if _may_see(one, request)),
        can_set_goals="goal" in VERBS,
    )


def _journey(readings: Mapping[str, Reading], place: Place) -> JourneyStatus:
    metrics = {metric.key: metric for metric in place.catalogue.metrics}
    stages = place.catalogue.stages(place.workspace.framework)
    return journey_status(stages, readings, metrics=metrics)


def _waiting(
    tx: Tx,
    readings: Mapping[str, Reading],
    mine: Sequence[Goal],
    request: Request,
    place: Place,
) -> tuple[Line, ...]:
    """Breaks that nobody took, most money first, then numbers that this person logs and that are
    behind, goals that have ended, and drafts."""
    new = [
        one
        for one in open_first(told_breaks(tx.breaks.open()))
        if one.attention is Attention.NEW and place.catalogue.has_metric(one.metric)
    ]
    links = break_links(tx, [one.number for one in new], here="")
    lines = [
        Line(
            _break_words(one, place.catalogue.metric(one.metric), links.get(one.number, "")),
            "Open",
            f"break {one.number}",
        )
        for one in new
    ]
    authors = {state.metric: state.author for state in tx.series.totals()}
    lines += [
        Line(
            f"{escape(title(reading.metric))}: numbers {reading.fresh.words}.", "Log", f"log {key}"
        )
        for key, reading in readings.items()
        if reading.fresh.state in _BEHIND and authors.get(key) == request.user
    ]
    lines += [
        Line(
            f"Goal {goal.number} has ended: {escape(goal.title)}. What did it teach?",
            "Close it",
            f"goal {goal.number} close",
        )
        for goal in mine
        if goal.outcome is not None
    ]
    drafts = [one for one in tx.goal_drafts.of_author(request.user) if not one.goal]
    lines += [
        Line(f"Draft goal: {escape(draft_name(one))}", "Continue", f"goal draft {one.number}")
        for one in drafts[:3]
    ]
    return tuple(lines)


def _break_words(one: Break, metric: Metric, url: str) -> str:
    what = f"{escape(named(metric))} {be(metric)} worse than usual"
    return f"{_linked(f'Break #{one.number}', url)}: {what} {since(one)}."


def _linked(words: str, url: str) -> str:
    """Leads to the message about it, where that is known."""
    return link(url, words) if url else words


def _goal(tx: Tx, goal: Goal, place: Place, url: str) -> Line:
    ground = ground_of_goal(tx, goal, place)
    now = progress_of(goal, ground, place) if ground else None
    words = f"{_linked(escape(goal.title), url)} · {state_cell(goal, now)}"
    if now and now.chance is not None and now.outcome is None:
        words += f" · {percent(now.chance)} chance"
    left = (goal.deadline - place.today).days
    asked = _next_check_in(goal, place.today)
    return Line(f"{words}{_left(left)}{asked}", "Open", f"goal {goal.number}")


def _next_check_in(goal: Goal, today: date) -> str:
    """ " · check-in Mon 23 Nov", empty when none is to come."""
    if goal.outcome is not None or goal.state is GoalState.PAUSED:
        return ""
    coming = (max(today, goal.start) + turn * DAY for turn in range(1, 36))
    day = next((day for day in coming if day <= goal.deadline and falls_on(goal, day)), None)
    return f" · check-in {format_day(day, today=today)}" if day else ""


def _left(days: int) -> str:
    if days < 0:
        return ""
    return " · ends today" if days == 0 else f" · {days} day{'' if days == 1 else 's'} left"


def _digest(one: Schedule) -> Line:
    paused = f" · paused: {escape(one.paused)}" if one.paused else ""
    if one.personal:
        return Line(f"By message to you · {rhythm_words(one)}, {one.zone}{paused}")
    return Line(f"<#{one.channel}> · {rhythm_words(one)}, {one.zone}{paused}")


def _may_see(one: Schedule, request: Request) -> bool:
    return not one.private or one.owner == request.user
