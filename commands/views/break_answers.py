"""What numbers cannot show: the questions of a named break, their form, and the answers."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commands.blocks import Block, Modal, Option, escape, modal, section, select, text_input
from commands.ids import Callback
from funnel.catalogue.entries import NamedBreak
from funnel.reports import Answer, Speaks

LONGEST_ANSWER = 300
SPEAKS = {
    Speaks.FOR: Option("Yes, it looks like this break", Speaks.FOR),
    Speaks.AGAINST: Option("No, it is something else", Speaks.AGAINST),
    Speaks.UNKNOWN: Option("Not known yet", Speaks.UNKNOWN),
}
_SAID = {
    Speaks.FOR: "speaks for it",
    Speaks.AGAINST: "speaks against it",
    Speaks.UNKNOWN: "not known yet",
}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with the name of who gave it."""

    answer: Answer
    who: str


def question_key(named: NamedBreak, place: int) -> str:
    """What an answer is stored under; another named break has other questions."""
    return f"{named.key}:{place}"


def question_lines(named: NamedBreak, answers: Sequence[Answered]) -> list[str]:
    """A line for each question, with its answer once there is one."""
    known = {one.answer.question: one for one in answers}
    lines = []
    for place, question in enumerate(named.questions):
        line = f"• {escape(question.text)} Ask: {escape(question.role)}."
        given = known.get(question_key(named, place))
        if given is not None:
            words = f": {given.answer.words}" if given.answer.words else ""
            line += f"\n    {escape(f'{given.who}, {_SAID[given.answer.speaks]}{words}')}"
        lines.append(line)
    return lines


def answers_form(number: int, named: NamedBreak, answers: Sequence[Answered]) -> Modal:
    """Filled with what was answered before."""
    known = {one.answer.question: one.answer for one in answers}
    words = f"Break #{number}. What you know counts as evidence for or against {named.title}."
    blocks: list[Block] = [section("intro", escape(words))]
    for place, question in enumerate(named.questions):
        given = known.get(question_key(named, place))
        blocks.append(
            select(
                f"speaks{place}",
                f"{place + 1}. {question.text}",
                tuple(SPEAKS.values()),
                initial=SPEAKS[given.speaks if given else Speaks.UNKNOWN],
            )
        )
        blocks.append(
            text_input(
                f"words{place}",
                f"In their words (ask: {question.role})",
                initial=given.words if given else "",
                optional=True,
                max_length=LONGEST_ANSWER,
            )
        )
    carried = json.dumps({"number": number, "named": named.key})
    return Modal(
        modal(Callback.BREAK_ANSWERS, "What you know", blocks, "Save", private_metadata=carried)
    )


def read_answers(view: Mapping[str, Any], named: NamedBreak) -> list[tuple[str, Speaks, str]]:
    """(question, what it says, words) of those that say anything."""
    values, found = view["state"]["values"], []
    for place in range(len(named.questions)):
        chosen = values[f"speaks{place}"]["value"]["selected_option"]
        words = (values[f"words{place}"]["value"]["value"] or "").strip()
        speaks = Speaks(chosen["value"]) if chosen else Speaks.UNKNOWN
        if words or speaks is not Speaks.UNKNOWN:
            found.append((question_key(named, place), speaks, words))
    return found
