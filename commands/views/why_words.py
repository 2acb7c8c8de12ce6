"""An explanation in words: what was compared, which part it was, where, and how sure."""

from collections.abc import Sequence
from datetime import timedelta

from commands.views.style import Style
from commands.views.verdict import sentence_start, title
from commands.views.why_facts import WhyFacts
from funnel.catalogue.entries import Metric, Unit
from funnel.explain import REST, Chain, CutSplit, Effect, Paradox, Part, PartKind, SegmentEffect
from funnel.explain.cents import settle
from funnel.numbers import format_range, format_value
from funnel.periods import format_day, format_span

MINUS = "−"
ALL_OF_IT = 0.97
SURE = 0.95
EVEN = 0.02
"""Below this unevenness a change is said to have hit all segments alike."""


def part_name(part: Part, chain: Chain) -> str:
    """ "Sessions", "Carts → orders", "Order value"."""
    level = chain.levels[part.level]
    match part.kind:
        case PartKind.DAYS:
            return "Days compared"
        case PartKind.STEP if _is_value(part, chain):
            return f"{sentence_start(level.words)} per {_one(chain.levels[part.level - 1].words)}"
        case PartKind.STEP:
            return sentence_start(f"{chain.levels[part.level - 1].words} → {level.words}")
        case _:
            return sentence_start(level.words)


def bar_name(part: Part, chain: Chain) -> str:
    """Short, so that all names fit under their bars: "Sessions", "→ carts", "per order"."""
    if part.kind is not PartKind.STEP:
        return part_name(part, chain)
    if _is_value(part, chain):
        return f"per {_one(chain.levels[part.level - 1].words)}"
    return f"→ {chain.levels[part.level].words}"


def part_value(part: Part, chain: Chain, value: float | None, style: Style) -> str:
    """What the part itself was: an amount, a share, an amount for each."""
    if value is None:
        return "–"
    if part.kind is PartKind.STEP and not _is_value(part, chain):
        return format_value(100.0 * value, Unit.PERCENT, style=style.numbers, decimals=1)
    if part.kind is PartKind.DIVISOR:
        value = 1.0 / value if value else 0.0
    unit = Unit.CURRENCY if _is_money(part, chain) else Unit.COUNT
    return format_value(value, unit, style=style.numbers, currency=style.currency)


def rate_value(cut: CutSplit, chain: Chain, value: float | None, style: Style) -> str:
    """A segment's rate inside a part."""
    if value is None:
        return "–"
    part = next((one for one in chain.parts if one.key == cut.part), None)
    if part is None:
        return style.value(chain.metric, chain.scale * value)
    return part_value(part, chain, value, style)


def signed(metric: Metric, amount: float, style: Style, *, size: float | None = None) -> str:
    """ "−€93,472", "+3.3 points", "−41"; `size` is the largest amount of the same table, so that
    all have the same digits."""
    if metric.unit in (Unit.PERCENT, Unit.SCORE_NPS, Unit.SCORE_1_5):
        return style.change(metric, amount, 0.0)
    places = None
    if metric.unit is not Unit.SECONDS:
        places = places_of(metric, abs(amount) if size is None else size)
    shown = format_value(
        abs(amount), metric, style=style.numbers, currency=style.currency, decimals=places
    )
    return shown if amount == 0 else ("+" if amount > 0 else MINUS) + shown


def span_of(metric: Metric, effect: Effect | SegmentEffect, style: Style) -> str:
    """The 95 % range, both ends signed; a dash with too few days."""
    if effect.low is None or effect.high is None:
        return "–"
    size = max(abs(effect.low), abs(effect.high))
    low, high = (signed(metric, end, style, size=size) for end in (effect.low, effect.high))
    return f"{low.removesuffix(' points')} to {high}"


def places_of(metric: Metric, size: float) -> int:
    """Digits after the point that are shown of an amount of this size."""
    if metric.unit is Unit.CURRENCY:
        return 0 if size >= 1000 else 2
    return metric.decimals


def settled(metric: Metric, amounts: Sequence[float], whole: float) -> tuple[float, ...]:
    """The amounts rounded as they are shown, adding up to the whole as it is shown."""
    return settle(amounts, whole, places=places_of(metric, largest(amounts, whole)))


def largest(amounts: Sequence[float], whole: float) -> float:
    return max((abs(one) for one in (*amounts, whole)), default=0.0)


def sentence(facts: WhyFacts) -> str:
    """The gap, and the part that it comes from."""
    split = facts.explanation.split
    first = f"{title(facts.metric)}{_inside(facts)} {_moved(facts)}"
    if split.gap == 0 or len(split.effects) == 1 or split.chain.is_plain_ratio:
        return f"{first}."
    return f"{first}. {_part_sentence(facts)}"


def compared(facts: WhyFacts) -> str:
    """ "Compared with the same weekdays 19 Oct–3 Nov, before break #12 began"."""
    windows = facts.explanation.split.windows
    base = format_span(min(windows.base), max(windows.base), today=facts.style.today)
    alike = windows.now[0].weekday() == windows.base[0].weekday()
    before = f", {facts.anchor}" if facts.anchor else ""
    if windows.is_mean:
        many = f"mean of {windows.rounds} earlier stretches of the same weekdays"
        return f"Compared with the {many}, {base}{before}.{_until(facts)}"
    return f"Compared with {'the same weekdays, ' if alike else ''}{base}{before}.{_until(facts)}"


def _until(facts: WhyFacts) -> str:
    """Says where the numbers end, when that is before what was asked or yesterday."""
    last = facts.explanation.split.windows.now[-1]
    asked = facts.asked.span.last if facts.asked.span else facts.style.today
    if last >= min(asked, facts.style.today - timedelta(days=1)):
        return ""
    return f" Numbers are complete to {format_day(last, today=facts.style.today)}."


def window(facts: WhyFacts) -> str:
    now = facts.explanation.split.windows.now
    return format_span(now[0], now[-1], today=facts.style.today)


def where(cut: CutSplit, facts: WhyFacts) -> str:
    """Which segments carry a part, and whether it was who came or how they behaved."""
    words = cut.dimension.replace("_", " ")
    if cut.paradox is not None:
        return paradox(cut)
    if not cut.leading or cut.uneven < EVEN:
        return f"Spread evenly over {plural(words)}"
    led = listed(cut.leading)
    share = "all of it" if cut.carried > ALL_OF_IT else f"{100 * cut.carried:.0f}% of it"
    rates = _rates(cut, facts) if len(cut.leading) == 1 else ""
    carry = "carries" if len(cut.leading) == 1 else "carry"
    return f"By {words}, {led} {carry} {share}{rates}{_mix_words(cut)}"


def paradox(cut: CutSplit) -> str:
    """Simpson's, in words."""
    better = cut.paradox is Paradox.EACH_HIGHER
    each, way = ("higher", "low") if better else ("lower", "high")
    grew = max(cut.segments, key=lambda one: one.now_share - one.before_share)
    words = cut.dimension.replace("_", " ")
    return (
        f"Every {words} is {each} than before, yet the whole is "
        f"{'lower' if better else 'higher'}: more came from {grew.name or 'the rest'}, "
        f"where the rate is {way} ({100 * grew.before_share:.0f}% of all before, "
        f"{100 * grew.now_share:.0f}% now)"
    )


def listed(names: Sequence[str]) -> str:
    shown = [name.replace("_", " ") for name in names]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def segment_name(one: SegmentEffect) -> str:
    name = "Not in any segment" if one.name == REST else one.name.replace("_", " ")
    return f"{name} (few cases)" if one.small else name


def plural(words: str) -> str:
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"


def worth_words(facts: WhyFacts) -> str:
    """What the gap is worth a day, for metrics that lead to money."""
    worth = facts.worth
    if worth is None or worth.amount < 1:
        return ""
    style = facts.style
    about = format_value(
        round(worth.amount), Unit.CURRENCY, style=style.numbers, currency=style.currency, decimals=0
    )
    span = format_range(
        round(worth.low),
        round(worth.high),
        Unit.CURRENCY,
        style=style.numbers,
        currency=style.currency,
        decimals=0,
    )
    count = round(worth.orders or 0)
    orders = f"{count:,} orders, " if count and facts.metric.key != "orders" else ""
    return f"That is {orders}about {about} a day ({span}) at the earlier rates of the other steps."


def _moved(facts: WhyFacts) -> str:
    """ "was €47,576 lower (−6%) in 4–19 Nov"."""
    split, metric, style = facts.explanation.split, facts.metric, facts.style
    verb = be_then(metric)
    when = f"{'on' if len(split.windows.now) == 1 else 'in'} {window(facts)}"
    if metric.unit in (Unit.PERCENT, Unit.SCORE_NPS, Unit.SCORE_1_5, Unit.SECONDS, Unit.RATIO):
        before, now = style.value(metric, split.before), style.value(metric, split.now)
        return f"{verb} {now} {when}, before that {before}{_chance(facts)}"
    if not split.gap:
        return f"{verb} the same {when}"
    way = "higher" if split.gap > 0 else "lower"
    size = signed(metric, abs(split.gap), style).lstrip("+")
    change = style.change(metric, split.now, split.before) if split.before > 0 else ""
    share = f" ({change})" if change else ""
    return f"{verb} {size} {way}{share} {when}{_chance(facts)}"


def be_then(metric: Metric) -> str:
    """ "were" for orders, "was" for revenue."""
    return "were" if metric.unit is Unit.COUNT and metric.name.endswith("s") else "was"


def _chance(facts: WhyFacts) -> str:
    split = facts.explanation.split
    if split.low is None or split.high is None or split.low * split.high > 0:
        return ""
    return ", which may be chance"


def _part_sentence(facts: WhyFacts) -> str:
    split, style = facts.explanation.split, facts.style
    lead = split.largest
    amounts = settled(facts.metric, [one.amount for one in split.effects], split.gap)
    mine = amounts[split.effects.index(lead)]
    rest = sum(amounts) - mine
    likely = "" if lead.lead is None or lead.lead >= SURE else " (the likeliest part)"
    size = largest(amounts, split.gap)
    took = signed(facts.metric, mine, style, size=size)
    words = f"{_deed(lead, split.chain, style)}: {took}{likely}"
    others = signed(facts.metric, rest, style, size=size)
    if rest * mine < 0:
        return f"{words}; the other parts made up {others}."
    return f"{words}; the other parts {others}." if round(abs(rest)) else f"{words}."


def _deed(effect: Effect, chain: Chain, style: Style) -> str:
    """ "Fewer carts became orders (26.0%, before 29.3%)"."""
    part = effect.part
    fewer = (effect.now or 0.0) < (effect.before or 0.0)
    values = (
        f"{part_value(part, chain, effect.now, style)}, "
        f"before {part_value(part, chain, effect.before, style)}"
    )
    level = chain.levels[part.level].words
    if part.kind is PartKind.DAYS:
        return f"{'Fewer' if fewer else 'More'} days are compared ({values})"
    if part.kind is PartKind.AMOUNT:
        return f"{'Fewer' if fewer else 'More'} {level} ({values})"
    source = chain.levels[part.level - 1].words
    if _is_value(part, chain):
        return f"{'Less' if fewer else 'More'} {level} per {_one(source)} ({values})"
    return f"{'Fewer' if fewer else 'More'} {source} became {level} ({values})"


def _rates(cut: CutSplit, facts: WhyFacts) -> str:
    found = cut.segment(cut.leading[0])
    if found is None or found.now_rate is None or found.before_rate is None:
        return ""
    chain, style = facts.explanation.split.chain, facts.style
    now = rate_value(cut, chain, found.now_rate, style)
    return f" ({now}, before {rate_value(cut, chain, found.before_rate, style)})"


def _mix_words(cut: CutSplit) -> str:
    """Only where the two can be told apart: for shares and means."""
    if all(one.before_rate is None and one.now_rate is None for one in cut.segments):
        return ""
    if abs(cut.mix) > abs(cut.rate):
        return ": it is who came, not how they behaved"
    return ": it is how they behaved, not who came"


def _inside(facts: WhyFacts) -> str:
    segment = facts.asked.segment
    return "" if segment.is_total else f" of {segment.value} ({segment.dimension})"


def _is_money(part: Part, chain: Chain) -> bool:
    last = part.level == len(chain.levels) - 1
    return chain.metric.unit is Unit.CURRENCY and last


def _is_value(part: Part, chain: Chain) -> bool:
    """Money for each, which is no share of anything."""
    return part.kind is PartKind.STEP and _is_money(part, chain)


def _one(words: str) -> str:
    return words[:-1] if words.endswith("s") else words
