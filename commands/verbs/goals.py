"""`/funnel goal` and `/funnel goals`: one goal, all of them, closing one."""

import re
from dataclasses import replace

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.goal_ground import ground_of_goal, progress_of
from commands.parse import stage_named
from commands.place import Place, place_of
from commands.readings import known_metrics
from commands.request import Request
from commands.verbs.goal_form import edit_goal, new_goal
from commands.verbs.goal_rights import may_change, may_see, unknown_goal
from commands.views.goal_words import STATES
from commands.views.goals import (
    GoalChart,
    GoalFacts,
    GoalRow,
    closed_message,
    draft_message,
    goal_message,
    goals_message,
    no_goals_message,
)
from funnel.catalogue.entries import Direction, Metric, Unit
from funnel.errors import Suggestion, UnknownCommand
from funnel.goals import IN_POINTS, Ground, course
from funnel.model import Deed, Goal, GoalOutcome, GoalState
from storage.store import Tx

CHART_POINTS = 20
NEW_WORDS = ("new", "set", "add", "create")
CLOSE_WORDS = ("close", "drop")
WORST_FIRST = (
    GoalState.OFF_TRACK,
    GoalState.AT_RISK,
    GoalState.WAITING,
    GoalState.ON_TRACK,
    GoalState.SCHEDULED,
    GoalState.PAUSED,
    GoalState.DRAFT,
)
FAVOURITES = ("sales_revenue", "orders", "sales_conversion_rate", "sessions")
"""What an example is made of, where these have numbers."""

_PERSON = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")
_MINUTES = 60.0


def goal(request: Request, deps: Deps) -> Message | Modal:
    """`goal new [sentence]`, `goal N`, `goal N edit|close|drop`. Raises UnknownNumber for a goal
    that is not there or not for this place, NotAllowed for what only its people may do."""
    first, _, rest = request.args.partition(" ")
    if first.casefold() in NEW_WORDS:
        return new_goal(request, deps, sentence=rest.strip("\"' "))
    number = first.removeprefix("#")
    if not number:
        return goals(request, deps)
    if not number.isdigit():
        raise UnknownCommand(
            f'"{request.args}" is no goal number.',
            "To set a goal put new in front: `/funnel goal new …`.",
            suggestions=(Suggestion("New goal", f"goal new {request.args}"),),
        )
    word = rest.strip().casefold()
    if word in CLOSE_WORDS:
        return _close(request, deps, number=number, dropped=word == "drop")
    stored = _stored(request, deps, number)
    if word == "edit":
        may_change(stored, deps.people.get(request.workspace, request.user))
        if stored.closed_at is not None:
            return closed_message(
                stored, f"Goal {number} is closed ({_result(stored)}). Set a new one."
            )
        return edit_goal(stored, request, deps)
    return _one(stored, request, deps)


def goals(request: Request, deps: Deps) -> Message:
    """`goals [mine|@person|stage|closed]`: those that may be seen here, worst first."""
    word = request.args.strip()
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        closed = word.casefold() == "closed"
        found = [one for one in tx.goals.all(closed=closed) if may_see(one, request)]
        found = [one for one in found if closed or _wanted(one, word, request, place)]
        rows = sorted((_row(tx, one, place) for one in found), key=_urgency)
        if not rows:
            return no_goals_message(_none(word), _example(tx, place))
    return goals_message(rows, _verdict(rows, closed=closed), place.style)


def _stored(request: Request, deps: Deps, number: str) -> Goal:
    with deps.store.read(request.workspace) as tx:
        return _get(tx, request, number)


def _get(tx: Tx, request: Request, number: str) -> Goal:
    """Raises UnknownNumber, for hidden ones too."""
    found = tx.goals.get(int(number)) if len(number) < 10 else None
    if found is None or not may_see(found, request):
        seen = [one.number for one in tx.goals.all() if may_see(one, request)]
        raise unknown_goal(number, seen)
    return found


def _one(stored: Goal, request: Request, deps: Deps) -> Message:
    if stored.state is GoalState.DRAFT:
        return draft_message(stored)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        ground = ground_of_goal(tx, stored, place)
    if ground is None:
        return draft_message(stored)
    now = progress_of(stored, ground, place)
    return goal_message(GoalFacts(stored, ground, now, _chart(stored, ground, place), place.style))


def _close(request: Request, deps: Deps, *, number: str, dropped: bool) -> Message:
    person = deps.people.get(request.workspace, request.user)
    with deps.store.write(request.workspace) as tx:
        stored = _get(tx, request, number)
        may_change(stored, person)
        if stored.closed_at is not None:
            return closed_message(stored, f"Goal {number} was closed already: {_result(stored)}.")
        outcome = GoalOutcome.DROPPED if dropped else _outcome(tx, stored, request, deps)
        closed = replace(stored, outcome=outcome, closed_at=request.now)
        tx.goals.save(closed)
        details = {"outcome": outcome.value}
        tx.audit.add(Deed(request.now, request.user, "goal_closed", number, details))
    return closed_message(closed, f"Goal {number} is closed: {_result(closed)}.")


def _outcome(tx: Tx, stored: Goal, request: Request, deps: Deps) -> GoalOutcome:
    """As judged; before its deadline a goal is reached or, without its target met, dropped."""
    place = place_of(tx, request, deps)
    ground = ground_of_goal(tx, stored, place)
    if ground is None or stored.state is GoalState.DRAFT:
        return GoalOutcome.DROPPED
    now = progress_of(stored, ground, place)
    return now.outcome or (GoalOutcome.REACHED if now.met else GoalOutcome.DROPPED)


def _result(closed: Goal) -> str:
    return (closed.outcome or GoalOutcome.DROPPED).value


def _row(tx: Tx, one: Goal, place: Place) -> GoalRow:
    ground = ground_of_goal(tx, one, place)
    if ground is None or one.state is GoalState.DRAFT:
        return GoalRow(one, None, None)
    return GoalRow(one, ground.metric, progress_of(one, ground, place))


def _urgency(row: GoalRow) -> tuple[int, object, int]:
    state = row.now.state if row.now else row.goal.state
    return WORST_FIRST.index(state), row.goal.deadline, row.goal.number


def _wanted(one: Goal, word: str, request: Request, place: Place) -> bool:
    """Whether the goal is meant by mine, a person, a stage or a state."""
    folded = word.casefold()
    if not folded:
        return True
    if folded in ("mine", "my", "me"):
        return one.owner == request.user
    if person := _PERSON.match(word):
        return one.owner == person["id"]
    stage = stage_named(word, place.catalogue, framework=place.workspace.framework)
    if stage is None:
        raise UnknownCommand(
            f'I do not know which goals "{word}" are.',
            "Type mine, a person, a stage or closed behind `/funnel goals`.",
            suggestions=(Suggestion("All goals", "goals"), Suggestion("Mine", "goals mine")),
        )
    if one.stage == stage.key:
        return True
    known = place.catalogue.has_metric(one.metric)
    return known and place.catalogue.metric(one.metric).in_stage(stage.key)


def _verdict(rows: list[GoalRow], *, closed: bool) -> str:
    """ "5 goals: 1 off track, 4 on track." """
    many = f"{len(rows)} closed goal" if closed else f"{len(rows)} goal"
    many += "" if len(rows) == 1 else "s"
    states = [row.now.state if row.now else row.goal.state for row in rows]
    if closed:
        outcomes = [_result(row.goal) for row in rows]
        counts = [f"{outcomes.count(o)} {o}" for o in dict.fromkeys(outcomes)]
    else:
        counts = [f"{states.count(s)} {STATES[s]}" for s in WORST_FIRST if s in states]
    return f"{many}: {', '.join(counts)}."


def _none(word: str) -> str:
    return f"No goals for {word}." if word else "No goals yet."


def _example(tx: Tx, place: Place) -> str:
    """A sentence on a metric that has numbers, else on revenue."""
    known = [one.metric for one in known_metrics(tx, place).values()]
    usable = [each for each in known if each.direction is not Direction.NEUTRAL]
    preferred = [each for key in FAVOURITES for each in usable if each.key == key]
    metric = next(iter([*preferred, *usable]), place.catalogue.metric(FAVOURITES[0]))
    verb = "reduce" if metric.direction is Direction.LOWER_IS_BETTER else "increase"
    change = "2 points" if metric.unit in IN_POINTS else "10%"
    return f"{verb} {_said(metric)} by {change} by the end of next quarter with …"


def _said(metric: Metric) -> str:
    return metric.name.lower() if metric.name[1:2].islower() else metric.name


def _chart(stored: Goal, ground: Ground, place: Place) -> GoalChart | None:
    """Times are drawn in minutes, since seconds make long axes."""
    points = course(stored, ground, points=CHART_POINTS)
    if len(points) < 2:
        return None
    size = _MINUTES if ground.metric.unit is Unit.SECONDS else 1.0
    units = {Unit.SECONDS: "minutes", Unit.PERCENT: "%", Unit.CURRENCY: place.workspace.currency}
    return GoalChart(
        tuple(f"{point.day.day} {point.day:%b %y}" for point in points),
        tuple(round(point.actual / size, 2) for point in points),
        tuple(round(point.path / size, 2) for point in points),
        units.get(ground.metric.unit, ""),
    )
