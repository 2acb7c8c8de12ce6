"""Messages about breaks: the root in a channel, lines of its thread, the evidence, the list."""

from collections.abc import Sequence
from dataclasses import dataclass

from commands.blocks import (
    Block,
    Cell,
    Element,
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
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.break_words import (
    EACH,
    BreakFacts,
    attention,
    called,
    cost_line,
    fits_line,
    headline,
    leak_line,
    lines,
    money,
    plays,
    since_line,
    sure_line,
    try_line,
    verdict,
)
from commands.views.charts import course_blocks
from commands.views.status import HEADER
from commands.views.style import NOTHING, Style, against_usual, latest, state
from commands.views.verdict import named
from funnel.catalogue.entries import Metric
from funnel.life import Edge
from funnel.model import Attention, Break, BreakEnd, Condition

MOST_ROWS = 100
MOST_OPENERS = 3
LIST_HEADER = ("Break", "What", "Since", "Cost", "State")
BY_PEOPLE = (BreakEnd.EVENT, BreakEnd.NOISE, BreakEnd.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: a break and its metric."""

    found: Break
    metric: Metric


def root_message(facts: BreakFacts) -> Message:
    """One message a break, edited through its life; the first line says how it stands."""
    parts: tuple[str, ...] = (escape(since_line(facts)),)
    if facts.found.condition is not Condition.CLOSED:
        where = escape(facts.where)
        parts = (*parts, cost_line(facts), where, fits_line(facts), try_line(facts))
    return Message(
        escape(verdict(facts)),
        (
            section(Id.VERDICT, lines((headline(facts), *parts))),
            actions(Id.BUTTONS, *_buttons(facts)),
            context(Id.NOTE, f"Break #{facts.found.number}"),
        ),
    )


def thread_line(facts: BreakFacts, change: Edge | None) -> Message:
    """One line on what changed; None: people changed it, and its state says how."""
    words = _scanned(facts, change) if change is not None else _by_people(facts)
    return Message(escape(words), (section("change", escape(words)),))


def unseen_line(facts: BreakFacts, owners: Sequence[str]) -> Message:
    """Said once, by name, when a break was told and nobody took it."""
    names = ", ".join(f"<@{owner}>" for owner in owners)
    asked = f"{names}: will you look after it?" if names else "Who looks after it?"
    number = facts.found.number
    words = f"Nobody has taken break #{number} since it was told a day ago. {asked}"
    note = f"Press Acknowledge above, or type `/funnel break {number} acknowledge`."
    return Message(words, (section("change", f"{words} {note}"),))


def evidence_message(facts: BreakFacts) -> Message:
    """The break with all that is known of it: chart, evidence, plays, whom to ask."""
    words = (
        headline(facts),
        escape(since_line(facts)),
        cost_line(facts),
        leak_line(facts),
        escape(facts.where),
        sure_line(facts),
        fits_line(facts),
    )
    blocks = [section(Id.VERDICT, lines(words))]
    if facts.course is not None:
        blocks += course_blocks(facts.metric, facts.course)
    if facts.rows:
        blocks.append(_evidence_table(facts))
    blocks += _advice(facts)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts, inside=True)))
    return Message(escape(f"Evidence: {verdict(facts)}"), tuple(blocks))


def breaks_message(entries: Sequence[Entry], *, style: Style, history: bool) -> Message:
    """Most money first; the first three have a button."""
    words = _count(entries, style, history=history)
    other = ("Open ones", "breaks") if history else ("History", "breaks history")
    more = button(Action.RUN, *other)
    if not entries:
        return Message(words, (section(Id.VERDICT, bold(words)), actions(Id.BUTTONS, more)))
    rows = [_row(one, style) for one in entries[:MOST_ROWS]]
    openers = [
        button(Action.RUN, f"Break #{one.found.number}", f"break {one.found.number}")
        for one in entries[: MOST_OPENERS - 1]
    ]
    return Message(
        words,
        (
            section(Id.VERDICT, bold(words)),
            table(Id.TABLE, "Past breaks" if history else "Open breaks", LIST_HEADER, rows),
            actions(Id.BUTTONS, *openers, more),
            context(Id.NOTE, "Type `/funnel break N` for the evidence of one."),
        ),
    )


def done_message(facts: BreakFacts, *, again: bool = False) -> Message:
    """The answer to a press: what holds now, and the way back. `again`: it was so before."""
    words = _by_people(facts)
    if again:
        words = f"Nothing changed. {words}"
    blocks = [section(Id.VERDICT, escape(words))]
    number = facts.found.number
    undo = [button(Action.RUN, "Undo", f"break {number} reopen")] if facts.can_undo else []
    blocks.append(actions(Id.BUTTONS, *undo, button(Action.RUN, "Evidence", f"break {number}")))
    return Message(escape(words), tuple(blocks))


def useful_message(facts: BreakFacts) -> Message:
    words = f"Counted: the warning about {named(facts.metric)} was useful."
    note = "If an earlier one was called noise, it warns as readily as before again."
    return Message(escape(words), (section(Id.VERDICT, escape(words)), context(Id.NOTE, note)))


def _scanned(facts: BreakFacts, change: Edge) -> str:
    match change:
        case Edge.WORSENED:
            return f"Grew: {verdict(facts)} {cost_line(facts)}".strip()
        case Edge.RELAPSED:
            return f"Back again: {verdict(facts)}"
        case _:
            return verdict(facts)


def _by_people(facts: BreakFacts) -> str:
    found = facts.found
    if found.condition is Condition.CLOSED:
        return verdict(facts)
    label = f"Break #{found.number}, {named(facts.metric)}"
    if found.attention is Attention.NEW:
        return f"{label}: open again, and new."
    return f"{label}: {attention(facts)}."


def _buttons(facts: BreakFacts, *, inside: bool = False) -> list[Element]:
    """Only what works in this state; `inside` is the evidence, which needs no way to itself."""
    found = facts.found
    run = f"break {found.number}"
    shown = [] if inside else [button(Action.RUN, "Evidence", run)]
    if found.condition is Condition.CLOSED:
        undo = facts.can_undo and found.ended in BY_PEOPLE
        buttons = [button(Action.RUN, "Reopen", f"{run} reopen")] if undo else []
        return [*buttons, *shown] or [button(Action.RUN, "Open breaks", "breaks")]
    buttons = []
    if found.attention is Attention.NEW:
        buttons.append(button(Action.RUN, "Acknowledge", f"{run} acknowledge", style="primary"))
    why = button(Action.RUN, "Why", f"why {run}")
    return [*buttons, *shown, why, overflow(Action.RUN, _choices(run))]


def _choices(run: str) -> list[Option]:
    return [
        Option("Snooze…", f"{run} snooze"),
        Option("It was an event…", f"{run} event"),
        Option("Noise", f"{run} noise"),
        Option("Useful", f"{run} useful"),
    ]


def _evidence_table(facts: BreakFacts) -> Block:
    as_of = facts.found.last_on
    rows: list[list[Cell]] = [
        [
            called(row.metric),
            latest(row, facts.style, as_of=as_of),
            against_usual(row, facts.style),
            state(row),
        ]
        for row in facts.rows
    ]
    return table(Id.TABLE, "What belongs together", HEADER, rows)


def _advice(facts: BreakFacts) -> list[Block]:
    if facts.hypothesis is None:
        return []
    tries = [_play(play.action, play.evidence, play.url) for play in plays(facts)]
    asks = [
        f"• {escape(question.text)} Ask: {escape(question.role)}."
        for question in facts.hypothesis.named.questions
    ]
    return [
        section("plays", lines((bold("Try"), *tries))),
        section("questions", lines((bold("What numbers cannot show"), *asks))),
    ]


def _play(action: str, evidence: str, url: str | None) -> str:
    source = f" (<{url}|source>)" if url else ""
    why = f": {escape(evidence)}" if evidence else ""
    return f"• {escape(action)}{why}{source}"


def _row(one: Entry, style: Style) -> list[Cell]:
    found = one.found
    cost: Cell = NOTHING
    if found.money is not None:
        words = f"{money(found.money.amount, style)} {EACH[found.grain]}"
        cost = Number(words, found.money.amount)
    name = called(one.metric)
    if not found.segment.is_total:
        name += f" ({found.segment.value})"
    since = f"{found.onset.day} {found.onset:%b %Y}"
    return [Number(f"#{found.number}", found.number), name, since, cost, _state(found)]


def _state(found: Break) -> str:
    if found.condition is Condition.CLOSED:
        return str(found.ended or "closed").replace("_", " ")
    if found.historic:
        return "past"
    if found.condition is Condition.RECOVERING:
        return "○ recovering"
    return f"● {found.attention}"


def _count(entries: Sequence[Entry], style: Style, *, history: bool) -> str:
    if history:
        return f"{_breaks(len(entries))} in the past." if entries else "No past break points yet."
    if not entries:
        return "No break points are open."
    costs = [one.found.money.amount for one in entries if one.found.money is not None]
    be = "is" if len(entries) == 1 else "are"
    tail = f", about {money(sum(costs), style)} a day" if costs and _all_daily(entries) else ""
    return f"{_breaks(len(entries))} {be} open{tail}."


def _all_daily(entries: Sequence[Entry]) -> bool:
    return all(EACH[one.found.grain] == "a day" for one in entries)


def _breaks(count: int) -> str:
    return f"{count} break point{'' if count == 1 else 's'}"
