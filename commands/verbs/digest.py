"""`/funnel digest` and `/funnel digests`: what a channel gets, shown, sent, paused, stopped."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.digests import gather
from commands.request import Request
from commands.verbs.deliveries import LEDGER_WORDS, show_deliveries
from commands.verbs.digest_form import may_change, new_schedule, open_digest_form
from commands.views.digest import digest_message
from commands.views.schedule import (
    BY_PEOPLE,
    planned_message,
    schedules_message,
    stopped_message,
    summary_message,
)
from funnel.errors import NotAllowed, Suggestion, UnknownCommand, UnknownNumber
from funnel.model import Deed, Schedule
from storage.store import Tx

DIGEST, NOW = "digest", "digest_now"
_NUMBER = re.compile(r" ?#?(\d{1,9})$")  # `digest resume 3` works away from its channel


def show_digest(request: Request, deps: Deps) -> Message | Modal:
    """Without words the channel's digest, or the form when it has none.

    Raises UnknownCommand for other words, UnknownNumber where there is no digest to act on.
    """
    words = _NUMBER.sub("", " ".join(request.args.casefold().split()))
    if words in ("", "edit", "new"):
        return _open(request, deps, edit=bool(words))
    act = _ACTS.get(words)
    if act is None:
        raise UnknownCommand(
            f'I do not know "digest {request.args}".',
            "Type `/funnel digest` alone, or with edit, preview, send now, pause, resume or stop.",
            suggestions=(Suggestion("Digest of this channel", "digest"),),
        )
    return act(request, deps)


def list_digests(request: Request, deps: Deps) -> Message:
    """Admins see all; others their own. One of a private channel shows to its owner only.
    `deliveries` after it: what was sent and what was not, for admins."""
    if request.args.strip().casefold() in LEDGER_WORDS:
        return show_deliveries(request, deps)
    person = deps.people.get(request.workspace, request.user)
    with deps.store.read(request.workspace) as tx:
        mine = [
            one
            for one in tx.schedules.all()
            if one.owner == person.id or (person.is_admin and not one.private)
        ]
        names = {one.owner: _name(tx, one.owner) for one in mine}
    return schedules_message(mine, now=request.now, names=names, is_admin=person.is_admin)


def covered_until(tx: Tx, schedule: Schedule) -> datetime | None:
    """Up to when the last sent digest told, sent by its schedule or by hand."""
    sent = [
        tx.deliveries.last_sent(kind, str(schedule.number), schedule.channel)
        for kind in (DIGEST, NOW)
    ]
    known = [one.covered_until for one in sent if one is not None and one.covered_until]
    return max(known, default=None)


def _open(request: Request, deps: Deps, *, edit: bool) -> Message | Modal:
    with deps.store.read(request.workspace) as tx:
        existing = tx.schedules.of_channel(request.channel) if request.channel else None
    if existing is None:
        return open_digest_form(request, deps, None)
    if not edit:
        return _summary(request, deps, existing)
    _must_be_theirs(request, deps, existing)
    return open_digest_form(request, deps, existing)


def _preview(request: Request, deps: Deps) -> Message:
    """What would be sent now, to the asker only; also where no digest is set up yet."""
    with deps.store.read(request.workspace) as tx:
        schedule = tx.schedules.of_channel(request.channel) if request.channel else None
        since = covered_until(tx, schedule) if schedule else None
        workspace = tx.workspace.get()
    schedule = schedule or new_schedule(request, deps, workspace, channel=request.channel)
    with deps.store.read(request.workspace) as tx:
        facts = gather(tx, schedule, deps.catalogue_of(tx), now=request.now, since=since)
    return digest_message(facts)


def _send_now(request: Request, deps: Deps) -> Message:
    schedule = _theirs(request, deps)
    with deps.store.write(request.workspace) as tx:
        if request.key and not tx.seen.first_time(f"digest_now:{request.key}", at=request.now):
            return planned_message(again=True)
        planned = tx.deliveries.plan(
            kind=NOW,
            subject=str(schedule.number),
            channel=schedule.channel,
            slot=request.now.isoformat(),
            at=request.now,
        )
        tx.audit.add(Deed(request.now, request.user, "digest_sent_now", str(schedule.number)))
    deps.wake()
    return planned_message(again=planned is None)


def _pause(request: Request, deps: Deps) -> Message:
    schedule = _theirs(request, deps)
    if schedule.paused:
        return _summary(request, deps, schedule, note="It is paused already.")
    name = deps.people.get(request.workspace, request.user).name
    paused = replace(schedule, paused=f"{BY_PEOPLE}{name or 'a colleague'}")
    _save(request, deps, paused, action="digest_paused")
    return _summary(request, deps, paused, note="The digest of this channel is paused.")


def _resume(request: Request, deps: Deps) -> Message:
    """Dates that passed meanwhile are not owed: it counts from now on."""
    schedule = _theirs(request, deps)
    if not schedule.paused:
        return _summary(request, deps, schedule, note="It is running already.")
    running = replace(schedule, paused="", created_at=request.now)
    _save(request, deps, running, action="digest_resumed")
    return _summary(request, deps, running, note="The digest of this channel runs again.")


def _stop(request: Request, deps: Deps) -> Message:
    schedule = _theirs(request, deps)
    with deps.store.write(request.workspace) as tx:
        tx.schedules.delete(schedule.number)
        tx.audit.add(Deed(request.now, request.user, "digest_stopped", str(schedule.number)))
    return stopped_message()


def _summary(request: Request, deps: Deps, schedule: Schedule, *, note: str = "") -> Message:
    with deps.store.read(request.workspace) as tx:
        owner = _name(tx, schedule.owner)
    framework = deps.catalogue.framework(schedule.framework)
    return summary_message(schedule, framework, now=request.now, owner=owner, note=note)


def _save(request: Request, deps: Deps, schedule: Schedule, *, action: str) -> None:
    with deps.store.write(request.workspace) as tx:
        tx.schedules.save(schedule)
        tx.audit.add(Deed(request.now, request.user, action, str(schedule.number)))


def _theirs(request: Request, deps: Deps) -> Schedule:
    """The digest of that number, else the channel's, if the asker may change it. Raises
    UnknownNumber or NotAllowed."""
    number = _NUMBER.search(request.args)
    if number is not None:
        return _numbered(request, deps, int(number[1]))
    with deps.store.read(request.workspace) as tx:
        schedule = tx.schedules.of_channel(request.channel) if request.channel else None
    if schedule is None:
        raise UnknownNumber(
            "This channel has no digest.",
            "Type `/funnel digest` in the channel that should get one.",
            suggestions=(Suggestion("Set up a digest", "digest"),),
        )
    _must_be_theirs(request, deps, schedule)
    return schedule


def _numbered(request: Request, deps: Deps, number: int) -> Schedule:
    """What is not theirs to change answers like a number that does not exist."""
    with deps.store.read(request.workspace) as tx:
        schedule = tx.schedules.get(number)
    person = deps.people.get(request.workspace, request.user)
    if schedule is None or not may_change(schedule, person):
        raise UnknownNumber(
            f"There is no digest {number} of yours.",
            "`/funnel digests` lists those that you may change.",
            suggestions=(Suggestion("Digests", "digests"),),
        )
    return schedule


def _must_be_theirs(request: Request, deps: Deps, schedule: Schedule) -> None:
    if not may_change(schedule, deps.people.get(request.workspace, request.user)):
        raise NotAllowed(
            "Only its owner or an admin can do that to this digest.",
            "`/funnel digest preview` shows you what it would say now.",
            suggestions=(Suggestion("Preview to me", "digest preview"),),
        )


def _name(tx: Tx, user: str) -> str:
    person = tx.people.get(user)
    return person.name if person is not None else "a colleague"


_ACTS: dict[str, Callable[[Request, Deps], Message]] = {
    "preview": _preview,
    "send now": _send_now,
    "send": _send_now,
    "now": _send_now,
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
}
