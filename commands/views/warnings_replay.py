"""The window that shows which warnings a channel would have got in the last year."""

from collections.abc import Mapping, Sequence
from typing import Any

from commands.blocks import bold, context, escape, modal, section
from commands.views.break_words import money
from commands.views.style import Style
from commands.views.verdict import named, sentence_start
from commands.views.warnings_form import budget_words
from funnel.catalogue import Catalogue
from funnel.periods import format_day, format_span
from funnel.replay import NO_KNOWN_BREAK, Told

TITLE = "What would have happened"
MOST_LINES = 15


def replaying_view(series: int) -> dict[str, Any]:
    words = f"I go through the last year of {series} metrics, day by day. This takes some seconds."
    return modal("window", TITLE, [section("progress", words)], close="Back")


def nothing_view() -> dict[str, Any]:
    words = (
        "There is nothing to replay yet: no metric of this channel has more than eight weeks of "
        "daily numbers. Until then I am learning and warn of extreme jumps only."
    )
    return modal("window", TITLE, [section("progress", words)], close="Back")


def replayed_view(
    told: Mapping[float, Sequence[Told]], chosen: float, *, catalogue: Catalogue, style: Style
) -> dict[str, Any]:
    """The count for each budget, and the warnings of the chosen one, the newest first."""
    lines = [_line(one, catalogue, style) for one in reversed(told[chosen])]
    first = f"Accepting {budget_words(chosen)}: {_count(len(lines))} in the last year."
    others = [
        f"{budget_words(budget)}: {len(found)}"
        for budget, found in sorted(told.items())
        if budget != chosen
    ]
    blocks = [section("count", f"{bold(first)}\nAccepting {'; '.join(others)}.")]
    blocks += [
        section(f"lines{at}", "\n".join(lines[at : at + 5]))
        for at in range(0, min(len(lines), MOST_LINES), 5)
    ]
    if len(lines) > MOST_LINES:
        blocks.append(context("more", f"And {len(lines) - MOST_LINES} before those."))
    note = (
        "Each is one message: metrics that left their usual range together count once. The days "
        "are those of the numbers; a warning comes when they have settled. How many of them were "
        "false only you can tell."
    )
    return modal("window", TITLE, [*blocks, context("note", note)], close="Back")


def _line(told: Told, catalogue: Catalogue, style: Style) -> str:
    """ "• *Thu 6 Nov* Cart abandonment up, since 2–4 Nov, about €2,300 a day, with orders"."""
    lead = sentence_start(named(catalogue.metric(told.metrics[0])))
    span = format_span(told.onset_low, told.onset_high, today=style.today)
    words = f"{lead} {told.side}, since {span}"
    if told.money is not None:
        words += f", about {money(told.money.amount, style)} a day"
    others = [named(catalogue.metric(key)) for key in told.metrics[1:]]
    if others:
        more = f" and {len(others) - 2} more" if len(others) > 2 else ""
        words += f", with {', '.join(others[:2])}{more}"
    if told.hypothesis != NO_KNOWN_BREAK:
        title = next(one.title for one in catalogue.breaks if one.key == told.hypothesis)
        words += f"; fits {title}"
    return f"• {bold(format_day(told.on, today=style.today))} {escape(words)}"


def _count(number: int) -> str:
    return f"{number} warning{'' if number == 1 else 's'}"
