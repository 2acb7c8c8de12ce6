"""Blocks of the little bot behind the page's tests: one of each kind that Funnelbot uses."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def words(block_id: str, text: str) -> Json:
    return {"type": "section", "block_id": block_id, "text": {"type": "mrkdwn", "text": text}}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def button(action_id: str, text: str, **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text), **more}


def raw(text: str) -> Json:
    return {"type": "raw_text", "text": text}


ROWS = [
    ("Awareness · sessions", "41,280", "+2%", "○ usual"),
    ("Interest · click-through rate", "2.9%", "−0.1 points", "○ usual"),
    ("Decision · cart abandonment", "76.4%", "+5.2 points", "● break #12"),
    ("Action · orders", "812", "−9%", "● worse"),
]
TABLE: Json = {
    "type": "data_table",
    "block_id": "table",
    "caption": "Stages on Thu 19 Nov",
    "page_size": 10,
    "rows": [
        [raw(cell) for cell in row]
        for row in (("Stage", "Latest", "Against usual", "State"), *ROWS)
    ],
}
DAYS = [f"{day} Nov" for day in range(1, 20)]
ACTUAL = [71.2, 70.4, 71.9, 73.5, 74.8, 75.2, 75.9, 76.3, 75.8, 76.0] + [76.1, 76.4] * 5
USUAL = [71.0, 70.8, 71.3, 71.2] * 5


def line(name: str, numbers: list[float]) -> Json:
    points = zip(DAYS, numbers, strict=False)
    return {"name": name, "data": [{"label": day, "value": value} for day, value in points]}


CHART: Json = {
    "type": "data_visualization",
    "block_id": "chart",
    "title": "Cart abandonment, last 19 days",
    "chart": {
        "type": "line",
        "series": [line("Actual", ACTUAL), line("Usual", USUAL)],
        "axis_config": {"categories": DAYS, "y_label": "%"},
    },
}
MORE: Json = {
    "type": "overflow",
    "action_id": "more",
    "options": [option("Why"), option("This week")],
}
SAID = "*Decision is worse than usual since about 4 Nov; the other three stages are usual.*"
STATUS: list[Json] = [
    words("said", f"{SAID} Numbers to Thu 19 Nov, 31 of 38 metrics have them."),
    TABLE,
    CHART,
    {
        "type": "actions",
        "block_id": "do",
        "elements": [button("details", "Details"), button("share", "Share in channel"), MORE],
    },
    {
        "type": "context",
        "block_id": "about",
        "elements": [
            {"type": "mrkdwn", "text": "Usual is the median of the last 8 Thursdays."},
        ],
    },
]


def field(block_id: str, label: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "v", **element},
        **more,
    }


CADENCES = [option("Daily"), option("Weekly")]
GOAL: Json = {
    "type": "modal",
    "callback_id": "goal",
    "title": plain("New goal"),
    "submit": plain("Set goal"),
    "notify_on_close": True,
    "blocks": [
        words("understood", "*Understood:* increase revenue by 15%, by 31 Mar 2027."),
        field("metric", "Metric", {"type": "external_select", "min_query_length": 1}),
        field(
            "target",
            "Target",
            {"type": "number_input", "is_decimal_allowed": True},
            hint=plain("A number, 0 to 100."),
        ),
        field(
            "cadence",
            "Check-in",
            {"type": "static_select", "options": CADENCES, "initial_option": CADENCES[0]},
            dispatch_action=True,
        ),
        field("by", "By", {"type": "datepicker", "initial_date": "2027-03-31"}),
        field("at", "At", {"type": "timepicker", "initial_time": "09:00"}, optional=True),
        field("owner", "Owner", {"type": "users_select"}, optional=True),
        field(
            "where",
            "Channel",
            {"type": "conversations_select", "default_to_current_conversation": True},
            optional=True,
        ),
        field(
            "days",
            "Days",
            {"type": "checkboxes", "options": [option("Mon"), option("Thu")]},
            optional=True,
        ),
        field("kind", "Kind", {"type": "radio_buttons", "options": CADENCES}, optional=True),
        field(
            "stages",
            "Stages",
            {"type": "multi_static_select", "options": [option("Interest"), option("Action")]},
            optional=True,
        ),
        field("data", "Data", {"type": "file_input", "filetypes": ["csv"]}, optional=True),
        field("what", "What will you do?", {"type": "plain_text_input", "multiline": True}),
    ],
}
ABOUT: Json = {
    "type": "modal",
    "callback_id": "about",
    "title": plain("About this goal"),
    "blocks": [words("about", "2 of the last 30 quarters grew that much.")],
}
HOME: Json = {
    "type": "home",
    "blocks": [
        {"type": "header", "block_id": "hello", "text": plain("Your goals")},
        words("goal", "*Repeat purchases to 32% by 31 Dec*: at risk, 44% chance."),
        {"type": "divider", "block_id": "line"},
        {"type": "actions", "block_id": "do", "elements": [button("goal_new", "New goal")]},
    ],
}
