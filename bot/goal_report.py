"""`funnelbot goal`: a goal, or the advice on a sentence, as the Slack message shows it, in JSON."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from commands.goal_filling import Filling, case_of, filling_of
from commands.goal_ground import ground_of_goal, progress_of
from commands.place import Place
from commands.verbs.track_record import kind_of
from commands.views.goal_form import GoalForm
from funnel.catalogue import Catalogue
from funnel.errors import BadSetting, UnknownNumber
from funnel.goals import draft_from, draft_of, planned_path
from funnel.model import Goal
from funnel.periods.zones import instant_of
from funnel.sentence import understand
from funnel.smart import judge
from funnel.smart_odds import reference_of
from storage.store import Store, Tx

Report = dict[str, Any]


def report(
    store: Store,
    workspace: str,
    asked: str,
    catalogue: Catalogue,
    now: datetime,
) -> Report:
    """`asked` is a goal's number, or a sentence that is judged and not stored.

    Raises UnknownNumber. Values are in the metric's unit, chances 0 to 1, dates ISO.
    """
    with store.read(workspace) as tx:
        known = catalogue.with_metrics(tx.metrics.all())
        place = Place(tx.workspace.get(), known, now)
        number = asked.removeprefix("#").strip()
        if number.isdigit():
            goal = tx.goals.get(int(number))
            if goal is None:
                raise UnknownNumber(f"There is no goal {number}.", "Give a number or a sentence.")
            found = _goal(tx, goal, place)
        else:
            found = _advice(_filling(tx, asked, place))
    plain: Report = _plain(found)
    return plain


def in_words(found: Report) -> str:
    """The verdicts, a line a letter; of a goal its title and state first."""
    advice = found.get("advice", found)
    lines = [f"{one['letter']}  {one['words']}" for one in advice.get("verdicts", ())]
    if "goal" in found:
        lines.insert(0, f"{found['goal']['title']}: {found['state'].replace('_', ' ')}")
    return "\n".join(lines)


def noon_of(store: Store, workspace: str, day: str) -> datetime:
    """Noon of a date in the reporting zone. Raises BadSetting."""
    with store.read(workspace) as tx:
        zone = tx.workspace.get().zone
    try:
        return instant_of(date.fromisoformat(day), time(12), zone)
    except ValueError:
        raise BadSetting(f'--as-of "{day}" is no date.', "Write 2026-11-20.") from None


def _goal(tx: Tx, goal: Goal, place: Place) -> Report:
    found: Report = {"goal": goal, "kind": kind_of(goal), "state": goal.state}
    ground = ground_of_goal(tx, goal, place)
    if ground is None:
        return found
    now = progress_of(goal, ground, place)
    path = planned_path(goal, ground)
    filling = filling_of(tx, GoalForm(draft_of(goal), goal.number), place)
    return found | {
        "state": now.state,
        "progress": now,
        "path": {"first": path.first, "values": path.values.tolist()},
        "advice": _advice(filling),
        "history": tx.goal_history.of(goal.number),
        "stated": tx.goal_history.stated(goal.number),
    }


def _advice(filling: Filling) -> Report:
    case = case_of(filling)
    settled, ground = filling.settled, filling.ground
    return {
        "understood": filling.said,
        "metric": ground.metric.key if ground else None,
        "segment": str(ground.series.segment) if ground else None,
        "measure": ground.measure if ground else None,
        "baseline": settled.baseline,
        "target": settled.target,
        "side": settled.side,
        "start": settled.start,
        "deadline": filling.form.draft.deadline,
        "reference": reference_of(case),
        "outlook": case.outlook,
        "events": ground.known if ground else (),
        "prospect": case.prospect,
        "problems": settled.problems,
        "verdicts": judge(case),
    }


def _filling(tx: Tx, sentence: str, place: Place) -> Filling:
    framework = place.workspace.framework
    said = understand(
        sentence,
        place.catalogue,
        today=place.today,
        framework=framework,
        calendar=place.calendar,
    )
    form = GoalForm(draft_from(said, owner=""), sentence=sentence)
    return filling_of(tx, form, place)


def _plain(value: Any) -> Any:
    """Dataclasses, dates and choices as JSON has them."""
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | time) else value
