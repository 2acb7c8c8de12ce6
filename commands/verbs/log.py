"""`/funnel log`: record a number, see what one logged, take it back."""

from dataclasses import replace

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.entry import Entry, read_entry, snapshot_of
from commands.place import Place, place_of
from commands.readings import grain_for
from commands.request import Origin, Request
from commands.verbs.log_checks import Doubt, View, doubt_of, extreme, look_at
from commands.verbs.log_form import open_log_form
from commands.verbs.log_history import delete_number, show_history
from commands.verbs.log_stage import open_stage_form, stage_asked
from commands.views.conflicts import conflict_words
from commands.views.log import (
    Said,
    counts_message,
    in_place,
    last_message,
    nothing_logged_message,
    recorded_message,
    replace_message,
    same_message,
    surprise_message,
    undone_message,
)
from funnel.derived import find_conflicts
from funnel.errors import BadNumber, NotAllowed, UnknownNumber
from funnel.model import Deed, Grain, Recording, RecordingKind, Snapshot
from funnel.numbers import ParsedNumber
from storage.store import Tx

SOURCE = "slack"
SHOWN = 5
SEARCHED = 50


def log_number(request: Request, deps: Deps) -> Message | Modal:
    """Raises UnknownMetric, BadNumber, BadDate, BadSegment; then nothing is stored."""
    first, _, rest = request.args.partition(" ")
    match first.casefold():
        case "last":
            return _show_last(request, deps)
        case "undo":
            return _undo(request, deps, number=rest.strip())
        case "history":
            return show_history(replace(request, args=rest), deps)
        case "delete" | "remove":
            return delete_number(replace(request, args=rest), deps)
        case "":
            return open_log_form(None, request, deps)
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
    asked = stage_asked(request.args, place)
    if asked is not None:
        return open_stage_form(asked, request, deps)
    entry = read_entry(request.args, place)
    if entry.number is None or entry.form:
        return open_log_form(entry, request, deps)
    return record_entry(entry, entry.number, request, deps)


def record_entry(entry: Entry, number: ParsedNumber, request: Request, deps: Deps) -> Message:
    """Asks first where the number surprises or another's would be replaced; else records it."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        grain = grain_for(entry.metric, tx.series.totals())
        snapshot = snapshot_of(entry, number, place, grain=grain)
        view = look_at(tx, snapshot, entry.metric)
    said = Said(entry.metric, snapshot, place.style, _command(entry, snapshot))
    question = _question(view, said, entry, request, place)
    if question is not None:
        return question
    stored = _record(snapshot, request, deps)
    against = _contradictions(snapshot, request, deps)
    before = view.there[0].value if view.there else None
    message = recorded_message(
        said,
        number=stored,
        usual=view.usual,
        before=before,
        unsure=number.ambiguous,
        against=against,
    )
    return in_place(message) if request.origin is Origin.BUTTON else message


def _question(
    view: View, said: Said, entry: Entry, request: Request, place: Place
) -> Message | None:
    """What has to be asked, or said, instead of recording; nothing when people are sure."""
    zone, doubt = place.workspace.zone, doubt_of(view, said.snapshot, user=request.user)
    if doubt is Doubt.SAME and view.there is not None:
        return same_message(said, recording=view.there[1], zone=zone)
    if doubt is None or entry.sure:
        return None
    if view.there is not None and doubt is Doubt.OTHERS:
        old, recording = view.there
        return replace_message(said, old=old, recording=recording, usual=view.usual, zone=zone)
    if view.there is not None and doubt is Doubt.COUNTS:
        return counts_message(said, old=view.there[0])
    return surprise_message(said, usual=view.usual, extreme=extreme(view.series, said.snapshot))


def _contradictions(snapshot: Snapshot, request: Request, deps: Deps) -> str:
    """What the new number of a day contradicts, in words; "" for most numbers."""
    if snapshot.grain is not Grain.DAY or not snapshot.segment.is_total:
        return ""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        daily = [one.metric for one in tx.series.totals() if one.grain is Grain.DAY]
        keys = [key for key in daily if place.catalogue.has_metric(key)]
        day = snapshot.start
        held = tx.snapshots.series_of(keys, first=day, last=day)
    found = find_conflicts(place.catalogue, held, first=day)
    mine = [one for one in found if snapshot.metric in (one.one, *one.other.split(" and "))]
    return conflict_words(mine[0], place.catalogue, place.style) if mine else ""


def _record(snapshot: Snapshot, request: Request, deps: Deps) -> int:
    """The number of the recording; the deed stands in the audit log."""
    with deps.store.write(request.workspace) as tx:
        stored = tx.snapshots.record(
            [[snapshot]],
            kind=RecordingKind.LOG,
            source=SOURCE,
            author=request.user,
            at=request.now,
        )
        details = {
            "start": snapshot.start.isoformat(),
            "value": snapshot.value,
            "segment": str(snapshot.segment),
            "recording": stored.number,
        }
        tx.audit.add(Deed(request.now, request.user, "number_logged", snapshot.metric, details))
    return stored.number


def _command(entry: Entry, snapshot: Snapshot) -> str:
    """The same entry as words, with nothing left to guess."""
    parts = [entry.metric.key, entry.said, snapshot.start.isoformat()]
    if not snapshot.segment.is_total:
        parts.append(f'{snapshot.segment.dimension}="{snapshot.segment.value}"')
    return " ".join(parts)


def _show_last(request: Request, deps: Deps) -> Message:
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        mine = _logged_by(request.user, tx)[:SHOWN]
        lines = [(one, _said_in(one, tx, place)) for one in mine]
    shown = [(one, said) for one, said in lines if said]
    return last_message(shown, zone=place.workspace.zone) if shown else nothing_logged_message()


def _undo(request: Request, deps: Deps, *, number: str) -> Message:
    """Takes back the person's last logged number, or the one named. Raises UnknownNumber,
    NotAllowed, BadNumber."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        recording = _to_undo(request, tx, number=number)
        if recording is None:
            return nothing_logged_message()
        said = _said_in(recording, tx, place)
    if recording.author != request.user:
        _refuse_strangers(request, deps, recording)
    with deps.store.write(request.workspace) as tx:
        if request.key and not tx.seen.first_time(f"undo:{request.key}", at=request.now):
            raise NotAllowed(
                "That was undone already.", "See what is left with `/funnel log last`."
            )
        tx.snapshots.undo(recording.number, author=request.user, at=request.now)
        details = {"recording": recording.number}
        tx.audit.add(Deed(request.now, request.user, "number_undone", _subject(said), details))
        there = [_present(one.snapshot, tx) for one in said]
    message = undone_message(said, there)
    return in_place(message) if request.origin is Origin.BUTTON else message


def _to_undo(request: Request, tx: Tx, *, number: str) -> Recording | None:
    if not number:
        mine = _logged_by(request.user, tx)
        return mine[0] if mine else None
    if not number.removeprefix("#").isdecimal():
        raise BadNumber(f'"{number}" is no number of a recording.', "Type `/funnel log last`.")
    recording = tx.recordings.get(int(number.removeprefix("#")))
    if recording is None or recording.kind is RecordingKind.IMPORT:
        raise UnknownNumber(
            f"There is no logged number {number}.", "See yours with `/funnel log last`."
        )
    return recording


def _refuse_strangers(request: Request, deps: Deps, recording: Recording) -> None:
    if not deps.people.get(request.workspace, request.user).is_admin:
        raise NotAllowed(
            f"<@{recording.author}> logged that number.",
            "They or an admin can undo it; you can log the right one over it.",
        )


def _logged_by(user: str, tx: Tx) -> list[Recording]:
    """The person's standing logs and deletions, newest first."""
    return [
        one
        for one in tx.recordings.latest(SEARCHED)
        if one.author == user and one.kind is not RecordingKind.IMPORT and one.undone_at is None
    ]


def _said_in(recording: Recording, tx: Tx, place: Place) -> list[Said]:
    """Its numbers, of metrics that are still known."""
    return [
        Said(place.catalogue.metric(one.metric), one, place.style, "")
        for one in tx.recordings.snapshots(recording.number)
        if place.catalogue.has_metric(one.metric)
    ]


def _subject(said: list[Said]) -> str:
    return said[0].metric.key if said else ""


def _present(snapshot: Snapshot, tx: Tx) -> float | None:
    there = tx.snapshots.at(
        snapshot.metric, snapshot.start, segment=snapshot.segment, grain=snapshot.grain
    )
    return None if there is None else there[0].value
