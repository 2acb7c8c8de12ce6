"""A week, a month, or a person's goals in sentences: what such a digest says beside the news."""

from collections.abc import Sequence

from commands.views.break_words import called
from commands.views.digest_words import count_words, listed
from commands.views.goal_words import STATES
from commands.views.style import Style
from commands.views.verdict import named, sentence_start
from funnel.catalogue.entries import Aggregation
from funnel.digest import (
    BreakNews,
    Digest,
    GoalNews,
    GoalStanding,
    Summary,
    named_outside,
    silent_leads,
    span_before,
)
from funnel.model import GoalState, Grain
from funnel.periods import Span, format_span
from funnel.status import MetricStatus

MOST_NAMED = 3


def summary_words(digest: Digest, whole: Summary, style: Style) -> tuple[str, str]:
    """("Week 9–15 Nov: sales revenue €333,200, +1% against usual.", "2 of 24 metrics were worse
    than usual.")"; a period in which the journey went silent says so, not how a team's own metrics
    did."""
    period = f"Week {format_span(whole.first, whole.last, today=style.today)}"
    if whole.is_month:
        period = style.period(Grain.MONTH, whole.first)
    figure = _figure(digest.figure, whole, style)
    silent = [named(metric) for metric in silent_leads(digest.journey)]
    if silent:
        rest = f"{sentence_start(figure)}." if figure else ""
        return f"{period}: no numbers of {listed(silent[:MOST_NAMED])}.", rest
    if not whole.judged:
        return f"{period}: {figure or 'too few numbers yet to say what is usual'}.", ""
    rest = f"None of {whole.judged} metrics was worse than usual."
    if whole.worse:
        were = "was" if whole.worse == 1 else "were"
        rest = f"{whole.worse} of {whole.judged} metrics {were} worse than usual."
    return (f"{period}: {figure}.", rest) if figure else (f"{period}: {rest}", "")


def summary_lines(digest: Digest, whole: Summary, style: Style) -> list[str]:
    """The worst and the best of it, what recovered, and for a month the goals; a sentence each."""
    told = _told(digest)
    lines = [
        _outside(row, style, is_worst=row is whole.worst)
        for row in named_outside(whole)
        if row.metric.key not in told
    ]
    if digest.recovered:
        lines.append(f"Usual again: {_recovered(digest.recovered)}.")
    if whole.is_month and digest.goals.open:
        lines.append(goals_words(digest, style))
    return lines


def goals_words(digest: Digest, style: Style) -> str:
    """ "3 of 5 goals on track, next deadline Mon 30 Nov; at risk: Repeat purchases to 32%."."""
    words = count_words(digest.goals, style)
    told = {one.news.goal.number for one in digest.lines if isinstance(one.news, GoalNews)}
    others = [one for one in digest.standings if one.goal.number not in told]
    behind = [_behind(others, state) for state in (GoalState.OFF_TRACK, GoalState.AT_RISK)]
    return "; ".join([words, *(each for each in behind if each)]) + "."


def personal_words(digest: Digest, style: Style) -> str:
    """The first line of a person's digest without news."""
    if not digest.standings:
        return "You own no open goal."
    return f"Nothing new: {goals_words(digest, style)}"


def _told(digest: Digest) -> set[str]:
    """Metrics whose break is told in a line: nothing is said twice."""
    news = (one.news for one in digest.lines)
    return {one.metric.key for one in news if isinstance(one, BreakNews)}


def _month_before(whole: Summary) -> str:
    return f"{span_before(Span(whole.first, whole.last, '')).last:%B}"


def _figure(row: MetricStatus | None, whole: Summary, style: Style) -> str:
    """ "sales revenue €333,200, +1% against usual"."""
    if row is None or row.value is None:
        return ""
    words = f"{named(row.metric)} {style.value(row.metric, row.value)}"
    now, then = whole.before.get(row.metric.key, (None, None))
    if whole.is_month and now is not None and then:
        each = " a day" if row.metric.over_time is Aggregation.SUM else ""
        return f"{words}, {style.change(row.metric, now, then)}{each} on {_month_before(whole)}"
    if row.expected.value is None:
        return words
    return f"{words}, {style.change(row.metric, row.value, row.expected.value)} against usual"


def _outside(row: MetricStatus, style: Style, *, is_worst: bool) -> str:
    """ "Best: first response time 1 h 50 m, usual 2 h 40 m (−31%)."."""
    value, usual = row.value or 0.0, row.expected.value or 0.0
    what = f"{named(row.metric)} {style.value(row.metric, value)}"
    against = f"usual {style.value(row.metric, usual)} ({style.change(row.metric, value, usual)})"
    return f"{'Worst' if is_worst else 'Best'}: {what}, {against}."


def _recovered(news: Sequence[BreakNews]) -> str:
    """ "cart abandonment rate (break #12, 5–19 Nov) and 1 more"."""
    parts = []
    for one in news[:MOST_NAMED]:
        span = format_span(one.what.opened_on, one.what.closed_on or one.what.last_on)
        parts.append(f"{called(one.metric).lower()} (break #{one.what.number}, {span})")
    more = len(news) - MOST_NAMED
    return ", ".join(parts) + (f" and {more} more" if more > 0 else "")


def _behind(standings: Sequence[GoalStanding], state: GoalState) -> str:
    mine = [one.goal.title for one in standings if one.now.state is state]
    if not mine:
        return ""
    more = f" and {len(mine) - MOST_NAMED} more" if len(mine) > MOST_NAMED else ""
    return f"{STATES[state]}: {', '.join(mine[:MOST_NAMED])}{more}"
