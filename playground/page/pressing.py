"""Pressing, picking and filling in: elements of messages, modals and Home."""

from dataclasses import replace
from typing import Any

from playground.entries import missing_or_wrong
from playground.messages import Message
from playground.page.asked import Asked, BadDeed
from playground.page.stage import StageRefused
from playground.state import HOLDS, kept_state
from playground.views import View
from playground.widgets import Widget, fillable, offered, pressable

Json = dict[str, Any]


def act(asked: Asked) -> Json:
    """An element was pressed, or a menu or field that reports at once was changed.

    The page sends all `values` of the place, since what was typed lives in the browser.
    """
    user, place = asked.person(), asked.place()
    values = kept_state(list(place.blocks), asked.object("values"))
    widget = _widget(place, asked.words("block_id"), asked.words("action_id"))
    kind = widget.element["type"]
    action: Json = {
        "type": kind,
        "action_id": widget.element["action_id"],
        "block_id": widget.block["block_id"],
    }
    if kind == "overflow":
        action["selected_option"] = _option(widget, asked.words("value"))
    elif kind in HOLDS:
        action |= values[widget.block["block_id"]][widget.element["action_id"]]
    else:
        for key in widget.element.keys() & {"value", "text"}:
            action[key] = widget.element[key]
    if isinstance(place, View):
        place = _keep(asked, place, values)
    asked.interactions.act(user, where=place, values=values, action=action)
    return {}


def _widget(place: Message | View, block_id: str, action_id: str) -> Widget:
    blocks = list(place.blocks)
    for widget in (*pressable(blocks), *fillable(blocks)):
        named = (widget.block["block_id"], widget.element.get("action_id"))
        if named == (block_id, action_id):
            return widget
    raise StageRefused("This message has changed in the meantime; look at it again.")


def _option(widget: Widget, value: str) -> Json:
    for option in offered(widget.element):
        if option["value"] == value:
            return option
    raise BadDeed(f"no option {value}")


def _keep(asked: Asked, view: View, values: Json) -> View:
    """What is typed goes into the view as the bot will be sent it."""
    with asked.workspace.pulse.reading():
        current = asked.workspace.views.find(view.id)
        if current is None:
            raise StageRefused("This view was closed.")
        return asked.workspace.views.put(replace(current, values=values))


def suggest(asked: Asked) -> Json:
    """Options of an external menu for what was typed into it."""
    view = asked.view()
    view = _keep(asked, view, kept_state(view.blocks, asked.object("values")))
    field = {key: asked.words(key) for key in ("block_id", "action_id", "value")}
    options = asked.interactions.suggest(asked.person(), view=view, field=field)
    return {"options": options}


def submit(asked: Asked) -> Json:
    """Sends the modal, unless Slack's own client finds a field missing or wrong."""
    user, view = asked.person(), asked.view()
    values = kept_state(view.blocks, asked.object("values"))
    view = _keep(asked, view, values)
    errors = {
        widget.block["block_id"]: wrong
        for widget in fillable(view.blocks)
        if widget.block["type"] == "input"
        and (wrong := missing_or_wrong(widget, _held(values, widget)))
    }
    with asked.workspace.pulse.changing("view", view.id):
        view = asked.workspace.views.put(replace(view, errors=errors))
    if not errors:
        asked.interactions.submit(user, view)
    return {}


def _held(values: Json, widget: Widget) -> Json:
    held: Json = values[widget.block["block_id"]][widget.element["action_id"]]
    return held


def close(asked: Asked) -> Json:
    """The modal on top; the whole stack if that view asks for `clear_on_close`."""
    user, view = asked.person(), asked.view()
    clears = bool(view.body.get("clear_on_close"))
    with asked.workspace.pulse.reading():
        stack = asked.workspace.views.stack(user.id)[::-1] if clears else [view]
    asked.interactions.close_views(user, stack, is_cleared=clears)
    return {}
