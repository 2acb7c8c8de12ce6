"""The sentences of a digest: one for each kind of news, and those of a quiet day."""

from collections.abc import Mapping
from datetime import date

from commands.blocks import shorten
from commands.views.break_words import EACH, Member, called, member_name, money, worse
from commands.views.digest_facts import DigestFacts
from commands.views.spell_words import since_about, spell_words, swing
from commands.views.style import Style
from commands.views.verdict import be, named, sentence_start, since
from funnel.catalogue.entries import Metric
from funnel.digest import (
    BreakChange,
    BreakNews,
    DataNews,
    Digest,
    EventNews,
    Finding,
    GoalCount,
    GoalNews,
    GoodNews,
    RecordNews,
    RestatedNews,
    SpellNews,
)
from funnel.goals import Progress
from funnel.model import Attention, Break, Goal, GoalState, Grain, Side
from funnel.periods import format_day, format_span
from funnel.smart_odds import percent
from funnel.status import MetricStatus, VerdictKind

MOST_NAMED = 3
LONGEST_TITLE = 44
_STATES = {
    GoalState.SCHEDULED: "not started",
    GoalState.ON_TRACK: "on track",
    GoalState.AT_RISK: "at risk",
    GoalState.OFF_TRACK: "off track",
    GoalState.WAITING: "waiting for data",
    GoalState.PAUSED: "paused",
}
_ORDINAL_PERIOD = {
    Grain.HOUR: "hour",
    Grain.DAY: "day",
    Grain.WEEK: "week",
    Grain.MONTH: "month",
}


def line_words(finding: Finding, facts: DigestFacts) -> str:
    """All that is said of it, plain text."""
    return " ".join(part for part in headline_words(finding, facts) if part)


def headline_words(finding: Finding, facts: DigestFacts) -> tuple[str, str]:
    """(one sentence that fits two lines of a phone, what else there is to say or "")."""
    style, names, day = facts.style, facts.names, facts.digest.day
    match finding.news:
        case BreakNews() as news:
            return _break(news, style, names)
        case GoalNews() as news:
            return _goal(news, style)
        case DataNews() | RestatedNews() | SpellNews() as news:
            return _numbers(news, style, names)
        case RecordNews() as news:
            return _record(news, style, day), _few(news.few, style)
        case EventNews() as news:
            return _event(news, style), ""
        case GoodNews() as news:
            return _good(news, style, day), _few(news.few, style)


def opens(finding: Finding) -> str:
    """The command that shows more of it, "" for none."""
    match finding.news:
        case BreakNews(what=what):
            return f"break {what.number}"
        case GoalNews(goal=goal):
            return f"goal {goal.number}"
        case DataNews():
            return ""
        case RestatedNews(metric=metric, change=change):
            return f"log history {metric.key} {change.start.isoformat()}"
        case EventNews(event=event):
            return f"event {event.number}"
        case SpellNews(metric=metric):
            return f"metric {metric.key} 90d"
        case RecordNews(row=row) | GoodNews(row=row):
            return f"metric {row.metric.key}"


def missing_words(news: DataNews, facts: DigestFacts) -> str:
    """ "sessions, orders and 2 more since Wed 18 Nov. From shop.csv, Ben."."""
    origin = _origin(news.source, news.author, facts.names)
    return f"{_since_when(news, facts.style, MOST_NAMED)}. {origin}".strip()


def _since_when(news: DataNews, style: Style, most: int) -> str:
    shown = [named(metric) for metric in news.metrics[:most]]
    more = len(news.metrics) - most
    metrics = f"{', '.join(shown)} and {more} more" if more > 0 else listed(shown)
    return f"{metrics} since {format_day(news.first, today=style.today)}"


def _numbers(
    news: DataNews | RestatedNews | SpellNews, style: Style, names: Mapping[str, str]
) -> tuple[str, str]:
    match news:
        case DataNews():
            kind = "stopped" if news.stopped else "are late"
            origin = _origin(news.source, news.author, names)
            return f"Numbers {kind}: {_since_when(news, style, 2)}.", origin
        case RestatedNews():
            return _restated(news, style, names)
        case SpellNews(metric=metric, spell=spell):
            moved = f"{sentence_start(swing(metric))} more than usual {since_about(spell)}."
            return moved, f"{sentence_start(spell_words(metric, spell, style))}."


def _restated(news: RestatedNews, style: Style, names: Mapping[str, str]) -> tuple[str, str]:
    """ "Orders of Tue 3 Nov restated from 812 to 790." and how many numbers more."""
    metric, change = news.metric, news.change
    of = f"{called(metric)} of {style.period(change.grain, change.start)}"
    old, new = style.value(metric, change.old), style.value(metric, change.new)
    more = ""
    if news.more:
        more = f"{news.more} more number{'' if news.more == 1 else 's'} changed with it."
    origin = _origin(change.source, change.author, names)
    return f"{of} restated from {old} to {new}.", f"{more} {origin}".strip()


def _origin(source: str, author: str, names: Mapping[str, str]) -> str:
    """ "From shop.csv, Ben."."""
    origin = ", ".join(part for part in (source, names.get(author, "")) if part)
    return f"From {origin}." if origin else ""


def quiet_words(digest: Digest, style: Style) -> tuple[str, str]:
    """(the verdict, the rest) of a day on which nothing changed."""
    if digest.day is None:
        return "No complete numbers yet.", "Type `/funnel log` to record one."
    day = format_day(digest.day, today=style.today)
    rest = [figure_words(digest.figure, style, day=digest.day)] if digest.figure else []
    if digest.worst is not None:
        count = len(digest.unchanged_breaks)
        still = f"{count} break{' is' if count == 1 else 's are'} still open"
        found, metric = digest.worst
        stands = f"{named(metric)} {_level(found, style, metric)}"
        worst = f"Break #{found.number}: {stands}{_cost(found, style)}, {since(found)}."
        return f"Nothing new on {day}; {still}.", " ".join((worst, *rest, *_goals(digest, style)))
    first = f"All usual on {day}."
    if digest.journey.verdict.kind is VerdictKind.WORSE:
        worse_ones = listed([named(one) for one in digest.journey.verdict.worse[:MOST_NAMED]])
        first = f"No break points on {day}."
        rest.insert(0, f"Worse than usual for now: {worse_ones}.")
    return first, " ".join((*rest, *_goals(digest, style)))


def figure_words(row: MetricStatus, style: Style, *, day: date | None) -> str:
    """ "Revenue €48,210, usual €47,600 (range 41,900–53,800)."; with its own day where that is
    not the digest's: numbers that mature later are of an earlier day."""
    if row.value is None:
        return ""
    words = f"{called(row.metric)} {style.value(row.metric, row.value)}"
    if row.last != day:
        words += _when(row, style)
    if row.expected.value is None:
        return f"{words}; too few numbers yet to say what is usual."
    usual = style.value(row.metric, row.expected.value)
    return f"{words}, usual {usual} (range {style.usual_range(row.metric, row.expected)})."


def still_words(digest: Digest) -> str:
    """ "1 break still open, 3 goals unchanged and 2 more changes in the thread."; or nothing."""
    counts = []
    if digest.unchanged_breaks:
        count = len(digest.unchanged_breaks)
        counts.append(f"{count} break{'' if count == 1 else 's'} still open")
    if digest.unchanged_goals > 0:
        count = digest.unchanged_goals
        counts.append(f"{count} goal{'' if count == 1 else 's'} unchanged")
    if digest.rest:
        count = len(digest.rest)
        counts.append(f"{count} more change{'' if count == 1 else 's'} in the thread")
    return f"{listed(counts)}." if counts else ""


def _break(news: BreakNews, style: Style, names: Mapping[str, str]) -> tuple[str, str]:
    found, metric = news.what, news.metric
    called_so = member_name(Member(found, metric))
    name, are = sentence_start(called_so), be(metric)
    match news.change:
        case BreakChange.OPENED:
            how = worse(found, metric).removesuffix(" than usual")
            first = f"{name} {are} {how}: {_level(found, style, metric)}"
            return f"{first}{_cost(found, style)}.", _since(found, style, names)
        case BreakChange.WORSENED:
            first = f"Break #{found.number} grew: {called_so} {_level(found, style, metric)}"
            return f"{first}{_cost(found, style)}.", _since(found, style, names, known=True)
        case BreakChange.RECOVERED:
            span = format_span(found.opened_on, found.closed_on or found.last_on)
            return f"{name} {are} usual again: break #{found.number} was open {span}.", ""
        case BreakChange.NEW_NORMAL:
            level = style.value(metric, found.observed)
            was = style.value(metric, found.expected)
            stays = f"{name} {'stay' if are == 'are' else 'stays'} at {level}"
            return (
                f"{stays}, it was {was}: the new normal.",
                f"It began {since(found)[6:]}. Break #{found.number} is closed.",
            )


def _level(found: Break, style: Style, metric: Metric) -> str:
    """ "76.4%, usual 71.2%"."""
    value, usual = style.value(metric, found.observed), style.value(metric, found.expected)
    return f"{value}, usual {usual}"


def _cost(found: Break, style: Style) -> str:
    """ "; about €2,300 a day", nothing where no money is known."""
    if found.money is None:
        return ""
    return f"; about {money(found.money.amount, style)} {EACH[found.grain]}"


def _since(found: Break, style: Style, names: Mapping[str, str], *, known: bool = False) -> str:
    """ "On Thu 19 Nov, since about 4 Nov. Break #12. Ana acknowledged it."; `known`: its number
    was said."""
    parts = [f"On {style.period(found.grain, found.last_on)}, {since(found)}."]
    parts += [] if known else [f"Break #{found.number}."]
    return " ".join([*parts, *_hands(found, names)])


def _hands(found: Break, names: Mapping[str, str]) -> list[str]:
    if found.attention is not Attention.ACKNOWLEDGED or not found.attention_by:
        return []
    return [f"{names.get(found.attention_by, 'A colleague')} acknowledged it."]


def _goal(news: GoalNews, style: Style) -> tuple[str, str]:
    goal = news.goal
    name = goal_name(goal)
    if news.outcome is not None:
        return f"{name} is {news.outcome}.", _stand(news, style)
    if news.was is not None:
        moved = f"moved from {_STATES[news.was]} to {_STATES[news.now.state]}"
        return f"{name} {moved}.", _stand(news, style)
    ends = f"ends {_ends(goal, news.ends_in, style)}"
    return f"{name} {ends}: {_STATES[news.now.state]}.", _stand(news, style)


def goal_name(goal: Goal) -> str:
    """As lines begin with it."""
    return f'Goal "{shorten(goal.title, LONGEST_TITLE)}"'


def _stand(news: GoalNews, style: Style) -> str:
    """ "Now 28.6%, path 29.4%, 44% chance."."""
    now: Progress = news.now
    if now.current is None:
        return ""
    words = f"Now {style.value(news.metric, now.current)}"
    if news.outcome is not None:
        return f"{words}, target {style.value(news.metric, news.goal.target)}."
    if now.path is not None:
        words += f", path {style.value(news.metric, now.path)}"
    if now.chance is not None:
        words += f", {percent(now.chance)} chance"
    return f"{words}."


def _ends(goal: Goal, left: int | None, style: Style) -> str:
    if left == 0:
        return "today"
    day = format_day(goal.deadline, today=style.today)
    return f"on {day}, in {left} day{'' if left == 1 else 's'}"


def _event(news: EventNews, style: Style) -> str:
    event = news.event
    name = f'Event "{shorten(event.title, LONGEST_TITLE)}"'
    kind = event.kind.replace("_", " ")
    if event.first == event.last:
        return f"{name} ({kind}) on {format_day(event.first, today=style.today)}."
    if news.ended:
        return f"{name} ({kind}, {format_span(event.first, event.last)}) is over."
    begins = format_day(event.first, today=style.today)
    return f"{name} ({kind}) began on {begins}, to {format_day(event.last, today=style.today)}."


def _record(news: RecordNews, style: Style, day: date | None) -> str:
    best = "highest" if news.side is Side.UP else "lowest"
    years = "a year" if news.years == 1 else f"{news.years} years"
    metric = news.row.metric
    where = f"{called(metric)} {be(metric)} at the {best} in over {years}"
    return f"{where}: {_value_line(news.row, style, day)}."


def _good(news: GoodNews, style: Style, day: date | None) -> str:
    row = news.row
    streak = ""
    if news.periods > 1:
        streak = f" for the {_ordinal(news.periods)} {_ORDINAL_PERIOD[row.grain]}"
    better = f"{called(row.metric)} {be(row.metric)} better than usual{streak}"
    return f"{better}: {_value_line(row, style, day)}."


def _few(orders: MetricStatus | None, style: Style) -> str:
    """ "A few large orders carry it: 44 in all, usual 91."."""
    if orders is None or orders.value is None or orders.expected.value is None:
        return ""
    count, usual = (style.value(orders.metric, at) for at in (orders.value, orders.expected.value))
    return f"A few large orders carry it: {count} in all, usual {usual}."


def _when(row: MetricStatus, style: Style) -> str:
    """ " on Mon 16 Nov", " in 9–15 Nov"."""
    if row.last is None:
        return ""
    return f" {'on' if row.grain is Grain.DAY else 'in'} {style.period(row.grain, row.last)}"


def _value_line(row: MetricStatus, style: Style, day: date | None) -> str:
    """ "1 h 50 m, usual 2 h 40 m"; with its period where that is not the digest's day."""
    value = style.value(row.metric, row.value or 0.0)
    if row.last != day:
        value += _when(row, style)
    if row.expected.value is None:
        return value
    return f"{value}, usual {style.value(row.metric, row.expected.value)}"


def _goals(digest: Digest, style: Style) -> list[str]:
    return [f"{count_words(digest.goals, style)}."] if digest.goals.open else []


def count_words(count: GoalCount, style: Style) -> str:
    """ "3 of 5 goals on track, next deadline Mon 30 Nov"."""
    goals = f"{count.open} goal{'' if count.open == 1 else 's'}"
    words = f"{count.on_track} of {goals} on track"
    if count.on_track == count.open:
        words = f"{goals} on track"
    if count.next_deadline is None:
        return words
    return f"{words}, next deadline {format_day(count.next_deadline, today=style.today)}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
