"""Every value that one period had, and a deletion, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import Block, Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.log import Said
from commands.views.style import Style
from commands.views.verdict import sentence_start
from funnel.catalogue.entries import Metric
from funnel.model import Recording, RecordingKind, Snapshot
from funnel.periods import format_day

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value, the recording that gave it, and what became of it: "stands", "replaced"."""

    snapshot: Snapshot
    recording: Recording
    since: datetime
    end: str
    until: datetime | None


def history_message(
    metric: Metric, what: str, when: str, lines: Sequence[ValueLine], *, style: Style, zone: str
) -> Message:
    """`lines` are oldest first and shown newest first."""
    if not lines:
        words = f"{sentence_start(what)} never had a value for {when}."
        log = button(Action.RUN, "Log it", f"log {metric.key}")
        return Message(escape(words), (section(Id.VERDICT, escape(words), accessory=log),))
    newest = lines[-1]
    count = "1 value" if len(lines) == 1 else f"{len(lines)} values"
    state = (
        f"{style.value(metric, newest.snapshot.value)} stands"
        if newest.until is None
        else f"none stands, the last one was {newest.end}"
    )
    sentence = f"{sentence_start(what)} for {when}: {count}, {state}."
    shown = list(lines)[::-1][:MOST_SHOWN]
    told = "\n".join(_line(metric, one, style, zone) for one in shown)
    notes = [f"Times are {zone}. A correction keeps the old value; a deletion can be undone."]
    if len(lines) > MOST_SHOWN:
        notes.append(f"The {len(lines) - MOST_SHOWN} oldest are not shown.")
    blocks: list[Block] = [
        section(Id.VERDICT, bold(escape(sentence))),
        section("values", told),
        actions(
            Id.BUTTONS,
            button(
                Action.RUN,
                "Correct it",
                f"log {metric.key} {newest.snapshot.start.isoformat()[:10]} --form",
            ),
        ),
        context(Id.NOTE, *notes),
    ]
    return Message(escape(sentence), tuple(blocks))


def deleted_message(said: Said, *, number: int) -> Message:
    """A value that was taken away, and the way back."""
    words = (
        f"Deleted {escape(said.what)} {said.value} for {said.when}. That period counts as missing, "
        "not as zero."
    )
    undo = button(Action.RUN, "Undo", f"log undo {number}")
    return Message(words, (section(Id.VERDICT, words, accessory=undo),))


def _line(metric: Metric, one: ValueLine, style: Style, zone: str) -> str:
    value = bold(escape(style.value(metric, one.snapshot.value)))
    counts = ""
    if one.snapshot.numerator is not None and one.snapshot.denominator is not None:
        parts = (one.snapshot.numerator, one.snapshot.denominator)
        counts = " ({}/{})".format(*(style.count(part) for part in parts))
    fate = one.end if one.until is None else f"{one.end} {_moment(one.until, zone)}"
    return f"• {value}{counts} · {_origin(one.recording)} {_moment(one.since, zone)} · {fate}"


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"on {format_day(local.date())} at {local:%H:%M}"


def _origin(recording: Recording) -> str:
    who = f"<@{recording.author}>" if recording.author else "nobody named"
    if recording.kind is RecordingKind.LOG:
        return f"typed by {who}"
    return f"from {escape(recording.source)}, by {who}"
