"""The SMART goal form: eight fields, one line a letter, and the window after saving."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pydantic import TypeAdapter

from commands.blocks import (
    Block,
    Option,
    actions,
    bold,
    button,
    context,
    date_input,
    escape,
    external_select,
    modal,
    radio_buttons,
    section,
    select,
    shorten,
    text_input,
    user_select,
)
from commands.ids import Action, Callback
from commands.ids import Block as Id
from funnel.goals import LONGEST_ANSWER, GoalDraft
from funnel.model import Measure, Side, TargetForm
from funnel.pursuit import GoalKind, Plan
from funnel.smart_case import Verdict

ABSOLUTE = Option("to this value", TargetForm.ABSOLUTE.value)
FORMS = (
    Option("% more", "relative:up"),
    Option("% less", "relative:down"),
    Option("points more", "points:up"),
    Option("points less", "points:down"),
    ABSOLUTE,
    Option("stay above this value", "stay:up"),
    Option("stay below this value", "stay:down"),
)
STAY = "stay"
ANOTHER = Option("Another metric…", "another")
MOST_CHOICES = 9
_PLAN = TypeAdapter(Plan)
HINT = "Press Enter in a text field to see what it changes below."


@dataclass(frozen=True, slots=True)
class GoalForm:
    """The form as it is open: the draft, and what has no field of its own. `number` is 0 for a
    new goal; `channel` is where it was asked for, "" for nowhere. `elsewhere`: the metric is none
    of those that the sentence may mean."""

    draft: GoalDraft
    number: int = 0
    channel: str = ""
    private: bool = False
    sentence: str = ""
    elsewhere: bool = False


LONGEST_EARLIER = 60


@dataclass(frozen=True, slots=True)
class Advice:
    """What is drawn around the fields; `points` offers percentage points too; `objectives` are
    those of earlier goals, newest first; `choices` are the metrics that the sentence may mean;
    `asks_reason`: the target goes against the metric's good direction."""

    verdicts: Sequence[Verdict] = ()
    metric: str = ""
    points: bool = True
    understood: str = ""
    notice: str = ""
    objectives: Sequence[str] = ()
    choices: Sequence[Option] = ()
    asks_reason: bool = False


def goal_view(form: GoalForm, advice: Advice) -> dict[str, Any]:
    """`read_goal` of what Slack sends back for it gives `form` again."""
    new = form.number == 0
    blocks = [
        *_lines("understood", f"_Understood:_ {escape(advice.understood)}", advice.understood),
        _metric_field(form, advice),
        *_fields(form.draft, advice),
        *(_letter(verdict) for verdict in advice.verdicts),
        *_lines("notice", bold(escape(advice.notice)), advice.notice),
        actions(Id.BUTTONS, *_buttons(new=new)),
    ]
    return modal(
        Callback.GOAL,
        "New goal" if new else f"Goal {form.number}",
        blocks,
        submit="Set goal" if new else "Save",
        private_metadata=_carried(form),
    )


def _buttons(*, new: bool) -> list[dict[str, Any]]:
    more = button(Action.GOAL_MORE, "More…")
    return [more, button(Action.GOAL_DRAFT, "Save as draft")] if new else [more]


def read_goal(view: Mapping[str, Any]) -> GoalForm:
    """The form that a view holds, as far as it is filled in."""
    carried = json.loads(view["private_metadata"])
    values = {
        block_id: next(iter(elements.values()))
        for block_id, elements in view["state"]["values"].items()
        if elements
    }
    form, side, kind = _chosen_form(values)
    deadline = _date(values.get("deadline", {}).get("selected_date"))
    metric = _option(values, "metric")
    draft = GoalDraft(
        metric="" if metric == ANOTHER.value else metric,
        object=_text(values, "object"),
        target=_text(values, "target"),
        target_form=form,
        side=side or (Side(carried["side"]) if _keeps_side(form, carried) else None),
        deadline=deadline,
        start=_start(carried, deadline),
        owner=values.get("owner", {}).get("selected_user") or "",
        action=_text(values, "action"),
        objective=_text(values, "objective"),
        stage=carried["stage"],
        measure=Measure(carried["measure"]) if carried["measure"] else None,
        contributors=tuple(carried["contributors"]),
        parent=carried["parent"],
        plan=replace(
            _PLAN.validate_python(carried["plan"]), kind=kind, reason=_text(values, "reason")
        ),
    )
    return GoalForm(
        draft,
        carried["number"],
        carried["channel"],
        carried["private"],
        carried["sentence"],
        carried["elsewhere"] or metric == ANOTHER.value,
    )


def saved_view(title: str, lines: Sequence[str]) -> dict[str, Any]:
    """What happened and what happens next, in place of the form."""
    first, *rest = lines
    blocks = [section(Id.VERDICT, bold(escape(first)))]
    if rest:
        blocks.append(section("next", "\n".join(escape(line) for line in rest)))
    return modal(Callback.GOAL_SAVED, title, blocks, close="Close")


def _metric_field(form: GoalForm, advice: Advice) -> Block:
    """An ambiguous word asks with all that it may mean in sight. The action differs from that of
    the list of all metrics, so that Slack does not carry the answer over."""
    key = form.draft.metric
    meant = advice.choices[:MOST_CHOICES]
    if len(meant) > 1 and not form.elsewhere and key in ("", *(one.value for one in meant)):
        initial = next((one for one in meant if one.value == key), None)
        return radio_buttons(
            "metric",
            "Metric",
            [*meant, ANOTHER],
            initial=initial,
            dispatch=True,
            action=Action.GOAL_FIELD,
        )
    return external_select(
        "metric",
        "Metric",
        initial=Option(advice.metric or key, key) if key else None,
        dispatch=True,
        action=Action.METRIC,
        placeholder="Type a part of its name",
    )


def _fields(draft: GoalDraft, advice: Advice) -> list[Block]:
    return [
        _text_field("object", "For", draft.object, placeholder="whole shop, Product X or email"),
        _text_field("target", "Target", draft.target, placeholder="15", hint=HINT),
        _form_field(draft, advice),
        *_reason(draft, advice),
        date_input(
            "deadline", "By", initial=draft.deadline, dispatch=True, action=Action.GOAL_FIELD
        ),
        user_select("owner", "Owner", initial=draft.owner),
        _text_field("action", "What will you do?", draft.action, optional=True),
        _text_field(
            "objective", "Part of which objective?", draft.objective, hint=_earlier(advice)
        ),
    ]


def _reason(draft: GoalDraft, advice: Advice) -> list[Block]:
    """Only for a goal that goes against its metric's good direction."""
    if not advice.asks_reason:
        return []
    label = "Why the other way?"
    return [_text_field("reason", label, draft.plan.reason, optional=True)]


def _text_field(
    field: str,
    label: str,
    initial: str,
    *,
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
) -> Block:
    return text_input(
        field,
        label,
        initial=initial,
        placeholder=placeholder,
        hint=hint,
        optional=optional,
        dispatch=True,
        max_length=LONGEST_ANSWER,
        action=Action.GOAL_FIELD,
    )


def _earlier(advice: Advice) -> str:
    named = " · ".join(shorten(one, LONGEST_EARLIER) for one in advice.objectives)
    return f"Earlier ones: {named}" if named else ""


def _form_field(draft: GoalDraft, advice: Advice) -> Block:
    points = advice.points or draft.target_form is TargetForm.POINTS
    offered = [one for one in FORMS if points or not one.value.startswith("points")]
    initial = next((one for one in offered if one.value == _form_value(draft)), None)
    return select(
        "target_form",
        "More, less, or to this value",
        offered,
        initial=initial,
        placeholder="Choose",
        dispatch=True,
        action=Action.GOAL_FIELD,
    )


def _form_value(draft: GoalDraft) -> str:
    if draft.stays:
        return f"{STAY}:{draft.side or Side.UP}"
    if draft.target_form in (None, TargetForm.ABSOLUTE):
        return draft.target_form or ""
    return f"{draft.target_form}:{draft.side or Side.UP}"


def _chosen_form(values: Mapping[str, Any]) -> tuple[TargetForm | None, Side | None, GoalKind]:
    form, _, way = _option(values, "target_form").partition(":")
    side = Side(way) if way else None
    if form == STAY:
        return TargetForm.ABSOLUTE, side, GoalKind.STAY
    return (TargetForm(form) if form else None), side, GoalKind.REACH


def _keeps_side(form: TargetForm | None, carried: Mapping[str, Any]) -> bool:
    return bool(carried["side"]) and form in (None, TargetForm.ABSOLUTE)


def _letter(verdict: Verdict) -> Block:
    words = escape(verdict.words or ("Clear." if verdict.ok else "–"))
    origin = f" _({escape(verdict.origin)})_" if verdict.origin and verdict.words else ""
    return context(f"letter_{verdict.letter}", f"{bold(verdict.letter)} {words}{origin}")


def _lines(block_id: str, words: str, given: str) -> list[Block]:
    return [context(block_id, words)] if given else []


def _carried(form: GoalForm) -> str:
    draft = form.draft
    return json.dumps(
        {
            "number": form.number,
            "channel": form.channel,
            "private": form.private,
            "sentence": form.sentence,
            "elsewhere": form.elsewhere,
            "side": draft.side or "",
            "stage": draft.stage,
            "start": draft.start.isoformat() if draft.start else "",
            "deadline": draft.deadline.isoformat() if draft.deadline else "",
            "measure": draft.measure or "",
            "contributors": draft.contributors,
            "parent": draft.parent,
            # A path that was drawn stays with the stored goal: it would not fit here.
            "plan": _PLAN.dump_python(
                replace(draft.plan, rows=(), flats=(), reason=""), mode="json"
            ),
        },
        ensure_ascii=False,  # six characters for each letter would not fit
    )


def _start(carried: Mapping[str, Any], deadline: date | None) -> date | None:
    """A named period ("Q1") holds while its last day is the deadline; a stored goal keeps its
    start whatever its deadline becomes."""
    same = deadline == _date(carried["deadline"])
    return _date(carried["start"]) if same or carried["number"] else None


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _text(values: Mapping[str, Any], field: str) -> str:
    return values.get(field, {}).get("value") or ""


def _option(values: Mapping[str, Any], field: str) -> str:
    chosen = values.get(field, {}).get("selected_option") or {}
    return str(chosen.get("value", ""))
