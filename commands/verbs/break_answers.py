"""Answers to what numbers cannot show: the form of a break's questions, and keeping them."""

import json
from collections.abc import Mapping
from typing import Any

from commands.blocks import Message, Modal, actions, button, section
from commands.break_answers import answers_to
from commands.break_facts import facts, stage_of
from commands.deps import Deps
from commands.ids import Action
from commands.ids import Block as Id
from commands.place import place_of
from commands.request import Request
from commands.verbs.break_deeds import break_numbered
from commands.views.break_answers import answers_form, read_answers
from funnel.errors import NotAllowed
from funnel.model import Deed
from funnel.reports import Answer


def open_answers(request: Request, deps: Deps, number: int) -> Modal:
    """Of the named break that fits, else of the common one of the stage. Raises NotAllowed where
    the catalogue asks nothing."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        found = break_numbered(tx, number, place)
        fits = facts(tx, found, place.catalogue, request.now).hypothesis
        stage = stage_of(place.catalogue.metric(found.metric), place)
        named = fits.named if fits else place.catalogue.break_of(stage.key) if stage else None
        number = found.incident or number
        answers = answers_to(tx, number)
    if named is None:
        raise NotAllowed(
            "No known break has questions about this metric.", "Write what you know in its thread."
        )
    return answers_form(number, named, answers)


def save_answers(view: Mapping[str, Any], request: Request, deps: Deps) -> Message:
    """The newest answer to a question counts."""
    carried = json.loads(view["private_metadata"])
    named = next(one for one in deps.catalogue.breaks if one.key == carried["named"])
    number = int(carried["number"])
    given = read_answers(view, named)
    with deps.store.write(request.workspace) as tx:
        for question, speaks, words in given:
            answer = Answer(number, question, speaks, words, request.user, request.now)
            tx.reports.answer(answer)
        if given:
            deed = Deed(request.now, request.user, "break_answered", str(number))
            tx.audit.add(deed)
    count = f"{len(given)} answer{'' if len(given) == 1 else 's'}"
    words = f"Break #{number}: {count} kept as evidence."
    show = button(Action.RUN, f"Break #{number}", f"break {number}")
    return Message(words, (section(Id.VERDICT, words), actions(Id.BUTTONS, show)))
