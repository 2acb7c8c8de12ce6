"""`/funnel goal` and `/funnel goals`: one goal, all of them, closing one."""

import re
from datetime import date

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.goal_ground import ground_of_goal, progress_of
from commands.message_links import goal_links
from commands.parse import stage_named
from commands.place import Place, place_of
from commands.readings import known_metrics
from commands.request import Request
from commands.verbs.goal_deeds import DEEDS
from commands.verbs.goal_form import continue_draft, edit_goal, empty_form, new_goal
from commands.verbs.goal_rights import may_change, may_see, unknown_goal
from commands.views.goal_words import STATES
from commands.views.goals import (
    Child,
    GoalChart,
    GoalFacts,
    GoalRow,
    closed_message,
    goal_message,
    goals_message,
    no_goals_message,
)
from funnel.catalogue.entries import Direction, Metric, Unit
from funnel.errors import Suggestion, UnknownCommand
from funnel.goals import IN_POINTS, Ground, add_up_children, before_and_since, course
from funnel.model import Goal, GoalOutcome, GoalState
from storage.store import Tx

CHART_POINTS = 20
NEW_WORDS = ("new", "set", "add", "create")
AT_RISK = (GoalState.AT_RISK, GoalState.OFF_TRACK)
WORST_FIRST = (
    GoalState.OFF_TRACK,
    GoalState.AT_RISK,
    GoalState.WAITING,
    GoalState.ON_TRACK,
    GoalState.SCHEDULED,
    GoalState.PAUSED,
)
FAVOURITES = ("sales_revenue", "orders", "sales_conversion_rate", "sessions")
"""What an example is made of, where these have numbers."""

RISKY = ("atrisk", "risk", "offtrack")

_PERSON = re.compile(r"<@(?P<id>[A-Z0-9]+)(?:\|[^>]*)?>")
_MINUTES = 60.0


def goal(request: Request, deps: Deps) -> Message | Modal:
    """`goal new [sentence]`, `goal draft N`, `goal N`, `goal N` with a deed. Raises UnknownNumber
    for a goal that is not there or not for this place, NotAllowed for what only its people may
    do."""
    first, _, rest = request.args.partition(" ")
    if first.casefold() in NEW_WORDS:
        return new_goal(request, deps, sentence=rest.strip("\"' "))
    if first.casefold() == "form":
        return empty_form(request, deps)
    if first.casefold() == "draft":
        number, _, word = rest.strip().partition(" ")
        return continue_draft(request, deps, number=number, dropped=word.strip() == "drop")
    number = first.removeprefix("#")
    if not number:
        return goals(request, deps)
    if not number.isdigit():
        raise UnknownCommand(
            f'"{request.args}" is no goal number.',
            "To set a goal put new in front: `/funnel goal new …`.",
            suggestions=(Suggestion("New goal", f"goal new {request.args}"),),
        )
    return _with(_stored(request, deps, number), rest.strip(), request, deps)


def _with(stored: Goal, words: str, request: Request, deps: Deps) -> Message | Modal:
    """One goal, or what is done with it."""
    word, _, rest = words.partition(" ")
    deed = DEEDS.get(word.casefold())
    if deed is not None:
        return deed(stored, request, deps, rest.strip())
    if word.casefold() == "edit":
        may_change(stored, deps.people.get(request.workspace, request.user))
        if stored.closed_at is not None:
            number = stored.number
            return closed_message(
                stored, f"Goal {number} is closed ({_result(stored)}). Set a new one."
            )
        return edit_goal(stored, request, deps)
    return _one(stored, request, deps)


def goals(request: Request, deps: Deps) -> Message:
    """`goals [mine|@person|stage|at-risk|closed]`: those that may be seen here, worst first."""
    word = request.args.strip()
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        closed = word.casefold() == "closed"
        found = [one for one in tx.goals.all(closed=closed) if may_see(one, request)]
        found = [one for one in found if closed or _wanted(one, word, request, place)]
        rows = sorted((_row(tx, one, place) for one in found), key=_urgency)
        if _fold(word) in RISKY:
            rows = [row for row in rows if row.now and row.now.state in AT_RISK]
        if not rows:
            return no_goals_message(_none(word), _example(tx, place))
        links = goal_links(tx, [row.goal.number for row in rows])
    return goals_message(rows, _verdict(rows, closed=closed), place.style, links=links)


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
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        ground = ground_of_goal(tx, stored, place)
        entries = tx.goal_history.of(stored.number)
        children = _children(tx, stored, request, place)
        changes = [one for one in tx.events.all() if one.goal == stored.number]
    if ground is None:
        return closed_message(stored, f"The metric of goal {stored.number} is gone.")
    now = progress_of(stored, ground, place)
    parts = [(one.goal, one.now) for one in children if one.now is not None]
    return goal_message(
        GoalFacts(
            stored,
            ground,
            now,
            _chart(stored, ground, place),
            place.style,
            entries,
            children,
            add_up_children(stored, parts),
            [before_and_since(one, ground) for one in changes],
        )
    )


def _children(tx: Tx, parent: Goal, request: Request, place: Place) -> tuple[Child, ...]:
    """Its parts, of those that may be seen here; what was closed as reached or missed counts on."""
    goals = (*tx.goals.all(), *tx.goals.all(closed=True))
    mine = (one for one in goals if one.parent == parent.number)
    counted = (one for one in mine if one.outcome is not GoalOutcome.DROPPED)
    seen = [one for one in counted if may_see(one, request)]
    found = [(one, ground_of_goal(tx, one, place)) for one in seen]
    return tuple(
        Child(one, progress_of(one, ground, place) if ground else None) for one, ground in found
    )


def _result(closed: Goal) -> str:
    return (closed.outcome or GoalOutcome.DROPPED).value


def _row(tx: Tx, one: Goal, place: Place) -> GoalRow:
    ground = ground_of_goal(tx, one, place)
    if ground is None:
        return GoalRow(one, None, None)
    return GoalRow(one, ground.metric, progress_of(one, ground, place))


def _urgency(row: GoalRow) -> tuple[int, object, int]:
    state = row.now.state if row.now else row.goal.state
    return WORST_FIRST.index(state), row.goal.deadline, row.goal.number


def _wanted(one: Goal, word: str, request: Request, place: Place) -> bool:
    """Whether the goal is meant by mine, a person, a stage or a state."""
    folded = word.casefold()
    if not folded or _fold(word) in RISKY:
        return True
    if folded in ("mine", "my", "me"):
        return one.owner == request.user
    if person := _PERSON.match(word):
        return one.owner == person["id"]
    stage = stage_named(word, place.catalogue, framework=place.workspace.framework)
    if stage is None:
        raise UnknownCommand(
            f'I do not know which goals "{word}" are.',
            "Type mine, a person, a stage, at-risk or closed behind `/funnel goals`.",
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


def _fold(word: str) -> str:
    return re.sub(r"[\s_-]", "", word.casefold())


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
    """Times are drawn in minutes, since seconds make long axes. Where the numbers end and the
    expected ones begin the category says today."""
    points = course(stored, ground, points=CHART_POINTS)
    if len(points) < 2:
        return None
    size = _MINUTES if ground.metric.unit is Unit.SECONDS else 1.0
    units = {Unit.SECONDS: "minutes", Unit.PERCENT: "%", Unit.CURRENCY: place.workspace.currency}
    newest = max((point.day for point in points if not point.ahead), default=None)
    band = any(point.ahead for point in points)
    columns = [
        tuple(round(getattr(point, name) / size, 2) for point in points)
        for name in ("actual", "path", "low", "high")
    ]
    return GoalChart(
        tuple(_category(point.day, today=band and point.day == newest) for point in points),
        columns[0],
        columns[1],
        units.get(ground.metric.unit, ""),
        low=columns[2] if band else (),
        high=columns[3] if band else (),
    )


def _category(day: date, *, today: bool) -> str:
    return f"{day.day} {day:%b %y}" + (", today" if today else "")
