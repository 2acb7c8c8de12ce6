"""What the local Slack refuses in blocks: one row a rule, and samples that it must take."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.blockkit import Surface, check_blocks, check_message, check_view

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def section(**more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}, **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Open"), "action_id": "open", **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def option(text: str = "A", value: str = "a") -> Json:
    return {"text": plain(text), "value": value}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "s", **more}


def asked(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Field"), "element": element, **more}


def number(**more: Any) -> Json:
    return {"type": "number_input", "action_id": "n", "is_decimal_allowed": True, **more}


def chart(values: list[Any] | None = None, *, series: int = 1, **more: Any) -> Json:
    labels = [f"W{week}" for week in range(len(values or [1, 2]))]
    data = [{"label": w, "value": v} for w, v in zip(labels, values or [1, 2], strict=True)]
    lines = [{"name": f"Line {number}", "data": data} for number in range(series)]
    held = {"type": "line", "series": lines, "axis_config": {"categories": labels}}
    return {"type": "data_visualization", "title": "Carts", "chart": held, **more}


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def rich() -> Json:
    inner = {"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}
    return {"type": "rich_text", "elements": [inner]}


def table(rows: list[list[Json]] | None = None, **more: Any) -> Json:
    rows = rows or [[cell("Stage")], [cell("Decision")]]
    return {"type": "data_table", "caption": "Stages", "rows": rows, **more}


def pie(value: float) -> Json:
    segments = [{"label": "Mobile", "value": value}]
    held = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "Where", "chart": held}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Goal"), "blocks": list(blocks), **more}


def test_a_full_status_message_is_taken() -> None:
    blocks = [
        {"type": "header", "text": plain("Decision")},
        section(accessory=button(action_id="more"), block_id="verdict"),
        chart([1.5, -2, 3], series=6),
        table([[cell("Stage"), cell("Value")], [rich(), {**cell("71%")}]], page_size=25),
        actions(
            button(),
            {"type": "overflow", "action_id": "o", "options": [option("Why", "why")]},
            select(options=[option(), option("B", "b")], initial_option=option("B", "b")),
        ),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "x", "verbatim": True}]},
        rich(),
    ]
    assert check_message({"text": "Decision is usual", "blocks": blocks}) == []


REFUSED: list[tuple[str, list[Json], str]] = [
    ("unknown block", [{"type": "sparkles"}], "/blocks/0/type"),
    ("unknown key of a block", [section(colour="red")], "/blocks/0/colour"),
    ("type on an option", [actions(select(options=[{**option(), "type": "option"}]))], "/0/type"),
    ("emoji on mrkdwn", [section(text={"type": "mrkdwn", "text": "a", "emoji": True})], "/emoji"),
    ("blank text", [section(text={"type": "mrkdwn", "text": "  "})], "/blocks/0/text/text"),
    ("section text of 3,001", [section(text=plain("x" * 3001))], "/blocks/0/text/text"),
    ("section without words", [{"type": "section"}], "/blocks/0"),
    ("header of 151", [{"type": "header", "text": plain("x" * 151)}], "/blocks/0/text/text"),
    ("mrkdwn header", [{"type": "header", "text": {"type": "mrkdwn", "text": "a"}}], "/text/type"),
    ("11 fields", [section(fields=[plain()] * 11)], "/blocks/0/fields"),
    ("field of 2,001", [section(fields=[plain("x" * 2001)])], "/blocks/0/fields/0/text"),
    ("empty actions", [actions()], "/blocks/0/elements"),
    ("26 actions", [actions(*(button(action_id=str(n)) for n in range(26)))], "/0/elements"),
    ("two equal action_ids", [actions(button(), button())], "/blocks/0/elements/1/action_id"),
    ("two equal block_ids", [section(block_id="a"), section(block_id="a")], "/blocks/1/block_id"),
    ("button text of 76", [actions(button(text=plain("x" * 76)))], "/elements/0/text/text"),
    ("button style", [actions(button(style="green"))], "/elements/0/style"),
    ("button value of 2,001", [actions(button(value="x" * 2001))], "/elements/0/value"),
    ("confirm without deny", [actions(button(confirm={"title": plain()}))], "/0/confirm"),
    ("select without options", [actions(select())], "/elements/0"),
    ("empty options", [actions(select(options=[]))], "/elements/0/options"),
    ("101 options", [actions(select(options=[option()] * 101))], "/elements/0/options"),
    ("empty option value", [actions(select(options=[option("A", "")]))], "/options/0/value"),
    ("option text of 76", [actions(select(options=[option("x" * 76)]))], "/options/0/text/text"),
    (
        "initial option outside of the options",
        [actions(select(options=[option()], initial_option=option("A", "b")))],
        "/initial_option",
    ),
    (
        "overflow of six",
        [actions({"type": "overflow", "action_id": "o", "options": [option()] * 6})],
        "/options",
    ),
    ("number as a number", [asked(number(initial_value=3))], "/element/initial_value"),
    ("number in words", [asked(number(initial_value="three"))], "/element/initial_value"),
    ("number above its bound", [asked(number(initial_value="9", max_value="5"))], "/initial_value"),
    ("number without decimals flag", [asked({"type": "number_input"})], "/element"),
    (
        "text longer than allowed",
        [asked({"type": "plain_text_input", "max_length": 2, "initial_value": "abc"})],
        "/initial_value",
    ),
    ("bad date", [asked({"type": "datepicker", "initial_date": "31.12.2026"})], "/initial_date"),
    ("bad time", [asked({"type": "timepicker", "initial_time": "25:00"})], "/initial_time"),
    ("button in an input", [asked(button())], "/element/type"),
    ("text input in actions", [actions({"type": "plain_text_input"})], "/elements/0/type"),
    ("file input in a message", [asked({"type": "file_input"})], "/blocks/0/element/type"),
    ("file input as accessory", [section(accessory={"type": "file_input"})], "/accessory/type"),
    ("image without alt", [{"type": "image", "image_url": "https://x.y/z.png"}], "/blocks/0"),
    ("NaN in a chart", [chart([1, float("nan")])], "/series/0/data/1/value"),
    ("infinity in a chart", [chart([float("inf")])], "/series/0/data/0/value"),
    ("gap in a chart", [chart([1, None])], "/series/0/data/1"),
    ("7 series", [chart(series=7)], "/chart/series"),
    ("21 categories", [chart(list(range(21)))], "/chart/axis_config/categories"),
    ("chart title of 51", [chart(title="x" * 51)], "/title"),
    ("pie of zero", [pie(0)], "/chart/segments/0/value"),
    ("3 charts", [chart(), chart(), chart()], "/blocks"),
    ("2 data tables", [table(), table()], "/blocks"),
    ("table of one row", [table([[cell()]])], "/rows"),
    ("202 rows", [table([[cell()]] * 202)], "/rows"),
    ("21 columns", [table([[cell()] * 21] * 2)], "/rows/0"),
    ("ragged table", [table([[cell(), cell()], [cell()]])], "/rows/1"),
    ("empty cell", [table([[cell()], [cell("")]])], "/rows/1/0/text"),
    ("rich header", [table([[rich()], [cell()]])], "/rows/0/0/type"),
    ("table without caption", [{"type": "data_table", "rows": [[cell()]] * 2}], "/blocks/0"),
    ("page of 101", [table(page_size=101)], "/page_size"),
    ("20,001 characters", [table([[cell()], [cell("x" * 20_000)]])], "/rows"),
    ("plain table too long", [{"type": "table", "rows": [[cell("x" * 10_001)]]}], "/rows"),
    ("alert in a message", [{"type": "alert", "text": plain()}], "/blocks/0/type"),
    ("51 blocks", [{"type": "divider"}] * 51, "/blocks"),
    ("12,001 of Markdown", [{"type": "markdown", "text": "x" * 6001}] * 2, "/blocks"),
]


@pytest.mark.parametrize(
    ("blocks", "pointer"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_slack_refuses_this_message(blocks: list[Json], pointer: str) -> None:
    problems = check_blocks(blocks, Surface.MESSAGE)
    assert problems
    assert any(problem.pointer.endswith(pointer) for problem in problems), problems


def test_chart_categories_each_once() -> None:
    twice = chart()
    twice["chart"]["series"][0]["data"][1]["label"] = "W0"
    repeated = chart()
    repeated["chart"]["axis_config"]["categories"] = ["W0", "W0"]
    named = chart(series=2)
    named["chart"]["series"][1]["name"] = "Line 0"
    for wrong in (twice, repeated, named):
        assert check_blocks([wrong], Surface.MESSAGE)


TEXT_INPUT = {"type": "plain_text_input", "action_id": "t"}
FOCUSED = {**TEXT_INPUT, "focus_on_load": True}
SUBMIT = {"submit": plain("Save")}

BAD_VIEWS: list[tuple[str, Json, str]] = [
    ("input without submit", modal(asked(TEXT_INPUT)), "submit is required"),
    ("title of 25", modal(section()) | {"title": plain("x" * 25)}, "less than 25"),
    ("private_metadata as object", modal(section(), private_metadata={}), "must be a string"),
    ("private_metadata of 3,001", modal(section(), private_metadata="x" * 3001), "less than 3001"),
    ("chart in a modal", modal(chart()), "not allowed in a modal"),
    ("table in a modal", modal(table()), "not allowed in a modal"),
    ("101 blocks", modal(*[{"type": "divider"}] * 101), "no more than 100"),
    ("unknown key", modal(section(), color="red"), "unexpected field"),
    (
        "two focused fields",
        modal(asked(FOCUSED), asked(FOCUSED), **SUBMIT),
        "only one element",
    ),
    (
        "view above 250 KB",
        modal(*(asked(select(options=[option("x" * 75, "y" * 150)] * 100)) for _ in range(20)))
        | SUBMIT,
        "view_too_large",
    ),
]


@pytest.mark.parametrize(
    ("view", "words"), [row[1:] for row in BAD_VIEWS], ids=[row[0] for row in BAD_VIEWS]
)
def test_slack_refuses_this_modal(view: Json, words: str) -> None:
    assert any(words in problem.message for problem in check_view(view, "modal"))


def test_a_modal_with_fields_and_a_file_is_taken() -> None:
    view = modal(
        asked(FOCUSED, block_id="title", optional=True, hint=plain()),
        asked({"type": "file_input", "action_id": "f", "filetypes": ["csv"]}),
        {"type": "alert", "text": plain(), "level": "warning"},
        **SUBMIT,
        notify_on_close=True,
    )
    assert check_view(view, Surface.MODAL) == []


def test_home_takes_no_chart_and_no_title() -> None:
    assert check_view({"type": "home", "blocks": [section()]}, "home") == []
    assert check_view({"type": "home", "blocks": [chart()]}, "home")
    assert check_view({"type": "home", "title": plain(), "blocks": []}, "home")
    assert check_view(modal(section()), "home")


def test_message_text() -> None:
    assert check_message({"text": "Words"}) == []
    assert check_message({"blocks": [section()]}) == []
    assert check_message({"text": "  "})
    assert check_message({"text": "x" * 40_001})
    assert check_message({"text": "Words", "colour": "red"})


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda held: (
            st.lists(held, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["type", "text", "elements", "rows", "chart", "element", "accessory"]
                ),
                held | st.sampled_from(["section", "actions", "input", "data_table", "mrkdwn"]),
                max_size=4,
            )
        ),
    )
)
def test_any_json_gets_an_answer(anything: Any) -> None:
    """The check never raises, whatever a bot sends."""
    assert isinstance(check_blocks([anything], Surface.MESSAGE), list)
    assert isinstance(check_view(anything, "modal"), list)


@pytest.mark.parametrize("name", ["view_modal_001", "view_modal_004", "view_home_001"])
def test_slacks_own_sample_views_are_taken(shared_data: Path, name: str) -> None:
    view = json.loads((shared_data / f"payloads/python-slack-sdk/{name}.json").read_text())
    assert check_view(view, view["type"]) == []
