"""Which breaks a list shows: all open ones, those of a stage, of a person, snoozed, or past."""

from collections.abc import Iterable
from dataclasses import replace

from commands.message_links import break_links
from commands.parse import stage_named
from commands.place import Place
from commands.views.break_list import Entry, Listing, Reported
from funnel.catalogue.entries import Stage
from funnel.errors import Suggestion, UnknownCommand
from funnel.model import Attention, Break
from funnel.reports import Report
from funnel.status import open_first
from storage.store import Tx

MOST_HISTORY = 100
_PAST = ("history", "past", "closed")
_MINE = ("mine", "my", "me")


def listed_breaks(tx: Tx, args: str, place: Place, *, user: str = "", channel: str = "") -> Listing:
    """Open ones have most money first. Raises UnknownCommand for words that choose nothing."""
    found = _chosen(tx, args, place, user=user)
    numbers = [one.found.number for one in found.entries]
    return replace(found, links=break_links(tx, numbers, here=channel))


def _chosen(tx: Tx, args: str, place: Place, *, user: str) -> Listing:
    words = args.strip().casefold()
    if words.startswith(_PAST):
        past = tx.breaks.history(MOST_HISTORY)
        closed = tx.reports.all(closed=True)
        return Listing(_entries(past, place), _reported(closed, place), history=True)
    found, reports = open_first(tx.breaks.open()), tx.reports.all(closed=False)
    if not words or words in ("open", "all"):
        return Listing(_entries(found, place), _reported(reports, place))
    if words in _MINE:
        owned = {goal.metric for goal in tx.goals.all() if goal.owner == user}
        mine = [one for one in found if one.attention_by == user or one.metric in owned]
        theirs = [one for one in reports if user in (one.author, one.taken_by)]
        return Listing(_entries(mine, place), _reported(theirs, place), of="of yours")
    if words.startswith("snooze"):
        asleep = [one for one in found if one.attention is Attention.SNOOZED]
        return Listing(_entries(asleep, place), of="and snoozed")
    stage = stage_named(words, place.catalogue, framework=place.workspace.framework)
    if stage is None:
        raise UnknownCommand(
            f'I do not know "breaks {args}".',
            "Type `/funnel breaks` alone, or with a stage, mine, snoozed, history or settings.",
            suggestions=(Suggestion("Open breaks", "breaks"),),
        )
    return _of_stage(stage, found, reports, place)


def _of_stage(
    stage: Stage, found: Iterable[Break], reports: Iterable[Report], place: Place
) -> Listing:
    entries = [one for one in _entries(found, place) if one.metric.in_stage(stage.key)]
    told = [one for one in reports if one.stage == stage.key]
    return Listing(entries, _reported(told, place), of=f"in {stage.short}")


def _entries(found: Iterable[Break], place: Place) -> list[Entry]:
    return [
        Entry(one, place.catalogue.metric(one.metric))
        for one in found
        if place.catalogue.has_metric(one.metric)
    ]


def _reported(reports: Iterable[Report], place: Place) -> list[Reported]:
    return [Reported(one, place.catalogue.stage(one.stage).short) for one in reports]
