"""Layout blocks: the keys, limits and contents of each."""

from collections.abc import Mapping

from playground.blockkit import rich_text
from playground.blockkit.charts import CHART_BLOCK
from playground.blockkit.elements import (
    ELEMENTS,
    FEEDBACK_BUTTONS,
    IMAGE,
    IMAGE_SOURCE,
    IN_ACTIONS,
    IN_INPUT,
    IN_SECTION,
    elements,
)
from playground.blockkit.objects import BLOCK_ID, URL, any_text, plain, unique
from playground.blockkit.rules import (
    Choice,
    Flag,
    Items,
    Object,
    Rule,
    String,
    Typed,
    at_least_one_of,
    only_one_of,
    typed,
)
from playground.blockkit.tables import DATA_TABLE_BLOCK, TABLE_BLOCK

_ID: Mapping[str, Rule] = {"block_id": BLOCK_ID}
_TEXTS = any_text().kinds
_CONTEXT_ELEMENT = Typed({**_TEXTS, **typed({"image": IMAGE}).kinds})
_IMAGE = typed({"image": IMAGE})
_ICON = Object({"type": Choice(("icon",)), "name": String(255)}, ("type", "name"))
_RICH = typed({"rich_text": Object({**_ID, "elements": rich_text.ELEMENTS}, ("elements",))})
_SOURCE = typed({"url": Object({"url": URL, "text": String()}, ("url", "text"))})

_CARD = Object(
    {
        **_ID,
        "hero_image": _IMAGE,
        "title": any_text(150),
        "subtitle": any_text(150),
        "body": any_text(200),
        "subtext": any_text(200),
        "icon": _IMAGE,
        "slack_icon": _ICON,
        "actions": Items(typed(elements(frozenset({"button"}))), 3),
    },
    (),
    (at_least_one_of("hero_image", "title", "actions", "body"),),
)
_TASK = Object(
    {
        **_ID,
        "task_id": String(255),
        "title": String(),
        "status": Choice(("pending", "in_progress", "complete", "error")),
        "details": _RICH,
        "output": _RICH,
        "sources": Items(_SOURCE, 100),
    },
    ("task_id", "title", "status"),
)

_PLAIN_BLOCKS: Mapping[str, Object] = {
    "section": Object(
        {
            **_ID,
            "text": any_text(3000),
            "fields": Items(any_text(2000), 10),
            "accessory": Typed(
                {**typed(elements(IN_SECTION)).kinds, **typed({"image": IMAGE}).kinds}
            ),
            "expand": Flag(),
        },
        (),
        (at_least_one_of("text", "fields"),),
    ),
    "header": Object({**_ID, "text": plain(150)}, ("text",)),
    "divider": Object(_ID),
    "context": Object({**_ID, "elements": Items(_CONTEXT_ELEMENT, 10)}, ("elements",)),
    "actions": Object(
        {**_ID, "elements": Items(typed(elements(IN_ACTIONS)), 25)},
        ("elements",),
        (unique("action_id", within="elements"),),
    ),
    "input": Object(
        {
            **_ID,
            "label": plain(2000),
            "element": typed(elements(IN_INPUT)),
            "hint": plain(2000),
            "optional": Flag(),
            "dispatch_action": Flag(),
        },
        ("label", "element"),
    ),
    "image": Object(
        {**_ID, **IMAGE_SOURCE, "title": plain(2000)},
        ("alt_text",),
        (only_one_of("image_url", "slack_file"),),
    ),
    "video": Object(
        {
            **_ID,
            "alt_text": String(),
            "title": plain(199),
            "title_url": URL,
            "video_url": URL,
            "thumbnail_url": URL,
            "description": plain(200),
            "author_name": String(49),
            "provider_name": String(),
            "provider_icon_url": URL,
        },
        ("alt_text", "title", "video_url", "thumbnail_url"),
    ),
    "rich_text": Object({**_ID, "elements": rich_text.ELEMENTS}, ("elements",)),
    "table": TABLE_BLOCK,
}

BLOCKS: Mapping[str, Rule] = typed(
    {
        **_PLAIN_BLOCKS,
        "markdown": Object({**_ID, "text": String(12_000)}, ("text",)),
        "data_table": DATA_TABLE_BLOCK,
        "data_visualization": CHART_BLOCK,
        "alert": Object(
            {
                **_ID,
                "text": any_text(200),
                "level": Choice(("default", "info", "warning", "error", "success")),
            },
            ("text",),
        ),
        "card": _CARD,
        "carousel": Object({**_ID, "elements": Items(typed({"card": _CARD}), 10)}, ("elements",)),
        "container": Object(
            {
                **_ID,
                "title": plain(150),
                "rich_text_title": _RICH,
                "subtitle": any_text(150),
                "child_blocks": Items(typed(dict(_PLAIN_BLOCKS)), 10),
                "width": Choice(("narrow", "standard", "wide", "full")),
                "icon": _IMAGE,
                "is_collapsible": Flag(),
                "default_collapsed": Flag(),
                "has_header_divider": Flag(),
            },
            ("child_blocks",),
            (only_one_of("title", "rich_text_title"),),
        ),
        "context_actions": Object(
            {
                **_ID,
                "elements": Items(
                    typed(
                        {
                            "feedback_buttons": FEEDBACK_BUTTONS,
                            "icon_button": ELEMENTS["icon_button"],
                        }
                    ),
                    5,
                ),
            },
            ("elements",),
        ),
        "plan": Object(
            {**_ID, "title": String(), "tasks": Items(typed({"task_card": _TASK}), 50)},
            ("title", "tasks"),
            (unique("task_id", within="tasks"),),
        ),
        "task_card": _TASK,
    }
).kinds
