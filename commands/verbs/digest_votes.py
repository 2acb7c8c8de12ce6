"""Useful or not, one press a reader; and the answer to whether an unread digest should go on."""

import re
from datetime import datetime, timedelta

from commands.blocks import Message
from commands.deps import Deps
from commands.request import Request
from commands.verbs.digest_rights import running, save, theirs
from commands.views.digest_votes import (
    counted_message,
    kept_message,
    rarer_message,
    votes_cell,
    votes_words,
)
from funnel.errors import UnknownNumber
from funnel.model import (
    Deed,
)
from funnel.schedules import Reaction, ReactionKind, Rhythm
from storage.store import Tx

COUNTED = timedelta(days=30)
_VOTE = re.compile(r"(?P<vote>useful|not useful) (?P<number>\d{1,9}) (?P<slot>\S{1,40})")
_RARER = {
    Rhythm.DAILY: Rhythm.WEEKLY,
    Rhythm.WEEKDAYS: Rhythm.WEEKLY,
    Rhythm.WEEKLY: Rhythm.MONTHLY,
}


def is_vote(words: str) -> bool:
    return _VOTE.fullmatch(words) is not None


def vote(request: Request, deps: Deps) -> Message:
    """Counts the press for that digest; a second thought takes the place of the first. Raises
    UnknownNumber for a digest that was stopped meanwhile, or is not shown here."""
    said = _VOTE.fullmatch(request.args)
    if said is None:
        raise ValueError(request.args)
    kind = ReactionKind(said["vote"].replace(" ", "_"))
    with deps.store.write(request.workspace) as tx:
        schedule = tx.schedules.get(int(said["number"]))
        here = schedule is not None and (schedule.personal or schedule.channel == request.channel)
        if schedule is None or not here or (schedule.personal and schedule.owner != request.user):
            raise UnknownNumber("That digest is stopped.", "Nothing was counted.")
        new = tx.reactions.add(
            Reaction(schedule.number, said["slot"], request.user, kind, request.now)
        )
        if new:
            details = {"slot": said["slot"]}
            deed = Deed(request.now, request.user, f"digest_{kind}", said["number"], details)
            tx.audit.add(deed)
        words = votes_of(tx, schedule.number, request.now)
    return counted_message(kind, words)


def votes_of(tx: Tx, number: int, now: datetime) -> str:
    """ "In the last 30 days: useful 3 times, not useful once."; nothing without a vote."""
    counts = tx.reactions.counts(number, since=now - COUNTED)
    return votes_words(counts[ReactionKind.USEFUL], counts[ReactionKind.NOT_USEFUL])


def votes_by_digest(tx: Tx, request: Request) -> dict[int, str]:
    """ "3 yes, 1 no" for each digest that got a vote in the last 30 days."""
    found = tx.reactions.votes(since=request.now - COUNTED)
    return {
        number: votes_cell(counts[ReactionKind.USEFUL], counts[ReactionKind.NOT_USEFUL])
        for number, counts in found.items()
    }


def keep(request: Request, deps: Deps) -> Message:
    """It goes on, and is not asked about again."""
    schedule = theirs(request, deps)
    with deps.store.write(request.workspace) as tx:
        slot = request.now.date().isoformat()
        tx.reactions.add(
            Reaction(schedule.number, slot, request.user, ReactionKind.KEPT, request.now)
        )
        tx.audit.add(Deed(request.now, request.user, "digest_kept", str(schedule.number)))
    return kept_message(schedule, now=request.now)


def make_rarer(request: Request, deps: Deps) -> Message:
    """A daily one comes once a week, a weekly one once a month, from now on."""
    schedule = theirs(request, deps)
    rhythm = _RARER.get(schedule.rhythm)
    if rhythm is None:
        return kept_message(schedule, now=request.now)
    changed = running(schedule, request.now, rhythm=rhythm)
    save(request, deps, changed, action="digest_changed")
    return rarer_message(changed, now=request.now)
