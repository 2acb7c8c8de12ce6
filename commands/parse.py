"""Words as people type them, taken apart: what is a name, a value, a date, a segment, a period."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from commands.blocks import shorten, unescape
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric, Stage
from funnel.catalogue.resolve import Ambiguity, Found, find_metric, find_stage
from funnel.errors import BadDate, BadSegment, FunnelError, Suggestion, UnknownMetric
from funnel.model import TOTAL, Segment
from funnel.periods import ISO, Calendar, Span, format_day, parse_day, parse_period
from funnel.plain import plain

DIMENSIONS = (
    "visitor",
    "channel",
    "sales_channel",
    "device",
    "product",
    "country",
    "customer_type",
)
MOST_WORDS_OF_A_DATE = 4
MOST_WORDS_OF_A_SPAN = 7  # "3 nov 2026 to 9 nov 2026"
LONGEST_NAME = 120

_MONTHS = r"jan\w*|feb\w*|mar(?:ch)?|apr\w*|may|june?|july?|aug\w*|sept?\w*|oct\w*|nov\w*|dec\w*"
_DAYS = r"mon(?:day)?|tue\w*|wed\w*|thu\w*|fri(?:day)?|sat\w*|sun(?:day)?"
_NUMERIC_DAY = r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}\.\d{1,2}\."
_DAY_OF_MONTH = rf"\d{{1,2}}(?:st|nd|rd|th|\.)?[ -]?(?:of )?(?:{_MONTHS})(?: \d{{4}})?"
_MONTH_DAY = rf"(?:{_MONTHS})(?: \d{{1,2}}(?:st|nd|rd|th)?)?,?(?: \d{{4}})?"
_IS_DAY = re.compile(
    rf"{_NUMERIC_DAY}|{_DAY_OF_MONTH}|{_MONTH_DAY}|(?:last |this |next )?(?:{_DAYS})"
    r"|today|yesterday|tomorrow|\d{4}-w\d{1,2}",
    re.IGNORECASE,
)
_IS_PERIOD = re.compile(r"(?:last|this|past) (?:week|month|quarter)", re.IGNORECASE)
_WHEN = re.compile(
    rf"(?:{_IS_DAY.pattern}|{_IS_PERIOD.pattern}"
    r"|\d{1,3} (?:days?|weeks?|months?) ago|day before yesterday|the day before yesterday"
    r"|\d{4}-\d{2})$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(r"^(?:on|for|of|in) ", re.IGNORECASE)
_PERIODISH = re.compile(
    rf"\b(?:{_MONTHS}|{_DAYS}|today|yesterday|this|last|past|week|month|quarter|year)\b"
    r"|\b\d{1,4}\s?(?:d|w|days?|weeks?|months?)\b|\bq[1-4]\b|\b(?:fy|fiscal)|\b\d{4}-w\d{1,2}\b"
    r"|\b(?:19|20)\d\d(?:-\d{1,2}){0,2}\b",
    re.IGNORECASE,
)
_MENTION = re.compile(r"<@[A-Z0-9]+(?:\|[^>]*)?>")
_SEGMENT = re.compile(r"^(?:segment[=:])?([\w ]+?)[=:](.+)$")


def clean(text: str) -> str:
    """One line, plain quotes and spaces, Slack's escapes undone; quotes themselves stay."""
    return plain(unescape(text))


def without_mention(text: str, bot_user: str) -> str:
    """The words without the mention that called us."""
    return _MENTION.sub(lambda found: "" if bot_user in found.group() else found.group(), text)


def metric_named(text: str, catalogue: Catalogue, *, framework: str) -> Found | Ambiguity:
    """Raises UnknownMetric with a button for each near name."""
    name = shorten(text.strip().strip("\"'"), LONGEST_NAME)
    found = find_metric(name, catalogue, framework=framework)
    if isinstance(found, Found | Ambiguity):
        return found
    raise UnknownMetric(
        f'I know no metric "{name}".' if name else "Which metric?",
        "All names: `/funnel metrics`.",
        suggestions=tuple(
            Suggestion(metric.name, f"metric {metric.name}") for metric in found.suggestions
        ),
    )


def chosen(found: Found | Ambiguity) -> Metric:
    """The metric itself; for a word with several meanings, the framework's own."""
    return found.metric if isinstance(found, Found) else found.default


@dataclass(frozen=True, slots=True)
class Question:
    """What `status` and `metric` are asked about: a name, a period and a way to cut it."""

    name: str
    span: Span | None = None
    by: str = ""


def read_question(
    args: str,
    *,
    today: date,
    is_name: Callable[[str], bool],
    dimensions: Sequence[str] = DIMENSIONS,
    calendar: Calendar = ISO,
) -> Question:
    """`NAME [period] [by segment]`. Words that are a name as a whole stay a name ("2026 goals").

    Raises BadSegment for a dimension that nobody cuts by.
    """
    rest, by = _cut_by(args, dimensions)
    if rest and not is_name(rest):
        for name, tail in _tails(rest, longest=MOST_WORDS_OF_A_SPAN):
            span = _period(tail, today, calendar)
            if span is not None:
                return Question(name, span, by)
    return Question(rest, None, by)


def read_segment(words: str, dimensions: Sequence[str] = DIMENSIONS) -> Segment:
    """`channel=email`, also `segment=channel=email`. Raises BadSegment."""
    found = _SEGMENT.match(words)
    if found is None or not found.group(2).strip():
        raise BadSegment(f'"{words}" is no segment.', "Write it as `channel=email`.")
    return Segment(
        dimension_named(found.group(1), dimensions), found.group(2).strip("\"' ").casefold()
    )


def dimension_named(word: str, dimensions: Sequence[str] = DIMENSIONS) -> str:
    """The key of a dimension. Raises BadSegment."""
    key = word.strip().casefold().replace(" ", "_").replace("-", "_")
    key = key[:-1] if key not in dimensions and key.endswith("s") else key
    if key not in dimensions:
        raise BadSegment(
            f'I cannot cut by "{word}".',
            "Numbers are kept by " + ", ".join(name.replace("_", " ") for name in dimensions) + ".",
        )
    return key


def split_segment(args: str, dimensions: Sequence[str] = DIMENSIONS) -> tuple[str, Segment]:
    """The words without `dimension=value`, and that segment (the total if there is none)."""
    kept, segment = [], TOTAL
    for word in _words(args):
        if "=" in word:
            segment = read_segment(word, dimensions)
        else:
            kept.append(word)
    return " ".join(kept), segment


def split_when(words: str, *, today: date, calendar: Calendar = ISO) -> tuple[str, Span | None]:
    """A day or period at the end ("yesterday", "18 Nov", "2026-W47"), taken off.

    Only words that look like one are tried: "41280" alone never is. Raises BadDate for one that
    is impossible or has not begun.
    """
    for head, tail in _tails(words, longest=MOST_WORDS_OF_A_DATE):
        said = _LEAD_IN.sub("", tail)
        if head and _WHEN.match(said):
            span = _when(said, today, calendar)
            if span is not None:
                return head, span
    return words, None


def stage_named(text: str, catalogue: Catalogue, *, framework: str) -> Stage | None:
    found = find_stage(text, catalogue, framework=framework) if text else None
    return None if found is None else found.stage


def _when(words: str, today: date, calendar: Calendar) -> Span | None:
    """None where the words only begin like a date; BadDate where they clearly are a wrong one."""
    if _IS_PERIOD.fullmatch(words) and (named := _period(words, today, calendar)):
        return named
    try:
        day = parse_day(words, today=today)
    except BadDate as refused:
        span = _period(words, today, calendar)
        if span is not None and span.first <= today:
            return span
        if _IS_DAY.fullmatch(words):
            raise refused from None
        return None
    return Span(day, day, format_day(day, today=today))


def _period(words: str, today: date, calendar: Calendar) -> Span | None:
    if _PERIODISH.search(words) is None:
        return None
    try:
        return parse_period(words, today=today, calendar=calendar)
    except FunnelError:
        return None


def _cut_by(args: str, dimensions: Sequence[str]) -> tuple[str, str]:
    head, by, word = args.rpartition(" by ") if " by " in f" {args}" else (args, "", "")
    if not by and args.casefold().startswith("by "):
        head, by, word = "", "by", args[3:]
    return (head.strip(), dimension_named(word, dimensions)) if by else (args.strip(), "")


def _tails(words: str, *, longest: int) -> Iterator[tuple[str, str]]:
    """(head, tail) with the longest tail first."""
    parts = words.split()
    for size in range(min(longest, len(parts)), 0, -1):
        yield " ".join(parts[:-size]), " ".join(parts[-size:])


def _words(args: str) -> list[str]:
    """Words, with what stands in double quotes kept together (`product="Blue shoe"`)."""
    return [part for part in re.findall(r'[^\s"]*"[^"]*"|\S+', args) if part]
