"""The goal form: opens it, advises while it is filled in, and stores what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.goal_filling import (
    Filling,
    drawn,
    filling_of,
    form_of,
    place_at,
    saved,
    understood,
)
from commands.goal_flats import with_flat_days, with_later_days
from commands.goal_news import announce, note_edit, state_chance
from commands.request import Origin, Request
from commands.verbs.goal_rights import may_change
from commands.views.goal_form import GoalForm, read_goal, saved_view
from commands.views.goal_history import drafts_message
from commands.views.goal_more import More, MoreChoices, more_view, read_more
from commands.views.goal_words import saved_words
from funnel.errors import BadGoal, UnknownNumber
from funnel.goals import Place as MadeIn
from funnel.goals import SavedDraft, accept, draft_from, draft_of, is_circular, revise
from funnel.model import Deed, Goal
from funnel.periods.holidays import countries
from storage.store import Tx

Payload = Mapping[str, Any]
LONGEST_SENTENCE = 600
KNOW_HOLIDAYS = countries
"""The calendars take half a second to load: while the form is filled in, not when it is sent."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who fills in the form, and when."""

    workspace: str
    user: str
    now: datetime


def new_goal(request: Request, deps: Deps, *, sentence: str) -> Modal | Message:
    """The form, filled in as far as the sentence says; without one, drafts that were left are
    offered first."""
    if not sentence:
        with deps.store.read(request.workspace) as tx:
            left = _left(tx, request.user)
        if left:
            return drafts_message(left, today=request.now.date())
    return empty_form(request, deps, sentence=sentence)


def empty_form(request: Request, deps: Deps, *, sentence: str = "") -> Modal:
    """A shortcut has no channel to announce in."""
    spoken_in = request.origin not in (Origin.SHORTCUT, Origin.HOME)
    channel = request.channel if spoken_in else ""
    with deps.store.read(request.workspace) as tx:
        place = place_at(tx, request.now, deps)
        text = sentence[:LONGEST_SENTENCE]
        draft = draft_from(understood(text, place), owner=request.user)
        form = GoalForm(draft, 0, channel, bool(channel) and request.private, text)
        filling = filling_of(tx, form, place)
    return Modal(drawn(filling), after=KNOW_HOLIDAYS)


def continue_draft(request: Request, deps: Deps, *, number: str, dropped: bool) -> Modal | Message:
    """A draft of one's own, opened again or dropped. Raises UnknownNumber for all others."""
    with deps.store.write(request.workspace) as tx:
        draft = tx.goal_drafts.get(int(number)) if number.isdigit() else None
        if draft is None or draft.author != request.user:
            raise UnknownNumber(
                f"You have no draft {number}.", "Start one with `/funnel goal new …`."
            )
        if dropped:
            tx.goal_drafts.drop(draft.number)
            return Message(f"Draft {draft.number} is dropped.")
        filling = filling_of(tx, form_of(draft), place_at(tx, request.now, deps))
    return Modal(drawn(filling), after=KNOW_HOLIDAYS)


def edit_goal(goal: Goal, request: Request, deps: Deps) -> Modal:
    """The same form with the stored answers."""
    form = GoalForm(draft_of(goal), goal.number, goal.channel, goal.private)
    with deps.store.read(request.workspace) as tx:
        filling = filling_of(tx, form, place_at(tx, request.now, deps))
    return Modal(drawn(filling), after=KNOW_HOLIDAYS)


def advised(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """The view anew, with letters for what is filled in now; what stands there is kept."""
    form = read_goal(view)
    with deps.store.read(sender.workspace) as tx:
        filling = filling_of(tx, form, place_at(tx, sender.now, deps))
    redrawn = drawn(filling)
    _keep(form, sender, deps, origin=view["id"])
    return redrawn


def save_draft(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """Kept whatever is open, and what is impossible is said."""
    form = read_goal(view)
    with deps.store.read(sender.workspace) as tx:
        filling = filling_of(tx, form, place_at(tx, sender.now, deps))
    kept = _keep(form, sender, deps, origin=view["id"], by_hand=True)
    words = [f"Saved as draft {kept.number}."]
    words += [f"Still to change: {one.words}" for one in filling.settled.problems if one.refused]
    words.append(f"Go on with it: /funnel goal draft {kept.number}")
    return Modal(saved_view("Draft saved", words)).sealed()


def open_more(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """The second view; the first one's answers wait in its draft."""
    form = read_goal(view)
    with deps.store.read(sender.workspace) as tx:
        filling = filling_of(tx, form, place_at(tx, sender.now, deps))
    kept = _keep(form, sender, deps, origin=view["id"])
    metric = filling.ground.metric if filling.ground else None
    catalogue = filling.place.catalogue
    guards = tuple(catalogue.metric(key) for key in metric.read_with) if metric else ()
    person = deps.people.get(sender.workspace, form.draft.owner or sender.user)
    choices = MoreChoices(guards, filling.others, person.zone)
    return Modal(more_view(More.of(form.draft), choices, draft=kept.number)).sealed()


def take_more(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """The first view anew with the second one's answers. Raises BadGoal for a circle of goals."""
    number, more = read_more(view)
    with deps.store.write(sender.workspace) as tx:
        draft = tx.goal_drafts.get(number)
        if draft is None:
            raise BadGoal({"measure": "The form was closed meanwhile. Open it again."})
        parents = {goal.number: goal.parent for goal in tx.goals.all()}
        if draft.goal and is_circular(draft.goal, more.parent, parents):
            raise BadGoal({"parent": f"Goal {more.parent} is a part of this one already."})
        form = form_of(draft)
        form = replace(form, draft=more.put_into(form.draft))
        tx.goal_drafts.save(
            saved(form, origin=draft.origin, author=sender.user, now=sender.now, kept=draft.kept)
        )
        filling = filling_of(tx, form, place_at(tx, sender.now, deps))
    return drawn(filling)


def set_goal(view: Payload, sender: Sender, deps: Deps) -> dict[str, Any]:
    """Stores a new goal, or the new answers of one, and gives the view that says so.

    Raises BadGoal for what is open or impossible, NotAllowed for somebody else's goal.
    """
    form = read_goal(view)
    person = deps.people.get(sender.workspace, sender.user)
    with deps.store.write(sender.workspace) as tx:
        filling = filling_of(tx, form, place_at(tx, sender.now, deps))
        if filling.stored is not None:
            may_change(filling.stored, person)
            goal = _changed(tx, filling, filling.stored, sender)
        else:
            goal = _created(tx, filling, sender, view["id"])
        _forget_drafts(tx, sender, view["id"])
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
        stage=filling.stage,
    )
    if filling.ground is not None:
        goal = with_flat_days(tx, goal, filling.ground, filling.place)
    stored = tx.goals.add(goal, origin=view_id)
    if tx.seen.first_time(f"goal:{view_id}", at=sender.now):
        details = {"title": stored.title}
        deed = Deed(sender.now, sender.user, "goal_created", str(stored.number), details)
        tx.audit.add(deed)
        if filling.ground is not None:
            state_chance(tx, stored, filling.ground)
        announce(tx, stored, sender.now)
    return stored


def _changed(tx: Tx, filling: Filling, stored: Goal, sender: Sender) -> Goal:
    goal = revise(
        stored,
        filling.form.draft,
        filling.ground,
        today=filling.place.today,
        place=_made_in(filling.form, sender),
    )
    if filling.ground is not None and goal.deadline > stored.deadline:
        goal = with_later_days(tx, stored, goal, filling.ground, filling.place)
    tx.goals.save(goal)
    note_edit(tx, stored, goal, filling.ground, user=sender.user, now=sender.now)
    return goal


def _left(tx: Tx, user: str) -> tuple[SavedDraft, ...]:
    """Drafts of new goals that say something, the newest two."""
    mine = [one for one in tx.goal_drafts.of_author(user) if not one.goal]
    return tuple(mine[:2])


def _keep(
    form: GoalForm, sender: Sender, deps: Deps, *, origin: str, by_hand: bool = False
) -> SavedDraft:
    with deps.store.write(sender.workspace) as tx:
        tx.goal_drafts.drop_old(sender.now)
        draft = saved(form, origin=origin, author=sender.user, now=sender.now, kept=by_hand)
        return tx.goal_drafts.save(draft)


def _forget_drafts(tx: Tx, sender: Sender, view_id: str) -> None:
    for draft in tx.goal_drafts.of_author(sender.user):
        if draft.origin == view_id:
            tx.goal_drafts.drop(draft.number)


def _made_in(form: GoalForm, sender: Sender) -> MadeIn:
    return MadeIn(sender.user, sender.now, form.channel, form.private)
