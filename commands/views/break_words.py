"""A break in words: its verdict, since when, what it costs, what fits, what to try."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import bold, escape
from commands.course import Course
from commands.views.break_answers import Answered
from commands.views.style import Style
from commands.views.verdict import be, named, sentence_start, since
from funnel.catalogue.entries import Direction, Metric, Play, Unit
from funnel.explain import Leak
from funnel.hypotheses import Course as Way
from funnel.hypotheses import Evidence, Hypothesis
from funnel.model import Attention, Break, BreakEnd, Condition, Grain, Money, Side
from funnel.numbers import format_range, format_value
from funnel.periods import format_day, format_span
from funnel.reports import Speaks
from funnel.season import NORMAL_95
from funnel.status import MetricStatus

MOST_PLAYS = 3
MOST_OTHERS = 3
EACH = {
    Grain.HOUR: "an hour",
    Grain.DAY: "a day",
    Grain.WEEK: "a week",
    Grain.MONTH: "a month",
}
PERIODS = {Grain.HOUR: "hours", Grain.DAY: "days", Grain.WEEK: "weeks", Grain.MONTH: "months"}
_WAYS = {Way.UP: "up", Way.DOWN: "down", Way.FLAT: "usual"}


@dataclass(frozen=True, slots=True)
class Member:
    """Another break of the same incident, with its metric."""

    found: Break
    metric: Metric


@dataclass(frozen=True, slots=True)
class BreakFacts:
    """All that a message about a break says.

    `stage` is its name for people, `who` the name of the person who has it in hand or closed it,
    `reason` what they wrote. `basis` says what usual is ("last 8 Thursdays"), `lost` is the money
    of its whole life so far. `names` has the metrics of the evidence by key, `rows` how those stand
    now. `can_undo`: people changed it in the last 7 days. `where` names the segments that carry it,
    `leak` is what it cost since its onset, day by day, `answers` what people know.
    `others` belong to the same `incident` (its number). `learning`: there were less than eight
    weeks of numbers when it opened.
    """

    found: Break
    metric: Metric
    style: Style
    zone: str
    stage: str = ""
    who: str = ""
    reason: str = ""
    basis: str = ""
    lost: float | None = None
    hypothesis: Hypothesis | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[MetricStatus, ...] = ()
    course: Course | None = None
    can_undo: bool = False
    where: str = ""
    leak: Leak | None = None
    answers: tuple[Answered, ...] = ()
    others: tuple[Member, ...] = ()
    incident: int = 0
    learning: bool = False


def verdict(facts: BreakFacts) -> str:
    """The first line; it changes with the state of the break."""
    found, name = facts.found, sentence_start(_named(facts))
    match found.condition, found.ended:
        case Condition.OPEN, _:
            return f"{name} {be(facts.metric)} {worse(found, facts.metric)}: {_observed(facts)}."
        case Condition.RECOVERING, _:
            return f"Recovering: {_named(facts)} {_observed(facts)}, {_inside(found)}."
        case _, BreakEnd.NEW_NORMAL:
            stays = f"{_named(facts)} stays at {_value(facts, found.observed)}"
            return f"New normal {since(found)}: {stays}, it was {_value(facts, found.expected)}."
        case _, BreakEnd.RECOVERED | None:
            return f"Recovered: {_named(facts)} was {_open_for(facts)}."
        case _, end:
            return f"Closed as {_END[end]}{_by(facts)}: {_named(facts)}{_reason(facts)}."


def since_line(facts: BreakFacts) -> str:
    """ "Since about 4 Nov, likely 2–6 Nov · Decision · new"."""
    found = facts.found
    start = since(found)
    likely = ""
    if found.onset_low != found.onset_high:
        likely = f", likely {format_span(found.onset_low, found.onset_high)}"
    segment = f"only {found.segment.value}" if not found.segment.is_total else ""
    learning = "still learning: under eight weeks of numbers" if facts.learning else ""
    part_of = f"part of break #{facts.incident}" if is_part(facts) else ""
    since_when = f"{start[:1].upper()}{start[1:]}{likely}"
    parts = (since_when, segment, facts.stage, attention(facts), part_of, learning)
    return " · ".join(part for part in parts if part)


def attention(facts: BreakFacts) -> str:
    """ "new", "acknowledged by Ana", "snoozed until Sat 21 Nov by Ana"; the condition once over."""
    found = facts.found
    if found.condition is Condition.CLOSED:
        return "closed"
    match found.attention:
        case Attention.ACKNOWLEDGED:
            return f"acknowledged{_by(facts)}"
        case Attention.SNOOZED if found.snoozed_until is not None:
            return f"snoozed until {_moment(facts, found.snoozed_until)}{_by(facts)}"
        case _:
            return "new"


def cost_line(facts: BreakFacts) -> str:
    """ "Costs about €2,300 a day (€1,400–3,100): 41 lost orders …"; empty without money."""
    cost = facts.found.money
    if cost is None or facts.found.condition is Condition.CLOSED:
        return ""
    each = EACH[facts.found.grain]
    span, count = _money_span(cost, facts.style), _lost_orders(cost, facts.style)
    orders = f": {count} {each} at the usual rate of the remaining steps" if count else ""
    return f"Costs about {money(cost.amount, facts.style)} {each} ({span}){orders}."


def leak_line(facts: BreakFacts) -> str:
    """ "Since 4 Nov in all about €91,000 (€60,000–120,000), 1,600 orders"; empty without money."""
    leak, found = facts.leak, facts.found
    if leak is None or found.condition is Condition.CLOSED or leak.total.amount < 1:
        return ""
    style, total = facts.style, leak.total
    span, count = _money_span(total, style), _lost_orders(total, style)
    days = f"{leak.periods} day{'' if leak.periods == 1 else 's'}"
    amount = f"about {money(total.amount, style)} ({span})"
    return f"In all since then {amount} in {days}{f', {count}' if count else ''}."


def fits_line(facts: BreakFacts) -> str:
    """The named break that fits, with what speaks for and against it."""
    fits = facts.hypothesis
    if fits is None:
        return "No known break fits."
    speaks_for = [_evidence(fits.speaks_for, facts), *_said(facts, Speaks.FOR)]
    line = f"Fits _{escape(fits.named.title)}_: for it, {', '.join(speaks_for)}"
    against = [_evidence(fits.against, facts)] if fits.against else []
    against += _said(facts, Speaks.AGAINST)
    if against:
        line += f"; against it, {', '.join(against)}"
    return f"{line}."


def others_line(facts: BreakFacts) -> str:
    """ "With it: orders 812 (usual 890), sales conversion rate 1.6% (usual 2.1%) and 1 more."."""
    alive = _news_beside(facts)
    if not alive or facts.found.condition is Condition.CLOSED:
        return ""
    shown = [_standing(one, facts.style) for one in alive[:MOST_OTHERS]]
    return f"With it: {_listed(shown, len(alive) - len(shown))}."


def spread_line(facts: BreakFacts) -> str:
    """ "Break #12 spread. Orders have left the usual range too."; the newest of them first."""
    names = [member_name(one) for one in reversed(_news_beside(facts))]
    shown = [sentence_start(names[0]), *names[1:MOST_OTHERS]] if names else []
    have = "has" if len(names) == 1 else "have"
    words = _listed(shown, len(names) - len(shown))
    return f"Break #{facts.incident} spread. {words} {have} left the usual range too."


def member_name(one: Member) -> str:
    """ "cart abandonment rate (mobile)"."""
    segment = "" if one.found.segment.is_total else f" ({one.found.segment.value})"
    return f"{named(one.metric)}{segment}"


def is_part(facts: BreakFacts) -> bool:
    """Whether a member is shown under its own number."""
    return facts.incident not in (0, facts.found.number)


def try_line(facts: BreakFacts) -> str:
    actions = [escape(play.action) for play in plays(facts)]
    return f"Try: {' · '.join(actions)}" if actions else ""


def plays(facts: BreakFacts) -> tuple[Play, ...]:
    """Three plays of the named break, those that move this metric first."""
    if facts.hypothesis is None:
        return ()
    key = facts.metric.key
    ordered = sorted(facts.hypothesis.named.plays, key=lambda play: key not in play.moves)
    return tuple(ordered[:MOST_PLAYS])


def sure_line(facts: BreakFacts) -> str:
    """How sure it is, and against what; the edges of the usual range lie at 1.96 sigma."""
    times = facts.found.score / NORMAL_95
    if times < 1:
        how = f"within the usual range, but on the same side for many {PERIODS[facts.found.grain]}"
    else:
        how = f"{times:.1f} times as far from usual as the usual range reaches"
    against = f" Usual is the median of the {facts.basis}." if facts.basis else ""
    return f"How sure: {how}.{against}"


def called(metric: Metric) -> str:
    """The name at the start of a sentence: "Cart abandonment rate"."""
    return sentence_start(named(metric))


def worse(found: Break, metric: Metric) -> str:
    """ "worse than usual"; neutral metrics are only higher or lower."""
    if metric.direction is Direction.NEUTRAL:
        return "higher than usual" if found.side is Side.UP else "lower than usual"
    return "worse than usual"


def money(amount: float, style: Style) -> str:
    """Without digits that would claim more than is known."""
    return format_value(
        rough(amount), Unit.CURRENCY, style=style.numbers, currency=style.currency, decimals=0
    )


def rough(amount: float) -> int:
    """5,518 is about 5,500 and 78,007 about 78,000: two digits that count, three from 10,000 on."""
    whole = round(amount)
    digits = len(str(abs(whole)))
    return round(whole, min((2 if digits < 5 else 3) - digits, 0))


def lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def headline(facts: BreakFacts) -> str:
    return bold(escape(verdict(facts)))


def _money_span(found: Money, style: Style) -> str:
    """ "€1,400–3,100"."""
    return format_range(
        rough(found.low),
        rough(found.high),
        Unit.CURRENCY,
        style=style.numbers,
        currency=style.currency,
        decimals=0,
    )


def _lost_orders(found: Money, style: Style) -> str:
    """ "41 lost orders"; empty where no order is lost, or none is known."""
    count = rough(found.orders or 0.0)
    if count <= 0:
        return ""
    words = format_value(count, Unit.COUNT, style=style.numbers)
    return f"{words} lost order{'' if count == 1 else 's'}"


def _named(facts: BreakFacts) -> str:
    return member_name(Member(facts.found, facts.metric))


def _news_beside(facts: BreakFacts) -> list[Member]:
    """Those that are not over, without segments of the metric itself: they say where it sits."""
    key = facts.metric.key if facts.found.segment.is_total else ""
    return [
        one
        for one in facts.others
        if one.found.condition is not Condition.CLOSED and one.metric.key != key
    ]


def _standing(one: Member, style: Style) -> str:
    now, usual = (style.value(one.metric, at) for at in (one.found.observed, one.found.expected))
    return f"{member_name(one)} {now} (usual {usual})"


def _listed(shown: Sequence[str], more: int) -> str:
    """ "a, b and 2 more"; "a and b"."""
    parts = [*shown, f"{more} more"] if more else list(shown)
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


_END = {
    BreakEnd.EVENT: "an event",
    BreakEnd.NOISE: "noise",
    BreakEnd.DUPLICATE: "a duplicate",
}


def _observed(facts: BreakFacts) -> str:
    """ "76.4% on Thu 19 Nov, usual 71.2% (range 69.0–73.3%)"."""
    found = facts.found
    when = facts.style.period(found.grain, found.last_on)
    span = facts.style.span(facts.metric, found.low, found.high)
    now, usual = _value(facts, found.observed), _value(facts, found.expected)
    return f"{now} on {when}, usual {usual} (range {span})"


def _inside(found: Break) -> str:
    return f"inside the usual range for {found.inside} {PERIODS[found.grain]}"


def _open_for(facts: BreakFacts) -> str:
    """ "open 19–27 Nov, about €18,400"; an incident until the last of it was over."""
    found = facts.found
    members = () if is_part(facts) else facts.others
    last = max(one.closed_on or one.last_on for one in (found, *(each.found for each in members)))
    span = format_span(found.opened_on, last, today=facts.style.today)
    cost = f", about {money(facts.lost, facts.style)} in all" if facts.lost else ""
    return f"open {span}{cost}"


def _value(facts: BreakFacts, value: float) -> str:
    return facts.style.value(facts.metric, value)


def _by(facts: BreakFacts) -> str:
    return f" by {facts.who}" if facts.who else ""


def _reason(facts: BreakFacts) -> str:
    return f", {facts.reason.rstrip('.')}" if facts.reason else ""


def _said(facts: BreakFacts, speaks: Speaks) -> list[str]:
    """ "2 answers of people"."""
    key = facts.hypothesis.named.key if facts.hypothesis else ""
    said = [one.answer for one in facts.answers if one.answer.question.startswith(f"{key}:")]
    count = sum(one.speaks is speaks for one in said)
    return [f"{count} answer{'' if count == 1 else 's'} of people"] if count else []


def _evidence(evidence: Sequence[Evidence], facts: BreakFacts) -> str:
    return ", ".join(escape(_sign(one, facts.names)) for one in evidence)


def _sign(one: Evidence, names: Mapping[str, str]) -> str:
    """ "cart abandonment rate up while cart starts usual"."""
    words = f"{_called(one.symptom.metric, names)} {_WAYS[one.course]}"
    contrast = one.symptom.contrast_metric
    if contrast is None or one.contrast is None:
        return words
    return f"{words} while {_called(contrast, names)} {_WAYS[one.contrast]}"


def _called(key: str, names: Mapping[str, str]) -> str:
    return names.get(key, key.replace("_", " "))


def _moment(facts: BreakFacts, at: datetime) -> str:
    local = at.astimezone(ZoneInfo(facts.zone))
    return f"{format_day(local.date(), today=facts.style.today)} {local:%H:%M} {facts.zone}"
