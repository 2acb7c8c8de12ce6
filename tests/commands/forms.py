"""A form filled in: the view as Slack sends it back."""

from typing import Any

from commands.blocks import Modal


def filled(form: Modal, **fields: Any) -> dict[str, Any]:
    """The view as Slack sends it back, with some fields typed over."""
    values: dict[str, Any] = {}
    for block in form.view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        values[name] = {element["action_id"]: _state(element, fields.get(name))}
    return dict(form.view) | {"id": "V1", "state": {"values": values}}


def _state(element: dict[str, Any], typed: Any) -> dict[str, Any]:
    match element["type"]:
        case "plain_text_input":
            return {"value": element.get("initial_value") if typed is None else typed}
        case "datepicker":
            return {"selected_date": element.get("initial_date") if typed is None else typed}
        case "multi_external_select" | "multi_static_select" if typed is not None:
            return {"selected_options": [{"value": key} for key in typed]}
        case "multi_external_select" | "multi_static_select":
            return {"selected_options": element.get("initial_options", [])}
        case "static_select" if typed is not None:
            return {"selected_option": {"value": typed}}
        case _:
            return {"selected_option": element.get("initial_option")}
