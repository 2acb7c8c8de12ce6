"""From a sentence to what it says, clause by clause."""

from dataclasses import replace
from datetime import date

from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Unit
from funnel.catalogue.smart import VAGUE_WORDS, VagueKind
from funnel.catalogue.words import fold
from funnel.model import Side, TargetForm
from funnel.periods import ISO, Calendar
from funnel.periods.named import Around
from funnel.plain import plain
from funnel.sentence.clauses import read_action, read_amounts, read_attributes, read_dates
from funnel.sentence.subject import read_subject
from funnel.sentence.understood import Understood

LONGEST = 600
"""Characters that are read; a goal that needs more is no longer one sentence."""


def understand(
    text: str,
    catalogue: Catalogue,
    *,
    today: date,
    framework: str = "funnel",
    calendar: Calendar = ISO,
) -> Understood:
    """Never raises: a sentence that says nothing about goals gives empty fields."""
    main, *attributes = plain(text[:LONGEST]).split(";")
    said = read_attributes(attributes, Understood(text), catalogue, framework)
    rest, said = read_dates(main, said, Around(today, calendar))
    rest, said = read_action(rest, said)
    rest, said = read_amounts(rest, said)
    rest, said = read_subject(rest, said, catalogue, framework)
    return _settled(replace(said, vague=_vague(rest, said)), catalogue)


def _vague(rest: str, said: Understood) -> tuple[str, ...]:
    """Vague words in what names neither metric, number nor date. A directional verb passes beside
    all three."""
    complete = (said.metric or said.choices) and (said.change or said.target) and said.deadline
    kinds = [kind for kind in VagueKind if kind is not VagueKind.DIRECTIONAL_VERB or not complete]
    text = f" {fold(f'{rest} {said.action}')} "
    return tuple(word for kind in kinds for word in VAGUE_WORDS[kind] if f" {fold(word)} " in text)


def _settled(said: Understood, catalogue: Catalogue) -> Understood:
    """ "By N %" on a percent metric means two things; a change without a verb goes the good way."""
    keys = (said.metric,) if said.metric else said.choices
    metrics = [catalogue.metric(key) for key in keys]
    if said.form is TargetForm.RELATIVE and any(each.unit is Unit.PERCENT for each in metrics):
        said = replace(said, form=None)
    if said.side is None and said.form is not None and said.metric:
        falls = catalogue.metric(said.metric).direction is Direction.LOWER_IS_BETTER
        said = replace(said, side=Side.DOWN if falls else Side.UP)
    return said
