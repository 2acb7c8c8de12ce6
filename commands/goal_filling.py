"""A goal form while it is filled in: what its advice is made from, and the view that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from commands.blocks import Modal, Option
from commands.deps import Deps
from commands.goal_ground import ground_of
from commands.place import Place
from commands.views.goal_form import Advice, GoalForm, goal_view
from commands.views.goal_words import understood_words
from funnel.goals import (
    IN_POINTS,
    WINDOW_DAYS,
    Ground,
    Question,
    SavedDraft,
    Settled,
    advise,
    settle,
)
from funnel.model import Goal
from funnel.sentence import Understood, understand
from funnel.smart import judge, stage_of
from funnel.smart_case import Case
from storage.store import Tx

MOST_OBJECTIVES = 3


@dataclass(frozen=True, slots=True)
class Filling:
    """A form being filled in, with all that its advice comes from."""

    form: GoalForm
    place: Place
    said: Understood
    ground: Ground | None
    settled: Settled
    stored: Goal | None
    others: tuple[Goal, ...]

    @property
    def stage(self) -> str:
        """The metric's own in the workspace's framework."""
        if self.ground is None:
            return ""
        return stage_of(self.ground.metric, self.place.workspace.framework)


def filling_of(tx: Tx, form: GoalForm, place: Place) -> Filling:
    draft, today = form.draft, place.today
    stored = tx.goals.get(form.number) if form.number else None
    ground = None
    if place.catalogue.has_metric(draft.metric):
        metric = place.catalogue.metric(draft.metric)
        ground = ground_of(tx, metric, draft.segment, place, counted=draft.counted)
    settled = settle(draft, ground, today=today, stored=stored)
    others = tuple(
        goal for goal in tx.goals.all() if goal.number != form.number and not goal.private
    )
    said = understood(form.sentence, place)
    return Filling(form, place, said, ground, settled, stored, others)


def case_of(filling: Filling) -> Case:
    """What the letters are judged by; the forecast is made only where a target stands."""
    case = Case(
        filling.form.draft,
        filling.settled,
        filling.place.catalogue,
        filling.place.workspace.framework,
        ground=filling.ground,
        said=filling.said,
        others=filling.others,
    )
    asked = _question(filling)
    if asked is None or filling.ground is None:
        return case
    outlook, prospect = advise(asked, filling.ground)
    return replace(case, outlook=outlook, prospect=prospect)


def drawn(filling: Filling, *, notice: str = "") -> dict[str, Any]:
    """The first view, with a line a letter."""
    ground = filling.ground
    advice = Advice(
        verdicts=judge(case_of(filling)),
        metric=ground.metric.name if ground else "",
        points=ground is None or ground.metric.unit in IN_POINTS,
        understood=understood_words(filling.said, filling.place.catalogue),
        notice=notice,
        objectives=_earlier_objectives(filling.others),
        choices=_meant(filling),
        asks_reason=bool(filling.settled.broken("S5") or filling.form.draft.plan.reason),
    )
    return Modal(goal_view(filling.form, advice)).sealed()


def _meant(filling: Filling) -> tuple[Option, ...]:
    """The metrics that an ambiguous word of the sentence may mean."""
    catalogue = filling.place.catalogue
    return tuple(Option(catalogue.metric(key).name, key) for key in filling.said.choices)


def _earlier_objectives(goals: Sequence[Goal]) -> tuple[str, ...]:
    """The newest few, each once: a goal that belongs to one can name it in the same words."""
    newest = sorted(goals, key=lambda goal: goal.number, reverse=True)
    named = (" ".join(goal.objective.split()) for goal in newest)
    return tuple(dict.fromkeys(filter(None, named)))[:MOST_OBJECTIVES]


def understood(sentence: str, place: Place) -> Understood:
    framework = place.workspace.framework
    return understand(
        sentence,
        place.catalogue,
        today=place.today,
        framework=framework,
        calendar=place.calendar,
    )


def saved(form: GoalForm, *, origin: str, author: str, now: datetime, kept: bool) -> SavedDraft:
    """The form as a draft of its view."""
    return SavedDraft(
        number=0,
        origin=origin,
        author=author,
        saved_at=now,
        answers=form.draft,
        channel=form.channel,
        private=form.private,
        sentence=form.sentence,
        kept=kept,
        goal=form.number,
    )


def form_of(draft: SavedDraft) -> GoalForm:
    return GoalForm(draft.answers, draft.goal, draft.channel, draft.private, draft.sentence)


def place_at(tx: Tx, now: datetime, deps: Deps) -> Place:
    return Place(tx.workspace.get(), deps.catalogue_of(tx), now)


def _question(filling: Filling) -> Question | None:
    draft, settled, ground = filling.form.draft, filling.settled, filling.ground
    if ground is None or settled.target is None or settled.side is None:
        return None
    if settled.start is None or draft.deadline is None or settled.broken("T1", "M4", "M5"):
        return None
    return Question(
        settled.target,
        settled.side,
        settled.start,
        draft.deadline,
        ground.measure,
        WINDOW_DAYS,
        draft.plan.kind,
        draft.plan.tolerance,
    )
