"""Which breaks a list shows: all open ones, those of a stage, of a person, snoozed, or past."""

from collections.abc import Container, Iterable
from dataclasses import replace

from commands.message_links import break_links
from commands.parse import stage_named
from commands.place import Place
from commands.views.break_list import Entry, Listing, Reported
from commands.views.break_words import Member
from funnel.catalogue.entries import Stage
from funnel.errors import Suggestion, UnknownCommand
from funnel.incidents import Incident, incidents_of
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
        past = _over(tx)
        closed = tx.reports.all(closed=True)
        return Listing(_entries(past, place), _reported(closed, place), history=True)
    found, reports = _alive(tx), tx.reports.all(closed=False)
    if not words or words in ("open", "all"):
        return Listing(_entries(found, place), _reported(reports, place))
    if words in _MINE:
        owned = {goal.metric for goal in tx.goals.all() if goal.owner == user}
        mine = [one for one in found if _is_of(one, user, owned)]
        theirs = [one for one in reports if user in (one.author, one.taken_by)]
        return Listing(_entries(mine, place), _reported(theirs, place), of="of yours")
    if words.startswith("snooze"):
        asleep = [one for one in found if one.lead.attention is Attention.SNOOZED]
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
    stage: Stage, found: Iterable[Incident], reports: Iterable[Report], place: Place
) -> Listing:
    here = [one for one in found if any(_is_in(each, stage, place) for each in one.members)]
    entries = _entries(here, place)
    told = [one for one in reports if one.stage == stage.key]
    return Listing(entries, _reported(told, place), of=f"in {stage.short}")


def _entries(found: Iterable[Incident], place: Place) -> list[Entry]:
    """One line each, its other members named."""
    catalogue = place.catalogue
    return [
        Entry(
            replace(one.lead, number=one.number),
            catalogue.metric(one.lead.metric),
            tuple(
                Member(each, catalogue.metric(each.metric))
                for each in one.others
                if catalogue.has_metric(each.metric) and each.metric != one.lead.metric
            ),
        )
        for one in found
        if catalogue.has_metric(one.lead.metric)
    ]


def _alive(tx: Tx) -> list[Incident]:
    """Most money first."""
    by_lead = {one.lead: one for one in incidents_of(tx.breaks.open())}
    return [by_lead[lead] for lead in open_first(tuple(by_lead))]


def _over(tx: Tx) -> list[Incident]:
    """Closed as a whole, and those found looking back; the newest opening first."""
    alive = {one.incident for one in tx.breaks.open()}
    past = [one for one in tx.breaks.history(MOST_HISTORY) if one.incident not in alive]
    return sorted(incidents_of(past), key=_opening, reverse=True)


def _opening(one: Incident) -> tuple[str, int]:
    return (str(one.lead.opened_on), one.number)


def _is_of(one: Incident, user: str, owned: Container[str]) -> bool:
    return any(each.attention_by == user or each.metric in owned for each in one.members)


def _is_in(one: Break, stage: Stage, place: Place) -> bool:
    known = place.catalogue.has_metric(one.metric)
    return known and place.catalogue.metric(one.metric).in_stage(stage.key)


def _reported(reports: Iterable[Report], place: Place) -> list[Reported]:
    return [Reported(one, place.catalogue.stage(one.stage).short) for one in reports]
