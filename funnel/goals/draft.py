"""A goal while it is being filled in: every field may still be empty."""

import re
from dataclasses import dataclass, replace
from datetime import date

from funnel.model import TOTAL, Goal, GoalState, Segment, Side, TargetForm
from funnel.sentence import WHOLE_SHOP, Understood, segment_of

NO_DEADLINE = date.max
"""Stands in a stored draft whose deadline is not chosen yet."""

LONGEST_ANSWER = 300
"""Characters of one answer in the form."""

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{5,}")


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """The form as it stands. `target` is as typed; `target_form` None is "not chosen yet".

    `side` is the way that was said, with "less" or "more" or by the sentence's verb. `start` is
    the first day of a named period that ends on the deadline ("Q1"); None: from today.
    """

    metric: str = ""
    object: str = ""
    target: str = ""
    target_form: TargetForm | None = None
    side: Side | None = None
    deadline: date | None = None
    start: date | None = None
    owner: str = ""
    action: str = ""
    objective: str = ""
    stage: str = ""

    @property
    def segment(self) -> Segment:
        return segment_of(self.object)


def draft_from(said: Understood, *, owner: str) -> GoalDraft:
    """What a sentence fills in; a value to reach counts before the change that leads there.

    `owner` (the asker) stands where the sentence mentions nobody by Slack id. Without a sentence
    the goal starts on the whole shop.
    """
    absolute = bool(said.target)
    return GoalDraft(
        metric=said.metric,
        object=said.object[:LONGEST_ANSWER] if said.text.strip() else WHOLE_SHOP,
        target=said.target or said.change,
        target_form=TargetForm.ABSOLUTE if absolute else said.form,
        side=said.side,
        deadline=said.deadline,
        start=said.start,
        owner=said.owner if _SLACK_ID.fullmatch(said.owner) else owner,
        action=said.action[:LONGEST_ANSWER],
        objective=said.objective[:LONGEST_ANSWER],
        stage=said.stage,
    )


def draft_of(goal: Goal) -> GoalDraft:
    """The form for editing a stored goal, or for going on with a stored draft."""
    chosen = goal.state is not GoalState.DRAFT or not _is_undecided(goal)
    typed = goal.state is not GoalState.DRAFT or goal.target_amount != 0
    return GoalDraft(
        metric=goal.metric,
        object=goal.object or ("" if goal.state is GoalState.DRAFT else WHOLE_SHOP),
        target=f"{goal.target_amount:.15g}" if typed else "",
        target_form=goal.target_form if chosen else None,
        side=goal.side if chosen else None,
        deadline=None if goal.deadline == NO_DEADLINE else goal.deadline,
        start=goal.start,
        owner=goal.owner,
        action=goal.action,
        objective=goal.objective,
        stage=goal.stage,
    )


def unfinished(draft: GoalDraft, goal: Goal, *, amount: float) -> Goal:
    """`goal` as a stored draft, with marks for what is open: a target that differs from an
    absolute amount says that the form is not chosen, an amount of 0 that nothing was typed."""
    target = goal.target if draft.target_form is not None else amount + 1
    return replace(
        goal,
        state=GoalState.DRAFT,
        object=draft.object,
        target=target,
        target_form=draft.target_form or TargetForm.ABSOLUTE,
        target_amount=amount,
        deadline=draft.deadline or NO_DEADLINE,
    )


def _is_undecided(goal: Goal) -> bool:
    return goal.target_form is TargetForm.ABSOLUTE and goal.target != goal.target_amount


def measured_on(draft: GoalDraft) -> str:
    """The object for people: empty for the whole shop."""
    return "" if draft.segment == TOTAL else draft.object
