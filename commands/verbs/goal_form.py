"""The goal form: opens it, advises while it is filled in, and stores what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from commands.blocks import Modal
from commands.deps import Deps
from commands.goal_ground import ground_of
from commands.place import Place
from commands.request import Origin, Request
from commands.verbs.goal_rights import may_change
from commands.views.goal_form import Advice, GoalForm, goal_view, read_goal, saved_view
from commands.views.goal_words import saved_words, understood_words
from funnel.goals import (
    IN_POINTS,
    Ground,
    Settled,
    accept,
    draft_from,
    draft_of,
    keep,
    revise,
    settle,
)
from funnel.goals import Place as MadeIn
from funnel.model import Deed, Goal, GoalState
from funnel.sentence import Understood, understand
from funnel.smart import Case, judge, stage_of
from storage.store import Tx

Payload = Mapping[str, Any]
LONGEST_SENTENCE = 600


@dataclass(frozen=True, slots=True)
class Sender:
    """Who fills in the form, and when."""

    workspace: str
    user: str
    now: datetime


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


def new_goal(request: Request, deps: Deps, *, sentence: str) -> Modal:
    """The form, filled in as far as the sentence says. A shortcut has no channel to announce in."""
    spoken_in = request.origin not in (Origin.SHORTCUT, Origin.HOME)
    channel = request.channel if spoken_in else ""
    with deps.store.read(request.workspace) as tx:
        place = _place(tx, request.now, deps)
        text = sentence[:LONGEST_SENTENCE]
        draft = draft_from(_understood(text, place), owner=request.user)
        form = GoalForm(draft, 0, channel, bool(channel) and request.private, text)
        return Modal(_drawn(_filling(tx, form, place)))


def edit_goal(goal: Goal, request: Request, deps: Deps) -> Modal:
    """The same form with the stored answers."""
    form = GoalForm(draft_of(goal), goal.number, goal.channel, goal.private)
    with deps.store.read(request.workspace) as tx:
        return Modal(_drawn(_filling(tx, form, _place(tx, request.now, deps))))


def advised(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """The view anew, with letters for what is filled in now."""
    with deps.store.read(sender.workspace) as tx:
        return _drawn(_filling(tx, read_goal(view), _place(tx, sender.now, deps)))


def save_draft(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """Kept whatever is open; what is impossible has to be changed first, and the view says so."""
    with deps.store.write(sender.workspace) as tx:
        filling = _filling(tx, read_goal(view), _place(tx, sender.now, deps))
        refused = [problem.words for problem in filling.settled.problems if problem.refused]
        if refused:
            return _drawn(filling, notice=refused[0])
        goal = keep(
            filling.form.draft,
            filling.ground,
            today=filling.place.today,
            place=_made_in(filling.form, sender),
            stage=_stage(filling),
        )
        stored = tx.goals.add(goal, origin=view["id"])
        _note_created(tx, stored, sender, view["id"])
    next_step = f"Go on with it: /funnel goal {stored.number}"
    words = [f"Saved as draft {stored.number}.", next_step]
    return Modal(saved_view("Draft saved", words)).sealed()


def set_goal(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """Stores a new goal, or the new answers of one, and gives the view that says so.

    Raises BadGoal for what is open or impossible, NotAllowed for somebody else's goal.
    """
    form = read_goal(view)
    person = deps.people.get(sender.workspace, sender.user)
    with deps.store.write(sender.workspace) as tx:
        filling = _filling(tx, form, _place(tx, sender.now, deps))
        if filling.stored is not None:
            may_change(filling.stored, person)
            goal = _changed(tx, filling, filling.stored, sender)
        else:
            goal = _created(tx, filling, sender, view["id"])
    deps.wake()
    words = saved_words(goal, filling.ground, new=goal.number != form.number)
    return Modal(saved_view(f"Goal {goal.number}", words)).sealed()


def _created(tx: Tx, filling: Filling, sender: Sender, view_id: str) -> Goal:
    """One goal a view, however often it is sent."""
    goal = accept(
        filling.form.draft,
        filling.ground,
        today=filling.place.today,
        place=_made_in(filling.form, sender),
        stage=_stage(filling),
    )
    stored = tx.goals.add(goal, origin=view_id)
    if stored.state is GoalState.DRAFT:  # saved as a draft a moment ago, from this very view
        stored = replace(goal, number=stored.number)
        tx.goals.save(stored)
    _note_created(tx, stored, sender, view_id)
    _announce(tx, stored, sender.now)
    return stored


def _changed(tx: Tx, filling: Filling, stored: Goal, sender: Sender) -> Goal:
    goal = revise(
        stored,
        filling.form.draft,
        filling.ground,
        today=filling.place.today,
        place=_made_in(filling.form, sender),
    )
    tx.goals.save(goal)
    details = _differences(stored, goal)
    tx.audit.add(Deed(sender.now, sender.user, "goal_edited", str(goal.number), details))
    if stored.state is GoalState.DRAFT:
        _announce(tx, goal, sender.now)
    return goal


def _announce(tx: Tx, goal: Goal, now: datetime) -> None:
    """Into the channel where it was asked for; a DM has nobody else to tell."""
    if goal.channel and not goal.channel.startswith("D"):
        tx.deliveries.plan(
            kind="goal_announced",
            subject=str(goal.number),
            channel=goal.channel,
            slot="announced",
            at=now,
        )


def _note_created(tx: Tx, goal: Goal, sender: Sender, view_id: str) -> None:
    """The audit line, once for a form that was sent twice."""
    if tx.seen.first_time(f"goal:{view_id}", at=sender.now):
        details = {"title": goal.title}
        tx.audit.add(Deed(sender.now, sender.user, "goal_created", str(goal.number), details))


def _differences(before: Goal, after: Goal) -> dict[str, Any]:
    """Old and new of each answer that changed: the revision log."""
    names = ("metric", "object", "target", "deadline", "owner", "action", "objective", "baseline")
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    return {name: [str(getattr(before, name)), str(getattr(after, name))] for name in changed}


def _filling(tx: Tx, form: GoalForm, place: Place) -> Filling:
    draft, today = form.draft, place.today
    stored = tx.goals.get(form.number) if form.number else None
    ground = None
    if place.catalogue.has_metric(draft.metric):
        ground = ground_of(tx, place.catalogue.metric(draft.metric), draft.segment, place)
    live = stored if stored and stored.state is not GoalState.DRAFT else None
    settled = settle(draft, ground, today=today, stored=live)
    others = tuple(
        goal
        for goal in tx.goals.all()
        if goal.number != form.number and goal.state is not GoalState.DRAFT and not goal.private
    )
    return Filling(form, place, _understood(form.sentence, place), ground, settled, stored, others)


def _drawn(filling: Filling, *, notice: str = "") -> dict[str, Any]:
    form, place, ground = filling.form, filling.place, filling.ground
    case = Case(
        form.draft,
        filling.settled,
        place.catalogue,
        place.workspace.framework,
        ground=ground,
        said=filling.said,
        others=filling.others,
    )
    advice = Advice(
        verdicts=judge(case),
        metric=ground.metric.name if ground else "",
        points=ground is None or ground.metric.unit in IN_POINTS,
        understood=understood_words(filling.said, place.catalogue),
        notice=notice,
    )
    return Modal(goal_view(form, advice)).sealed()


def _understood(sentence: str, place: Place) -> Understood:
    framework = place.workspace.framework
    return understand(sentence, place.catalogue, today=place.today, framework=framework)


def _made_in(form: GoalForm, sender: Sender) -> MadeIn:
    return MadeIn(sender.user, sender.now, form.channel, form.private)


def _stage(filling: Filling) -> str:
    if filling.ground is None:
        return ""
    return stage_of(filling.ground.metric, filling.place.workspace.framework)


def _place(tx: Tx, now: datetime, deps: Deps) -> Place:
    return Place(tx.workspace.get(), deps.catalogue_of(tx), now)
