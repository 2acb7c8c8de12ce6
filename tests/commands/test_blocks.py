"""What is built is what Slack takes; what Slack would refuse is refused here, by name."""

import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.blocks import (
    Cell,
    Confirm,
    Message,
    Modal,
    Number,
    Option,
    actions,
    as_text,
    bar_chart,
    bold,
    button,
    channel_select,
    checkboxes,
    clip,
    context,
    date_input,
    divider,
    escape,
    external_select,
    header,
    home_view,
    line_chart,
    modal,
    number_input,
    overflow,
    pie_chart,
    seal,
    section,
    select,
    table,
    text_input,
    time_select,
    unescape,
    user_select,
)
from playground.blockkit import check_message, check_view

YES_NO = [Option("Yes", "yes"), Option("No", "no")]


def a_table() -> dict[str, Any]:
    rows: list[list[Cell]] = [["Sessions", Number("41,280", 41280.0)], ["Orders", ""]]
    return table("table", "Journey", ["Metric", "Latest"], rows)


def a_chart(series: int = 1) -> dict[str, Any]:
    lines = {f"Line {index}": [1.0, 2.5] for index in range(series)}
    return line_chart("chart", "Sessions", ["18 Nov", "19 Nov"], lines, "visits")


def test_every_message_block_is_taken() -> None:
    message = Message(
        "All usual.",
        (
            section("s", "Text", fields=["a", "b"], accessory=button("run", "Go", "status")),
            context("c", "small"),
            divider("d"),
            header("h", "Title"),
            actions(
                "a",
                button("run", "One", "1", style="primary", confirm=Confirm("T", "Sure?", "Yes")),
                button("run", "Two", "2"),
                overflow("run", YES_NO),
            ),
            a_table(),
            a_chart(),
            pie_chart("p", "Channels", {"Email": 3.0, "other": 1.0}),
        ),
    )
    assert check_message(message.payload()) == []
    bars = bar_chart("bars", "Orders", ["a"], {"Actual": [1.0]}, "")
    assert check_message(Message("x", (bars,)).payload()) == []


def test_every_input_is_taken() -> None:
    view = modal(
        "form",
        "A title that is far too long for Slack",
        (
            text_input("t", "Text", initial="x", placeholder="p", hint="h", dispatch=True),
            number_input("n", "Number", initial="3", low="0", high="10"),
            date_input("d", "Day", dispatch=True),
            time_select("at", "At", zone="Europe/Berlin"),
            select("s", "Choice", YES_NO, initial=YES_NO[0], placeholder="p"),
            external_select("e", "Metric", initial=YES_NO[1], action="metric"),
            user_select("u", "Owner", initial="U1"),
            channel_select("ch", "Channel"),
            checkboxes("k", "Which", YES_NO, initial=YES_NO[:1]),
        ),
        "Save",
        private_metadata="kept",
    )
    assert check_view(Modal(view).sealed(), "modal") == []
    assert check_view(seal(home_view([section("s", "Hello")])), "home") == []


def test_the_same_button_twice_gets_two_ids() -> None:
    row = actions("a", button("run", "One", "1"), button("run", "Two", "2"))
    assert [element["action_id"] for element in row["elements"]] == ["run", "run:1"]


def test_a_table_shows_all_its_rows() -> None:
    rows = [[str(number)] for number in range(40)]
    assert table("t", "c", ["n"], rows[:7])["page_size"] == 7
    assert table("t", "c", ["n"], rows)["page_size"] == 25


REFUSED: dict[str, dict[str, Any]] = {
    "/text": {"text": " "},
    "/blocks: more than one table": {
        "text": "x",
        "blocks": [a_table(), a_table() | {"block_id": "u"}],
    },
    "/blocks/1/block_id": {"text": "x", "blocks": [divider("d"), divider("d")]},
    "/blocks/0/elements": {"text": "x", "blocks": [actions("a")]},
    "/blocks/0/chart/series": {"text": "x", "blocks": [a_chart(7)]},
    "/blocks/0/chart/series/0/data/1/value": {
        "text": "x",
        "blocks": [line_chart("c", "t", ["a", "b"], {"s": [1.0, math.nan]}, "")],
    },
    "action_id 'x' used 2 times": {
        "text": "x",
        "blocks": [
            {"type": "actions", "block_id": "a", "elements": [button("x", "A"), button("x", "B")]}
        ],
    },
    "/submit": {**modal("f", "T", [text_input("t", "Text")])},
    "more than one focus_on_load": {
        **modal(
            "f",
            "T",
            [{**divider("a"), "focus_on_load": True}, {**divider("b"), "focus_on_load": True}],
        )
    },
    "cannot stand in a modal": {**modal("f", "T", [a_table()])},
    "outside min_value": {
        **modal("f", "T", [number_input("n", "N", initial="11", low="0", high="10")], "Go")
    },
    "not among the options": {
        **modal("f", "T", [select("s", "S", YES_NO[:1], initial=YES_NO[1])], "Go")
    },
    "longer than max_length": {
        **modal("f", "T", [text_input("t", "T", initial="abc", max_length=2)], "Go")
    },
    "NoneType is no JSON value": {"text": "x", "blocks": [{**divider("d"), "extra": None}]},
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_slack_refuses_is_named(words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        seal(REFUSED[words])


def test_a_message_has_at_most_three_buttons_in_a_row() -> None:
    with pytest.raises(ValueError, match="at most 3 buttons"):
        actions("a", *(button("run", str(number), "x") for number in range(4)))


def test_without_native_blocks_the_same_news_is_text() -> None:
    message = as_text(Message("x", (a_table(), a_chart())))
    payload = message.payload()
    assert {block["type"] for block in payload["blocks"]} == {"section"}
    first, second = (block["text"]["text"] for block in payload["blocks"])
    assert "Sessions · 41,280" in first
    assert "Line 0: 1 (18 Nov) to 2.5 (19 Nov)" in second
    assert check_message(payload) == []


def test_an_answer_says_what_it_is_only_where_it_differs() -> None:
    assert Message("x").payload() == {"text": "x"}
    assert Message("x", public=True).payload()["response_type"] == "in_channel"
    assert Message("x", thread_ts="1.2").payload()["thread_ts"] == "1.2"


@given(st.text())
def test_nothing_that_people_write_calls_anybody(text: str) -> None:
    safe = escape(text)
    assert "<" not in safe
    assert ">" not in safe
    assert unescape(safe) == text


@given(st.text(max_size=300), st.integers(min_value=60, max_value=200))
def test_clipped_text_fits_and_says_what_is_missing(text: str, limit: int) -> None:
    clipped = clip(text, limit)
    assert len(clipped) <= limit
    assert clipped == text or "more characters" in clipped


def test_a_star_in_a_name_does_not_end_the_bold() -> None:
    assert bold("5* rating").count("*") == 2
