"""What lies behind a goal: drafts that were left, and the history of one that lives."""

from collections.abc import Sequence
from datetime import date

from commands.blocks import Message, actions, bold, button, context, escape, section, shorten
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.goal_words import believed_lines, state_word
from funnel.goals import SavedDraft
from funnel.model import Goal
from funnel.periods import format_day, local_date
from funnel.pursuit import Entry, EntryKind, Stated


def drafts_message(drafts: Sequence[SavedDraft], *, today: date) -> Message:
    """What was left before it was set, with a way on and a fresh start."""
    first = drafts[0]
    when = format_day(first.saved_at.date(), today=today)
    verdict = f"You left a draft on {when}: {draft_name(first)}."
    buttons = [
        button(
            Action.RUN,
            "Continue your draft" if len(drafts) == 1 else f"Continue draft {one.number}",
            f"goal draft {one.number}",
            style="primary" if one is first else None,
        )
        for one in drafts
    ]
    lines = [f"Draft {one.number}: {escape(draft_name(one))}" for one in drafts[1:]]
    return Message(
        escape(verdict),
        (
            section(Id.VERDICT, "\n".join([bold(escape(verdict)), *lines])),
            actions(Id.BUTTONS, *buttons, button(Action.RUN, "Empty form", "goal form")),
            context(Id.NOTE, f"Not needed any more? `/funnel goal draft {first.number} drop`"),
        ),
    )


def draft_name(draft: SavedDraft) -> str:
    """The sentence it began with, else the fields that are filled in."""
    answers = draft.answers
    if draft.sentence.strip():
        return shorten(draft.sentence.strip(), 80)
    parts = [answers.metric.replace("_", " "), answers.object, answers.target]
    return " · ".join(part for part in parts if part) or "an empty form"


def history_message(
    goal: Goal, entries: Sequence[Entry], believed: Sequence[Stated], zone: str
) -> Message:
    """Newest first: what was said, changed and found."""
    verdict = f"History of goal {goal.number}: {goal.title}."
    lines = [_entry(one, zone) for one in entries[:25]] or ["Nothing was said or changed yet."]
    blocks = [section(Id.VERDICT, bold(escape(verdict))), section("entries", "\n".join(lines))]
    if believed:
        said = [f"• {escape(line)}" for line in believed_lines(believed, ())]
        blocks.append(section("believed", "\n".join(["What was believed when:", *said])))
    return Message(escape(verdict), tuple(blocks))


def _entry(one: Entry, zone: str) -> str:
    when = format_day(local_date(one.at, zone))
    who = f"<@{one.user}>" if one.user else "Funnelbot"
    sure = f" (confidence {one.confidence} of 5)" if one.confidence else ""
    easier = ", which makes it easier" if one.softer else ""
    words = {
        EntryKind.NOTE: f"{who} noted: {escape(one.text)}",
        EntryKind.CHECK_IN: f"{who} checked in{sure}: {escape(one.text)}",
        EntryKind.EDIT: f"{who} changed the {one.text}: {_value(one)}{easier}",
        EntryKind.PATH: f"{who} changed the path: {_value(one)}{easier}",
        EntryKind.STATE: f"{state_word(one.was)} → {state_word(one.now)}{escape(one.text)}",
        EntryKind.CLOSED: f"{who} closed it as {one.now}: {escape(one.text) or 'no words'}",
        EntryKind.REOPENED: f"{who} opened it again",
    }
    return f"• {when} · {words[one.kind]}"


def _named(ids: str) -> str:
    return " ".join(f"<@{one}>" for one in ids.split()) or "none"


def _value(one: Entry) -> str:
    if one.text in ("owner", "contributors"):
        return f"{_named(one.was)} → {_named(one.now)}"
    return f"{escape(one.was) or 'none'} → {escape(one.now) or 'none'}"
