"""Verb, metric and object: what is left of the sentence when amounts and dates are out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.catalogue.resolve import Ambiguity, Found, find_metric
from funnel.catalogue.words import fold
from funnel.model import Side
from funnel.sentence.patterns import ARTICLES, BOUNDARY, OBJECT, OBJECT_APART
from funnel.sentence.segments import EVERYTHING, WHOLE_SHOP
from funnel.sentence.understood import Understood

_UP = ("increase", "grow", "raise", "boost", "lift", "gain", "expand", "up", "accelerate")
_DOWN = ("reduce", "decrease", "lower", "cut", "shrink", "drop", "lessen")
_SIDES = dict.fromkeys(_UP, Side.UP) | dict.fromkeys(_DOWN, Side.DOWN)
_TOWARDS = frozenset(
    {"improve", "optimise", "optimize", "enhance", "strengthen", "drive", "push", "keep"}
    | {"reach", "get", "bring", "collect", "hit", "achieve", "make", "have", "move", "take"}
    | {"win", "sell", "generate"}
)
LONGEST_NAME = 5
MOST_TYPOS = 2
SHORT_WORD = 6
"""Up to this length a typo is too easily another word."""


def read_subject(
    text: str, said: Understood, catalogue: Catalogue, framework: str
) -> tuple[str, Understood]:
    """Verb, metric and object out of what is left."""
    first, *words = text.split() or [""]
    verb = first.casefold().strip(".,")
    said = replace(said, side=_SIDES.get(verb, said.side))
    is_verb = verb in _SIDES or verb in _TOWARDS
    lexicon = _lexicon(catalogue, framework)
    hits = _metrics(" ".join(words if is_verb else [first, *words]), lexicon)
    if not hits and is_verb:  # "reach" is a verb and a metric
        hits = _metrics(text, lexicon)
    if not hits:
        return text, said
    best, *others = hits
    keys = tuple(metric.key for metric in best.metrics)
    said = replace(
        said,
        metric=keys[0] if len(keys) == 1 else "",
        choices=keys if len(keys) > 1 else (),
        others=tuple(hit.metrics[0].key for hit in others if hit.metrics[0].key not in keys),
        object=_object(best) or _object_apart(text),
    )
    return " ".join([first, best.before, best.after]), said


@dataclass(frozen=True, slots=True)
class _Hit:
    """A run of words that names a metric (several: an ambiguous word), with its surroundings."""

    metrics: tuple[Metric, ...]
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """The catalogue with every spelling that names something in it, folded."""

    catalogue: Catalogue
    framework: str
    spellings: frozenset[str]

    def metrics(self, words: str, *, near: bool) -> tuple[Metric, ...]:
        """What the words name; nothing for most runs of words, which is found out quickly."""
        folded = fold(words)
        if near != (folded not in self.spellings) or (near and not self._is_near(folded)):
            return ()
        match find_metric(words, self.catalogue, framework=self.framework):
            case Found(metric, _):
                return (metric,)
            case Ambiguity(_, _, candidates, _):
                return candidates
        return ()

    def _is_near(self, folded: str) -> bool:
        if len(folded) <= SHORT_WORD:
            return False
        near = process.extractOne(
            folded, self.spellings, scorer=OSA.distance, score_cutoff=MOST_TYPOS
        )
        return near is not None


def _lexicon(catalogue: Catalogue, framework: str) -> _Lexicon:
    ambiguous = (word for term in catalogue.ambiguous for word in (term.term, *term.also))
    documents = (term.term for term in catalogue.document_terms)
    spellings = frozenset(map(fold, (*ambiguous, *documents))) | frozenset(catalogue.names)
    return _Lexicon(catalogue, framework, spellings)


def _metrics(text: str, lexicon: _Lexicon) -> list[_Hit]:
    """The longest runs of words that name metrics, in reading order; a typo counts only where
    nothing is spelled right."""
    pieces = [piece.split() for piece in BOUNDARY.split(text)]
    exact = [hit for words in pieces for hit in _hits(words, lexicon, near=False)]
    if exact:
        return exact
    return [hit for words in pieces for hit in _hits(words, lexicon, near=True)][:1]


def _hits(words: list[str], lexicon: _Lexicon, *, near: bool) -> Iterator[_Hit]:
    at = 0
    while at < len(words):
        for end in range(min(len(words), at + LONGEST_NAME), at, -1):
            found = lexicon.metrics(" ".join(words[at:end]), near=near)
            if found:
                yield _Hit(found, " ".join(words[:at]), " ".join(words[end:]))
                at = end - 1
                break
        at += 1


def _object(hit: _Hit) -> str:
    """ "of Product X" behind the metric, else the words before it ("Product X revenue")."""
    if match := OBJECT.match(re.sub(r"^(?:(?:up|down|to)\s+)+", "", hit.after)):
        words = re.split(r"\s+(?:and|to|by|down|up)(?:\s|$)", match["object"])[0]
    else:
        words = ARTICLES.sub("", f"{hit.before} ").strip()
    words = ARTICLES.sub("", words).strip(" .,|:'\"")
    if words in ("to", "at", "by"):  # left over from "get to 10,000 sessions"
        return ""
    return WHOLE_SHOP if words and fold(words) in EVERYTHING else words


def _object_apart(text: str) -> str:
    """ "for Product X" in a clause of its own."""
    apart = (OBJECT_APART.match(piece) for piece in BOUNDARY.split(text))
    return next((_object(_Hit((), "", found[0])) for found in apart if found), "")
