"""Turning what a person fills in into the state that Slack keeps for that kind of input."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from playground.state import HOLDS
from playground.widgets import Widget, offered
from playground.workspace import Workspace

Json = dict[str, Any]
REQUIRED = "Please complete this required field."


class NotThere(LookupError):
    """The person was told to use something that is not on her screen."""

    def __init__(self, wanted: str, there: Iterable[str]) -> None:
        listed = ", ".join(f"“{each}”" for each in there) or "nothing"
        super().__init__(f"There is no {wanted}. There is: {listed}.")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on the person's disk, for a file input."""

    name: str
    content: bytes


def entry(workspace: Workspace, widget: Widget, value: Any, *, user: str) -> Json:
    """The state of one input after filling in `value`; None empties it.

    Selects take the words of an option (several as a list), people and channels their names,
    pickers a date, time or datetime or Slack's own string, file inputs `LocalFile`s.
    """
    kind = str(widget.element["type"])
    _, key, empty = HOLDS[kind]
    if value is None:
        return {"type": kind, key: empty}
    many = isinstance(empty, list)
    values = _listed(value) if many else [value]
    held = [_one(workspace, widget, each, user=user) for each in values]
    return {"type": kind, key: held if many else held[0]}


def _listed(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _one(workspace: Workspace, widget: Widget, value: Any, *, user: str) -> Any:
    kind = str(widget.element["type"]).removeprefix("multi_")
    match kind:
        case "static_select" | "radio_buttons" | "checkboxes":
            return option_called(str(value), offered(widget.element))
        case "external_select":
            return value
        case "users_select":
            return _user(workspace, str(value))
        case "channels_select" | "conversations_select":
            return _channel(workspace, str(value), widget.element.get("filter") or {})
        case "file_input":
            return _file(workspace, value, user=user)
        case _:
            return _typed(kind, value)


def _typed(kind: str, value: Any) -> Any:
    match value:
        case datetime():
            return int(value.timestamp())
        case date():
            return value.isoformat()
        case time():
            return f"{value:%H:%M}"
        case str() if kind == "rich_text_input":
            section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
            return {"type": "rich_text", "elements": [section]}
        case int() if kind == "datetimepicker":
            return value
        case _:
            return str(value)


def option_called(words: str, options: Sequence[Json]) -> Json:
    """The option with these words, or this value; in what Slack echoes back."""
    for option in options:
        if words in (option["text"]["text"], option["value"]):
            return option
    raise NotThere(f"option “{words}”", (option["text"]["text"] for option in options))


def _user(workspace: Workspace, name: str) -> str:
    user = workspace.find_user(name)
    if user is None:
        raise NotThere(f"person “{name}”", (each.name for each in workspace.users()))
    return user.id


def _channel(workspace: Workspace, name: str, filters: Mapping[str, Any]) -> str:
    """What the select offers: shared channels only where its filter does not leave them out."""
    channels = [
        each
        for each in workspace.channels()
        if not (each.is_ext_shared and filters.get("exclude_external_shared_channels"))
    ]
    channel = workspace.find_channel(name)
    if channel is None or channel.id not in {each.id for each in channels}:
        raise NotThere(f"channel “{name}”", (each.label for each in channels))
    return channel.id


def _file(workspace: Workspace, value: LocalFile, *, user: str) -> Json:
    with workspace.pulse.changing("file", value.name):
        stored = workspace.files.add(value.name, value.content, user=user)
        return workspace.files.show(stored)


def missing_or_wrong(widget: Widget, held: Json) -> str | None:
    """What Slack's client says under a field before anything is sent; None if it may go."""
    element = widget.element
    value = held.get(HOLDS[element["type"]][1])
    if value in (None, "", []):
        return None if widget.block.get("optional") else REQUIRED
    if element["type"] == "number_input":
        return _wrong_number(element, str(value))
    if element["type"] == "plain_text_input":
        return _wrong_length(element, str(value))
    return None


def _wrong_number(element: Json, words: str) -> str | None:
    try:
        number = Decimal(words)
    except InvalidOperation:
        return "Must be a valid number."
    if not element["is_decimal_allowed"] and number != number.to_integral_value():
        return "Must be a whole number."
    if "min_value" in element and number < Decimal(element["min_value"]):
        return f"Must be at least {element['min_value']}."
    if "max_value" in element and number > Decimal(element["max_value"]):
        return f"Must be at most {element['max_value']}."
    return None


def _wrong_length(element: Json, words: str) -> str | None:
    if len(words) < element.get("min_length", 0):
        return f"Must be at least {element['min_length']} characters."
    if len(words) > element.get("max_length", 3000):
        return f"Must be at most {element['max_length']} characters."
    return None
