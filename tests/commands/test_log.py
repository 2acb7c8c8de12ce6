"""Putting one number in, being asked about it, taking it back."""

from datetime import date, timedelta

import pytest

from commands.blocks import Message, Modal
from commands.request import Origin
from commands.router import Asker, request_for
from commands.verbs.log_form import read_log_form
from funnel.errors import BadDate, BadForm, BadNumber, BadSegment, NotAllowed, UnknownNumber
from funnel.model import Grain, Segment
from tests.commands.conftest import ADMIN, ANA, BEN, TEAM, Desk

YESTERDAY = date(2026, 11, 19)


def stored(desk: Desk, metric: str, day: date = YESTERDAY, **key: object) -> float | None:
    with desk.store.read(TEAM) as tx:
        there = tx.snapshots.at(metric, day, **key)  # type: ignore[arg-type]
    return None if there is None else there[0].value


def test_a_number_is_recorded_for_the_newest_day_that_is_over(new_desk: Desk) -> None:
    words = new_desk.reads("log sessions 41280")
    assert "Recorded sessions *41,280* for Thu 19 Nov" in words
    assert "Undo" in words
    assert stored(new_desk, "sessions") == 41280


def test_the_echo_names_what_is_usual(desk: Desk) -> None:
    words = desk.reads("log sessions 40100 2026-11-20")
    assert "Recorded sessions *40,100* for Fri 20 Nov (usual " in words


def test_a_ratio_keeps_its_parts(new_desk: Desk) -> None:
    new_desk.reads("log cart abandonment 255/340 18 Nov")
    with new_desk.store.read(TEAM) as tx:
        there = tx.snapshots.at("cart_abandonment_rate", date(2026, 11, 18))
    assert there is not None
    assert (there[0].value, there[0].numerator, there[0].denominator) == (75.0, 255.0, 340.0)


def test_a_segment_is_its_own_series(new_desk: Desk) -> None:
    new_desk.reads("log sessions 1.2k yesterday channel=email")
    assert stored(new_desk, "sessions", segment=Segment("channel", "email")) == 1200
    assert stored(new_desk, "sessions") is None


def test_a_monthly_metric_is_kept_by_month(new_desk: Desk) -> None:
    words = new_desk.reads("log customer lifetime value €320")
    assert "for October 2026" in words
    assert stored(new_desk, "customer_lifetime_value", date(2026, 10, 1), grain=Grain.MONTH) == 320


@pytest.mark.parametrize(
    ("text", "error", "words"),
    [
        ("log cart abandonment 712%", BadNumber, "Did you mean 71.2%"),
        ("log sessions many", BadNumber, '"many" is no number'),
        ("log sessions -5", BadNumber, "below"),
        ("log sessions 41280 2026-12-01", BadDate, "future"),
        ("log sessions 41280 colour=red", BadSegment, "cannot cut"),
        ("log sessions 41280 last week", BadDate, "more than one day"),
    ],
)
def test_bad_input_gets_a_sentence_and_stores_nothing(
    new_desk: Desk, text: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        new_desk.asks(text)
    with new_desk.store.read(TEAM) as tx:
        assert tx.series.all() == ()


def test_a_surprise_is_asked_once_and_not_refused(desk: Desk) -> None:
    question = desk.asks("log sessions 4128 2026-11-20")
    assert isinstance(question, Message)
    assert "4,128 would be the lowest Friday in 35 weeks for sessions (usual " in question.text
    assert "Nothing is stored yet." in question.text
    assert stored(desk, "sessions", date(2026, 11, 20)) is None

    yes = command_of(question, "Record it")
    answer = desk.asks(yes, origin=Origin.BUTTON)
    assert isinstance(answer, Message)
    assert answer.replace
    assert stored(desk, "sessions", date(2026, 11, 20)) == 4128


def test_change_opens_the_form_with_what_was_typed(desk: Desk) -> None:
    question = desk.asks("log sessions 4128 2026-11-20 ")
    form = desk.asks(command_of(question, "Change"))
    assert isinstance(form, Modal)
    by_id = {block["block_id"]: block["element"] for block in form.view["blocks"]}
    assert by_id["number"]["initial_value"] == "4128"
    assert by_id["day"]["initial_date"] == "2026-11-20"
    assert by_id["metric"]["initial_option"]["value"] == "sessions"


def test_somebody_elses_number_is_replaced_only_on_purpose(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310", ANA)
    question = new_desk.asks("log sessions 2400", BEN)
    assert isinstance(question, Message)
    assert question.text.startswith(f"<@{ANA}> recorded 2,310 for sessions, Thu 19 Nov")
    assert "at 09:12 UTC; replace it by 2,400?" in question.text
    assert stored(new_desk, "sessions") == 2310
    new_desk.asks(command_of(question, "Replace"), BEN, origin=Origin.BUTTON)
    assert stored(new_desk, "sessions") == 2400


def test_ones_own_number_is_corrected_at_once(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310")
    assert "was 2,310" in new_desk.reads("log sessions 2400")


def test_the_same_number_again_changes_nothing(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310")
    assert "is 2,310 already" in new_desk.reads("log sessions 2310", BEN)
    with new_desk.store.read(TEAM) as tx:
        assert len(tx.recordings.latest(10)) == 1


def test_last_and_undo_show_and_take_back_ones_own(new_desk: Desk) -> None:
    assert "You logged no number" in new_desk.reads("log last")
    new_desk.asks("log sessions 2310")
    new_desk.asks("log orders 80")
    words = new_desk.reads("log last")
    assert words.index("Orders 80 for Thu 19 Nov") < words.index("Sessions 2,310 for Thu 19 Nov")
    assert "Undone: orders 80 for Thu 19 Nov is gone." in new_desk.reads("log undo")
    assert stored(new_desk, "orders") is None
    assert "You logged no number" in new_desk.reads("log undo", BEN)


def test_undo_brings_the_old_number_back(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310")
    new_desk.asks("log sessions 2400")
    assert "is 2,310 again" in new_desk.reads("log undo")
    assert stored(new_desk, "sessions") == 2310


def test_the_same_click_undoes_once(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310")
    new_desk.asks("log orders 80")
    new_desk.asks("log undo", key="trigger1")
    with pytest.raises(NotAllowed, match="undone already"):
        new_desk.asks("log undo", key="trigger1")
    assert stored(new_desk, "sessions") == 2310


def test_only_the_author_or_an_admin_undoes(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310", ANA)
    with pytest.raises(NotAllowed, match="logged that number"):
        new_desk.asks("log undo 1", BEN)
    new_desk.asks("log undo 1", ADMIN)
    assert stored(new_desk, "sessions") is None


def test_an_import_is_not_undone_by_log(desk: Desk) -> None:
    with pytest.raises(UnknownNumber):
        desk.asks("log undo 1", ADMIN)
    with pytest.raises(BadNumber):
        desk.asks("log undo everything")


def test_deeds_stand_in_the_audit_log(new_desk: Desk) -> None:
    new_desk.asks("log sessions 2310")
    new_desk.asks("log undo")
    with new_desk.store.read(TEAM) as tx:
        deeds = tx.audit.latest(5)
    assert [(deed.user, deed.action, deed.subject) for deed in deeds] == [
        (ANA, "number_undone", "sessions"),
        (ANA, "number_logged", "sessions"),
    ]


def test_log_alone_opens_the_form(new_desk: Desk) -> None:
    form = new_desk.asks("log")
    assert isinstance(form, Modal)
    assert form.view["title"]["text"] == "Log a number"


def values(
    metric: str | None, number: str, day: str | None, segment: str = ""
) -> dict[str, object]:
    chosen = {"text": {"type": "plain_text", "text": "x"}, "value": metric} if metric else None
    return {
        "metric": {"metric": {"selected_option": chosen}},
        "number": {"value": {"value": number or None}},
        "day": {"value": {"selected_date": day}},
        "segment": {"value": {"value": segment or None}},
    }


def test_the_form_says_the_same_as_the_command(new_desk: Desk) -> None:
    request = request_for(
        Asker(TEAM, ANA, "C1", Origin.SLASH, new_desk.now), verb="log", args="", text="log"
    )
    filled = values("sessions", "41,280", "2026-11-18", "channel=email")
    entry, number = read_log_form(filled, request, new_desk.deps)
    assert (entry.metric.key, number.value) == ("sessions", 41280)
    assert entry.segment == Segment("channel", "email")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (values(None, "5", "2026-11-18"), "metric"),
        (values("sessions", "many", "2026-11-18"), "number"),
        (values("cart_abandonment_rate", "712%", "2026-11-18"), "number"),
        (values("sessions", "5", "2026-12-18"), "day"),
        (values("sessions", "5", "2026-11-18", "colour=red"), "segment"),
    ],
)
def test_a_wrong_field_has_its_sentence_under_it(
    new_desk: Desk, typed: dict[str, object], field: str
) -> None:
    request = request_for(
        Asker(TEAM, ANA, "C1", Origin.SLASH, new_desk.now), verb="log", args="", text="log"
    )
    with pytest.raises(BadForm) as refused:
        read_log_form(typed, request, new_desk.deps)
    assert list(refused.value.fields) == [field]
    assert refused.value.fields[field]


def command_of(message: object, label: str) -> str:
    """What the button with that label runs."""
    assert isinstance(message, Message)
    buttons = [
        part
        for block in message.payload()["blocks"]
        for part in (*block.get("elements", ()), block.get("accessory", {}))
    ]
    return str(next(one["value"] for one in buttons if one.get("text", {}).get("text") == label))


def test_a_metric_can_be_asked_as_it_was_known(desk: Desk) -> None:
    evening = desk.now
    desk.reads("log orders 700 18 Nov --sure")
    desk.now += timedelta(days=2)
    desk.reads("log orders 650 18 Nov --sure", BEN)
    desk.records("orders", {date(2026, 11, 18): 4.0}, segment=Segment("channel", "email"))
    week = "metric orders 18 Nov to 18 Nov"
    assert ": 650" in desk.reads(week)
    told = desk.reads(f"{week} as known on {evening:%d %b}")
    assert told.startswith("As known on Fri 20 Nov: ")
    assert ": 700" in told
    assert "650" not in told
    assert "what came or was corrected later is left out" in told
    assert "email | –" in desk.reads("metric orders by channel as known on 20 Nov")
    assert "has no complete number" in desk.reads(f"{week} as known on 1 Jan")
