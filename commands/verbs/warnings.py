"""What a channel is warned about: its form, saving it, and the replay of the last year."""

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from commands.blocks import Message, Modal, actions, bold, button, escape, section
from commands.deps import Deps
from commands.ids import Action
from commands.ids import Block as Id
from commands.place import Place, place_of
from commands.request import Request
from commands.verbs.digest_rights import must_be_theirs, theirs
from commands.views.style import Style
from commands.views.warnings_form import (
    budget_words,
    hours_words,
    least_words,
    read_budget,
    read_warnings_form,
    warnings_form,
)
from commands.views.warnings_replay import nothing_view, replayed_view
from funnel.catalogue.entries import Direction, Metric
from funnel.days_off import country_of_shop, holidays_of
from funnel.errors import BadForm, NotAllowed, UnknownNumber
from funnel.events import Event
from funnel.model import Deed, Grain, Series
from funnel.replay import openings
from funnel.schedules import Schedule
from storage.store import Tx

SETTINGS = re.compile(r"settings|warnings|budget|quiet")
COMPARED = (0.5, 1.0, 2.0)
YEAR = timedelta(days=365)
BEFORE = timedelta(days=435)  # what the first day of that year is judged by
LEARNING = 56  # days of numbers under which nothing is judged


def open_warnings(request: Request, deps: Deps) -> Modal:
    """Of the channel's digest, for its owner and admins. Raises UnknownNumber where there is none,
    NotAllowed for others and for a personal one."""
    schedule = theirs(request, deps)
    if schedule.personal:
        raise NotAllowed(
            "Warnings go to channels.", "Type `/funnel breaks settings` in one with a digest."
        )
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        return warnings_form(schedule, watched=len(watched(tx, schedule, place)), style=place.style)


def save_warnings(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """Raises BadForm with a sentence for each wrong field; the budget is changed by admins only."""
    person = deps.people.get(request.workspace, request.user)
    with deps.store.write(request.workspace) as tx:
        before = _stored(tx, view)
        must_be_theirs(request, deps, before)
        after = read_warnings_form(view["state"]["values"], before)
        if after.alarm.budget != before.alarm.budget and not person.is_admin:
            words = budget_words(before.alarm.budget)
            raise BadForm({"budget": f"Only admins change this. Choose {words}, or ask one."})
        if after != before:
            tx.schedules.save(after)
            details = {"budget": after.alarm.budget, "warnings": after.warnings}
            number = str(after.number)
            tx.audit.add(Deed(request.now, request.user, "warnings_changed", number, details))
        style = place_of(tx, request, deps).style
    return _saved(after, style)


def watched(tx: Tx, schedule: Schedule, place: Place) -> list[Metric]:
    """Metrics with daily numbers that the channel is warned about; as if warnings were on."""
    found = (
        place.catalogue.metric(state.metric)
        for state in tx.series.totals()
        if state.grain is Grain.DAY and place.catalogue.has_metric(state.metric)
    )
    return [
        metric
        for metric in found
        if metric.direction is not Direction.NEUTRAL and schedule.covers(metric)
    ]


def count_watched(view: Mapping[str, Any], request: Request, deps: Deps) -> int:
    with deps.store.read(request.workspace) as tx:
        return len(watched(tx, _stored(tx, view), place_of(tx, request, deps)))


def replay_year(view: Mapping[str, Any], request: Request, deps: Deps) -> dict[str, Any]:
    """A window; takes seconds. Nothing is stored and nobody is told."""
    chosen = read_budget(view["state"]["values"])
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        metrics = watched(tx, _stored(tx, view), place)
        journey = _journey(tx, metrics, place)
        events = (*tx.events.all(), *_holidays(tx, metrics, place))
    if not journey:
        return nothing_view()
    budgets = sorted({chosen, *COMPARED})
    since = place.today - YEAR
    told = openings(journey, place.catalogue, budgets=budgets, since=since, events=events)
    return replayed_view(told, chosen, catalogue=place.catalogue, style=place.style)


def _journey(tx: Tx, metrics: list[Metric], place: Place) -> dict[str, Series]:
    first = place.today - YEAR - BEFORE
    found = tx.snapshots.series_of([metric.key for metric in metrics], first=first)
    return {key: series for key, series in found.items() if len(series) > LEARNING}


def _holidays(tx: Tx, metrics: list[Metric], place: Place) -> tuple[Event, ...]:
    country = country_of_shop(place.workspace, tx.schedules.all())
    first = place.today - YEAR - BEFORE
    return holidays_of(country, metrics, first=first, last=place.today)


def _stored(tx: Tx, view: Mapping[str, Any]) -> Schedule:
    found = tx.schedules.get(int(view["private_metadata"]))
    if found is None:
        raise UnknownNumber("That digest was stopped meanwhile.", "Nothing was changed.")
    return found


def _saved(schedule: Schedule, style: Style) -> Message:
    words = f"<#{schedule.channel}> accepts {budget_words(schedule.alarm.budget)} false warning."
    if schedule.alarm.budget > 1:
        words = f"{words[:-1]}s."
    if not schedule.warnings:
        words = f"<#{schedule.channel}> is not warned; break points stand in its digest."
    parts = (least_words(schedule, style), hours_words(schedule)) if schedule.warnings else ()
    more = " ".join(part for part in parts if part)
    again = button(Action.RUN, "Change", f"breaks settings #{schedule.number}")
    lines = f"{bold(words)}\n{escape(more)}".strip()
    return Message(words, (section(Id.VERDICT, lines), actions(Id.BUTTONS, again)))
