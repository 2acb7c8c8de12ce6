"""`/funnel import`: the form for a file, and taking a whole import back."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.request import Origin, Request
from commands.views.imports import import_form, later_message, undone_message
from commands.views.log import in_place
from funnel.errors import BadNumber, NotAllowed, UnknownNumber
from funnel.model import Deed, Recording, RecordingKind
from storage.store import Tx

SEARCHED = 50
MOST_AT_ONCE = 5_000
"""Rows that an answer can wait for; Slack gives it three seconds."""


def import_numbers(request: Request, deps: Deps) -> Message | Modal:
    """Raises UnknownNumber, NotAllowed, BadNumber for an undo that cannot be."""
    first, _, rest = request.args.partition(" ")
    if first.casefold() == "undo":
        return _undo(request, deps, number=rest.strip().removeprefix("#"))
    return import_form()


def _undo(request: Request, deps: Deps, *, number: str) -> Message:
    with deps.store.read(request.workspace) as tx:
        recording = _wanted(request, tx, number=number)
    mine = recording.author == request.user
    if not mine and not deps.people.get(request.workspace, request.user).is_admin:
        who = f"<@{recording.author}>" if recording.author else "Somebody on the command line"
        raise NotAllowed(f"{who} imported that.", "They or an admin can undo it.")
    if recording.rows > MOST_AT_ONCE and recording.undone_at is None:
        work = partial(deps.files.undo, request.workspace, request.user, recording)
        return replace(later_message(recording), after=work)
    with deps.store.write(request.workspace) as tx:
        rows = take_back(tx, recording, user=request.user, at=request.now)
    message = undone_message(recording.source, rows)
    return in_place(message) if request.origin is Origin.BUTTON else message


def take_back(tx: Tx, recording: Recording, *, user: str, at: datetime) -> int:
    """A whole import, with its line in the audit log; how many rows that were. Raises NotAllowed
    if it was undone or written over since."""
    rows = tx.snapshots.undo(recording.number, author=user, at=at)
    details = {"recording": recording.number, "rows": rows}
    tx.audit.add(Deed(at, user, "import_undone", recording.source, details))
    return rows


def _wanted(request: Request, tx: Tx, *, number: str) -> Recording:
    """The import of that number, or the person's newest one that stands."""
    if not number:
        for one in tx.recordings.latest(SEARCHED):
            mine = one.kind is RecordingKind.IMPORT and one.author == request.user
            if mine and one.undone_at is None:
                return one
        raise UnknownNumber("You have no import that could be undone.", "See `/funnel log last`.")
    if not number.isdecimal():
        raise BadNumber(f'"{number}" is no number of an import.', "Type `/funnel import undo`.")
    recording = tx.recordings.get(int(number))
    if recording is None or recording.kind is not RecordingKind.IMPORT:
        raise UnknownNumber(f"There is no import {number}.", "Type `/funnel import undo`.")
    return recording
