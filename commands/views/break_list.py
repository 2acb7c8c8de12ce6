"""The list of breaks: open ones by money, past ones, and those that people reported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from commands.blocks import (
    Cell,
    Message,
    Number,
    actions,
    bold,
    button,
    context,
    section,
    shorten,
    table,
)
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.break_words import EACH, Member, member_name, money
from commands.views.message_links import messages_line
from commands.views.style import NOTHING, Style
from commands.views.verdict import sentence_start
from funnel.catalogue.entries import Metric
from funnel.model import Break, Condition
from funnel.periods import format_span
from funnel.reports import Report

MOST_ROWS = 100
MOST_BUTTONS = 3
LONGEST_CELL = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: an incident's lead under its number, its metric, and what is with it."""

    found: Break
    metric: Metric
    others: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """A line of the list that a person reported; `stage` is its name."""

    report: Report
    stage: str


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for: `of` says it in words ("in Decision"), "" for all of them. `links` are
    addresses of their messages, by number."""

    entries: Sequence[Entry]
    reports: Sequence[Reported] = ()
    of: str = ""
    history: bool = False
    links: Mapping[int, str] = field(default_factory=dict)


def breaks_message(listing: Listing, *, style: Style) -> Message:
    """Most money first, what people reported last; the first ones have a button."""
    words, daily = _count(listing, style), _all_daily(listing.entries)
    other = ("Open ones", "breaks") if listing.history else ("History", "breaks history")
    more = [button(Action.RUN, *other)]
    if listing.of:
        more.insert(0, button(Action.RUN, "All open", "breaks"))
    if not listing.entries and not listing.reports:
        more.append(button(Action.RUN, "Report one", "break new"))
        return Message(words, (section(Id.VERDICT, bold(words)), actions(Id.BUTTONS, *more)))
    rows = [_row(one, style, history=listing.history, daily=daily) for one in listing.entries]
    rows += [_reported(one, style) for one in listing.reports]
    numbers = [one.found.number for one in listing.entries]
    numbers += [one.report.number for one in listing.reports]
    openers = [
        button(Action.RUN, f"Break #{number}", f"break {number}")
        for number in numbers[: MOST_BUTTONS - len(more)]
    ]
    return Message(
        words,
        (
            section(Id.VERDICT, bold(words)),
            table(
                Id.TABLE,
                "Past breaks" if listing.history else "Open breaks",
                _header(listing, daily=daily),
                rows[:MOST_ROWS],
            ),
            actions(Id.BUTTONS, *openers, *more),
            context(
                Id.NOTE,
                "Type `/funnel break N` for one; `breaks mine`, `breaks snoozed` or a stage for "
                "some; `break new` for one that numbers cannot show.",
                *messages_line(listing.links),
            ),
        ),
    )


def _header(listing: Listing, *, daily: bool) -> tuple[str, ...]:
    when = "When" if listing.history else "Since"
    return ("Break", when, "Cost a day" if daily else "Cost", "State")


def _row(one: Entry, style: Style, *, history: bool, daily: bool) -> list[Cell]:
    """What a period costs has its unit in the header where that is a day everywhere."""
    found = one.found
    cost: Cell = NOTHING
    if found.money is not None:
        each = "" if daily else f" {EACH[found.grain]}"
        cost = Number(f"{money(found.money.amount, style)}{each}", found.money.amount)
    when = _span(one, style) if history else _date(found.onset, style)
    return [_what(one), when, cost, _state(found)]


def _span(one: Entry, style: Style) -> str:
    """ "11 Oct–4 Nov", until the last of an incident was over; "since 3 Feb" where it goes on."""
    members = (one.found, *(each.found for each in one.others))
    if any(each.condition is not Condition.CLOSED for each in members):
        return f"since {_date(one.found.onset, style)}"
    last = max(each.closed_on or each.last_on for each in members)
    return format_span(one.found.onset, last, today=style.today)


def _what(one: Entry) -> str:
    """ "#12 Cart abandonment rate, with orders and 2 more"."""
    name = sentence_start(member_name(Member(one.found, one.metric)))
    words = f"#{one.found.number} {name}"
    if not one.others:
        return words
    first, more = member_name(one.others[0]), len(one.others) - 1
    return f"{words}, with {first}{f' and {more} more' if more else ''}"


def _date(day: date, style: Style) -> str:
    """ "4 Nov", with its year where that is another."""
    year = "" if day.year == style.today.year else f" {day.year}"
    return f"{day.day} {day:%b}{year}"


def _state(found: Break) -> str:
    if found.condition is Condition.CLOSED:
        return str(found.ended or "closed").replace("_", " ")
    if found.historic:
        return "goes on"
    if found.condition is Condition.RECOVERING:
        return "○ recovering"
    return f"● {found.attention}"


def _reported(one: Reported, style: Style) -> list[Cell]:
    report = one.report
    state = "closed" if report.closed_at else "in hand" if report.taken_by else "● reported"
    name = f"#{report.number} {one.stage}: {shorten(report.words, LONGEST_CELL)}"
    return [name, _date(report.at, style), NOTHING, state]


def _count(listing: Listing, style: Style) -> str:
    entries = listing.entries
    count, of = len(entries) + len(listing.reports), f" {listing.of}" if listing.of else ""
    if listing.history:
        return f"{_breaks(count)} in the past." if count else "No past break points yet."
    if not count:
        return f"No break points are open{of}."
    costs = [one.found.money.amount for one in entries if one.found.money is not None]
    be = "is" if count == 1 else "are"
    tail = f", about {money(sum(costs), style)} a day" if costs and _all_daily(entries) else ""
    if of.startswith(" and"):
        return f"{_breaks(count)} {be} open{of}{tail}."
    return f"{_breaks(count)}{of} {be} open{tail}."


def _all_daily(entries: Sequence[Entry]) -> bool:
    return all(EACH[one.found.grain] == "a day" for one in entries)


def _breaks(count: int) -> str:
    return f"{count} break point{'' if count == 1 else 's'}"
