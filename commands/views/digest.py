"""A digest as a message: what changed, one line each; one table, one chart; or one quiet line."""

from dataclasses import replace
from datetime import datetime

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
)
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.charts import course_blocks
from commands.views.digest_facts import DigestFacts, quiet_when, when_words
from commands.views.digest_links import linked, linked_break, linked_line
from commands.views.digest_summary import personal_words, summary_lines, summary_words
from commands.views.digest_table import digest_table
from commands.views.digest_words import (
    headline_words,
    missing_words,
    opens,
    quiet_words,
    still_words,
)
from commands.views.goal_posts import check_in_blocks, check_in_words
from funnel.digest import BreakNews, DataNews, Digest, Finding, leads
from funnel.model import (
    Attention,
    Break,
    Condition,
)
from funnel.schedules import Tone

NOTIFICATION = 120
MOST_MISSING = 3
MOST_IN_THREAD = 20


def digest_message(facts: DigestFacts, *, due_at: datetime | None = None) -> Message:
    """`due_at`: the message is late, and says when it was due."""
    digest = facts.digest
    whole = digest.summary
    if not digest.lines and whole is None:
        return _quiet(facts, due_at)
    if whole is None or leads(digest.lines):
        head = digest.lines[0]
        first, more = headline_words(head, facts)
        shown = [linked(words, head, facts.links) for words in (first, more)]
        opener, news = _opener(head), digest.lines[1:]
    else:
        first, more = summary_words(digest, whole, facts.style)
        shown = [escape(first), escape(more)]
        opener, news = None, digest.lines
    # A button beside the headline would take a third of a phone's width from it.
    blocks = [section(Id.VERDICT, bold(shown[0]))]
    if more:
        blocks.append(section("more", shown[1], accessory=opener))
    blocks.append(context("when", escape(when_words(facts, due_at))))
    blocks += _lines(facts, news)
    blocks += _small_print(facts)
    if facts.schedule.tone is Tone.FULL:
        blocks += digest_table(facts)
        blocks += course_blocks(*facts.chart) if facts.chart is not None else []
    blocks += _check_ins(facts)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    return Message(escape(shorten(first, NOTIFICATION)), tuple(blocks))


def rest_message(facts: DigestFacts) -> Message:
    """The news that found no room, for the digest's thread."""
    rest = facts.digest.rest
    words = f"{len(rest)} more change{'' if len(rest) == 1 else 's'}:"
    lines = [f"• {linked_line(one, facts)}" for one in rest]
    left = len(lines) - MOST_IN_THREAD
    if left > 0:
        lines = [*lines[:MOST_IN_THREAD], f"and {left} more"]
    return Message(words, (section(Id.VERDICT, "\n".join([bold(words), *lines])),))


def _quiet(facts: DigestFacts, due_at: datetime | None) -> Message:
    """One line; what is still open is named, so that quiet never hides it."""
    first, rest = quiet_words(facts.digest, facts.style)
    if facts.schedule.personal:
        first, rest = personal_words(facts.digest, facts.style), ""
    shown = escape(rest)
    if facts.digest.worst is not None:
        shown = linked_break(shown, facts.digest.worst[0].number, facts.links)
    blocks = [section(Id.VERDICT, f"{bold(escape(first))} {shown}".strip())]
    when = quiet_when(facts, due_at)
    if when:
        blocks.append(context("when", escape(when)))
    bare = replace(facts, digest=replace(facts.digest, unchanged_breaks=(), unchanged_goals=0))
    blocks += _small_print(bare)
    blocks += _check_ins(facts)
    blocks.append(actions(Id.BUTTONS, *_buttons(facts)))
    return Message(escape(shorten(f"{first} {rest}".strip(), NOTIFICATION)), tuple(blocks))


def _lines(facts: DigestFacts, news: tuple[Finding, ...]) -> list[Block]:
    """A bullet each: news with its button, then what a week or month has beside them."""
    blocks = []
    for number, finding in enumerate(news, start=1):
        words = linked_line(finding, facts)
        blocks.append(section(f"line_{number}", f"• {words}", accessory=_opener(finding)))
    whole = facts.digest.summary
    if whole is None:
        return blocks
    told = summary_lines(facts.digest, whole, facts.style)
    if leads(facts.digest.lines):
        told.insert(0, " ".join(summary_words(facts.digest, whole, facts.style)))
    if told:
        blocks.append(section("whole", "\n".join(f"• {escape(words)}" for words in told)))
    return blocks


def _small_print(facts: DigestFacts) -> list[Block]:
    """What did not change, whose numbers are still missing, and that a shop is simulated."""
    digest = facts.digest
    told = [one.news for one in digest.lines if isinstance(one.news, DataNews)]
    missing = [one for one in digest.missing if one not in told][:MOST_MISSING]
    goals_told = digest.summary is not None and digest.summary.is_month
    words = [still_words(replace(digest, unchanged_goals=0) if goals_told else digest)]
    words += [f"Still missing: {missing_words(one, facts)}" for one in missing]
    if digest.simulated:
        words.append("Simulated shop.")
    shown = [escape(one) for one in words if one]
    return [context(Id.NOTE, *shown)] if shown else []


def _check_ins(facts: DigestFacts) -> list[Block]:
    """Where the goals stand is in the table above: here they are only asked about."""
    goals = facts.check_ins
    if not goals:
        return []
    words = [f"{goal.number} · {escape(goal.title)}" for goal in goals]
    return check_in_blocks(check_in_words(goals), goals, words)


def _opener(finding: Finding) -> Element | None:
    command = opens(finding)
    return button(Action.RUN, "Open", command) if command else None


def _buttons(facts: DigestFacts) -> list[Element]:
    """What to do about it first, the vote, and the rest in the menu."""
    steps = _steps(facts)
    shown = [button(Action.RUN, steps[0].label, steps[0].value)]
    number, slot = facts.schedule.number, facts.slot
    if slot:
        shown.append(button(Action.RUN, "Useful", f"digest useful {number} {slot}"))
        shown.append(button(Action.RUN, "Not useful", f"digest not useful {number} {slot}"))
    place = f" {number}" if facts.schedule.personal and number else ""
    settings = [
        Option("Settings", f"digest edit{place}"),
        Option("Pause until…", f"digest pause until{place}"),
    ]
    return [*shown, overflow(Action.RUN, [*steps[1:4], *settings])]


def _steps(facts: DigestFacts) -> list[Option]:
    """What a reader may want to do next, the most pressing first; never empty."""
    digest = facts.digest
    steps = []
    if digest.missing:
        key = digest.missing[0].metrics[0].key
        steps.append(Option("Log missing numbers", f"log {key}"))
    for news in (one.news for one in digest.lines):
        if isinstance(news, BreakNews) and _waits(news.what):
            number = news.what.number
            steps.append(Option("Acknowledge", f"break {number} acknowledge"))
            break
    if digest.lines and not headline_words(digest.lines[0], facts)[1]:
        command = opens(digest.lines[0])
        steps += [Option("Open", command)] if command else []
    status = Option("My goals", "goals mine") if facts.schedule.personal else _STATUS
    why = [Option("Why", _why(digest))] if digest.chart else []
    if digest.quiet and not digest.unchanged_breaks:
        return [*steps, status, *why]  # nothing asks for an explanation
    if digest.unchanged_breaks or digest.rest:
        why.append(Option("Open breaks", "breaks"))
    return [*steps, *why, status]


def _why(digest: Digest) -> str:
    """The first line's break is explained, else the metric of the chart."""
    news = digest.lines[0].news if digest.lines else None
    return f"why break {news.what.number}" if isinstance(news, BreakNews) else f"why {digest.chart}"


def _waits(found: Break) -> bool:
    """Whether nobody has taken it in hand yet."""
    return found.condition is not Condition.CLOSED and found.attention is Attention.NEW


_STATUS = Option("Status", "status")
