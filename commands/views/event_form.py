"""The form of an event: what happened, when, and which metrics it should move."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.blocks import (
    Modal,
    Option,
    date_input,
    external_multi_select,
    modal,
    select,
    text_input,
)
from commands.ids import Action, Callback
from funnel.events import EventKind

LONGEST_TITLE = 120
MOST_METRICS = 5
KINDS = {
    EventKind.CAMPAIGN: "Campaign",
    EventKind.PRICE_CHANGE: "Price change",
    EventKind.OUTAGE: "Outage",
    EventKind.HOLIDAY: "Holiday",
    EventKind.TRACKING_CHANGE: "Tracking change (usual starts anew)",
    EventKind.ADJUSTMENT: "Adjustment for a goal",
    EventKind.OTHER: "Something else",
}


@dataclass(frozen=True, slots=True)
class EventForm:
    """What stands in the fields. `up` and `down` are keys of metrics; `number` is 0 for a new
    event; `link` is the message that it was noted from, "" for none."""

    kind: EventKind | None = None
    title: str = ""
    first: date | None = None
    last: date | None = None
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()
    number: int = 0
    link: str = ""


def event_form_view(form: EventForm, names: Mapping[str, str]) -> Modal:
    """`names` of the metrics that are chosen already; `read_event_form` reads it back."""
    options = {kind: Option(words, kind.value) for kind, words in KINDS.items()}
    metrics = "Type a part of a metric's name"
    blocks = (
        select(
            "kind",
            "Kind",
            tuple(options.values()),
            initial=options[form.kind or EventKind.CAMPAIGN],
        ),
        text_input(
            "title",
            "What happened?",
            initial=form.title,
            placeholder="Black Friday sale",
            max_length=LONGEST_TITLE,
        ),
        date_input("first", "First day", initial=form.first),
        date_input(
            "last",
            "Last day",
            initial=form.last,
            hint="Empty: only that one day. A running campaign has the day when it will end.",
            optional=True,
        ),
        external_multi_select(
            "up",
            "Should raise",
            initial=_chosen(form.up, names),
            placeholder=metrics,
            most=MOST_METRICS,
            action=Action.METRIC,
        ),
        external_multi_select(
            "down",
            "Should lower",
            initial=_chosen(form.down, names),
            placeholder=metrics,
            hint="These movements are explained on these days, and no others: nobody is warned.",
            most=MOST_METRICS,
            action=Action.METRIC,
        ),
    )
    title = f"Event #{form.number}" if form.number else "Note an event"
    carried = json.dumps({"number": form.number, "link": form.link})
    return Modal(modal(Callback.EVENT, title, blocks, "Save", private_metadata=carried))


def read_event_form(view: Mapping[str, Any]) -> EventForm:
    """The form that a view holds, as far as it is filled in."""
    values = view["state"]["values"]
    carried = json.loads(view["private_metadata"])
    kind = values["kind"]["value"]["selected_option"]
    return EventForm(
        EventKind(kind["value"]) if kind else None,
        (values["title"]["value"]["value"] or "").strip(),
        _date(values["first"]["value"]["selected_date"]),
        _date(values["last"]["value"]["selected_date"]),
        _keys(values["up"]),
        _keys(values["down"]),
        carried["number"],
        carried["link"],
    )


def kind_words(kind: EventKind) -> str:
    """ "price change"; something else is just an event."""
    return "event" if kind is EventKind.OTHER else kind.replace("_", " ")


def _chosen(keys: Sequence[str], names: Mapping[str, str]) -> list[Option]:
    return [Option(names[key], key) for key in keys if key in names]


def _keys(field: Mapping[str, Any]) -> tuple[str, ...]:
    chosen = field[Action.METRIC]["selected_options"] or []
    return tuple(dict.fromkeys(one["value"] for one in chosen))


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
