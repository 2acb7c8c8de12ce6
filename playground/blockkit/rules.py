"""The few shapes of rule that the Block Kit tables are written in."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """One refusal: where (a JSON pointer such as `/blocks/1/text`) and why, in Slack's manner."""

    pointer: str
    message: str

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


class Rule(Protocol):
    """Anything that can say what is wrong with a value found at a pointer."""

    def problems(self, value: Any, at: str) -> Iterator[Problem]: ...


@dataclass(frozen=True, slots=True)
class String:
    """Text of `least` to `most` characters; only blanks count as empty unless `blanks`."""

    most: int = 3000
    least: int = 1
    pattern: str | None = None
    blanks: bool = False

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "must be a string")
        elif self.least and not (value if self.blanks else value.strip()):
            yield Problem(at, "must be more than 0 characters")
        elif len(value) > self.most:
            yield Problem(at, f"must be less than {self.most + 1} characters")
        elif self.pattern and not re.fullmatch(self.pattern, value):
            yield Problem(at, "has a wrong format")


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words or numbers."""

    values: tuple[str | int, ...]

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or value not in self.values:
            yield Problem(at, f"must be one of {', '.join(map(str, self.values))}")


@dataclass(frozen=True, slots=True)
class Flag:
    """A JSON boolean."""

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, bool):
            yield Problem(at, "must be a boolean")


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number within bounds, whole if `whole`; `above` is exclusive."""

    least: float = -math.inf
    most: float = math.inf
    whole: bool = False
    above: float = -math.inf

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int if self.whole else int | float):
            yield Problem(at, "must be a whole number" if self.whole else "must be a number")
        elif not math.isfinite(value):
            yield Problem(at, "must be a finite number")
        elif not self.least <= value <= self.most:
            yield Problem(at, f"must be between {self.least:g} and {self.most:g}")
        elif value <= self.above:
            yield Problem(at, f"must be more than {self.above:g}")


@dataclass(frozen=True, slots=True)
class Items:
    """An array of `least` to `most` items, each of them held to one rule."""

    of: Rule
    most: int
    least: int = 1

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "must be an array")
            return
        if len(value) < self.least:
            yield Problem(at, f"no fewer than {self.least} items allowed")
        if len(value) > self.most:
            yield Problem(at, f"no more than {self.most} items allowed")
        for place, item in enumerate(value):
            yield from self.of.problems(item, f"{at}/{place}")


@dataclass(frozen=True, slots=True)
class Anything:
    """A value that Slack does not look at."""

    def problems(self, value: Any, at: str) -> Iterator[Problem]:  # noqa: ARG002
        yield from ()


Across = Callable[[Json, str], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Object:
    """An object with these keys and no others; `across` looks at keys together.

    `across` only runs when each key by itself is right, so it may rely on their types.
    """

    fields: Mapping[str, Rule]
    required: tuple[str, ...] = ()
    across: tuple[Across, ...] = field(default=())

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        found = list(self._each(value, at))
        if not found:
            for look in self.across:
                found += look(value, at)
        yield from found

    def _each(self, value: Json, at: str) -> Iterator[Problem]:
        for key in self.required:
            if value.get(key) is None:
                yield Problem(at, f"missing required field: {key}")
        for key, held in value.items():
            rule = self.fields.get(key)
            if rule is None:
                yield Problem(f"{at}/{key}", f"unexpected field: {key}")
            elif held is not None or key not in self.required:
                yield from rule.problems(held, f"{at}/{key}")


@dataclass(frozen=True, slots=True)
class Typed:
    """One of several objects told apart by their `type`."""

    kinds: Mapping[str, Rule]

    def problems(self, value: Any, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        kind = value.get("type")
        rule = self.kinds.get(kind) if isinstance(kind, str) else None
        if rule is None:
            yield Problem(f"{at}/type", f"unsupported type: {kind}")
        else:
            yield from rule.problems(value, at)


def typed(kinds: Mapping[str, Object]) -> Typed:
    """Adds the `type` key itself to each object of a table."""
    named = {
        kind: Object({"type": Choice((kind,)), **rule.fields}, rule.required, rule.across)
        for kind, rule in kinds.items()
    }
    return Typed(named)


def only_one_of(*keys: str) -> Across:
    """Exactly one of these keys must be there."""

    def look(value: Json, at: str) -> Iterator[Problem]:
        given = [key for key in keys if key in value]
        if len(given) != 1:
            yield Problem(at, f"exactly one of {', '.join(keys)} is required")

    return look


def at_least_one_of(*keys: str) -> Across:
    """One or more of these keys must be there."""

    def look(value: Json, at: str) -> Iterator[Problem]:
        if not any(key in value for key in keys):
            yield Problem(at, f"one of {', '.join(keys)} is required")

    return look
