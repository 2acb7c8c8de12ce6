"""Which digest a person means, whether they may change it, and how far it has told."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Any

from commands.deps import Deps
from commands.request import Request
from funnel.errors import NotAllowed, Suggestion, UnknownNumber
from funnel.model import (
    Deed,
    Person,
)
from funnel.schedules import Schedule
from storage.store import Tx

DIGEST, NOW = "digest", "digest_now"
NUMBER = re.compile(r" ?#?(\d{1,9})$")  # `digest resume 3` works away from its channel
MINE = re.compile(r"(?:^| )(?:me|mine|my)$")


def covered_until(tx: Tx, schedule: Schedule, *, before: datetime | None = None) -> datetime | None:
    """Up to when the last sent digest told, sent by its schedule or by hand; with `before` the
    last one of those that told up to an earlier instant."""
    subject, known = str(schedule.number), []
    for kind in (DIGEST, NOW):
        if before is None:
            last = tx.deliveries.last_sent(kind, subject, schedule.channel)
            known += [last] if last is not None else []
        else:
            known += tx.deliveries.of(kind, subject)
    told = [one.covered_until for one in known if one.covered_until is not None]
    return max((at for at in told if before is None or at < before), default=None)


def may_change(schedule: Schedule, person: Person) -> bool:
    """Its owner and admins; a personal one is its owner's alone."""
    return person.id == schedule.owner or (person.is_admin and not schedule.personal)


def digest_here(tx: Tx, request: Request) -> Schedule | None:
    """The channel's digest; in the DM with us, or where "me" was said, the asker's own."""
    mine = request.channel.startswith("D") or MINE.search(request.args.casefold())
    channel = request.user if mine else request.channel
    return tx.schedules.of_channel(channel) if channel else None


def theirs(request: Request, deps: Deps) -> Schedule:
    """The digest of that number, else the channel's, if the asker may change it. Raises
    UnknownNumber or NotAllowed."""
    number = NUMBER.search(request.args)
    if number is not None:
        return numbered(request, deps, int(number[1]))
    with deps.store.read(request.workspace) as tx:
        schedule = digest_here(tx, request)
    if schedule is None:
        raise UnknownNumber(
            "This channel has no digest.",
            "Type `/funnel digest` in the channel that should get one.",
            suggestions=(Suggestion("Set up a digest", "digest"),),
        )
    must_be_theirs(request, deps, schedule)
    return schedule


def numbered(request: Request, deps: Deps, number: int) -> Schedule:
    """What is not theirs to change answers like a number that does not exist."""
    with deps.store.read(request.workspace) as tx:
        schedule = tx.schedules.get(number)
    person = deps.people.get(request.workspace, request.user)
    if schedule is not None and schedule.channel == request.channel:
        must_be_theirs(request, deps, schedule)
    elif schedule is None or not may_change(schedule, person):
        raise UnknownNumber(
            f"There is no digest {number} of yours.",
            "`/funnel digests` lists those that you may change.",
            suggestions=(Suggestion("Digests", "digests"),),
        )
    return schedule


def must_be_theirs(request: Request, deps: Deps, schedule: Schedule) -> None:
    if not may_change(schedule, deps.people.get(request.workspace, request.user)):
        raise NotAllowed(
            "Only its owner or an admin can do that to this digest.",
            "`/funnel digest preview` shows you what it would say now.",
            suggestions=(Suggestion("Preview to me", "digest preview"),),
        )


def save(request: Request, deps: Deps, schedule: Schedule, *, action: str) -> None:
    with deps.store.write(request.workspace) as tx:
        tx.schedules.save(schedule)
        tx.audit.add(Deed(request.now, request.user, action, str(schedule.number)))


def running(schedule: Schedule, now: datetime, **changed: Any) -> Schedule:
    """The schedule without its pause; dates that passed meanwhile are not owed."""
    return replace(schedule, paused="", paused_until=None, created_at=now, **changed)
