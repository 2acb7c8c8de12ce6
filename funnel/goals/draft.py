"""A goal while it is being filled in: every field may still be empty."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from funnel.model import TOTAL, Goal, Measure, Segment, Side, TargetForm
from funnel.pursuit import USUAL_PLAN, GoalKind, Plan
from funnel.sentence import WHOLE_SHOP, Understood, segment_of

LONGEST_ANSWER = 300
"""Characters of one answer in the form."""

_SLACK_ID = re.compile(r"[UW][A-Z0-9]{5,}")


@dataclass(frozen=True, slots=True)
class GoalDraft:
    """The form as it stands. `target` is as typed; `target_form` None is "not chosen yet".

    `side` is the way that was said, with "less" or "more" or by the sentence's verb. `start` is
    the first day of a named period that ends on the deadline ("Q1"); None: from today.
    `measure` None is the metric's own habit; `plan` holds the kind and what the second view asks.
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
    measure: Measure | None = None
    contributors: tuple[str, ...] = ()
    parent: int = 0
    plan: Plan = USUAL_PLAN

    @property
    def segment(self) -> Segment:
        return segment_of(self.object)

    @property
    def stays(self) -> bool:
        return self.plan.kind is GoalKind.STAY

    @property
    def counted(self) -> Measure | None:
        """Level or total where it is not the metric's own habit; a bound is one of a level."""
        return Measure.LEVEL if self.stays else self.measure


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A form that was left before it was set. `kept` by a press of Save as draft, else noted by
    the way while it was filled in; `origin` is the view that it was filled in, `goal` the number
    of the goal that it would change, 0 for a new one."""

    number: int
    origin: str
    author: str
    saved_at: datetime
    answers: GoalDraft
    channel: str = ""
    private: bool = False
    sentence: str = ""
    kept: bool = False
    goal: int = 0


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
        plan=Plan(GoalKind.STAY if said.stays else GoalKind.REACH),
        deadline=said.deadline,
        start=said.start,
        owner=said.owner if _SLACK_ID.fullmatch(said.owner) else owner,
        action=said.action[:LONGEST_ANSWER],
        objective=said.objective[:LONGEST_ANSWER],
        stage=said.stage,
    )


def draft_of(goal: Goal) -> GoalDraft:
    """The form for editing a stored goal."""
    return GoalDraft(
        metric=goal.metric,
        object=goal.object or WHOLE_SHOP,
        target=f"{goal.target_amount:.15g}",
        target_form=goal.target_form,
        side=goal.side,
        deadline=goal.deadline,
        start=goal.start,
        owner=goal.owner,
        action=goal.action,
        objective=goal.objective,
        stage=goal.stage,
        measure=goal.measure,
        contributors=goal.contributors,
        parent=goal.parent,
        plan=goal.plan,
    )


def measured_on(draft: GoalDraft) -> str:
    """The object for people: empty for the whole shop."""
    return "" if draft.segment == TOTAL else draft.object
