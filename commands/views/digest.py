"""A digest as a message: what changed, one line each; one table, one chart; or one quiet line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from commands.blocks import (
    Block,
    Element,
    Message,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    overflow,
    section,
    shorten,
    table,
)
from commands.course import Course
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.charts import course_blocks
from commands.views.digest_words import line_words, missing_words, opens, quiet_words, still_words
from commands.views.status import HEADER
from commands.views.style import WORST_FIRST, Style, against_usual, latest, state
from commands.views.verdict import named
from funnel.catalogue.entries import Metric
from funnel.digest import BreakNews, DataNews, Digest, Finding
from funnel.model import Schedule
from funnel.periods import format_day
from funnel.status import MetricStatus, StageStatus

NOTIFICATION = 120
MOST_MISSING = 3


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """A digest with what its message needs beside it: how numbers are written, the chart's data,
    names of people by Slack id. Times are said in the schedule's zone."""

    digest: Digest
    schedule: Schedule
    style: Style
    now: datetime
    chart: tuple[Metric, Course] | None = None
    names: Mapping[str, str] = field(default_factory=dict)


def digest_message(facts: DigestFacts, *, due_at: datetime | None = None) -> Message:
    """`due_at`: the message is late, and says when it was due."""
    digest = facts.digest
    if not digest.lines:
        return _quiet(facts, due_at)
    first = line_words(digest.lines[0], facts.style, facts.names)
    blocks = [
        section(Id.VERDICT, bold(escape(first)), accessory=_opener(digest.lines[0])),
        context("when", escape(_when(facts, due_at))),
    ]
    for number, finding in enumerate(digest.lines[1:], start=1):
        words = escape(line_words(finding, facts.style, facts.names))
        blocks.append(section(f"line_{number}", f"• {words}", accessory=_opener(finding)))
    blocks += _small_print(facts)
    blocks += _evidence(facts)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    return Message(escape(shorten(first, NOTIFICATION)), tuple(blocks))


def _quiet(facts: DigestFacts, due_at: datetime | None) -> Message:
    """One line; what is still open is named, so that quiet never hides it."""
    first, rest = quiet_words(facts.digest, facts.style)
    blocks = [section(Id.VERDICT, f"{bold(escape(first))} {escape(rest)}".strip())]
    if due_at is not None:
        blocks.append(context("when", escape(_when(facts, due_at))))
    blocks += _small_print(facts, still=False)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    return Message(escape(shorten(f"{first} {rest}".strip(), NOTIFICATION)), tuple(blocks))


def _when(facts: DigestFacts, due_at: datetime | None) -> str:
    """ "Thu 19 Nov · 4 stages · since Wed 09:00 · late: was due 09:00"."""
    digest, zone = facts.digest, ZoneInfo(facts.schedule.zone)
    count = len(digest.journey.stages)
    parts = [f"{count} stage{'' if count == 1 else 's'}"]
    if digest.day is not None:
        parts.insert(0, format_day(digest.day, today=facts.style.today))
    if digest.covered_since is not None:
        parts.append(f"since {_moment(digest.covered_since, facts)}")
    if due_at is not None:
        local = due_at.astimezone(zone)
        same_day = local.date() == facts.now.astimezone(zone).date()
        due = f"{local:%H:%M}" if same_day else f"{format_day(local.date())} {local:%H:%M}"
        parts.append(f"late: was due {due}")
    return " · ".join(parts)


def _moment(at: datetime, facts: DigestFacts) -> str:
    """ "Wed 09:00" within the week, else with its date."""
    local = at.astimezone(ZoneInfo(facts.schedule.zone))
    recent = (facts.now - at).days < 6
    day = f"{local:%a}" if recent else format_day(local.date(), today=facts.style.today)
    return f"{day} {local:%H:%M}"


def _small_print(facts: DigestFacts, *, still: bool = True) -> list[Block]:
    """What did not change, whose numbers are still missing, and that a shop is simulated."""
    digest = facts.digest
    told = [one.news for one in digest.lines if isinstance(one.news, DataNews)]
    missing = [one for one in digest.missing if one not in told][:MOST_MISSING]
    words = [still_words(digest)] if still else []
    words += [f"Still missing: {missing_words(one, facts.style, facts.names)}" for one in missing]
    if digest.simulated:
        words.append("Simulated shop.")
    shown = [escape(one) for one in words if one]
    return [context(Id.NOTE, *shown)] if shown else []


def _evidence(facts: DigestFacts) -> list[Block]:
    digest, style = facts.digest, facts.style
    rows = [
        [
            f"{part.stage.short} · {named(lead.metric)}",
            latest(lead, style, as_of=digest.day),
            against_usual(lead, style),
            _state(part, lead),
        ]
        for part in digest.journey.stages
        if (lead := part.lead) is not None
    ]
    blocks = [table(Id.TABLE, "Stages", ("Stage", *HEADER[1:]), rows)] if rows else []
    if facts.chart is not None:
        blocks += course_blocks(*facts.chart)
    return blocks


def _state(part: StageStatus, lead: MetricStatus) -> str:
    """The worst state of the stage, naming its metric where that is not the lead one."""
    worst = min(part.rows, key=lambda row: WORST_FIRST.index(row.standing))
    alike = worst.standing is lead.standing or worst.metric == lead.metric
    return state(lead) if alike else f"{state(worst)} ({named(worst.metric)})"


def _opener(finding: Finding) -> Element | None:
    command = opens(finding)
    return button(Action.RUN, "Open", command) if command else None


def _buttons(facts: DigestFacts) -> list[Element]:
    digest = facts.digest
    shown = [button(Action.RUN, "Status", "status")]
    if digest.unchanged_breaks or digest.more:
        shown.append(button(Action.RUN, "Open breaks", "breaks"))
    if digest.missing:
        key = digest.missing[0].metrics[0].key
        shown.append(button(Action.RUN, "Log missing numbers", f"log {key}"))
    settings = (Option("Settings", "digest"), Option("Pause", "digest pause"))
    return [*shown, overflow(Action.RUN, (*_why(digest), *settings))]


def _why(digest: Digest) -> tuple[Option, ...]:
    """Explains the first line's break, else the shop's revenue or what comes nearest to it."""
    news = digest.lines[0].news if digest.lines else None
    command = f"why break {news.what.number}" if isinstance(news, BreakNews) else "why"
    return (Option("Why", command),)
