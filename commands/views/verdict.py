"""The first sentence of a status: what is worse since when, else that all is usual."""

import re
from collections.abc import Sequence
from datetime import date

from commands.views.style import Style
from funnel.catalogue.entries import Metric, Unit
from funnel.model import Break, Grain, Shape
from funnel.periods import format_day, format_span
from funnel.status import MetricStatus, StageStatus, Standing, Verdict, VerdictKind

_WORDS = ("no", "one", "two", "three", "four", "five")
_TITLE_WORD = re.compile(r"\b[A-Z][a-z]*\b")
_CALM = (Standing.USUAL, Standing.BETTER, Standing.HIGHER, Standing.LOWER)


def named(metric: Metric) -> str:
    """The name inside a sentence: lower case but for CTR, TikTok and the like."""
    return _TITLE_WORD.sub(lambda word: word.group().lower(), metric.name)


def title(metric: Metric) -> str:
    """The name where a line begins: "Cart abandonment rate"."""
    return sentence_start(named(metric))


def be(metric: Metric) -> str:
    """ "Orders are", "Revenue is"."""
    return "are" if metric.unit is Unit.COUNT and metric.name.endswith("s") else "is"


def sentence_start(words: str) -> str:
    return words[:1].upper() + words[1:]


def since(found: Break) -> str:
    """ "since about 4 Nov"; a slow leak has begun by then at the latest."""
    day = f"{found.onset.day} {found.onset:%b}"
    return f"since {day} at the latest" if found.shape is Shape.LEAK else f"since about {day}"


def journey_verdict(stages: Sequence[StageStatus], verdict: Verdict, style: Style) -> str:
    """One sentence on the whole journey, naming stages."""
    bad = [part for part in stages if part.worst in (Standing.BREAK, Standing.WORSE)]
    if verdict.kind is VerdictKind.BREAK and verdict.worst is not None:
        broken = next(part for part in bad if _has(part, verdict.worst))
        return (
            f"{broken.stage.short} is worse than usual {since(verdict.worst)}"
            f"{_others(stages, broken)}."
        )
    if verdict.kind is VerdictKind.WORSE:
        names = _listed([part.stage.short for part in bad])
        be = "is" if len(bad) == 1 else "are"
        return f"{names} {be} worse than usual: {_metrics(verdict.worse)}."
    return _calm([row.standing for part in stages for row in part.rows], verdict.as_of, style)


def stage_verdict(part: StageStatus, style: Style) -> str:
    """One sentence on a stage, naming metrics."""
    verdict = part.verdict
    if verdict.kind is VerdictKind.BREAK and verdict.worst is not None:
        broken = next(row.metric for row in part.rows if verdict.worst in row.breaks)
        tail = (
            f"; so {_is_or_are(verdict.worse)} {_metrics(verdict.worse)}" if verdict.worse else ""
        )
        return f"{title(broken)} {be(broken)} worse than usual {since(verdict.worst)}{tail}."
    if verdict.kind is VerdictKind.WORSE:
        return f"Worse than usual: {_metrics(verdict.worse)}."
    return _calm([row.standing for row in part.rows], verdict.as_of, style)


def _is_or_are(metrics: Sequence[Metric]) -> str:
    return be(metrics[0]) if len(metrics) == 1 else "are"


def metric_verdict(row: MetricStatus, style: Style) -> str:
    """One sentence on a metric: its value, its usual value, and since when it differs."""
    name = title(row.metric)
    if row.value is None or row.last is None or row.first is None:
        return f"{name} has no complete number in this period."
    when = style.period(row.grain, row.last)
    if row.first != row.last:
        when = format_span(row.first, row.last, today=style.today)
    value = f"{style.value(row.metric, row.value)} on {when}"
    if row.first != row.last or row.grain not in (Grain.DAY, Grain.HOUR):
        value = f"{style.value(row.metric, row.value)} in {when}"
    if row.expected.value is None:
        return f"{name}: {value}; too few numbers yet to say what is usual."
    usual = style.value(row.metric, row.expected.value)
    band = style.usual_range(row.metric, row.expected)
    return f"{name} {be(row.metric)} {_how(row)}: {value}, usual {usual} (range {band})."


def segments_verdict(rows: Sequence[tuple[str, MetricStatus]], style: Style) -> str:
    """One sentence on a cut: which of its parts are worse."""
    bad = [label for label, row in rows if row.standing in (Standing.BREAK, Standing.WORSE)]
    if bad:
        shown = _listed(bad[:3]) if len(bad) <= 3 else f"{', '.join(bad[:3])} and more"
        return f"Worse than usual: {shown}."
    as_of = max((row.last for _, row in rows if row.last is not None), default=None)
    return _calm([row.standing for _, row in rows], as_of, style)


def coverage(verdict: Verdict, style: Style) -> str:
    """ "Numbers to Thu 19 Nov, 31 of 38 metrics have them." """
    if verdict.as_of is None:
        return f"None of {verdict.total} metrics has numbers."
    day = format_day(verdict.as_of, today=style.today)
    have = "has" if verdict.total == 1 else "have"
    word = _metric_word(verdict.total)
    return f"Numbers to {day}, {verdict.known} of {verdict.total} {word} {have} them."


def _calm(standings: Sequence[Standing], as_of: date | None, style: Style) -> str:
    if as_of is None:
        return "No complete numbers yet."
    if all(one is Standing.LEARNING for one in standings):
        return "Too few numbers yet to say what is usual."
    when = format_day(as_of, today=style.today)
    unsure = sum(1 for one in standings if one not in _CALM)
    if not unsure:
        return f"All usual on {when}."
    return f"Nothing is worse than usual on {when}; {_count(unsure)} cannot be judged yet."


def _others(stages: Sequence[StageStatus], broken: StageStatus) -> str:
    rest = [part for part in stages if part is not broken and part.rows]
    worse = [part.stage.short for part in rest if part.worst in (Standing.BREAK, Standing.WORSE)]
    if worse:
        return f"; so {'is' if len(worse) == 1 else 'are'} {_listed(worse)}"
    if len(rest) == 1:
        return f"; {rest[0].stage.short} is usual"
    return f"; the other {_count(len(rest))} stages are usual" if rest else ""


def _how(row: MetricStatus) -> str:
    match row.standing:
        case Standing.BREAK:
            return f"worse than usual {since(row.breaks[0])}"
        case Standing.WORSE | Standing.BETTER | Standing.HIGHER | Standing.LOWER:
            return f"{row.standing} than usual"
        case Standing.FRESHNESS:
            return row.fresh.words or str(row.fresh.state)
        case _:
            return "as usual"


def _has(part: StageStatus, found: Break) -> bool:
    return any(found in row.breaks for row in part.rows)


def _metrics(metrics: Sequence[Metric]) -> str:
    names = [named(metric) for metric in metrics[:3]]
    more = len(metrics) - 3
    return _listed(names) if more <= 0 else f"{', '.join(names)} and {_count(more)} more"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _metric_word(count: int) -> str:
    return "metric" if count == 1 else "metrics"


def _count(number: int) -> str:
    return _WORDS[number] if number < len(_WORDS) else str(number)
