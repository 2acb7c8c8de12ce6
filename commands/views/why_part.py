"""Inside one part: who came and how they behaved, segment by segment."""

from dataclasses import replace

from commands.blocks import (
    Block,
    Cell,
    Element,
    Message,
    Number,
    Option,
    actions,
    bar_chart,
    bold,
    button,
    context,
    escape,
    overflow,
    section,
    shorten,
    table,
)
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.style import Style
from commands.views.verdict import sentence_start, title
from commands.views.why import chart_scale
from commands.views.why_context import context_lines, left_out_words
from commands.views.why_facts import WhyFacts
from commands.views.why_words import (
    compared,
    largest,
    part_name,
    part_value,
    rate_value,
    segment_name,
    sentence,
    settled,
    signed,
    span_of,
    where,
    window,
    worth_words,
)
from funnel.catalogue.entries import Unit
from funnel.explain import CutSplit, SegmentEffect
from funnel.numbers import format_value

CAME, BEHAVED = "Who came", "How they behaved"
MOST_ROWS, MOST_BARS = 10, 8
OTHERS = "All others"
SAME = "Seen by another dimension it is the same change again, not more of it."
METHOD = (
    "Who came: other shares of the segments at their usual rates. How they behaved: other rates at "
    "the usual shares. What both did together is halved between them."
)


def part_message(facts: WhyFacts, cut: CutSplit) -> Message:
    """One part by one dimension; segments add up to the part."""
    said = f"{_sentence(facts, cut)} {where(cut, facts)}."
    lines = [bold(escape(said)), *(escape(line) for line in _lines(facts, cut) if line)]
    is_rate = any(one.before_rate is not None or one.now_rate is not None for one in cut.segments)
    rows = _grouped(cut)
    blocks: list[Block] = [
        section(Id.VERDICT, "\n".join(lines)),
        _chart(facts, rows, is_rate=is_rate),
        _table(facts, cut, rows, is_rate=is_rate),
        actions(Id.BUTTONS, *_buttons(facts, cut)),
        context(Id.NOTE, *[escape(line) for line in _notes(facts, cut, is_rate=is_rate)]),
    ]
    return Message(escape(said), tuple(blocks))


def _sentence(facts: WhyFacts, cut: CutSplit) -> str:
    split, style = facts.explanation.split, facts.style
    effect = split.effect(cut.part)
    if effect is None:
        return sentence(facts)
    now, before = (
        part_value(effect.part, split.chain, value, style) for value in (effect.now, effect.before)
    )
    name = part_name(effect.part, split.chain)
    amount = signed(facts.metric, effect.amount, style)
    whole = title(facts.metric).lower()
    effect_words = "" if effect.part.key == facts.metric.key else f"; {amount} of {whole}"
    return f"{name}: {now} in {window(facts)}, before {before}{effect_words}."


def _lines(facts: WhyFacts, cut: CutSplit) -> tuple[str, ...]:
    worth = worth_words(facts) if cut.part == facts.metric.key else ""
    return _totals(facts, cut), worth, compared(facts)


def _totals(facts: WhyFacts, cut: CutSplit) -> str:
    """Mix and rate, adding up; only of shares and means."""
    if all(one.before_rate is None and one.now_rate is None for one in cut.segments):
        return ""
    mix, rate = settled(facts.metric, (cut.mix, cut.rate), cut.amount)
    size = largest((mix, rate), cut.amount)
    came, behaved = (signed(facts.metric, one, facts.style, size=size) for one in (mix, rate))
    return f"{CAME}: {came}. {BEHAVED}: {behaved}."


def _grouped(cut: CutSplit) -> tuple[SegmentEffect, ...]:
    """The largest ten, and all others as one row."""
    rows = cut.segments
    if len(rows) <= MOST_ROWS:
        return rows
    kept, rest = rows[: MOST_ROWS - 1], rows[MOST_ROWS - 1 :]
    others = replace(
        rest[0],
        name=OTHERS,
        before_share=sum(one.before_share for one in rest),
        now_share=sum(one.now_share for one in rest),
        before_rate=None,
        now_rate=None,
        mix=sum(one.mix for one in rest),
        rate=sum(one.rate for one in rest),
        small=False,
        low=None,
        high=None,
    )
    return (*kept, others)


def _chart(facts: WhyFacts, rows: tuple[SegmentEffect, ...], *, is_rate: bool) -> Block:
    unit, places = chart_scale(facts)
    shown = rows[:MOST_BARS]
    names = [shorten(segment_name(one), 20) for one in shown]
    series = {"Effect": [round(one.amount, places) for one in shown]}
    if is_rate:
        series = {
            CAME: [round(one.mix, places) for one in shown],
            BEHAVED: [round(one.rate, places) for one in shown],
        }
    heading = f"{_part_title(facts)}: effect by segment"
    return bar_chart(Id.CHART, heading, names, series, unit)


def _table(
    facts: WhyFacts, cut: CutSplit, rows: tuple[SegmentEffect, ...], *, is_rate: bool
) -> Block:
    amounts = settled(facts.metric, [one.amount for one in rows], cut.amount)
    words = sentence_start(cut.dimension.replace("_", " "))
    header = [words, "Share", *(("Rate",) if is_rate else ()), "Effect", "Likely range"]
    size = largest(amounts, cut.amount)
    lines = [
        _line(facts, cut, one, _effect(facts, amount, size), is_rate=is_rate)
        for one, amount in zip(rows, amounts, strict=True)
    ]
    return table(Id.TABLE, f"{_part_title(facts)} by {words.lower()}", header, lines)


def _line(
    facts: WhyFacts, cut: CutSplit, one: SegmentEffect, effect: Number, *, is_rate: bool
) -> list[Cell]:
    style, chain = facts.style, facts.explanation.split.chain
    shares = " → ".join(_share(value, style) for value in (one.before_share, one.now_share))
    rates = " → ".join(
        rate_value(cut, chain, value, style) for value in (one.before_rate, one.now_rate)
    )
    middle: list[Cell] = [rates] if is_rate else []
    return [segment_name(one), shares, *middle, effect, span_of(facts.metric, one, style)]


def _effect(facts: WhyFacts, amount: float, size: float) -> Number:
    return Number(signed(facts.metric, amount, facts.style, size=size), amount)


def _share(value: float, style: Style) -> str:
    return format_value(100 * value, Unit.PERCENT, style=style.numbers, decimals=1)


def _part_title(facts: WhyFacts) -> str:
    effect = facts.explanation.split.effect(facts.asked.part or facts.explanation.lead)
    chain = facts.explanation.split.chain
    return title(facts.metric) if effect is None else part_name(effect.part, chain)


def _buttons(facts: WhyFacts, cut: CutSplit) -> list[Element]:
    key = facts.asked.part or facts.explanation.lead
    others = _others(facts, cut)
    buttons = []
    if cut.part != facts.metric.key:
        buttons.append(button(Action.RUN, "All parts", facts.command))
    if others:
        name = others[0].dimension
        run = f"{facts.command} part={key} by {name}"
        buttons.append(button(Action.RUN, f"By {name.replace('_', ' ')}", run))
    when = facts.asked_at.isoformat(timespec="seconds")
    shown = f"{when} {facts.command} part={key} by {cut.dimension}"
    buttons.append(button(Action.SHARE, "Share in channel", shown))
    options = [
        Option(
            f"By {one.dimension.replace('_', ' ')}",
            f"{facts.command} part={key} by {one.dimension}",
        )
        for one in others[1:3]
    ]
    if facts.asked.segment.is_total:
        options += [
            Option(
                shorten(f"Only {one.name.replace('_', ' ')}", 75),
                f"{facts.command} {cut.dimension}={one.name}",
            )
            for one in cut.segments[:3]
            if one.name and " " not in one.name
        ]
    return [*buttons, overflow(Action.RUN, options[:5])] if options else buttons


def _notes(facts: WhyFacts, cut: CutSplit, *, is_rate: bool) -> list[str]:
    """A plain ratio has no other page: its history and references stand here."""
    own = context_lines(facts) if cut.part == facts.metric.key else [left_out_words(facts)]
    few = "Few cases: too few to tell." if any(one.small for one in cut.segments) else ""
    notes = [
        *own[:-1],
        few,
        METHOD if is_rate else "",
        own[-1],
        SAME if _others(facts, cut) else "",
    ]
    return [note for note in notes if note]


def _others(facts: WhyFacts, cut: CutSplit) -> list[CutSplit]:
    key = facts.asked.part or facts.explanation.lead
    return [one for one in facts.explanation.cuts.get(key, ()) if one is not cut]
