"""The second view of the goal form: its measure, who helps, what it belongs to, check-ins."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import time
from typing import Any

from commands.blocks import (
    Block,
    Option,
    modal,
    number_input,
    select,
    shorten,
    time_select,
    users_select,
)
from commands.ids import Callback
from funnel.catalogue.entries import Metric
from funnel.errors import BadGoal
from funnel.goals import GoalDraft
from funnel.model import Goal, Measure
from funnel.pursuit import CheckIns, ChildRule, GoalKind

USUAL = "usual"
NONE = "none"
MEASURES = (
    Option("As this metric usually is", USUAL),
    Option("The level of 28 days at the deadline", Measure.LEVEL.value),
    Option("The total from start to deadline", Measure.CUMULATIVE.value),
)
RULES = (
    Option("They do not count towards this one", ChildRule.NONE.value),
    Option("Their values add up to this one", ChildRule.SUM.value),
    Option("Their progress counts by weight", ChildRule.WEIGHTED.value),
)
RHYTHMS = tuple(Option(one.value.capitalize(), one.value) for one in CheckIns)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = tuple(Option(name, str(place)) for place, name in enumerate(WEEKDAYS))
MOST_GOALS = 99


@dataclass(frozen=True, slots=True)
class More:
    """The answers of the second view; `tolerance` is a share, 0 to 1."""

    measure: Measure | None = None
    tolerance: float = 0.9
    contributors: tuple[str, ...] = ()
    parent: int = 0
    rule: ChildRule = ChildRule.NONE
    weight: float = 1.0
    guard: str = ""
    check_ins: CheckIns = CheckIns.WEEKLY
    weekday: int = 0
    at: time = time(9)

    @classmethod
    def of(cls, draft: GoalDraft) -> "More":
        plan = draft.plan
        return cls(
            draft.measure,
            plan.tolerance,
            draft.contributors,
            draft.parent,
            plan.rule,
            plan.weight,
            plan.guard,
            plan.check_ins,
            plan.weekday,
            plan.at,
        )

    def put_into(self, draft: GoalDraft) -> GoalDraft:
        plan = replace(
            draft.plan,
            tolerance=self.tolerance,
            rule=self.rule,
            weight=self.weight,
            guard=self.guard,
            check_ins=self.check_ins,
            weekday=self.weekday,
            at=self.at,
        )
        kind = draft.plan.kind
        measure = None if kind is GoalKind.STAY else self.measure
        return replace(
            draft,
            measure=measure,
            contributors=self.contributors,
            parent=self.parent,
            plan=plan,
        )


@dataclass(frozen=True, slots=True)
class MoreChoices:
    """What may be chosen: metrics that pay for this one, goals to belong to, the owner's zone."""

    guards: Sequence[Metric] = ()
    goals: Sequence[Goal] = ()
    zone: str = "UTC"


def more_view(more: More, choices: MoreChoices, *, draft: int) -> dict[str, Any]:
    """`read_more` of what Slack sends back for it gives `draft` and `more` again."""
    return modal(
        Callback.GOAL_MORE,
        "More about this goal",
        [
            _chosen("measure", "Measured as", MEASURES, more.measure or USUAL),
            number_input(
                "tolerance",
                "Weeks on the right side, %",
                initial=f"{more.tolerance * 100:g}",
                low="1",
                high="100",
                hint="Only for a goal to stay above or below a value.",
            ),
            users_select("contributors", "Who helps", initial=more.contributors, optional=True),
            *_family(more, choices),
            _chosen("guard", "Watch beside it", _guards(choices.guards), more.guard or NONE),
            _chosen("check_ins", "Check-in", RHYTHMS, more.check_ins),
            _chosen("weekday", "On", DAYS, str(more.weekday)),
            time_select("at", "At, in the owner's zone", initial=more.at, zone=choices.zone),
        ],
        submit="Done",
        close="Back",
        private_metadata=str(draft),
    )


def read_more(view: Mapping[str, Any]) -> tuple[int, More]:
    """The draft's number and the answers. Raises BadGoal for a number that cannot be."""
    values = {
        block_id: next(iter(elements.values()))
        for block_id, elements in view["state"]["values"].items()
        if elements
    }
    measure, guard = _picked(values, "measure"), _picked(values, "guard")
    clock = (values.get("at") or {}).get("selected_time") or "09:00"
    more = More(
        measure=None if measure in ("", USUAL) else Measure(measure),
        tolerance=_number(values, "tolerance", 90.0) / 100,
        contributors=tuple((values.get("contributors") or {}).get("selected_users") or ()),
        parent=int(_picked(values, "parent") or 0),
        rule=ChildRule(_picked(values, "rule") or ChildRule.NONE),
        weight=_number(values, "weight", 1.0),
        guard="" if guard in ("", NONE) else guard,
        check_ins=CheckIns(_picked(values, "check_ins") or CheckIns.WEEKLY),
        weekday=int(_picked(values, "weekday") or 0),
        at=time.fromisoformat(clock),
    )
    return int(view["private_metadata"]), more


def _family(more: More, choices: MoreChoices) -> list[Block]:
    goals = [Option("No other goal", "0")]
    goals += [
        Option(shorten(f"{goal.number} · {goal.title}", 75), str(goal.number))
        for goal in choices.goals[:MOST_GOALS]
    ]
    return [
        _chosen("parent", "Part of goal", goals, str(more.parent)),
        number_input(
            "weight", "Its weight there", initial=f"{more.weight:g}", low="0", high="1000"
        ),
        _chosen("rule", "Goals that are part of this one", RULES, more.rule),
    ]


def _guards(metrics: Sequence[Metric]) -> list[Option]:
    named = [Option(shorten(metric.name, 75), metric.key) for metric in metrics]
    return [Option("Nothing", NONE), *named]


def _chosen(field: str, label: str, options: Sequence[Option], value: str) -> Block:
    initial = next((one for one in options if one.value == value), options[0])
    return select(field, label, options, initial=initial)


def _picked(values: Mapping[str, Any], field: str) -> str:
    chosen = (values.get(field) or {}).get("selected_option") or {}
    return str(chosen.get("value", ""))


def _number(values: Mapping[str, Any], field: str, default: float) -> float:
    text = (values.get(field) or {}).get("value")
    if text in (None, ""):
        return default
    try:
        return float(str(text))
    except ValueError:
        raise BadGoal({field: f'"{text}" is no number. Type one such as {default:g}.'}) from None
