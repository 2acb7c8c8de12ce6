"""A whole stage in one form; every value of a period; taking one away."""

from datetime import date
from typing import Any

import pytest

from commands.blocks import Message, Modal
from commands.request import Origin, Request
from commands.verbs.log_stage import record_stage, redraw_stage_form
from funnel.errors import BadForm, BadNumber, NotAllowed
from funnel.model import Grain
from tests.commands.conftest import ADMIN, ANA, BEN, LAST_DAY, TEAM, Desk


def sent(form: Modal, day: str = "", **typed: str) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for block in form.view["blocks"]:
        if block["type"] != "input":
            continue
        element, name = block["element"], block["block_id"]
        if name == "day":
            state = {"selected_date": day or element["initial_date"]}
        else:
            state = {"value": typed.get(name, element.get("initial_value"))}
        values[name] = {element["action_id"]: state}
    return dict(form.view) | {"id": "V1", "state": {"values": values}}


def asking(desk: Desk, user: str = ANA) -> Request:
    return Request(TEAM, user, "C1", Origin.BUTTON, "log", "", desk.now, view="V1")


def opened(desk: Desk, text: str = "log decision") -> Modal:
    form = desk.asks(text)
    assert isinstance(form, Modal)
    return form


def hints(form: Modal) -> dict[str, str]:
    inputs = [block for block in form.view["blocks"] if block["type"] == "input"]
    return {block["block_id"]: block["hint"]["text"] for block in inputs}


def stored(desk: Desk, metric: str, day: date, grain: Grain = Grain.DAY) -> float | None:
    with desk.store.read(TEAM) as tx:
        there = tx.snapshots.at(metric, day, grain=grain)
    return there[0].value if there else None


def test_every_metric_of_the_stage_has_a_field_with_its_last_value(desk: Desk) -> None:
    shown = hints(opened(desk))
    assert shown["cart_abandonment_rate"].startswith("For Thu 19 Nov. Last: 7")
    assert "for Thu 19 Nov (shop.csv)." in shown["cart_abandonment_rate"]
    assert any(words.endswith("No value yet.") for words in shown.values())


def test_some_fields_are_recorded_and_undone_as_one(new_desk: Desk) -> None:
    form = opened(new_desk, "log action yesterday")
    view = sent(form, orders="80", sales_revenue="€4.321,50")
    said = record_stage(view, asking(new_desk), new_desk.deps)
    assert isinstance(said, Message)
    assert said.text == "Recorded 2 numbers of Action."
    assert stored(new_desk, "sales_revenue", LAST_DAY) == 4321.5
    words = new_desk.reads("log undo")
    assert "orders 80 for Thu 19 Nov is gone" in words
    assert "sales revenue €4,322 for Thu 19 Nov is gone" in words
    assert stored(new_desk, "orders", LAST_DAY) is None


def test_all_wrong_fields_are_told_at_once_and_nothing_is_stored(new_desk: Desk) -> None:
    view = sent(opened(new_desk, "log action"), orders="many", sales_revenue="-5", sessions="3")
    with pytest.raises(BadForm) as refused:
        record_stage(view, asking(new_desk), new_desk.deps)
    assert set(refused.value.fields) == {"orders", "sales_revenue"}
    with pytest.raises(BadForm, match="at least one"):
        record_stage(sent(opened(new_desk, "log action")), asking(new_desk), new_desk.deps)
    view = sent(opened(new_desk, "log action"), day="2026-12-01", orders="3")
    with pytest.raises(BadForm, match="future"):
        record_stage(view, asking(new_desk), new_desk.deps)
    with new_desk.store.read(TEAM) as tx:
        assert tx.series.all() == ()


def test_surprises_are_asked_once_together_and_keep_what_was_typed(desk: Desk) -> None:
    view = sent(opened(desk, "log awareness"), day="2026-11-20", sessions="412800")
    question = record_stage(view, asking(desk), desk.deps)
    assert isinstance(question, Modal)
    asked = question.view["blocks"][0]["text"]["text"]
    assert "Nothing is stored yet." in asked
    assert "Sessions 412,800 for Fri 20 Nov is unusual (usual " in asked
    assert question.view["submit"]["text"] == "Record anyway"
    assert stored(desk, "sessions", date(2026, 11, 20)) is None
    # Another typed value is looked at again; the same one is recorded.
    again = record_stage(sent(question, sessions="512800"), asking(desk), desk.deps)
    assert isinstance(again, Modal)
    said = record_stage(sent(again), asking(desk), desk.deps)
    assert isinstance(said, Message)
    assert stored(desk, "sessions", date(2026, 11, 20)) == 512800


def test_another_day_redraws_the_hints_and_keeps_the_words(desk: Desk) -> None:
    view = sent(opened(desk, "log awareness"), day="2026-11-10", sessions="40k")
    drawn = redraw_stage_form(view, asking(desk), desk.deps)
    assert hints(drawn)["sessions"].startswith("For Tue 10 Nov.")
    kept = {b["block_id"]: b.get("element", {}) for b in drawn.view["blocks"]}
    assert kept["sessions"]["initial_value"] == "40k"


def test_a_monthly_metric_is_for_the_month_that_was_over(new_desk: Desk) -> None:
    form = opened(new_desk, "log journey:retention_optimization")
    assert hints(form)["customer_lifetime_value"].startswith("For October 2026.")
    record_stage(sent(form, customer_lifetime_value="320"), asking(new_desk), new_desk.deps)
    assert stored(new_desk, "customer_lifetime_value", date(2026, 10, 1), Grain.MONTH) == 320


def test_dropping_counts_is_asked(new_desk: Desk) -> None:
    new_desk.asks("log cart abandonment 255/340")
    question = new_desk.reads("log cart abandonment 74%")
    assert "stands with its counts (255/340)" in question
    assert "drops them" in question
    assert stored(new_desk, "cart_abandonment_rate", LAST_DAY) == 75.0
    assert "Recorded" in new_desk.reads("log cart abandonment 251/340")


def test_the_history_of_a_value_says_who_when_and_what_became_of_it(new_desk: Desk) -> None:
    assert "never had a value" in new_desk.reads("log history sessions")
    new_desk.asks("log sessions 2310", ANA)
    new_desk.asks("log sessions 2400 --sure", BEN)
    new_desk.asks("log undo", BEN)
    words = new_desk.reads("log history sessions yesterday")
    assert "Sessions for Thu 19 Nov: 3 values, 2,310 stands." in words
    assert words.index("*2,400* · typed by <@UBEN>") > words.index("*2,310*")
    assert "undone on Fri 20 Nov" in words
    assert "replaced on Fri 20 Nov" in words


def test_a_deleted_value_is_missing_and_comes_back_with_undo(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310", ANA)
    with pytest.raises(NotAllowed):
        new_desk.asks("log delete sessions", BEN)
    words = new_desk.reads("log delete sessions", ANA)
    assert "Deleted sessions 2,310 for Thu 19 Nov." in words
    assert stored(new_desk, "sessions", LAST_DAY) is None
    assert "deleted on" in new_desk.reads("log history sessions")
    assert "deleted on" in new_desk.reads("log last")
    assert "is 2,310 again" in new_desk.reads("log undo")
    assert stored(new_desk, "sessions", LAST_DAY) == 2310
    new_desk.asks("log delete sessions", ADMIN)
    with pytest.raises(BadNumber, match="No value"):
        new_desk.asks("log delete sessions", ADMIN)
