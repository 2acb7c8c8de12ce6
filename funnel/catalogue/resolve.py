"""From words to metrics and stages: exact names first, then what is meant, then what is near."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Ambiguous, Metric, Stage, Unit
from funnel.catalogue.near import count_typos, rank_alike
from funnel.catalogue.words import fold

SUGGESTIONS = 3
_SECONDS = {"hour": 3600.0, "minute": 60.0, "day": 86400.0}
_SHARES = {"rate", "pct"}
_WINDOW = re.compile(r"^(?P<stem>.+) (?P<days>\d+)(?: day|d)$")


class How(StrEnum):
    """What made a metric the answer."""

    KEY = "key"
    NAME = "name"
    ALIAS = "alias"
    DOCUMENT_TERM = "document_term"
    AMBIGUOUS_DEFAULT = "ambiguous_default"
    NEAR = "near"


@dataclass(frozen=True, slots=True)
class Found:
    metric: Metric
    how: How


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """`default` is the framework's pick and stands first among `candidates`."""

    term: str
    default: Metric
    candidates: tuple[Metric, ...]
    why: str


@dataclass(frozen=True, slots=True)
class NotFound:
    """Up to three metrics that may have been meant, the likeliest first."""

    suggestions: tuple[Metric, ...]


Resolution = Found | Ambiguity | NotFound


@dataclass(frozen=True, slots=True)
class StageFound:
    """`also` is the other framework's stage for a word that both use."""

    stage: Stage
    also: Stage | None = None


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """Column value × `factor` is in the metric's unit; `window_days` is a trailing window's."""

    metric: Metric
    factor: float = 1.0
    window_days: int | None = None


def find_metric(text: str, catalogue: Catalogue, *, framework: str = "funnel") -> Resolution:
    """Read a metric's key, name or alias, an ambiguous word, or one of these with a typo."""
    words = fold(text)
    if (key := catalogue.names.get(words)) is not None:
        metric = catalogue.metric(key)
        return Found(metric, _how(text, metric))
    for term in catalogue.ambiguous:
        if words in _spellings(term):
            return _settle(term, catalogue, framework=framework)
    for entry in catalogue.document_terms:
        if words == fold(entry.term):
            return Found(catalogue.metric(entry.metric), How.DOCUMENT_TERM)
    return _near(words, catalogue, framework=framework)


def find_stage(text: str, catalogue: Catalogue, *, framework: str = "funnel") -> StageFound | None:
    """Read a stage; `journey:decision` names the framework, a bare word prefers the default."""
    head, colon, tail = text.partition(":")
    if colon:
        named = _framework(head, catalogue)
        stage = _stage_in(tail, catalogue, framework=named) if named else None
        return StageFound(stage) if stage else None
    first = _stage_in(text, catalogue, framework=framework)
    others = (each.key for each in catalogue.frameworks if each.key != framework)
    found = [_stage_in(text, catalogue, framework=other) for other in others]
    second = next((stage for stage in found if stage), None)
    if first:
        return StageFound(first, second)
    return StageFound(second) if second else None


def column_metric(name: str, catalogue: Catalogue) -> ColumnMatch | None:
    """Match a column exactly, or after taking a unit or window suffix off; never by likeness.

    A wrong match would store wrong numbers, so ambiguous words match nothing, a window is only
    taken off a ratio (`orders_30d` is not `orders`), `_hours` only off a time, and `_rate` only
    off a percentage.
    """
    words = fold(name)
    if match := _by_unit(words, catalogue):
        return match
    window = _WINDOW.match(words)
    if window is None:
        return None
    match = _by_unit(window["stem"], catalogue)
    if match is None or not match.metric.formula.is_ratio:
        return None
    return ColumnMatch(match.metric, match.factor, int(window["days"]))


def _how(text: str, metric: Metric) -> How:
    """A key is often its name with underscores: only the key as it is written counts as one."""
    if text.strip() == metric.key:
        return How.KEY
    return How.NAME if fold(text) == fold(metric.name) else How.ALIAS


def _spellings(term: Ambiguous) -> Iterator[str]:
    return (fold(word) for word in (term.term, *term.also))


def _settle(term: Ambiguous, catalogue: Catalogue, *, framework: str) -> Found | Ambiguity:
    default = catalogue.metric(term.pick(framework))
    if len(term.candidates) == 1:
        return Found(default, How.AMBIGUOUS_DEFAULT)
    rest = (catalogue.metric(key) for key in term.candidates if key != default.key)
    return Ambiguity(term.term, default, (default, *rest), term.why)


def _near(words: str, catalogue: Catalogue, *, framework: str) -> Resolution:
    """One metric or ambiguous word within a few typos is the answer; several are offered."""
    typos = count_typos(words, catalogue.names)
    terms = {spelling: term.term for term in catalogue.ambiguous for spelling in _spellings(term)}
    meant = count_typos(words, terms)
    close = [term for term in catalogue.ambiguous if term.term in meant]
    if len(typos) == 1 and not close:
        return Found(catalogue.metric(next(iter(typos))), How.NEAR)
    if len(close) == 1 and not typos:
        return _settle(close[0], catalogue, framework=framework)
    keys = [*sorted(typos, key=typos.__getitem__), *(term.pick(framework) for term in close)]
    likely = dict.fromkeys((*keys, *rank_alike(words, catalogue.names)))
    return NotFound(tuple(catalogue.metric(key) for key in likely)[:SUGGESTIONS])


def _framework(text: str, catalogue: Catalogue) -> str | None:
    words = fold(text)
    for framework in catalogue.frameworks:
        if words in {fold(each) for each in (framework.key, framework.name, *framework.aliases)}:
            return framework.key
    return None


def _stage_in(text: str, catalogue: Catalogue, *, framework: str) -> Stage | None:
    words = fold(text)
    for stage in catalogue.stages(framework):
        names = {fold(name) for name in (stage.key, stage.name, stage.short, *stage.aliases)}
        if words in names or words.removesuffix(" stage") in names:
            return stage
    return None


def _by_unit(words: str, catalogue: Catalogue) -> ColumnMatch | None:
    if metric := _named(words, catalogue):
        return ColumnMatch(metric)
    stem, _, suffix = words.rpartition(" ")
    if suffix in _SECONDS:
        metric = _named(stem, catalogue) or _named(f"{stem} time", catalogue)
        if metric and metric.unit is Unit.SECONDS:
            return ColumnMatch(metric, _SECONDS[suffix])
    elif suffix in _SHARES:
        metric = _named(stem, catalogue)
        if metric and metric.unit is Unit.PERCENT:
            return ColumnMatch(metric)
    return None


def _named(words: str, catalogue: Catalogue) -> Metric | None:
    key = catalogue.names.get(words)
    return None if key is None else catalogue.metric(key)
