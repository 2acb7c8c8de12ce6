"""What its owner or an admin does to a digest: send it now, pause, resume, hand over, stop."""

import re
from dataclasses import replace
from datetime import date

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.request import Request
from commands.verbs.digest_rights import NOW, numbered, running, save, theirs
from commands.verbs.digest_votes import votes_of
from commands.views.digest_owner import owner_form, pause_form
from commands.views.schedule import (
    BY_PEOPLE,
    planned_message,
    stopped_message,
    summary_message,
)
from funnel.errors import BadDate, NotAllowed
from funnel.model import (
    Deed,
)
from funnel.periods import local_date, parse_deadline
from funnel.schedules import Schedule
from storage.store import Tx

HANDED = "digest_handed"
_PAUSE = re.compile(r"pause until(?P<when>.*?)(?P<at> ?#\d{1,9})?", re.IGNORECASE)
_HAND = re.compile(
    r"hand(?: it)? over(?: to)?(?: <@(?P<who>[A-Z0-9]+)(?:\|[^>]*)?>)?(?P<at> ?#\d{1,9})?",
    re.IGNORECASE,
)


def send_now(request: Request, deps: Deps) -> Message:
    schedule = theirs(request, deps)
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


def pause(request: Request, deps: Deps) -> Message:
    schedule = theirs(request, deps)
    if schedule.paused:
        return summary(request, deps, schedule, note="It is paused already.")
    return paused(request, deps, schedule, until=None)


def pause_until(request: Request, deps: Deps) -> Message | Modal:
    """With a day behind it, else the form that asks for one. Raises BadDate."""
    said = _PAUSE.fullmatch(request.args.strip())
    when, at = (said["when"].strip(), said["at"] or "") if said else ("", "")
    schedule = theirs(replace(request, args=f"pause{at}"), deps)
    today = local_date(request.now, schedule.zone)
    if not when:
        return Modal(pause_form(schedule, today=today))
    meant = parse_deadline(when, today=today)
    begins = meant.period is not None and meant.period.first > today
    until = meant.period.first if begins and meant.period else meant.day
    return paused(request, deps, schedule, until=until)


def paused(request: Request, deps: Deps, schedule: Schedule, *, until: date | None) -> Message:
    """Stored and said; `until` is the first day that is sent again, None: somebody resumes it.
    Raises BadDate for a day that has come already."""
    if until is not None and until <= local_date(request.now, schedule.zone):
        raise BadDate("A pause ends after today.", "Choose a later day.")
    name = deps.people.get(request.workspace, request.user).name
    resting = replace(schedule, paused=f"{BY_PEOPLE}{name or 'a colleague'}", paused_until=until)
    save(request, deps, resting, action="digest_paused")
    return summary(request, deps, resting, note=f"{_which(schedule)} is paused.")


def resume(request: Request, deps: Deps) -> Message:
    """Dates that passed meanwhile are not owed: it counts from now on."""
    schedule = theirs(request, deps)
    if not schedule.paused:
        return summary(request, deps, schedule, note="It is running already.")
    again = running(schedule, request.now)
    save(request, deps, again, action="digest_resumed")
    return summary(request, deps, again, note=f"{_which(schedule)} runs again.")


def stop(request: Request, deps: Deps) -> Message:
    schedule = theirs(request, deps)
    with deps.store.write(request.workspace) as tx:
        tx.schedules.delete(schedule.number)
        tx.audit.add(Deed(request.now, request.user, "digest_stopped", str(schedule.number)))
    return stopped_message(schedule)


def hand_over(request: Request, deps: Deps) -> Message | Modal:
    """To the person behind it, else by the form that asks for one."""
    said = _HAND.fullmatch(request.args.strip())
    who, at = (said["who"] or "", said["at"] or "") if said else ("", "")
    schedule = theirs(replace(request, args=f"hand over{at}"), deps)
    if schedule.personal:
        raise NotAllowed("Your own digest cannot be handed over.", "Stop it instead.")
    if not who:
        return Modal(owner_form(schedule))
    return handed(request, deps, schedule, owner=who)


def handed(request: Request, deps: Deps, schedule: Schedule, *, owner: str) -> Message:
    """The new owner hears of it by direct message. Raises NotAllowed for people from outside."""
    person = deps.people.get(request.workspace, owner)
    if person.is_guest:
        raise NotAllowed("A digest belongs to a full member.", "Choose another person.")
    theirs_now = replace(schedule, owner=owner)
    with deps.store.write(request.workspace) as tx:
        tx.schedules.save(theirs_now)
        details = {"owner": owner}
        number = str(schedule.number)
        tx.audit.add(Deed(request.now, request.user, "digest_handed_over", number, details))
        tx.deliveries.plan(
            kind=HANDED,
            subject=number,
            channel=owner,
            slot=request.now.isoformat(),
            at=request.now,
        )
    deps.wake()
    note = f"The digest belongs to {person.name or 'its new owner'} now; they were told."
    return summary(request, deps, theirs_now, note=note)


def pause_by_form(request: Request, deps: Deps, *, number: int, until: date | None) -> Message:
    return paused(request, deps, numbered(request, deps, number), until=until)


def hand_over_by_form(request: Request, deps: Deps, *, number: int, owner: str) -> Message:
    return handed(request, deps, numbered(request, deps, number), owner=owner)


def summary(request: Request, deps: Deps, schedule: Schedule, *, note: str = "") -> Message:
    with deps.store.read(request.workspace) as tx:
        owner = name_of(tx, schedule.owner)
        votes = votes_of(tx, schedule.number, request.now)
    framework = deps.catalogue.framework(schedule.framework)
    return summary_message(
        schedule, framework, now=request.now, owner=owner, note=note, votes=votes
    )


def name_of(tx: Tx, user: str) -> str:
    person = tx.people.get(user)
    return person.name if person is not None else "a colleague"


def _which(schedule: Schedule) -> str:
    return "Your own digest" if schedule.personal else "The digest of this channel"
