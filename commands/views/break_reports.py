"""Breaks that people report: the form, and what was reported."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commands.blocks import (
    Block,
    Element,
    Message,
    Modal,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    modal,
    section,
    select,
    shorten,
    text_input,
)
from commands.ids import Action, Callback
from commands.ids import Block as Id
from commands.views.break_answers import Answered, question_lines
from funnel.catalogue.entries import NamedBreak, Play, Stage
from funnel.periods import format_day
from funnel.reports import Report

LONGEST_WORDS = 500
HEADLINE = 90
MOST_PLAYS = 3


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """A report with what the catalogue knows of its stage. `author`, `taken` and `closed` are
    names, "" for nobody."""

    report: Report
    stage: str
    author: str
    taken: str = ""
    closed: str = ""
    named: NamedBreak | None = None
    answers: Sequence[Answered] = ()


def report_form(words: str, stages: Sequence[Stage], *, stage: str = "", link: str = "") -> Modal:
    options = {one.key: Option(one.name, one.key) for one in stages}
    blocks = (
        section(
            "intro",
            "Something is wrong with the journey that numbers do not show, or not yet. It gets a "
            "number, stands in `/funnel breaks`, and warns nobody by itself.",
        ),
        select(
            "stage", "Stage", tuple(options.values()), initial=options.get(stage), placeholder="…"
        ),
        text_input(
            "words",
            "What is broken?",
            initial=shorten(words, LONGEST_WORDS),
            placeholder="Visitors on phones cannot close the cookie window",
            multiline=True,
            max_length=LONGEST_WORDS,
        ),
        text_input(
            "link",
            "Link",
            initial=link,
            placeholder="https://",
            hint="A message, ticket or recording that shows it.",
            optional=True,
            max_length=500,
        ),
    )
    carried = json.dumps({"link": link})
    return Modal(
        modal(Callback.BREAK_REPORT, "Report a break", blocks, "Report", private_metadata=carried)
    )


def report_message(facts: ReportFacts, *, note: str = "") -> Message:
    """What was reported, the known break of its stage, the questions, and who has it in hand."""
    report = facts.report
    first = f"Break #{report.number}, {facts.stage}: {shorten(report.words, HEADLINE)}"
    lines = [note, bold(escape(first)), _told(facts)]
    if len(report.words) > HEADLINE:
        lines.append(escape(report.words))
    blocks = [section(Id.VERDICT, "\n".join(line for line in lines if line)), *_known(facts)]
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    return Message(escape(f"{note} {first}".strip()), (*blocks, context(Id.NOTE, _foot(facts))))


def _told(facts: ReportFacts) -> str:
    report = facts.report
    where = f" · <{report.link}|what shows it>" if report.link else ""
    day = format_day(report.at.date())
    return f"{escape(f'Reported by {facts.author} on {day}')}{where} · {escape(_state(facts))}"


def _state(facts: ReportFacts) -> str:
    if facts.report.closed_at is not None:
        return f"closed by {facts.closed}"
    return f"in the hands of {facts.taken}" if facts.taken else "nobody looks after it yet"


def _known(facts: ReportFacts) -> list[Block]:
    if facts.named is None:
        return []
    plays = "\n".join(f"• {escape(_play(one))}" for one in facts.named.plays[:MOST_PLAYS])
    asked = "\n".join(question_lines(facts.named, facts.answers))
    title = bold(escape(facts.named.title))
    return [
        section("known", f"Common break of this stage: {title}\n{escape(facts.named.summary)}"),
        section("plays", f"{bold('Try')}\n{plays}"),
        section("questions", f"{bold('What numbers cannot show')}\n{asked}"),
    ]


def _play(play: Play) -> str:
    return f"{play.action}: {play.evidence}" if play.evidence else play.action


def _buttons(facts: ReportFacts) -> list[Element]:
    run = f"break {facts.report.number}"
    if facts.report.closed_at is not None:
        return [button(Action.RUN, "Reopen", f"{run} reopen")]
    held = []
    if not facts.report.taken_by:
        held.append(button(Action.RUN, "Acknowledge", f"{run} acknowledge", style="primary"))
    if facts.named is not None:
        held.append(button(Action.RUN, "Answer the questions", f"{run} answers"))
    return [*held, button(Action.RUN, "Close", f"{run} close")]


def _foot(facts: ReportFacts) -> str:
    return f"Type `/funnel break {facts.report.number}` to see it again."


def read_report(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """(stage, words, link) as they were typed; the stage is "" while none is chosen."""
    values = view["state"]["values"]
    stage = values["stage"]["value"]["selected_option"]
    words = (values["words"]["value"]["value"] or "").strip()
    link = (values["link"]["value"]["value"] or "").strip()
    return (stage["value"] if stage else "", words, link)
