"""Logging: what was recorded, what is asked before it is, what can be taken back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.style import Style
from commands.views.verdict import named, sentence_start
from funnel.catalogue.entries import Metric
from funnel.model import Expected, Recording, RecordingKind, Snapshot
from funnel.periods import format_day


@dataclass(frozen=True, slots=True)
class Said:
    """A number for a period, and how to say it; `command` records it again after `log`."""

    metric: Metric
    snapshot: Snapshot
    style: Style
    command: str

    @property
    def value(self) -> str:
        return self.style.value(self.metric, self.snapshot.value)

    @property
    def what(self) -> str:
        """ "cart abandonment (device mobile)"."""
        segment = self.snapshot.segment
        cut = (
            "" if segment.is_total else f" ({segment.dimension.replace('_', ' ')} {segment.value})"
        )
        return f"{named(self.metric)}{cut}"

    @property
    def when(self) -> str:
        return self.style.period(self.snapshot.grain, self.snapshot.start)


def recorded_message(
    said: Said,
    *,
    number: int,
    usual: Expected,
    before: float | None,
    unsure: bool,
    against: str = "",
) -> Message:
    """`before` is the value that it took the place of; `unsure`: it could be read otherwise;
    `against` says which other number it contradicts."""
    notes = [f"usual {said.style.usual_range(said.metric, usual)}"] if usual.value else []
    if before is not None:
        notes.append(f"was {said.style.value(said.metric, before)}")
    if unsure:
        notes.append("read this way; undo it if you meant another number")
    tail = f" ({'; '.join(notes)})" if notes else ""
    plain = f"Recorded {said.what} {said.value} for {said.when}{tail}."
    rich = f"Recorded {escape(said.what)} {bold(escape(said.value))} for {said.when}{escape(tail)}."
    undo = button(Action.RUN, "Undo", f"log undo {number}")
    check = (context("against", escape(f"Check both: {against}")),) if against else ()
    return Message(escape(plain), (section(Id.VERDICT, rich, accessory=undo), *check))


def same_message(said: Said, *, recording: Recording, zone: str) -> Message:
    """The same number is there already."""
    who = f"by <@{recording.author}> " if recording.author else ""
    words = (
        f"{escape(sentence_start(said.what))} for {said.when} is {said.value} already, "
        f"recorded {who}{moment(recording.at, zone)}. Nothing changed."
    )
    return Message(words, (section(Id.VERDICT, words),))


def surprise_message(said: Said, *, usual: Expected, extreme: str) -> Message:
    """Outside the usual range: asked once. `extreme`: "the lowest Wednesday in 30 weeks", or ""."""
    band = said.style.usual_range(said.metric, usual)
    if extreme:
        words = f"{said.value} would be {extreme} for {escape(said.what)} (usual {band})."
    else:
        words = f"{said.value} is unusual for {escape(said.what)} on {said.when} (usual {band})."
    return _question(words, "Record it", said)


def replace_message(
    said: Said, *, old: Snapshot, recording: Recording, usual: Expected, zone: str
) -> Message:
    """Somebody else's number stands there: replace it?"""
    band = f" (usual {said.style.usual_range(said.metric, usual)})" if usual.value else ""
    value = said.style.value(said.metric, old.value)
    who = (
        f"<@{recording.author}>" if recording.author else f"An import ({escape(recording.source)})"
    )
    words = (
        f"{who} recorded {value} for {escape(said.what)}, {said.when}, "
        f"{moment(recording.at, zone)}; "
        f"replace it by {said.value}{band}?"
    )
    return _question(words, "Replace", said)


def counts_message(said: Said, *, old: Snapshot) -> Message:
    """The number there has its counts, the new one has none: then it does not add up."""
    style = said.style
    counts = f"{style.count(old.numerator or 0)}/{style.count(old.denominator or 0)}"
    words = (
        f"{escape(sentence_start(said.what))} for {said.when} stands with its counts ({counts}). "
        f"A bare {said.value} drops them, and weeks can no longer be added up; "
        f"better type both counts, such as `/funnel log {said.metric.key} {counts}`."
    )
    return _question(words, "Record without counts", said)


def last_message(lines: Sequence[tuple[Recording, Sequence[Said]]], *, zone: str) -> Message:
    """What the person logged, newest first, each with its undo."""
    blocks = []
    for recording, said in lines:
        words = "; ".join(f"{one.what} {one.value} for {one.when}" for one in said)
        undo = button(Action.RUN, "Undo", f"log undo {recording.number}")
        blocks.append(
            section(
                f"recording{recording.number}",
                f"{escape(sentence_start(words))}, {_deed(recording)} {moment(recording.at, zone)}",
                accessory=undo,
            )
        )
    newest = lines[0][1][0]
    latest = f"Your latest: {newest.what} {newest.value} for {newest.when}."
    return Message(escape(latest), tuple(blocks))


def nothing_logged_message() -> Message:
    words = "You logged no number that could be undone. Type `/funnel log sessions 41280`."
    return Message(words, (section(Id.VERDICT, words),))


def undone_message(said: Sequence[Said], now_there: Sequence[float | None]) -> Message:
    """What was taken back, and what stands there now."""
    parts = [_after(one, there) for one, there in zip(said, now_there, strict=True)]
    words = f"Undone: {'; '.join(parts)}."
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def _after(said: Said, there: float | None) -> str:
    what = f"{said.what} {said.value} for {said.when}"
    if there is None:
        return f"{what} is gone"
    return f"{what} is {said.style.value(said.metric, there)} again"


def _question(words: str, yes: str, said: Said) -> Message:
    run = button(Action.RUN, yes, f"log {said.command} --sure", style="primary")
    change = button(Action.RUN, "Change", f"log {said.command} --form")
    readable = f"{words} Nothing is stored yet."
    return Message(readable, (section(Id.VERDICT, readable), actions(Id.BUTTONS, run, change)))


def _deed(recording: Recording) -> str:
    return "deleted" if recording.kind is RecordingKind.DELETE else "logged"


def moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"on {format_day(local.date())} at {local:%H:%M} {zone}"


def in_place(message: Message) -> Message:
    """For a pressed button: the answer takes the place of the question."""
    return replace(message, replace=True)
