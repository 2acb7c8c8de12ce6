"""Attributes, dates, action and amounts; each reader gives what is left and what it understood."""

import re
from dataclasses import replace

from funnel.catalogue import Catalogue
from funnel.catalogue.resolve import find_stage
from funnel.errors import BadDate
from funnel.model import Side, TargetForm
from funnel.periods import Deadline, parse_deadline
from funnel.periods.named import Around
from funnel.sentence.patterns import (
    ACTION,
    AMOUNT,
    BARE,
    BASELINE,
    BETWEEN,
    BY,
    DEADLINE,
    DURING,
    LOOKING_BACK,
    MORE,
    OBJECTIVE,
    OWNER,
    PARENTHESIS,
    PERCENT,
    POINTS,
    STAGE,
    STAY,
    TO,
)
from funnel.sentence.understood import Understood

_ABOVE = ("above", "over", "at least")
_WAYS = {"more": Side.UP, "higher": Side.UP, "extra": Side.UP} | dict.fromkeys(
    ("less", "fewer", "lower"), Side.DOWN
)


def read_attributes(
    parts: list[str], said: Understood, catalogue: Catalogue, framework: str
) -> Understood:
    """What follows a semicolon: owner, stage, objective."""
    for part in parts:
        if match := OWNER.search(part):
            said = replace(said, owner=match["owner"])
        elif match := OBJECTIVE.search(part):
            said = replace(said, objective=match["objective"].strip(" ."))
        elif match := STAGE.search(part):
            found = find_stage(match["stage"].strip(" ."), catalogue, framework=framework)
            said = replace(said, stage=found.stage.key if found else "")
    return said


def read_dates(text: str, said: Understood, around: Around) -> tuple[str, Understood]:
    """Deadline and named period; the baseline's value and period only go out of the way."""
    text, said = _between(LOOKING_BACK.sub("|", text), said, around)
    text = BASELINE.sub(" | ", text)
    due = _last(DEADLINE, text)
    if due and not said.deadline_words:
        said = _due(said, _deadline(due[0], around), due[0])
        text = _without(text, due)
    while during := _last(DURING, text):
        said = _during(said, _deadline(during["when"], around), during["when"])
        text = _without(text, during)
    return text, said


def _between(text: str, said: Understood, around: Around) -> tuple[str, Understood]:
    match = BETWEEN.search(text)
    if match is None:
        return text, said
    first, last = _deadline(match["first"], around), _deadline(match["when"], around)
    start = first.day if first and last and first.day < last.day else None
    return _without(text, match), replace(_due(said, last, match["when"]), start=start)


def _during(said: Understood, found: Deadline | None, words: str) -> Understood:
    """ "in Q1" is the deadline where none was said, else where the period of it begins."""
    if not said.deadline_words:
        return _due(said, found, words)
    if found and found.period and found.day == said.deadline:
        return replace(said, start=found.period.first)
    return said


def _deadline(words: str, around: Around) -> Deadline | None:
    try:
        return parse_deadline(words, today=around.today, calendar=around.calendar)
    except BadDate:
        return None


def _due(said: Understood, found: Deadline | None, words: str) -> Understood:
    if found is None:
        return replace(said, deadline_words=words)
    start = found.period.first if found.period else None
    return replace(said, deadline=found.day, deadline_words=found.words, start=start)


def read_action(text: str, said: Understood) -> tuple[str, Understood]:
    match = ACTION.search(text)
    if match is None:
        return text, said
    action = re.sub(r"\([^()]*\)", "", match["action"]).strip(" .,")
    return _without(text, match), replace(said, action=action)


def read_amounts(text: str, said: Understood) -> tuple[str, Understood]:
    """The change ("by 15 %", "15 % more", "(+15 %)") and the value to reach ("to 46,000")."""
    if stay := STAY.search(text):
        side = Side.UP if stay["way"].casefold() in _ABOVE else Side.DOWN
        said = replace(said, target=_unsigned(stay["amount"]), side=side, stays=True)
        return _without(text, stay, f" keep{stay['what']}"), said
    text, said = _change(text, said)
    target = TO.search(text) or (None if said.change else BARE.search(text))
    if target:
        said = replace(said, target=_unsigned(target["amount"]))
        text = text[: target.start("amount")] + text[target.end("amount") :]
    return text, said


def _change(text: str, said: Understood) -> tuple[str, Understood]:
    for match in PARENTHESIS.finditer(text):
        if re.fullmatch(AMOUNT, match[1].strip(), re.IGNORECASE):
            said = _changed(said, match[1])
    text = PARENTHESIS.sub(" ", text)
    if by := BY.search(text):
        return _without(text, by), _changed(said, by["amount"])
    if more := MORE.search(text):
        sided = replace(said, side=_WAYS[more["way"].casefold()])
        return _without(text, more, " "), _changed(sided, more["amount"])
    return text, said


def _changed(said: Understood, amount: str) -> Understood:
    """A change in percent or points; a plain number ("by 200") is neither and stays empty."""
    bare = _unsigned(amount)
    if points := re.search(rf" ?(?:{POINTS})$", bare, re.IGNORECASE):
        return replace(said, change=bare[: points.start()], form=TargetForm.POINTS)
    if percent := re.search(rf" ?{PERCENT}$", bare, re.IGNORECASE):
        return replace(said, change=bare[: percent.start()], form=TargetForm.RELATIVE)
    return said


def _unsigned(amount: str) -> str:
    return amount.strip().lstrip("+- ")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    return max(pattern.finditer(text), key=lambda match: match.start(), default=None)


def _without(text: str, match: re.Match[str], mark: str = " | ") -> str:
    return f"{text[: match.start()]}{mark}{text[match.end() :]}"
