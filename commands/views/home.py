"""App Home of one person: the numbers' state, their goals, digests, what waits for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commands.blocks import (
    Block,
    actions,
    bold,
    button,
    context,
    divider,
    escape,
    header,
    home_view,
    section,
)
from commands.ids import Action
from commands.ids import Block as Id

MOST = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line with the button that opens it; no command, no button."""

    words: str
    label: str = ""
    command: str = ""


@dataclass(frozen=True, slots=True)
class HomeFacts:
    """`sentence` is the state of the numbers; each tuple may be empty and then says so."""

    sentence: str
    coverage: str
    waiting: tuple[Line, ...]
    goals: tuple[Line, ...]
    digests: tuple[Line, ...]
    can_set_goals: bool


def home(facts: HomeFacts) -> dict[str, Any]:
    """A Home tab: no tables, no charts; those come by the buttons."""
    blocks = [
        section(Id.VERDICT, f"{bold(escape(facts.sentence))} {escape(facts.coverage)}".strip()),
        actions(Id.BUTTONS, *_buttons(facts)),
        divider("line"),
        *_part("waiting", "Waiting for you", facts.waiting, "Nothing waits for you."),
        *_part("goals", "My goals", facts.goals, "You own no goal yet."),
        *_part("digests", "Digests", facts.digests, "No channel gets a digest yet."),
        context(Id.NOTE, "In channels type `/funnel help`; in threads mention me."),
    ]
    return home_view(blocks)


def _buttons(facts: HomeFacts) -> list[dict[str, Any]]:
    buttons = [
        button(Action.RUN, "Status", "status", style="primary"),
        button(Action.RUN, "Log a number", "log"),
    ]
    if facts.can_set_goals:
        buttons.append(button(Action.RUN, "New goal", "goal new"))
    return buttons


def _part(name: str, title: str, lines: Sequence[Line], empty: str) -> list[Block]:
    blocks = [header(f"{name}_title", title)]
    blocks += [_line(f"{name}{index}", line) for index, line in enumerate(lines[:MOST])]
    if not lines:
        blocks.append(section(f"{name}_none", empty))
    if len(lines) > MOST:
        blocks.append(context(f"{name}_more", f"{len(lines) - MOST} more."))
    return blocks


def _line(block_id: str, line: Line) -> Block:
    opener = button(Action.RUN, line.label, line.command) if line.command else None
    return section(block_id, line.words, accessory=opener)
