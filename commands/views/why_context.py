"""What stands beside an explanation: own history, references, what was near, the method."""

from collections.abc import Sequence
from datetime import date

from commands.views.benchmark import figure
from commands.views.style import Style
from commands.views.verdict import title
from commands.views.why_facts import WhyFacts
from funnel.catalogue.entries import Benchmark, Confidence, Metric
from funnel.explain import Nearby, NearKind, Rank, References
from funnel.periods import format_day, format_span

MOST_LEFT_OUT = 3
METHOD = (
    "Parts add up exactly. Likely range: 95% of 200 redraws of the days; where moods last for "
    "days it is wider. This says where the change sits, not what caused it."
)
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


def context_lines(facts: WhyFacts) -> list[str]:
    """Own history first, then references, what stood near, and what the split left out."""
    lines = [
        history_words(facts.rank, facts),
        reference_words(facts.references, facts.metric, facts.style),
        near_words(facts),
        left_out_words(facts),
        lacking_words(facts),
        METHOD,
    ]
    return [line for line in lines if line]


def history_words(rank: Rank | None, facts: WhyFacts) -> str:
    """ "lower than on 93% of comparable Mondays"."""
    if rank is None:
        return ""
    higher = rank.below > rank.above
    share = rank.below if higher else rank.above
    part = f"all {rank.count}" if share == 1 else f"{share:.0%} of the {rank.count}"
    first = facts.explanation.split.windows.now[0]
    kind = (
        f"on {part} {_WEEKDAYS[first.weekday()]} before it"
        if rank.days == 1
        else f"in {part} stretches of the same weekdays before it"
    )
    way = "Higher" if higher else "Lower"
    return f"{way} than {kind}, up to a year back."


def reference_words(found: References | None, metric: Metric, style: Style) -> str:
    """The range of dated figures and how far the own value is from it; never a target."""
    if found is None:
        return ""
    who = "; ".join(_reference(one, metric, style) for one in found.figures)
    old = " They are old." if found.is_old else ""
    return f"References: {who}. {_distance(found, metric, style)}.{old} A reference, not a target."


def near_words(facts: WhyFacts) -> str:
    """What stood near the onset, without a claim that it is the cause."""
    if not facts.nearby:
        return ""
    seen = "; ".join(_near(one, facts) for one in facts.nearby)
    return f"Around the beginning: {seen}. Together in time is no proof."


def left_out_words(facts: WhyFacts) -> str:
    left = facts.explanation.split.left_out
    if not left:
        return ""
    shown = _days(left)
    return f"Left out on both sides for missing numbers: {shown}."


def lacking_words(facts: WhyFacts) -> str:
    lacking = facts.explanation.split.chain.lacking
    if not lacking:
        return ""
    return f"No numbers for {' and '.join(lacking)}: the steps around them are one part."


def _reference(one: Benchmark, metric: Metric, style: Style) -> str:
    year = f"about {one.year}" if one.approximate_year else str(one.year)
    quoted = "" if one.confidence is Confidence.PRIMARY else ", quoted"
    caveat = f"; {one.note}" if one.note else ""
    about = f"{one.population}{caveat}{quoted}"
    return f"{figure(one, metric, style)} {one.publisher} {year} ({about})"


def _distance(found: References, metric: Metric, style: Style) -> str:
    name = title(metric)
    if found.low <= 0 <= found.high:
        return f"{name} here lies within their range"
    far, near = sorted((abs(found.low), abs(found.high)), reverse=True)
    ends = [style.change(metric, size, 0.0).lstrip("+") for size in (near, far)]
    side = "above" if found.low > 0 else "below"
    gap = ends[0] if ends[0] == ends[1] else f"{ends[0].removesuffix(' points')} to {ends[1]}"
    return f"{name} here is {gap} {side} them"


def _near(one: Nearby, facts: WhyFacts) -> str:
    today = facts.style.today
    when = format_day(one.first, today=today)
    match one.kind:
        case NearKind.EVENT:
            return f'"{one.what}" ({format_span(one.first, one.last, today=today)})'
        case NearKind.MOVED:
            way = "up" if one.side == "up" else "down"
            return f"{facts.names[one.what]} went {way} from {when} (break #{one.number})"
        case NearKind.RESTATED:
            return f"{facts.names[one.what]} was corrected for days from {when}"
        case NearKind.GAP:
            return f"{facts.names[one.what]} has missing days from {when}"


def _days(days: Sequence[date]) -> str:
    shown = ", ".join(format_day(day) for day in days[:MOST_LEFT_OUT])
    more = len(days) - MOST_LEFT_OUT
    return shown if more <= 0 else f"{shown} and {more} more"
