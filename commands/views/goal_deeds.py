"""Forms about a live goal: check-in, note, path, hand over, close; and what they send back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.blocks import Block, Option, context, escape, modal, section, select, text_input
from commands.blocks import user_select as person_select
from commands.ids import Callback
from commands.views.goal_words import believed_lines, dated
from funnel.goals import Ground, Path
from funnel.goals.settling import shown
from funnel.model import Goal, GoalOutcome
from funnel.pursuit import Entry, FlatSpot, PathRow, Stated

CONFIDENCES = (
    Option("5 · sure to reach it", "5"),
    Option("4 · likely", "4"),
    Option("3 · could go either way", "3"),
    Option("2 · unlikely", "2"),
    Option("1 · will not reach it", "1"),
)
OUTCOMES = tuple(Option(one.value.capitalize(), one.value) for one in GoalOutcome)
LONGEST = 2000
LONGEST_TITLE = 100
PATH_HINT = (
    "A line each: date and value (2026-12-15 450), date and change a week (2026-12-15 +3/week), or "
    "value and change a week (450 +3/week). Days that ask nothing: flat 2026-12-24 2026-12-26"
)


@dataclass(frozen=True, slots=True)
class Closing:
    """A goal to be closed. `outcome` is what the numbers said, None while they have not; `guess`
    stands in the form then."""

    goal: Goal
    outcome: GoalOutcome | None
    guess: GoalOutcome
    believed: Sequence[Stated]
    entries: Sequence[Entry]


def check_in_view(goal: Goal) -> dict[str, Any]:
    return _form(
        Callback.GOAL_CHECK_IN,
        "Check in",
        goal,
        [
            select("confidence", "How sure are you to reach it?", CONFIDENCES),
            text_input("text", "What moved, what is next?", multiline=True, max_length=LONGEST),
            text_input(
                "adjustment",
                "What did you change for it?",
                hint="Stored as an event of today; the goal shows its numbers before and since.",
                optional=True,
                max_length=LONGEST_TITLE,
            ),
        ],
        submit="Check in",
    )


def note_view(goal: Goal, *, initial: str = "") -> dict[str, Any]:
    field = text_input("text", "Note", initial=initial, multiline=True, max_length=LONGEST)
    return _form(Callback.GOAL_NOTE, "Add note", goal, [field], submit="Add")


def add_to_goal_view(goals: Sequence[Goal], words: str) -> dict[str, Any]:
    """The message shortcut: which goal, and the message as the note."""
    options = [Option(f"{goal.number} · {goal.title}"[:75], str(goal.number)) for goal in goals]
    return modal(
        Callback.GOAL_NOTE,
        "Add to goal",
        [
            select("goal", "Goal", options[:100]),
            text_input("text", "Note", initial=words, multiline=True, max_length=LONGEST),
        ],
        submit="Add",
        private_metadata="0",
    )


def hand_over_view(goal: Goal) -> dict[str, Any]:
    field = person_select("owner", "To whom?")
    return _form(Callback.GOAL_HAND_OVER, "Hand over", goal, [field], submit="Hand over")


def path_view(goal: Goal, path: Path | None, ground: Ground | None) -> dict[str, Any]:
    blocks = []
    if path is not None and ground is not None:
        ends = f"{shown(path.values[0], ground)} on {dated(goal.start)}"
        aim = f"{shown(goal.target, ground)} on {dated(goal.deadline)}"
        blocks.append(context("ends", f"It runs from {escape(ends)} to {escape(aim)}."))
    blocks.append(
        text_input(
            "path",
            "Steps in between",
            initial=path_text(goal.plan.rows, goal.plan.flats),
            hint=PATH_HINT,
            multiline=True,
            optional=True,
            max_length=LONGEST,
        )
    )
    return _form(Callback.GOAL_PATH, "Planned path", goal, blocks, submit="Save")


def close_view(closing: Closing) -> dict[str, Any]:
    goal = closing.goal
    believed = believed_lines(closing.believed, closing.entries)
    blocks = [section("believed", "\n".join(escape(line) for line in believed))] if believed else []
    if closing.outcome is not None:
        blocks.append(section("judged", f"By its numbers the goal is {closing.outcome.value}."))
    else:
        guess = next(one for one in OUTCOMES if one.value == closing.guess.value)
        hint = "It is before its end: the numbers have not judged it yet."
        blocks.append(select("outcome", "Close it as", OUTCOMES, initial=guess, hint=hint))
    label = "What would you do again, what not?"
    blocks.append(text_input("text", label, multiline=True, optional=True, max_length=LONGEST))
    return _form(Callback.GOAL_CLOSE, "Close goal", goal, blocks, submit="Close it")


def path_text(rows: Sequence[PathRow], flats: Sequence[FlatSpot]) -> str:
    """One line a row, as `read_path` reads them again."""
    return "\n".join([*map(_row_text, rows), *map(_flat_text, flats)])


def text_of(view: Mapping[str, Any], field: str = "text") -> str:
    return (_value(view, field).get("value") or "").strip()


def picked(view: Mapping[str, Any], field: str) -> str:
    return str((_value(view, field).get("selected_option") or {}).get("value", ""))


def person_of(view: Mapping[str, Any], field: str = "owner") -> str:
    return str(_value(view, field).get("selected_user") or "")


def goal_of(view: Mapping[str, Any]) -> int:
    """The goal that a form is about: its own, or the one chosen in it."""
    return int(view["private_metadata"]) or int(picked(view, "goal") or 0)


def _value(view: Mapping[str, Any], field: str) -> dict[str, Any]:
    elements = view["state"]["values"].get(field) or {}
    return next(iter(elements.values()), {}) or {}


def _form(
    callback: Callback, title: str, goal: Goal, blocks: Sequence[Block], *, submit: str
) -> dict[str, Any]:
    head = section("goal", f"*{goal.number}* · {escape(goal.title)}")
    number = str(goal.number)
    return modal(callback, title, [head, *blocks], submit=submit, private_metadata=number)


def _row_text(row: PathRow) -> str:
    parts = [
        row.until.isoformat() if row.until else "",
        f"{row.value:.15g}" if row.value is not None else "",
        f"{row.rate:+.15g}/week" if row.rate is not None else "",
    ]
    return " ".join(part for part in parts if part)


def _flat_text(spot: FlatSpot) -> str:
    return " ".join(part for part in ("flat", _iso(spot.first), _iso(spot.last), spot.why) if part)


def _iso(day: date) -> str:
    return day.isoformat()
