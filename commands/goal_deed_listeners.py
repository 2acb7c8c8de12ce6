"""Forms about live goals, sent: check-in, note, path, hand over, close; the message shortcut."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from commands.blocks import Modal
from commands.deps import Deps
from commands.goal_ground import ground_of_goal
from commands.goal_path_words import read_path
from commands.installation import workspace_of
from commands.place import place_of
from commands.request import Origin, Request
from commands.verbs.goal_deeds import add_note, change_owner, close_as
from commands.verbs.goal_rights import may_change, may_see
from commands.views.goal_deeds import (
    add_to_goal_view,
    goal_of,
    path_text,
    person_of,
    picked,
    text_of,
)
from commands.views.goal_form import saved_view
from funnel.errors import BadGoal, UnknownNumber
from funnel.events import Event, EventKind, EventMove
from funnel.goals import is_softer, path_knots, planned_path
from funnel.model import Deed, Goal, GoalOutcome
from funnel.periods import local_date
from funnel.pursuit import Entry, EntryKind
from storage.store import Tx

Payload = Mapping[str, Any]


def handle_check_in(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    request = _request(body, context, deps)
    with deps.store.write(request.workspace) as tx:
        goal = _changeable(tx, view, request, deps)
        if tx.seen.first_time(f"check_in:{view['id']}", at=request.now):
            entry = Entry(
                goal.number,
                EntryKind.CHECK_IN,
                request.now,
                request.user,
                text=text_of(view),
                confidence=int(picked(view, "confidence")),
            )
            tx.goal_history.add(entry)
            details = {"confidence": entry.confidence}
            tx.audit.add(
                Deed(request.now, request.user, "goal_checked_in", str(goal.number), details)
            )
        adjusted = _adjusted(tx, goal, view, request)
    words = [f"Checked in on goal {goal.number}: {goal.title}."]
    if adjusted is not None:
        words.append(f'"{adjusted.title}" is event #{adjusted.number} of today.')
    _say(ack, "Checked in", words)


def _adjusted(tx: Tx, goal: Goal, view: Payload, request: Request) -> Event | None:
    """What was changed for the goal, as an event of its metric; the same form stores it once."""
    title = text_of(view, "adjustment")
    if not title:
        return None
    today = local_date(request.now, tx.workspace.get().zone)
    event = Event(
        0,
        EventKind.ADJUSTMENT,
        title,
        today,
        today,
        (EventMove(goal.metric, goal.side),),
        author=request.user,
        created_at=request.now,
        changed_at=request.now,
        goal=goal.number,
    )
    stored = tx.events.add(event, origin=f"check_in:{view['id']}")
    details = {"goal": goal.number, "title": title}
    tx.audit.add(Deed(request.now, request.user, "event_noted", str(stored.number), details))
    return stored


def handle_note(ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps) -> None:
    request = replace(_request(body, context, deps), key=view["id"])
    with deps.store.write(request.workspace) as tx:
        goal = _goal(tx, view)
        add_note(tx, goal, text_of(view), request)
    _say(ack, "Noted", [f"Noted on goal {goal.number}: {goal.title}."])


def handle_path(ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps) -> None:
    """Raises BadGoal for a line that cannot be read or a row that cannot be."""
    request = _request(body, context, deps)
    with deps.store.write(request.workspace) as tx:
        goal = _changeable(tx, view, request, deps)
        place = place_of(tx, request, deps)
        ground = ground_of_goal(tx, goal, place)
        if ground is None:
            raise BadGoal({"path": "The metric of this goal is gone."})
        rows, flats = read_path(text_of(view, "path"), today=place.today, ground=ground)
        changed = replace(goal, plan=replace(goal.plan, rows=rows, flats=flats))
        path_knots(changed)
        softer = is_softer(planned_path(goal, ground), planned_path(changed, ground), goal.side)
        was, now = path_text(goal.plan.rows, goal.plan.flats), path_text(rows, flats)
        tx.goals.save(changed)
        tx.goal_history.add(
            Entry(
                goal.number,
                EntryKind.PATH,
                request.now,
                request.user,
                text="the path",
                was=was.replace("\n", "; ") or "straight",
                now=now.replace("\n", "; ") or "straight",
                softer=softer,
            )
        )
        details = {"path": [was, now], "softer": softer}
        tx.audit.add(Deed(request.now, request.user, "goal_path", str(goal.number), details))
    words = [f"The path of goal {goal.number} is saved."]
    words += ["It asks for less than before on some days, and the goal shows that."] * softer
    _say(ack, "Path saved", words)


def handle_hand_over(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    request = _request(body, context, deps)
    owner = person_of(view)
    if not owner:
        raise BadGoal({"owner": "Choose one person."})
    with deps.store.write(request.workspace) as tx:
        goal = change_owner(tx, _changeable(tx, view, request, deps), owner, request)
    _say(ack, "Handed over", [f"Goal {goal.number} is handed over: {goal.title}."])


def handle_close(ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps) -> None:
    request = _request(body, context, deps)
    with deps.store.write(request.workspace) as tx:
        goal = _changeable(tx, view, request, deps)
        if goal.closed_at is None:
            said = picked(view, "outcome") or (goal.outcome or GoalOutcome.DROPPED)
            goal = close_as(tx, goal, GoalOutcome(said), text_of(view), request)
    result = (goal.outcome or GoalOutcome.DROPPED).value
    _say(ack, "Goal closed", [f"Goal {goal.number} is closed: {result}.", goal.title])


def handle_add_to_goal(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """A message becomes a note of a goal that its channel may see."""
    request = _request(body, context, deps)
    with deps.store.read(request.workspace) as tx:
        goals = [goal for goal in tx.goals.all() if may_see(goal, request)]
    words = (body.get("message") or {}).get("text", "")[:1900]
    if goals:
        view = add_to_goal_view(goals, words)
    else:
        view = saved_view("Add to goal", ["No goals yet.", "Set the first: /funnel goal new"])
    client.views_open(trigger_id=body["trigger_id"], view=Modal(view).sealed())
    ack()


def _goal(tx: Tx, view: Payload) -> Goal:
    """A goal's own forms come from where it may be seen; the shortcut's list held only those."""
    found = tx.goals.get(goal_of(view))
    if found is None:
        raise UnknownNumber("That goal is gone.", "See what is there: `/funnel goals`.")
    return found


def _changeable(tx: Tx, view: Payload, request: Request, deps: Deps) -> Goal:
    """Raises NotAllowed for people outside the goal."""
    goal = _goal(tx, view)
    may_change(goal, deps.people.get(request.workspace, request.user))
    return goal


def _request(body: Payload, context: BoltContext, deps: Deps) -> Request:
    channel = (body.get("channel") or {}).get("id", "")
    return Request(
        workspace=workspace_of(context),
        user=body["user"]["id"],
        channel=channel,
        origin=Origin.BUTTON,
        verb="goal",
        args="",
        now=deps.clock(),
        key=body.get("trigger_id", ""),
    )


def _say(ack: Ack, title: str, lines: list[str]) -> None:
    ack(response_action="update", view=Modal(saved_view(title, lines)).sealed())
