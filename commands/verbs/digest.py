"""`/funnel digest` and `/funnel digests`: what a channel gets, shown, sent, paused, stopped."""

from collections.abc import Callable

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.digests import gather
from commands.request import Request
from commands.verbs.deliveries import LEDGER_WORDS, show_deliveries
from commands.verbs.digest_acts import (
    hand_over,
    name_of,
    pause,
    pause_until,
    resume,
    send_now,
    stop,
    summary,
)
from commands.verbs.digest_form import new_schedule, open_digest_form
from commands.verbs.digest_rights import (
    MINE,
    NUMBER,
    covered_until,
    digest_here,
    must_be_theirs,
    numbered,
)
from commands.verbs.digest_votes import is_vote, keep, make_rarer, vote, votes_by_digest
from commands.views.digest import digest_message
from commands.views.schedule import schedules_message
from funnel.errors import Suggestion, UnknownCommand
from funnel.schedules import Schedule

Act = Callable[[Request, Deps], Message | Modal]


def show_digest(request: Request, deps: Deps) -> Message | Modal:
    """Without words the channel's digest, or the form when it has none; `me` is the asker's own.

    Raises UnknownCommand for other words, UnknownNumber where there is no digest to act on.
    """
    words = " ".join(request.args.casefold().split())
    if is_vote(request.args):
        return vote(request, deps)
    for begin, act in _WITH_WORDS:
        if words.startswith(begin):
            return act(request, deps)
    words = MINE.sub("", NUMBER.sub("", words))
    if words in ("", "edit", "new"):
        return _open(request, deps, edit=bool(words))
    known = _ACTS.get(words)
    if known is None:
        raise UnknownCommand(
            f'I do not know "digest {request.args}".',
            "Type `/funnel digest` alone, or with me, edit, preview, send now, pause until a day, "
            "resume, hand over or stop.",
            suggestions=(Suggestion("Digest of this channel", "digest"),),
        )
    return known(request, deps)


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
        names = {one.owner: name_of(tx, one.owner) for one in mine}
        votes = votes_by_digest(tx, request)
    return schedules_message(
        mine, now=request.now, names=names, votes=votes, is_admin=person.is_admin
    )


def _open(request: Request, deps: Deps, *, edit: bool) -> Message | Modal:
    existing = _existing(request, deps)
    if existing is None:
        mine = request.channel.startswith("D") or MINE.search(request.args.casefold())
        return open_digest_form(request, deps, None, personal=bool(mine))
    if not edit:
        return summary(request, deps, existing)
    must_be_theirs(request, deps, existing)
    return open_digest_form(request, deps, existing)


def _preview(request: Request, deps: Deps) -> Message:
    """What would be sent now, to the asker only; also where no digest is set up yet."""
    schedule = _existing(request, deps)
    with deps.store.read(request.workspace) as tx:
        since = covered_until(tx, schedule) if schedule else None
        workspace = tx.workspace.get()
    channel = request.user if MINE.search(request.args.casefold()) else request.channel
    schedule = schedule or new_schedule(request, deps, workspace, channel=channel)
    with deps.store.read(request.workspace) as tx:
        facts = gather(tx, schedule, deps.catalogue_of(tx), now=request.now, since=since)
    return digest_message(facts)


def _existing(request: Request, deps: Deps) -> Schedule | None:
    """By its number, if it is theirs; else that of the place."""
    number = NUMBER.search(request.args)
    with deps.store.read(request.workspace) as tx:
        here = digest_here(tx, request)
    if number is None or (here is not None and here.number == int(number[1])):
        return here
    return numbered(request, deps, int(number[1]))


_ACTS: dict[str, Act] = {
    "preview": _preview,
    "send now": send_now,
    "send": send_now,
    "now": send_now,
    "pause": pause,
    "resume": resume,
    "stop": stop,
    "keep": keep,
    "rarer": make_rarer,
}
_WITH_WORDS: tuple[tuple[str, Act], ...] = (
    ("pause until", pause_until),
    ("hand over", hand_over),
    ("hand it over", hand_over),
)
