"""What people answered about a break, and how it weighs beside the numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping

from commands.views.break_answers import Answered
from funnel.reports import Answer, Speaks
from storage.store import Tx

_WEIGHT = {Speaks.FOR: 1, Speaks.AGAINST: -1, Speaks.UNKNOWN: 0}


def answers_to(tx: Tx, number: int) -> tuple[Answered, ...]:
    return tuple(Answered(one, name_of(tx, one.user)) for one in tx.reports.answers(number))


def weight_of(answers: Iterable[Answer]) -> Mapping[str, int]:
    """By the key of a named break: answers for it less those against it."""
    weight: Counter[str] = Counter()
    for one in answers:
        weight[one.question.partition(":")[0]] += _WEIGHT[one.speaks]
    return weight


def name_of(tx: Tx, user: str) -> str:
    person = tx.people.get(user) if user else None
    return person.name if person else "a colleague" if user else ""
