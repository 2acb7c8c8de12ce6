"""What people do with a live goal: check in, note, hand over, pause, close, reopen, take over."""

import re
from collections.abc import Callable
from dataclasses import replace

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.goal_ground import ground_of_goal, progress_of
from commands.place import place_of
from commands.request import Request
from commands.verbs.goal_rights import may_change, may_take
from commands.views.goal_deeds import (
    Closing,
    check_in_view,
    close_view,
    hand_over_view,
    note_view,
    path_view,
)
from commands.views.goal_history import history_message
from commands.views.goals import closed_message
from funnel.errors import NotAllowed
from funnel.goals import planned_path
from funnel.model import Deed, Goal, GoalOutcome, GoalState
from funnel.pursuit import Entry, EntryKind, FlatSpot
from storage.store import Tx

GoalDeed = Callable[[Goal, Request, Deps, str], Message | Modal]
LONGEST_NOTE = 2000
_PERSON = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")


def check_in(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """The form for a note and a confidence. Raises NotAllowed for people outside the goal."""
    del rest
    _may_work_on(goal, request, deps)
    return Modal(check_in_view(goal))


def note(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """Words behind `note` are kept at once; without any the form asks."""
    if not rest:
        return Modal(note_view(goal))
    with deps.store.write(request.workspace) as tx:
        add_note(tx, goal, rest, request)
    return Message(f"Noted on goal {goal.number}: {goal.title}.")


def path(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """The form with the path's rows and flat days."""
    del rest
    _may_work_on(goal, request, deps)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        ground = ground_of_goal(tx, goal, place)
    course = planned_path(goal, ground) if ground else None
    return Modal(path_view(goal, course, ground))


def hand_over(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """To the person named, or to the one chosen in the form."""
    may_change(goal, deps.people.get(request.workspace, request.user))
    found = _PERSON.search(rest)
    if found is None:
        return Modal(hand_over_view(goal))
    with deps.store.write(request.workspace) as tx:
        change_owner(tx, goal, found["id"], request)
    deps.wake()
    return Message(f"Goal {goal.number} belongs to <@{found['id']}> now: {goal.title}.")


def take(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """One of its contributors, or anybody who was asked to, becomes the owner."""
    del rest
    person = deps.people.get(request.workspace, request.user)
    with deps.store.write(request.workspace) as tx:
        may_take(goal, person, orphaned=bool(tx.deliveries.of("goal_orphaned", str(goal.number))))
        change_owner(tx, goal, request.user, request)
    return Message(f"Goal {goal.number} is yours now: {goal.title}.")


def pause(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """Freezes its path and check-ins, never its deadline."""
    del rest
    may_change(goal, deps.people.get(request.workspace, request.user))
    if goal.state is GoalState.PAUSED:
        return Message(f"Goal {goal.number} is paused already. `/funnel goal {goal.number} resume`")
    with deps.store.write(request.workspace) as tx:
        today = place_of(tx, request, deps).today
        watch = replace(goal.watch, paused_on=today, found="")
        _store(tx, replace(goal, state=GoalState.PAUSED, watch=watch), request, was=goal)
    return Message(
        f"Goal {goal.number} is paused: its path and check-ins wait, its deadline stays. "
        f"`/funnel goal {goal.number} resume` goes on."
    )


def resume(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """The days of the pause become flat days of the path; the goal is judged anew."""
    del rest
    may_change(goal, deps.people.get(request.workspace, request.user))
    if goal.state is not GoalState.PAUSED:
        return Message(f"Goal {goal.number} is not paused.")
    with deps.store.write(request.workspace) as tx:
        today = place_of(tx, request, deps).today
        flats = goal.plan.flats
        if goal.watch.paused_on is not None:
            flats = (*flats, FlatSpot(goal.watch.paused_on, today, "paused"))
        plan = replace(goal.plan, flats=flats)
        watch = replace(goal.watch, through=None, paused_on=None)
        on = replace(goal, state=GoalState.SCHEDULED, plan=plan, watch=watch)
        _store(tx, on, request, was=goal)
    return Message(f"Goal {goal.number} goes on. The days of its pause ask nothing of it.")


def close(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """The form with what was believed when; a goal that is closed says so."""
    del rest
    may_change(goal, deps.people.get(request.workspace, request.user))
    if goal.closed_at is not None:
        return closed_message(goal, f"Goal {goal.number} was closed already: {_result(goal)}.")
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        ground = ground_of_goal(tx, goal, place)
        now = progress_of(goal, ground, place) if ground else None
        believed = tx.goal_history.stated(goal.number)
        entries = tx.goal_history.of(goal.number)
    outcome = goal.outcome or (now.outcome if now else None)
    guess = GoalOutcome.REACHED if now and now.met else GoalOutcome.DROPPED
    return Modal(close_view(Closing(goal, outcome, guess, believed, entries)))


def drop(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """Closed at once; an outcome that the numbers gave stays."""
    may_change(goal, deps.people.get(request.workspace, request.user))
    if goal.closed_at is not None:
        return closed_message(goal, f"Goal {goal.number} was closed already: {_result(goal)}.")
    with deps.store.write(request.workspace) as tx:
        closed = close_as(tx, goal, GoalOutcome.DROPPED, rest, request)
    return closed_message(closed, f"Goal {goal.number} is closed: {_result(closed)}.")


def reopen(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """Live again; its first outcome stays in the track record."""
    del rest
    may_change(goal, deps.people.get(request.workspace, request.user))
    if goal.closed_at is None:
        return Message(f"Goal {goal.number} is open.")
    watch = replace(goal.watch, through=None, found="")
    again = replace(goal, closed_at=None, state=GoalState.SCHEDULED, watch=watch)
    if goal.outcome is GoalOutcome.DROPPED:
        again = replace(again, outcome=None)
    with deps.store.write(request.workspace) as tx:
        tx.goals.save(again)
        tx.goal_history.add(
            Entry(goal.number, EntryKind.REOPENED, request.now, request.user, was=_result(goal))
        )
        tx.audit.add(Deed(request.now, request.user, "goal_reopened", str(goal.number)))
    return Message(f"Goal {goal.number} is open again: {goal.title}.")


def history(goal: Goal, request: Request, deps: Deps, rest: str) -> Message | Modal:
    """What was said, changed and found, and what was believed when."""
    del rest
    with deps.store.read(request.workspace) as tx:
        entries = tx.goal_history.of(goal.number)
        believed = tx.goal_history.stated(goal.number)
        zone = tx.workspace.get().zone
    return history_message(goal, entries, believed, zone)


def add_note(tx: Tx, goal: Goal, words: str, request: Request) -> None:
    """Kept once, however often Slack sends the request."""
    if request.key and not tx.seen.first_time(f"goal_note:{request.key}", at=request.now):
        return
    text = words.strip()[:LONGEST_NOTE]
    tx.goal_history.add(Entry(goal.number, EntryKind.NOTE, request.now, request.user, text=text))
    tx.audit.add(Deed(request.now, request.user, "goal_noted", str(goal.number)))


def change_owner(tx: Tx, goal: Goal, owner: str, request: Request) -> Goal:
    """The old owner stays on as a contributor."""
    helpers = dict.fromkeys((*goal.contributors, goal.owner))
    changed = replace(
        goal, owner=owner, contributors=tuple(user for user in helpers if user and user != owner)
    )
    tx.goals.save(changed)
    entry = Entry(
        goal.number, EntryKind.EDIT, request.now, request.user, "owner", was=goal.owner, now=owner
    )
    tx.goal_history.add(entry)
    details = {"owner": [goal.owner, owner]}
    tx.audit.add(Deed(request.now, request.user, "goal_handed_over", str(goal.number), details))
    return changed


def close_as(tx: Tx, goal: Goal, outcome: GoalOutcome, words: str, request: Request) -> Goal:
    """An outcome that the numbers gave stays: closing is a word of people, not a new judgement."""
    closed = replace(goal, outcome=goal.outcome or outcome, closed_at=request.now)
    tx.goals.save(closed)
    text = words.strip()[:LONGEST_NOTE]
    result = _result(closed)
    tx.goal_history.add(
        Entry(goal.number, EntryKind.CLOSED, request.now, request.user, text=text, now=result)
    )
    details = {"outcome": result}
    tx.audit.add(Deed(request.now, request.user, "goal_closed", str(goal.number), details))
    return closed


def _store(tx: Tx, goal: Goal, request: Request, *, was: Goal) -> None:
    tx.goals.save(goal)
    tx.goal_history.add(
        Entry(
            goal.number,
            EntryKind.STATE,
            request.now,
            request.user,
            was=was.state.value,
            now=goal.state.value,
        )
    )
    action = "goal_paused" if goal.state is GoalState.PAUSED else "goal_resumed"
    tx.audit.add(Deed(request.now, request.user, action, str(goal.number)))


def _may_work_on(goal: Goal, request: Request, deps: Deps) -> None:
    if goal.closed_at is not None:
        raise NotAllowed(
            f"Goal {goal.number} is closed ({_result(goal)}).",
            f"Open it again with `/funnel goal {goal.number} reopen`.",
        )
    may_change(goal, deps.people.get(request.workspace, request.user))


def _result(closed: Goal) -> str:
    return (closed.outcome or GoalOutcome.DROPPED).value


DEEDS: dict[str, GoalDeed] = {
    "check-in": check_in,
    "checkin": check_in,
    "check": check_in,
    "note": note,
    "path": path,
    "hand": hand_over,
    "handover": hand_over,
    "take": take,
    "pause": pause,
    "resume": resume,
    "close": close,
    "drop": drop,
    "reopen": reopen,
    "history": history,
}
"""By the first word behind the number."""
