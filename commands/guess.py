"""What people mean who leave the verb out, and what they may have meant."""

from collections.abc import Mapping, Sequence

from rapidfuzz import fuzz, process

from commands.blocks import shorten
from commands.parse import LONGEST_NAME, stage_named
from funnel.catalogue import Catalogue
from funnel.catalogue.resolve import NotFound, find_metric
from funnel.errors import Suggestion, UnknownCommand

LEAST_LIKENESS = 70.0
MOST_SUGGESTIONS = 3
MOST_WORDS_OF_A_NAME = 10  # whatever is pasted here is answered at once


def read_without_verb(
    words: str, catalogue: Catalogue, *, framework: str, verbs: Mapping[str, str]
) -> tuple[str, str]:
    """(verb, args): a stage alone asks for its status, a metric alone for its page; a period or a
    cut may follow either. `verbs` gives for each word its verb. Raises UnknownCommand with buttons
    for the nearest verbs, or for the nearest metrics where no verb is near."""
    head = _name_part(words, catalogue, framework)
    if stage_named(head, catalogue, framework=framework) is not None:
        return "status", words
    found = find_metric(head[:LONGEST_NAME], catalogue, framework=framework)
    if not isinstance(found, NotFound):
        return "metric", words
    near = _near_verbs(words, verbs) or [
        Suggestion(metric.name, f"metric {metric.name}") for metric in found.suggestions
    ]
    raise UnknownCommand(
        f'I do not understand "{shorten(words, LONGEST_NAME)}".',
        "Type `/funnel help` for what I can do, `/funnel metrics` for all names.",
        suggestions=tuple(near[:MOST_SUGGESTIONS]),
    )


def _name_part(words: str, catalogue: Catalogue, framework: str) -> str:
    """The longest beginning that names a stage or metric for certain; else all of it."""
    parts = words.split()
    for size in range(min(len(parts), MOST_WORDS_OF_A_NAME), 0, -1):
        head = " ".join(parts[:size])
        if stage_named(head, catalogue, framework=framework) is not None:
            return head
        found = find_metric(head, catalogue, framework=framework)
        if not isinstance(found, NotFound) and _may_follow(parts[size:]):
            return head
    return words


def _may_follow(rest: Sequence[str]) -> bool:
    """Nothing, `by` a dimension, or something with a digit or a period's word in it."""
    if not rest:
        return True
    if rest[0].casefold() == "by":
        return len(rest) == 2  # the workspace may have a dimension of that name
    return any(letter.isdigit() for letter in rest[0]) or rest[0].casefold() in (
        "last",
        "this",
        "past",
        "yesterday",
        "today",
    )


def _near_verbs(words: str, verbs: Mapping[str, str]) -> list[Suggestion]:
    first, _, rest = words.partition(" ")
    near = process.extract(
        first.casefold(), list(verbs), scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS, limit=3
    )
    names = dict.fromkeys(verbs[word] for word, _, _ in near)
    commands = [f"{name} {rest[:LONGEST_NAME]}".strip() for name in names]
    return [Suggestion(command, command) for command in commands]
