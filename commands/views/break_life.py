"""The life of a break, line by line: when it began, was told, changed, and who did what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from commands.blocks import Block, bold, escape, section
from funnel.periods import format_day

MOST_MOMENTS = 15


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to it; `words` go on after the date."""

    on: date
    words: str


def life_blocks(moments: Sequence[Moment], *, today: date) -> list[Block]:
    """Oldest first; the newest fifteen. Nothing for a single one."""
    if len(moments) < 2:
        return []
    shown = sorted(moments, key=lambda one: one.on)[-MOST_MOMENTS:]
    return [section("life", "\n".join((bold("Its life"), *_lines(shown, today))))]


def _lines(moments: Iterable[Moment], today: date) -> list[str]:
    return [f"• {format_day(one.on, today=today)}: {escape(one.words)}" for one in moments]
