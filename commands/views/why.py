"""The answer to "why": one sentence, one bar chart of the parts, one table, where to look next."""

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
from commands.views.verdict import title
from commands.views.why_context import context_lines
from commands.views.why_facts import WhyFacts
from commands.views.why_words import (
    bar_name,
    compared,
    largest,
    part_name,
    part_value,
    places_of,
    sentence,
    settled,
    signed,
    span_of,
    where,
    worth_words,
)
from funnel.catalogue.entries import Unit
from funnel.explain import CutSplit, Effect, PartKind

HEADER = ("Part", "Before → now", "Effect", "Likely range")
TOGETHER = "Together"
MOST_STEPS = 5


def why_message(facts: WhyFacts) -> Message:
    """Ephemeral by default; Share in channel carries the request and its instant."""
    said = sentence(facts)
    lines = [bold(escape(said)), *(escape(line) for line in _lines(facts) if line)]
    blocks: list[Block] = [section(Id.VERDICT, "\n".join(lines))]
    if len(facts.explanation.split.effects) > 1:
        blocks += [_chart(facts), _table(facts)]
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    blocks.append(context(Id.NOTE, *[escape(line) for line in context_lines(facts)]))
    return Message(escape(said), tuple(blocks))


def chart_scale(facts: WhyFacts) -> tuple[str, int]:
    """What the axis says, and the digits after the point of its values."""
    metric = facts.metric
    match metric.unit:
        case Unit.CURRENCY:
            unit = facts.style.currency
        case Unit.PERCENT:
            unit = "points"
        case Unit.SECONDS:
            unit = "seconds"
        case _:
            unit = ""
    return unit, max(places_of(metric, abs(facts.explanation.split.gap)), 0)


def part_order(facts: WhyFacts) -> tuple[str, str]:
    """The command that looks into the first part, and the label of its button."""
    explanation = facts.explanation
    key = explanation.lead
    effect = explanation.split.effect(key)
    name = part_name(effect.part, explanation.split.chain) if effect else title(facts.metric)
    return f"{facts.command} part={key}", name


def _lines(facts: WhyFacts) -> tuple[str, ...]:
    return (_where(facts), worth_words(facts), compared(facts))


def _where(facts: WhyFacts) -> str:
    """Where in the largest part; nothing where that may be chance."""
    explanation = facts.explanation
    lead = explanation.split.effect(explanation.lead)
    best = explanation.best(explanation.lead)
    if best is None or (lead is not None and not _is_certain(lead)):
        return ""
    return f"{where(best, facts)}."


def _is_certain(one: Effect) -> bool:
    return one.low is None or one.high is None or one.low * one.high > 0


def _chart(facts: WhyFacts) -> Block:
    split = facts.explanation.split
    unit, places = chart_scale(facts)
    amounts = settled(facts.metric, [one.amount for one in split.effects], split.gap)
    names = [shorten(bar_name(one.part, split.chain), 20) for one in split.effects]
    values = [round(value, places) for value in (*amounts, sum(amounts))]
    heading = f"Where the change of {title(facts.metric).lower()} comes from"
    return bar_chart(Id.CHART, heading, [*names, TOGETHER], {"Effect": values}, unit)


def _table(facts: WhyFacts) -> Block:
    split, metric, style = facts.explanation.split, facts.metric, facts.style
    amounts = settled(metric, [one.amount for one in split.effects], split.gap)
    size = largest(amounts, split.gap)
    rows = [
        _row(one, Number(signed(metric, amount, style, size=size), amount), facts)
        for one, amount in zip(split.effects, amounts, strict=True)
    ]
    whole = Effect(split.effects[0].part, None, None, split.gap, split.low, split.high)
    total: list[Cell] = [
        f"{TOGETHER} · {title(metric).lower()}",
        f"{style.value(metric, split.before)} → {style.value(metric, split.now)}",
        Number(signed(metric, sum(amounts), style, size=largest(amounts, 0)), sum(amounts)),
        span_of(metric, whole, style),
    ]
    return table(Id.TABLE, f"{title(metric)}: parts of the change", HEADER, [*rows, total])


def _row(one: Effect, amount: Number, facts: WhyFacts) -> list[Cell]:
    chain, style = facts.explanation.split.chain, facts.style
    before, now = (part_value(one.part, chain, value, style) for value in (one.before, one.now))
    return [
        part_name(one.part, chain),
        f"{before} → {now}",
        amount,
        span_of(facts.metric, one, style),
    ]


def _buttons(facts: WhyFacts) -> list[Element]:
    explanation = facts.explanation
    buttons: list[Element] = []
    best = explanation.best(explanation.lead)
    if best is not None:
        command, name = part_order(facts)
        buttons.append(
            button(Action.RUN, f"Look into {name.lower()}", f"{command} by {best.dimension}")
        )
    if facts.found is not None and facts.asked.number is None:
        number = facts.found.told_as
        buttons.append(button(Action.RUN, f"Break #{number}", f"break {number}"))
    when = facts.asked_at.isoformat(timespec="seconds")
    buttons.append(button(Action.SHARE, "Share in channel", f"{when} {facts.command}"))
    steps = _steps(facts, best)
    return [*buttons, overflow(Action.RUN, steps)] if steps else buttons


def _steps(facts: WhyFacts, best: CutSplit | None) -> list[Option]:
    """The other parts by their best dimension, other dimensions of the first one, the metric."""
    explanation = facts.explanation
    options = [
        Option(
            shorten(f"{part_name(one.part, explanation.split.chain)} by {cut.dimension}", 75), run
        )
        for one in explanation.split.effects
        if one.part.key != explanation.lead and one.part.kind is not PartKind.DAYS
        if (cut := explanation.best(one.part.key)) is not None
        if (run := f"{facts.command} part={one.part.key} by {cut.dimension}")
    ]
    if best is not None and explanation.split.chain.is_plain_ratio:
        options += [
            Option(f"By {cut.dimension.replace('_', ' ')}", f"{facts.command} by {cut.dimension}")
            for cut in explanation.cuts.get(explanation.lead, ())
            if cut is not best
        ]
    options.append(Option(f"{title(facts.metric)} in depth", f"metric {facts.metric.key}"))
    return options[:MOST_STEPS]
