"""Starts of periods as they stand in a key: '2026-11-19', for hours '2026-11-19T14'."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement

from funnel.model import Grain


def period_text(start: date, grain: Grain) -> str:
    """Sorts as time does. A date is the first hour of its day."""
    text = start.isoformat()
    if grain is not Grain.HOUR:
        return text[:10]
    return text[:13] if isinstance(start, datetime) else f"{text}T00"


def parse_period(text: str) -> date:
    """A date, for hours a naive datetime."""
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def between(
    period: Column[Any], first: date | None, last: date | None, *, grain: Grain
) -> list[ColumnElement[bool]]:
    """Conditions for periods that start in [first, last]; a date as the last hour is its day."""
    conditions: list[ColumnElement[bool]] = []
    if first is not None:
        conditions.append(period >= period_text(first, grain))
    if last is not None:
        whole_day = grain is Grain.HOUR and not isinstance(last, datetime)
        end = f"{last.isoformat()}T23" if whole_day else period_text(last, grain)
        conditions.append(period <= end)
    return conditions
