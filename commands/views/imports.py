"""A file on its way in: preview, questions, progress, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from commands.blocks import (
    Block,
    Message,
    Modal,
    Number,
    Option,
    actions,
    bold,
    button,
    checkboxes,
    context,
    escape,
    external_select,
    file_input,
    modal,
    section,
    select,
    shorten,
    table,
)
from commands.ids import Action, Callback
from commands.ids import Block as Id
from commands.uploads import KINDS, Upload
from commands.views.style import Style
from commands.views.verdict import title
from funnel.catalogue.entries import Metric
from funnel.errors import BadFile, UnclearFile
from funnel.intake.dates import DateOrder
from funnel.intake.options import PercentAs
from funnel.intake.refusals import SHOWN, Rejected
from funnel.intake.styles import DecimalSign
from funnel.model import Grain, Recording, Snapshot
from funnel.periods import format_day

FEW = 5  # refused rows in words where all of them come as a file
HEADER = ("Metric", "Period", "Value", "Line")
AS_SHOWN = Option("As the file shows", "file")
CREATE = Option("Make metrics of names that I do not know", "create")
DECIMALS = (
    AS_SHOWN,
    Option("1,234.5 (point before decimals)", DecimalSign.POINT),
    Option("1.234,5 (comma before decimals)", DecimalSign.COMMA),
)
DATES = (
    AS_SHOWN,
    Option("3/4 is 3 April (day first)", DateOrder.DAY_FIRST),
    Option("3/4 is 4 March (month first)", DateOrder.MONTH_FIRST),
)
PERCENTS = (
    AS_SHOWN,
    Option("0.34 is 34% (shares of 1)", PercentAs.FRACTION),
    Option("0.34 is 0.34% (percentages)", PercentAs.PERCENT),
)


@dataclass(frozen=True, slots=True)
class Previewed:
    """A file as it was understood; `heads` are its first numbers with their lines, `span` the
    first and last day in words, `file_sent` whether the refused rows went out as a file."""

    rows: int
    metrics: int
    span: str
    taken_for: tuple[str, ...]
    notes: tuple[str, ...]
    created: tuple[str, ...]
    heads: Sequence[tuple[int, Metric, Snapshot]]
    refused: Sequence[Rejected]
    refused_rows: int
    file_sent: bool = False


def import_form() -> Modal:
    view: dict[str, Any] = modal(
        Callback.IMPORT,
        "Import numbers",
        (
            file_input("file", "File", filetypes=KINDS, hint=
                "CSV, TSV or Excel (.xlsx): one number a line, or one column a metric. I find the "
                "columns, show you what I understood, and store nothing before you confirm."),
        ),
        "Read it",
    )  # fmt: skip
    return Modal(view)


def reading_message(name: str) -> Message:
    words = f"Reading {name}. Nothing is stored yet."
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def preview_message(upload: Upload, seen: Previewed, style: Style) -> Message:
    """`Import` stores what is good; where rows are bad its label says what is left out."""
    head = f"{upload.name} holds {_counted(seen.rows, 'number')} of"
    head += f" {_counted(seen.metrics, 'metric')}, {seen.span}."
    if not seen.rows:
        head = f"{upload.name} holds no number that I can import."
    words = f"{head} {_bad_rows(seen)}".strip()
    blocks = [
        section(Id.VERDICT, f"{bold(escape(head))} Nothing is stored yet."),
        context("taken_for", escape(f"Read as {'; '.join(seen.taken_for)}.")),
    ]
    if seen.heads:
        blocks.append(table(Id.TABLE, "The first lines, as I understood them", HEADER, [
            (_what(metric, snapshot), _when(snapshot),
             Number(style.value(metric, snapshot.value), snapshot.value), Number(str(line), line))
            for line, metric, snapshot in seen.heads
        ]))  # fmt: skip
    notes = [*seen.notes, *_made(seen.created)]
    if notes:
        blocks.append(section("notes", escape("\n".join(notes))))
    if seen.refused_rows:
        blocks.append(section("refused", f"{bold(_bad_rows(seen))}\n{_lines(seen)}"))
    blocks.append(actions(Id.BUTTONS, *_buttons(upload, seen)))
    return Message(escape(f"{words} Nothing is stored yet."), tuple(blocks))


def _buttons(upload: Upload, seen: Previewed) -> list[dict[str, Any]]:
    label = f"Import {_counted(seen.rows, 'number')}"
    if seen.refused_rows:
        label = f"Import the other {seen.rows:,}"
    go = replace(upload, skip_bad=bool(seen.refused_rows))
    first = [button(Action.IMPORT_STORE, label, go.value(), style="primary")] if seen.rows else []
    return [
        *first,
        button(Action.IMPORT_CHANGE, "Change", upload.value()),
        button(Action.IMPORT_CANCEL, "Cancel", upload.value()),
    ]


def question_message(upload: Upload, asked: UnclearFile) -> Message:
    """One button an answer; pressing it reads the file again that way."""
    words = f"{upload.name}: {asked.message} Nothing is stored yet."
    options = upload.options
    answers = (
        [
            (PERCENTS[1].label, replace(options, percent_as=PercentAs.FRACTION)),
            (PERCENTS[2].label, replace(options, percent_as=PercentAs.PERCENT)),
        ]
        if asked.about == "percent"
        else [
            (DATES[1].label, replace(options, dates=DateOrder.DAY_FIRST)),
            (DATES[2].label, replace(options, dates=DateOrder.MONTH_FIRST)),
        ]
    )
    buttons = [
        button(Action.IMPORT_READ, label, replace(upload, options=each).value())
        for label, each in answers
    ]
    cancel = button(Action.IMPORT_CANCEL, "Cancel", upload.value())
    return Message(
        escape(words),
        (section(Id.VERDICT, escape(words)), actions(Id.BUTTONS, *buttons, cancel)),
    )


def unreadable_message(upload: Upload, error: BadFile) -> Message:
    words = f"{upload.name} cannot be imported. {error.message} {error.hint} Nothing was stored."
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def storing_message(upload: Upload, done: int, rows: int) -> Message:
    """Its button goes on after a restart: what is there already is not stored twice."""
    share = f" ({100 * done // rows}%)" if rows else ""
    words = f"Storing {upload.name}{share}. All of it becomes visible at once."
    again = button(Action.IMPORT_STORE, "Start again", upload.value())
    return Message(
        escape(words),
        (
            section(Id.VERDICT, escape(words)),
            actions(Id.BUTTONS, again),
            context(Id.NOTE, "Needed only if this stands still for minutes."),
        ),
    )


def stored_message(words: str, number: int, *, changed: int) -> Message:
    """`words` is the report's paragraph, its first sentence the verdict."""
    undo = button(Action.RUN, "Undo import", f"import undo {number}")
    status = button(Action.RUN, "Status", "status", style="primary")
    verdict, stop, rest = words.partition("). ")
    told = f"{bold(escape(verdict + stop.strip()))} {escape(rest)}".strip()
    blocks = [section(Id.VERDICT, told)]
    blocks.append(actions(Id.BUTTONS, status, *([undo] if changed else [])))
    return Message(escape(words), tuple(blocks))


def cancelled_message(name: str) -> Message:
    words = f"{name} was not imported, and I forgot the file. Drop it again if you need it."
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def undoing_message(recording: Recording) -> Message:
    words = (
        f"I am taking back the {_counted(recording.rows, 'number')} of {recording.source}; "
        "I say here when that is done. Until then nothing has changed."
    )
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def later_message(recording: Recording) -> Message:
    words = (
        f"{recording.source} holds {_counted(recording.rows, 'number')}. Taking them back takes a "
        "moment; a direct message from me says when it is done."
    )
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def undone_message(source: str, rows: int) -> Message:
    words = (
        f"Undone: {_counted(rows, 'number')} of {source}. What stood there before is back; "
        "the file's numbers stay in the history."
    )
    return Message(escape(words), (section(Id.VERDICT, escape(words)),))


def change_form(upload: Upload) -> Modal:
    """How the file is to be read, and what its unknown names mean."""
    options = upload.options
    blocks: list[Block] = [
        select("decimals", "Numbers", DECIMALS, initial=_chosen(DECIMALS, options.numbers)),
        select("dates", "Dates", DATES, initial=_chosen(DATES, options.dates)),
        select("percents", "Percentages without counts", PERCENTS,
               initial=_chosen(PERCENTS, options.percent_as)),
    ]  # fmt: skip
    for place, name in enumerate(upload.unknown):
        blocks.append(external_select(
            f"name{place}", f"{shorten(name, 60)} is", action=Action.METRIC, optional=True,
            placeholder="Type a part of the metric's name",
        ))  # fmt: skip
    initial = (CREATE,) if options.create_metrics else ()
    blocks.append(checkboxes("create", "Names that are left", (CREATE,), initial=initial))
    view = modal(
        Callback.IMPORT_CHANGE, "How to read it", blocks, "Read again",
        private_metadata=upload.value(),
    )  # fmt: skip
    return Modal(view)


def _chosen(options: Sequence[Option], value: str | None) -> Option:
    return next((option for option in options if option.value == value), AS_SHOWN)


def _lines(seen: Previewed) -> str:
    shown = [refused_line(one) for one in seen.refused[: FEW if seen.file_sent else SHOWN]]
    more = seen.refused_rows - len(shown)
    return "\n".join([*shown, f"… and {more:,} more"] if more > 0 else shown)


def refused_line(one: Rejected) -> str:
    """ "• line 5, value "many": is no number"."""
    named = one.field != "metric" and one.value in one.reason
    what = f' "{one.value}"' if one.value and not named else ""
    return escape(f"• line {one.row:,}, {one.field}{what}: {_in_slack(one.reason)}")


def _in_slack(reason: str) -> str:
    """Options of the command line are no help here."""
    return reason.partition("; add --")[0]


def _bad_rows(seen: Previewed) -> str:
    if not seen.refused_rows:
        return ""
    be = "is" if seen.refused_rows == 1 else "are"
    return f"{_counted(seen.refused_rows, 'row')} {be} refused."


def _made(names: Sequence[str]) -> list[str]:
    return [f"New metrics: {', '.join(names)}."] if names else []


def _what(metric: Metric, snapshot: Snapshot) -> str:
    segment = snapshot.segment
    name = title(metric)
    return name if segment.is_total else f"{name} ({segment.value})"


def _when(snapshot: Snapshot) -> str:
    day = format_day(snapshot.start)
    words = f"{day} {snapshot.start.year}"
    match snapshot.grain:
        case Grain.DAY:
            return words
        case Grain.HOUR:
            return f"{words}, {snapshot.start:%H:%M}"
        case _:
            return f"{snapshot.grain} of {words}"


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
