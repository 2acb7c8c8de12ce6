"""Events as messages: noted, listed, and what one of them did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from commands.blocks import (
    Block,
    Cell,
    Message,
    Number,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    overflow,
    section,
    table,
)
from commands.course import Course
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.charts import course_blocks
from commands.views.event_form import kind_words
from commands.views.style import NOTHING, Style
from commands.views.verdict import be, named, sentence_start, title
from funnel.catalogue.entries import Metric
from funnel.event_effect import EventEffect, Telling, WindowEffect
from funnel.events import Event, EventKind
from funnel.model import Side
from funnel.numbers import format_change
from funnel.numbers.formatting import MINUS
from funnel.periods import format_day, format_span

MOST_ROWS = 25
_TOLD = (Telling.UP, Telling.DOWN)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One event with what it did, an effect for each of its metrics that has numbers."""

    event: Event
    effects: tuple[tuple[Metric, EventEffect], ...]
    without_numbers: tuple[Metric, ...]
    course: Course | None
    style: Style
    author: str = ""


def noted_message(
    event: Event,
    names: Mapping[str, str],
    style: Style,
    *,
    changed: bool,
    softened: Sequence[int] = (),
) -> Message:
    """What was stored, what it does from now on, and the way back. `softened` are goals that ask
    nothing on its days."""
    done = "Changed" if changed else "Noted"
    sentence = f"{done} event #{event.number}: {_what(event)}, {_when(event, style)}."
    return Message(
        escape(sentence),
        (
            section(Id.VERDICT, bold(escape(sentence))),
            section("next", escape(_consequence(event, names) + _asks_nothing(softened))),
            actions(
                Id.BUTTONS,
                button(Action.RUN, "What it did", f"event {event.number}"),
                button(Action.RUN, "Edit", f"event {event.number} edit"),
                button(Action.RUN, "Undo", f"event {event.number} undo"),
            ),
        ),
    )


def _asks_nothing(goals: Sequence[int]) -> str:
    """ " The paths of goals 2 and 5 ask nothing on its days." """
    if not goals:
        return ""
    named = " and ".join(filter(None, [", ".join(map(str, goals[:-1])), str(goals[-1])]))
    one = len(goals) == 1
    return f" The path{'' if one else 's'} of goal{'' if one else 's'} {named} " + (
        "asks nothing on its days." if one else "ask nothing on its days."
    )


def undone_message(event: Event, style: Style, *, again: bool) -> Message:
    """Taken back, or brought back."""
    sentence = (
        f"Event #{event.number} counts again: {_what(event)}, {_when(event, style)}."
        if again
        else f"Undone: event #{event.number}, {_what(event)}, explains nothing any more."
    )
    other = ("Undo", "undo") if again else ("Bring it back", "restore")
    back = button(Action.RUN, other[0], f"event {event.number} {other[1]}")
    return Message(
        escape(sentence), (section(Id.VERDICT, escape(sentence), accessory=back),), replace=True
    )


def events_message(events: Sequence[Event], names: Mapping[str, str], style: Style) -> Message:
    """Newest first, what goes on and what comes above what is over."""
    if not events:
        words = "No events noted yet. A campaign, a price change, an outage: `/funnel event`"
        note = button(Action.RUN, "Note an event", "event", style="primary")
        return Message(words, (section(Id.VERDICT, words), actions(Id.BUTTONS, note)))
    running = [one for one in events if one.covers(style.today, style.today)]
    noun = "event" if len(events) == 1 else "events"
    sentence = f"{len(events)} {noun}, {len(running) or 'none'} of them now."
    shown = events[:MOST_ROWS]
    rows: list[list[Cell]] = [
        [
            Number(f"#{one.number}", float(one.number)),
            sentence_start(_what(one)),
            _when(one, style),
            _moves(one, names) or NOTHING,
        ]
        for one in shown
    ]
    hidden = len(events) - len(shown)
    notes = ["What one did: `/funnel event N`."]
    if hidden:
        notes.append(f"{hidden} older ones are not shown.")
    note_one = button(Action.RUN, "Note an event", "event")
    see = [button(Action.RUN, f"Event #{one.number}", f"event {one.number}") for one in shown[:2]]
    return Message(
        sentence,
        (
            section(Id.VERDICT, bold(sentence)),
            table(Id.TABLE, "Events", ("No.", "Event", "Days", "Should move"), rows),
            actions(Id.BUTTONS, *see, note_one),
            context(Id.NOTE, *notes),
        ),
    )


def effect_message(facts: EventFacts) -> Message:
    """What the event did: the sentence, the table, the chart, how it was told."""
    event, style = facts.event, facts.style
    sentence = _verdict(facts)
    head = f"{sentence_start(_what(event))}, {_when(event, style)} · event #{event.number}"
    if event.undone_at is not None:
        head += " · undone"
    blocks: list[Block] = [
        section(Id.VERDICT, bold(escape(sentence))),
        context("head", escape(head)),
    ]
    if facts.effects:
        rows = [_row(metric, effect, style) for metric, effect in facts.effects]
        header = ("Metric", "During", "Against usual", "14 days after")
        blocks.append(table(Id.TABLE, f"Event #{event.number} against usual", header, rows))
    if facts.course is not None:
        blocks += course_blocks(facts.effects[0][0], facts.course)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    blocks.append(context(Id.NOTE, *(escape(note) for note in _notes(facts))))
    return Message(escape(sentence), tuple(blocks))


def _verdict(facts: EventFacts) -> str:
    event = facts.event
    if event.first > facts.style.today:
        return f"{sentence_start(_what(event))} begins on {format_day(event.first)}."
    if not event.moves:
        return f"Event #{event.number} names no metric, so there is nothing to compare."
    told = [pair for pair in facts.effects if pair[1].during.telling in _TOLD]
    if told:
        return "; ".join([_told(*pair, facts.style) for pair in told[:2]]) + "."
    if not facts.effects or all(e.during.telling is Telling.NO_NUMBERS for _, e in facts.effects):
        return f"No complete numbers yet for the days of event #{event.number}."
    names = ", ".join(named(metric) for metric, _ in facts.effects)
    if all(effect.during.telling is Telling.TOO_SHORT for _, effect in facts.effects):
        return sentence_start(f"{names}: too little history to tell what the event did.")
    return sentence_start(f"{names}: too small to tell from chance.")


def _told(metric: Metric, effect: EventEffect, style: Style) -> str:
    """ "Sessions were 12% above usual (range 8 to 16%), as expected"."""
    during = effect.during
    size = _change(metric, during, style).lstrip(f"+{MINUS}")
    where = "above" if during.telling is Telling.UP else "below"
    were = "were" if be(metric) == "are" else "was"
    expected = "as expected" if effect.as_expected else "not the way that was expected"
    return (
        f"{title(metric)} {were} {size} {where} usual ({_range(metric, during, style)}), {expected}"
    )


def _row(metric: Metric, effect: EventEffect, style: Style) -> list[Cell]:
    during, after = effect.during, effect.after
    value = NOTHING if during.actual is None else style.value(metric, during.actual)
    return [title(metric), value, _cell(metric, during, style), _cell(metric, after, style)]


def _cell(metric: Metric, window: WindowEffect, style: Style) -> Cell:
    if window.actual is None and window.periods > 1:
        return "needs counts"
    if window.actual is None or window.usual is None:
        return "no numbers yet"
    words = f"{_change(metric, window, style)} ({_range(metric, window, style)})"
    if window.telling not in _TOLD:
        words = f"{_change(metric, window, style)}, {window.telling}"
    return Number(words, window.change) if window.change is not None else words


def _change(metric: Metric, window: WindowEffect, style: Style) -> str:
    if window.actual is None or window.usual is None:
        return NOTHING
    return style.change(metric, window.actual, window.usual)


def _range(metric: Metric, window: WindowEffect, style: Style) -> str:
    """ "range +8% to +16%", in the unit of the change."""
    if window.low is None or window.high is None or window.usual is None:
        return "range unknown"
    ends = (
        format_change(
            window.usual + end,
            window.usual,
            metric,
            style=style.numbers,
            currency=style.currency,
        )
        for end in (window.low, window.high)
    )
    return "range " + " to ".join(ends)


def _buttons(facts: EventFacts) -> list[dict[str, object]]:
    number = facts.event.number
    steps = [Option(title(metric), f"metric {metric.key}") for metric, _ in facts.effects[:3]]
    steps.append(Option("All events", "events"))
    back = ("Undo", "undo") if facts.event.is_live else ("Bring it back", "restore")
    return [
        button(Action.RUN, "Edit", f"event {number} edit"),
        button(Action.RUN, back[0], f"event {number} {back[1]}"),
        overflow(Action.RUN, steps),
    ]


def _notes(facts: EventFacts) -> list[str]:
    notes = []
    if facts.effects:
        notes.append(
            "The range says how far chance goes in 95 of 100 cases: as many days were laid over "
            "the metric's own past, where no such event was."
        )
    if facts.without_numbers:
        names = ", ".join(named(metric) for metric in facts.without_numbers)
        notes.append(f"No numbers for {names}.")
    if facts.author:
        notes.append(f"Noted by {facts.author}.")
    if facts.event.link:
        notes.append(f"From {facts.event.link}")
    return notes or ["Add metrics with Edit, and I compare them with usual."]


def _what(event: Event) -> str:
    """ "campaign Black Friday"."""
    kind = kind_words(event.kind)
    said = event.title.casefold().startswith(kind)
    return event.title if said else f"{kind} {event.title}"


def _when(event: Event, style: Style) -> str:
    if event.first == event.last:
        return format_day(event.first, today=style.today)
    return format_span(event.first, event.last, today=style.today)


def _moves(event: Event, names: Mapping[str, str]) -> str:
    arrows = {Side.UP: "up", Side.DOWN: "down"}
    return ", ".join(
        f"{names.get(move.metric, move.metric)} {arrows[move.side]}" for move in event.moves
    )


def _consequence(event: Event, names: Mapping[str, str]) -> str:
    if event.kind is EventKind.TRACKING_CHANGE:
        whose = f"of {', '.join(names.values())} " if names else "of every metric "
        return f"The usual value {whose}starts anew on {format_day(event.first)}."
    if not event.moves:
        return "It is named under the charts of these days. With metrics, I tell what it did."
    return (
        f"Expected: {_moves(event, names)}. On these days nobody is warned about that, and the days"
        " are left out of what is usual."
    )
