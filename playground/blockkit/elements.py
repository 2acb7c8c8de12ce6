"""Interactive elements: keys, limits and what their initial values must be."""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation

from playground.blockkit import rich_text
from playground.blockkit.objects import (
    ACTION_ID,
    CONFIRM,
    LINK_OPTION,
    OPTION,
    OPTION_GROUP,
    RICH_OPTION,
    URL,
    initial_among_options,
    not_more_than_selectable,
    plain,
)
from playground.blockkit.rules import (
    Across,
    Choice,
    Flag,
    Items,
    Json,
    Number,
    Object,
    Problem,
    Rule,
    String,
    only_one_of,
)

_ID: Mapping[str, Rule] = {"action_id": ACTION_ID}
_ASKED: Mapping[str, Rule] = {**_ID, "placeholder": plain(150), "focus_on_load": Flag()}
_DISPATCH = Object(
    {"trigger_actions_on": Items(Choice(("on_enter_pressed", "on_character_entered")), 2)}
)
_TYPED_IN: Mapping[str, Rule] = {**_ASKED, "dispatch_action_config": _DISPATCH}
_STYLE = Choice(("primary", "danger"))
_DATE = String(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TIME = String(pattern=r"([01]\d|2[0-3]):[0-5]\d")
_SINGLE: Mapping[str, Rule] = {**_ASKED, "confirm": CONFIRM}
_MULTI: Mapping[str, Rule] = {**_SINGLE, "max_selected_items": Number(1, whole=True)}
_FIXED: Mapping[str, Rule] = {
    "options": Items(OPTION, 100),
    "option_groups": Items(OPTION_GROUP, 100),
}
_FILTER = Object(
    {
        "include": Items(Choice(("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    }
)
_CONVERSATIONS: Mapping[str, Rule] = {
    "default_to_current_conversation": Flag(),
    "filter": _FILTER,
}


def _decimal(words: str) -> Decimal | None:
    try:
        number = Decimal(words)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _numbers_as_strings(element: Json, at: str) -> Iterator[Problem]:
    held = {}
    for key in ("min_value", "initial_value", "max_value"):
        if key not in element:
            continue
        number = _decimal(element[key])
        if number is None:
            yield Problem(f"{at}/{key}", "must be a string that holds a number")
        elif not element["is_decimal_allowed"] and number != number.to_integral_value():
            yield Problem(f"{at}/{key}", "must be a whole number")
        else:
            held[key] = number
    if sorted(held.values()) != list(held.values()):
        yield Problem(f"{at}/initial_value", "must be between min_value and max_value")


def _text_fits(element: Json, at: str) -> Iterator[Problem]:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least > most:
        yield Problem(f"{at}/min_length", "must not be more than max_length")
    elif "initial_value" in element and not least <= len(element["initial_value"]) <= most:
        yield Problem(f"{at}/initial_value", f"must have {least} to {most} characters")


def _select(fields: Mapping[str, Rule], *across: Across) -> Object:
    return Object({**_SINGLE, **fields}, (), across)


def _multi(fields: Mapping[str, Rule], *across: Across) -> Object:
    return Object({**_MULTI, **fields}, (), (*across, not_more_than_selectable))


def _input(fields: Mapping[str, Rule], *required: str, across: tuple[Across, ...] = ()) -> Object:
    return Object({**_TYPED_IN, **fields}, required, across)


_BUTTON = {
    **_ID,
    "text": plain(75),
    "value": String(2000),
    "url": URL,
    "style": _STYLE,
    "confirm": CONFIRM,
    "accessibility_label": String(75),
    "visible_to_user_ids": Items(String(255), 100),
    "agent_prompt": String(4000),
}
_ONE_SOURCE = only_one_of("options", "option_groups")
_USERS = Items(String(255), 1000)

ELEMENTS: Mapping[str, Object] = {
    "button": Object(_BUTTON, ("text",)),
    "workflow_button": Object(
        {**_ID, "text": plain(75), "workflow": Object({"trigger": Object({"url": URL})})}, ("text",)
    ),
    "overflow": Object({**_ID, "options": Items(LINK_OPTION, 5), "confirm": CONFIRM}, ("options",)),
    "static_select": _select(
        {**_FIXED, "initial_option": OPTION}, _ONE_SOURCE, initial_among_options
    ),
    "multi_static_select": _multi(
        {**_FIXED, "initial_options": Items(OPTION, 100)}, _ONE_SOURCE, initial_among_options
    ),
    "external_select": _select(
        {"initial_option": OPTION, "min_query_length": Number(0, whole=True)}
    ),
    "multi_external_select": _multi(
        {"initial_options": Items(OPTION, 100), "min_query_length": Number(0, whole=True)}
    ),
    "users_select": _select({"initial_user": String(255)}),
    "multi_users_select": _multi({"initial_users": _USERS}),
    "channels_select": _select({"initial_channel": String(255), "response_url_enabled": Flag()}),
    "multi_channels_select": _multi({"initial_channels": _USERS}),
    "conversations_select": _select(
        {**_CONVERSATIONS, "initial_conversation": String(255), "response_url_enabled": Flag()}
    ),
    "multi_conversations_select": _multi({**_CONVERSATIONS, "initial_conversations": _USERS}),
    "datepicker": _select({"initial_date": _DATE}),
    "timepicker": _select({"initial_time": _TIME, "timezone": String(100)}),
    "datetimepicker": Object(
        {
            **_ID,
            "focus_on_load": Flag(),
            "confirm": CONFIRM,
            "initial_date_time": Number(10**9, 10**10 - 1, whole=True),
        }
    ),
    "checkboxes": Object(
        {
            **_ID,
            "focus_on_load": Flag(),
            "confirm": CONFIRM,
            "options": Items(RICH_OPTION, 10),
            "initial_options": Items(RICH_OPTION, 10),
        },
        ("options",),
        (initial_among_options,),
    ),
    "radio_buttons": Object(
        {
            **_ID,
            "focus_on_load": Flag(),
            "confirm": CONFIRM,
            "options": Items(RICH_OPTION, 10),
            "initial_option": RICH_OPTION,
        },
        ("options",),
        (initial_among_options,),
    ),
    "plain_text_input": _input(
        {
            "multiline": Flag(),
            "min_length": Number(0, 3000, whole=True),
            "max_length": Number(1, 3000, whole=True),
            "initial_value": String(3000, 0),
        },
        across=(_text_fits,),
    ),
    "number_input": _input(
        {
            "is_decimal_allowed": Flag(),
            "min_value": String(100),
            "max_value": String(100),
            "initial_value": String(100),
        },
        "is_decimal_allowed",
        across=(_numbers_as_strings,),
    ),
    "email_text_input": _input({"initial_value": String(3000, 0)}),
    "url_text_input": _input({"initial_value": String(3000, 0)}),
    "file_input": Object(
        {**_ID, "filetypes": Items(String(50), 100), "max_files": Number(1, 10, whole=True)}
    ),
    "rich_text_input": _input(
        {
            "initial_value": rich_text.VALUE,
            "min_lines": Number(1, 100, whole=True),
            "max_lines": Number(1, 100, whole=True),
        }
    ),
    "icon_button": Object(
        {
            **_ID,
            "icon": Choice(("trash",)),
            "text": plain(75),
            "value": String(2000),
            "confirm": CONFIRM,
            "accessibility_label": String(75),
            "visible_to_user_ids": Items(String(255), 10),
        },
        ("icon", "text"),
    ),
}
_THUMB = Object(
    {"text": plain(75), "value": String(2000), "accessibility_label": String(75)},
    ("text", "value"),
)
FEEDBACK_BUTTONS = Object(
    {**_ID, "positive_button": _THUMB, "negative_button": _THUMB},
    ("positive_button", "negative_button"),
)

SELECTS = frozenset(
    f"{many}{of}_select"
    for many in ("", "multi_")
    for of in ("static", "external", "users", "channels", "conversations")
)
PICKED = SELECTS | {"datepicker", "timepicker", "checkboxes", "radio_buttons"}
IN_SECTION = PICKED | {"button", "overflow", "workflow_button"}
IN_ACTIONS = IN_SECTION | {"datetimepicker", "rich_text_input"}
IN_INPUT = PICKED | {
    "datetimepicker",
    "plain_text_input",
    "number_input",
    "email_text_input",
    "url_text_input",
    "file_input",
    "rich_text_input",
}
_IMAGE_FILE = Object({"id": String(255), "url": URL}, (), (only_one_of("id", "url"),))
IMAGE_SOURCE: Mapping[str, Rule] = {
    "image_url": URL,
    "slack_file": _IMAGE_FILE,
    "alt_text": String(2000),
}
IMAGE = Object(IMAGE_SOURCE, ("alt_text",), (only_one_of("image_url", "slack_file"),))


def elements(kinds: frozenset[str]) -> dict[str, Object]:
    """The part of the table that a block may hold."""
    return {kind: ELEMENTS[kind] for kind in sorted(kinds)}
