"""Messages about a break: the root in a channel, lines of its thread, the evidence."""

from collections.abc import Sequence

from commands.blocks import (
    Block,
    Cell,
    Element,
    Message,
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
from commands.views.break_answers import question_lines
from commands.views.break_life import Moment, life_blocks
from commands.views.break_words import (
    BreakFacts,
    attention,
    called,
    cost_line,
    fits_line,
    headline,
    leak_line,
    lines,
    others_line,
    plays,
    since_line,
    spread_line,
    sure_line,
    try_line,
    verdict,
)
from commands.views.charts import course_blocks
from commands.views.status import HEADER
from commands.views.style import against_usual, latest, state
from commands.views.verdict import named
from funnel.life import Edge
from funnel.model import Attention, BreakEnd, Condition

BY_PEOPLE = (BreakEnd.EVENT, BreakEnd.NOISE, BreakEnd.DUPLICATE)


def root_message(facts: BreakFacts) -> Message:
    """One message a break, edited through its life; the first line says how it stands."""
    parts = [headline(facts), escape(since_line(facts))]
    advice: list[Block] = []
    if facts.found.condition is not Condition.CLOSED:
        parts += [cost_line(facts), escape(others_line(facts)), escape(facts.where)]
        advice.append(section("advice", lines((fits_line(facts), try_line(facts)))))
    return Message(
        escape(verdict(facts)),
        (
            section(Id.VERDICT, lines(parts)),
            *advice,
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


def evidence_message(facts: BreakFacts, moments: Sequence[Moment] = ()) -> Message:
    """The break with all that is known of it: chart, evidence, plays, whom to ask; `moments` of its
    life, where somebody asked for them."""
    words = (
        headline(facts),
        escape(since_line(facts)),
        cost_line(facts),
        escape(others_line(facts)),
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
    blocks += life_blocks(moments, today=facts.style.today)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts, inside=True)))
    return Message(escape(f"Evidence: {verdict(facts)}"), tuple(blocks))


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
        case Edge.JOINED:
            return spread_line(facts)
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
    asks = question_lines(facts.hypothesis.named, facts.answers)
    answer = button(Action.RUN, "Answer the questions", f"break {facts.found.number} answers")
    return [
        section("plays", lines((bold("Try"), *tries))),
        section("questions", lines((bold("What numbers cannot show"), *asks))),
        actions("answers", answer),
    ]


def _play(action: str, evidence: str, url: str | None) -> str:
    source = f" (<{url}|source>)" if url else ""
    why = f": {escape(evidence)}" if evidence else ""
    return f"• {escape(action)}{why}{source}"
