"""Composition objects: text, option, option group, confirm dialog, and their checks."""

from collections.abc import Iterator

from playground.blockkit.rules import (
    Across,
    Choice,
    Flag,
    Items,
    Json,
    Object,
    Problem,
    Rule,
    String,
    Typed,
    typed,
)

BLOCK_ID = String(255)
ACTION_ID = String(255)
URL = String(3000)


def plain(most: int = 3000) -> Typed:
    return typed({"plain_text": Object({"text": String(most), "emoji": Flag()}, ("text",))})


def any_text(most: int = 3000) -> Typed:
    return typed(
        {
            "plain_text": Object({"text": String(most), "emoji": Flag()}, ("text",)),
            "mrkdwn": Object({"text": String(most), "verbatim": Flag()}, ("text",)),
        }
    )


CONFIRM = Object(
    {
        "title": plain(100),
        "text": any_text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": Choice(("primary", "danger")),
    },
    ("title", "text", "confirm", "deny"),
)

_OPTION: dict[str, Rule] = {"value": String(150), "description": plain(75)}
OPTION = Object({"text": plain(75), **_OPTION}, ("text", "value"))
LINK_OPTION = Object({"text": plain(75), **_OPTION, "url": URL}, ("text", "value"))
RICH_OPTION = Object(
    {"text": any_text(75), **_OPTION, "description": any_text(75)}, ("text", "value")
)
OPTION_GROUP = Object({"label": plain(75), "options": Items(OPTION, 100)}, ("label", "options"))


def options_of(element: Json) -> list[Json]:
    """Every option of a select, ungrouped or grouped, in order."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def initial_among_options(element: Json, at: str) -> Iterator[Problem]:
    """Slack compares the whole option, not its value."""
    offered = options_of(element)
    if "initial_option" in element and element["initial_option"] not in offered:
        yield Problem(f"{at}/initial_option", "must be one of the options")
    for place, option in enumerate(element.get("initial_options", [])):
        if option not in offered:
            yield Problem(f"{at}/initial_options/{place}", "must be one of the options")


def not_more_than_selectable(element: Json, at: str) -> Iterator[Problem]:
    most = element.get("max_selected_items")
    if most is not None and len(element.get("initial_options", [])) > most:
        yield Problem(f"{at}/initial_options", "more than max_selected_items")


def unique(key: str, *, within: str) -> Across:
    """No two objects of the array `within` may have the same `key`."""

    def look(value: Json, at: str) -> Iterator[Problem]:
        seen: set[str] = set()
        for place, item in enumerate(value.get(within, [])):
            held = item.get(key)
            if held is not None and held in seen:
                yield Problem(f"{at}/{within}/{place}/{key}", f"{key} must be unique: {held}")
            seen.add(held)

    return look


def check_options(options: list[Json]) -> list[Problem]:
    """What Slack refuses in the options that a bot gives to an external menu."""
    return list(Items(OPTION, 100, 0).problems(options, "/options"))
