"""The forms about a break: which event explains it, and until when it is snoozed."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from commands.blocks import Modal, Option, date_input, escape, modal, section, select, text_input
from commands.ids import Callback
from commands.views.event_form import KINDS, LONGEST_TITLE
from commands.views.verdict import named
from funnel.catalogue.entries import Metric
from funnel.errors import BadForm
from funnel.events import Event, EventKind
from funnel.model import Break
from funnel.periods import format_span

SNOOZED = timedelta(days=3)


def event_form(found: Break, metric: Metric, today: date) -> Modal:
    """The break's number travels in the form; its days stand in it."""
    kinds = {kind: Option(words, kind.value) for kind, words in KINDS.items()}
    words = (
        f"Break #{found.number}, {escape(named(metric))}, is closed as explained, and so is what "
        "broke with it. The event is noted: on its days none of it warns anybody. You can take "
        "that back for 7 days."
    )
    blocks = [
        section("what", words),
        select("kind", "Kind", tuple(kinds.values()), initial=kinds[EventKind.OTHER]),
        text_input(
            "title",
            "What happened?",
            placeholder="Checkout was down",
            max_length=LONGEST_TITLE,
        ),
        date_input("first", "First day", initial=_day(found.onset)),
        date_input(
            "last",
            "Last day",
            initial=min(_day(found.last_on), today),
            hint="What goes on after it is told again.",
        ),
    ]
    view = modal(
        Callback.BREAK_EVENT,
        "It was an event",
        blocks,
        submit="Close the break",
        private_metadata=str(found.number),
    )
    return Modal(view)


def read_event(view: Mapping[str, Any]) -> Event:
    """Without what the break adds to it. Raises BadForm with a sentence for each wrong field."""
    values = view["state"]["values"]
    title = (values["title"]["value"]["value"] or "").strip()
    kind = EventKind(values["kind"]["value"]["selected_option"]["value"])
    first, last = (_date(values[field]["value"]["selected_date"]) for field in ("first", "last"))
    backwards = first is not None and last is not None and last < first
    wrong = {
        "title": "" if title else "Write what happened, such as: checkout was down.",
        "first": "" if first else "Choose the day on which it began.",
        "last": "The last day lies before the first one." if backwards else "",
    }
    wrong = {field: words for field, words in wrong.items() if words}
    if wrong or first is None:
        raise BadForm(wrong)
    return Event(0, kind, title, first, last or first)


def refuse_other_days(event: Event, found: Break) -> None:
    """An event explains what moved on its days. Raises BadForm when the break lies elsewhere."""
    first, last = _day(found.onset_low), _day(found.last_on)
    if not event.covers(first, last):
        days = format_span(first, last)
        raise BadForm({"first": f"The break lies on {days}; choose days among those."})


def snooze_form(found: Break, metric: Metric, today: date) -> Modal:
    words = f"Break #{found.number}, {escape(named(metric))}: quiet until that day, a week at most."
    blocks = [
        section("what", words),
        date_input("until", "Quiet until", initial=today + SNOOZED),
    ]
    view = modal(
        Callback.BREAK_SNOOZE, "Snooze", blocks, "Snooze", private_metadata=str(found.number)
    )
    return Modal(view)


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _day(at: date) -> date:
    return date(at.year, at.month, at.day)
