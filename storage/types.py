"""Column types that carry the small words of `funnel.model` in and out of SQL."""

from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from funnel.events import EventMove
from funnel.model import Money, Segment, Side


def key_text() -> TypeEngine[str]:
    """Text that sorts by code point on both engines, so that ranges of a key are searches."""
    return String().with_variant(String(collation="C"), "postgresql")


def parse_segment(text: str) -> Segment:
    """The inverse of str(segment)."""
    dimension, _, value = text.partition("=")
    return Segment(dimension, value)


class Choice(TypeDecorator[StrEnum]):
    """A StrEnum, stored as its value."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class SegmentText(TypeDecorator[Segment]):
    """A segment, stored as 'dimension=value'; the total is ''."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(key_text().dialect_impl(dialect))

    def process_bind_param(self, value: Segment | None, _dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Segment | None:
        return None if value is None else parse_segment(value)


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of words or small numbers, stored as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> list[str]:
        return list(value or ())

    def process_result_value(self, value: list[str] | None, _dialect: Dialect) -> tuple[str, ...]:
        return tuple(value or ())


class Document(TypeDecorator[Any]):
    """A frozen dataclass of `funnel`, stored as a JSON object; absent keys take its defaults."""

    impl = JSON
    cache_ok = True

    def __init__(self, kind: type[Any]) -> None:
        super().__init__()
        self.kind = kind
        self._adapter = TypeAdapter(kind)

    def process_bind_param(self, value: Any, _dialect: Dialect) -> Any:
        return self._adapter.dump_python(value, mode="json")

    def process_result_value(self, value: Any, _dialect: Dialect) -> Any:
        return self._adapter.validate_python(value)


class MoneyColumn(TypeDecorator[Money]):
    """An amount with its range, stored as a JSON object; SQL NULL when there is none."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def process_bind_param(
        self, value: Money | None, _dialect: Dialect
    ) -> dict[str, float | None] | None:
        if value is None:
            return None
        return {
            "amount": value.amount,
            "low": value.low,
            "high": value.high,
            "orders": value.orders,
        }

    def process_result_value(self, value: dict[str, Any] | None, _dialect: Dialect) -> Money | None:
        return None if value is None else Money(**value)


class Moves(TypeDecorator[tuple[EventMove, ...]]):
    """What an event was expected to move, stored as a JSON list of [metric, side]."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[EventMove, ...] | None, _dialect: Dialect
    ) -> list[list[str]]:
        return [[move.metric, move.side.value] for move in value or ()]

    def process_result_value(
        self, value: list[list[str]] | None, _dialect: Dialect
    ) -> tuple[EventMove, ...]:
        return tuple(EventMove(metric, Side(side)) for metric, side in value or ())
