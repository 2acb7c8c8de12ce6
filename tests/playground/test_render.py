"""How messages look in a terminal, and what words a test can match."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from playground.charts import spark
from playground.render import draw, flatten
from playground.tables import columns_of

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def chart(values: list[float]) -> Json:
    labels = [f"{day} Nov" for day in range(1, len(values) + 1)]
    data = [{"label": label, "value": v} for label, v in zip(labels, values, strict=True)]
    series = [{"name": "Actual", "data": data}]
    axes = {"categories": labels, "y_label": "Rate, %"}
    held = {"type": "line", "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": "Cart abandonment", "chart": held}


STATUS = {
    "text": "Decision is worse than usual",
    "blocks": [
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": "*Decision is worse* since <!date^1^{date_short}|4 Nov>, R&amp;D_x_",
            },
            "accessory": {"type": "button", "action_id": "d", "text": plain("Details")},
        },
        {
            "type": "data_table",
            "caption": "Stages",
            "rows": [
                [{"type": "raw_text", "text": "Stage"}, {"type": "raw_text", "text": "Latest"}],
                [
                    {"type": "raw_text", "text": "Decision"},
                    {"type": "raw_number", "value": 76.4, "text": "76.4%"},
                ],
                [
                    {"type": "raw_text", "text": "Action"},
                    {"type": "raw_number", "value": 812, "text": "812"},
                ],
            ],
        },
        chart([71, 72, 76.4]),
        {
            "type": "actions",
            "elements": [
                {"type": "button", "action_id": "s", "text": plain("Share")},
                {
                    "type": "overflow",
                    "action_id": "o",
                    "options": [
                        {"text": plain("Why"), "value": "w"},
                        {"text": plain("This week"), "value": "t"},
                    ],
                },
            ],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "_Usual_ is a median"}]},
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "bullet",
                    "elements": [
                        {
                            "type": "rich_text_section",
                            "elements": [
                                {"type": "text", "text": "Mobile "},
                                {"type": "text", "text": "68%", "style": {"bold": True}},
                            ],
                        }
                    ],
                }
            ],
        },
    ],
}


def test_a_status_message_reads_well() -> None:
    assert draw(STATUS, width=60).splitlines() == [
        "Decision is worse since 4 Nov, R&D_x_",
        "[Details]",
        "Stages",
        "Stage     Latest",
        "────────  ──────",
        "Decision   76.4%",
        "Action       812",
        "Cart abandonment (line)",
        "  Actual ▁▂█  71 to 76.4, last 76.4",
        "         1 Nov … 3 Nov (Rate, %)",
        "[Share] [⋯ Why · This week]",
        "  Usual is a median",
        "• Mobile 68%",
    ]


def test_every_word_can_be_matched() -> None:
    words = flatten(STATUS)
    for wanted in ("Decision is worse than usual", "Decision | 76.4%", "Stages", "Actual", "3 Nov"):
        assert wanted in words
    assert "Mobile 68%" in words
    assert "raw_text" not in words


def test_a_form_shows_what_its_fields_hold() -> None:
    options = [{"text": plain("Daily"), "value": "d"}]
    fields = {
        "Target": {"type": "number_input", "action_id": "v", "initial_value": "15"},
        "Cadence": {"type": "static_select", "action_id": "v", "options": options},
    }
    view = {
        "type": "modal",
        "title": plain("Goal"),
        "submit": plain("Set goal"),
        "blocks": [
            {"type": "input", "block_id": name, "label": plain(name), "element": element}
            for name, element in fields.items()
        ],
        "state": {
            "values": {"Cadence": {"v": {"type": "static_select", "selected_option": options[0]}}}
        },
    }
    lines = draw(view).splitlines()
    assert lines[0].startswith("┌ Goal ─")
    assert lines[1:] == ["Target: [15]", "Cadence: [Daily ▾]", "[Set goal]"]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
def test_a_spark_line_has_one_sign_a_value(values: list[float]) -> None:
    drawn = spark(values, low=min(values), high=max(values))
    assert len(drawn) == len(values)
    if max(values) > min(values):
        assert drawn[values.index(max(values))] == "█"


@given(st.lists(st.text("ab漢é –", min_size=1, max_size=40), min_size=2, max_size=6))
def test_a_table_never_runs_over_the_edge(texts: list[str]) -> None:
    row = [{"type": "raw_text", "text": text} for text in texts]
    block = {"type": "table", "rows": [row, row]}
    lines = draw({"blocks": [block]}, width=60).splitlines()
    assert all(columns_of(line) <= 60 for line in lines)
