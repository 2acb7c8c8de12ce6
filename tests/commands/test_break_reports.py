"""Breaks that people report, what they answer, and how the list finds one."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from slack_bolt import Ack, BoltContext

from commands.blocks import Modal
from commands.break_listeners import handle_report_shortcut
from commands.form_listeners import Save, handle_saved_form
from commands.verbs.break_answers import save_answers
from commands.verbs.break_reports import save_report
from funnel.errors import BadForm, NotAllowed, UnknownCommand
from funnel.model import Attention, BreakEnd, Condition, Person
from funnel.reports import Report
from tests.commands.conftest import ANA, BEN, GUEST, NOW, TEAM, Desk, accepted, carts_break
from tests.commands.forms import filled


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """One break that numbers showed."""
    with desk.store.write(TEAM) as tx:
        tx.people.save(Person(ANA, "Ana", "Europe/Berlin", False, False, NOW))
        tx.breaks.add(replace(carts_break(), changed_at=NOW))
    return desk


class Client:
    """Opens views as Slack does, after a look at them."""

    def __init__(self) -> None:
        self.opened: list[dict[str, Any]] = []

    def views_open(self, *, trigger_id: str, view: dict[str, Any]) -> None:
        assert trigger_id
        self.opened.append(view)


def sent(desk: Desk, save: Save, view: dict[str, Any], user: str = ANA) -> None:
    ack = Ack()  # type: ignore[no-untyped-call]
    context = BoltContext({"team_id": TEAM})
    handle_saved_form(ack, {"user": {"id": user}}, view, context, desk.deps, save, "break")
    assert ack.response is not None


def reported(
    desk: Desk, words: str = "break new decision cookie window stays", **more: Any
) -> None:
    form = desk.asks(words)
    assert isinstance(form, Modal)
    sent(desk, save_report, filled(form, **more))


def reports(desk: Desk) -> tuple[Report, ...]:
    with desk.store.read(TEAM) as tx:
        return tx.reports.all(closed=False)


def test_a_break_that_no_number_shows_gets_a_number_of_its_own(shop: Desk) -> None:
    reported(shop, link="https://shop.example/ticket/7")
    (report,) = reports(shop)
    assert (report.number, report.stage, report.words) == (2, "decision", "cookie window stays")
    words = shop.reads("break 2")
    assert "Break #2, Decision: cookie window stays" in words
    assert "Reported by Ana" in words
    assert "nobody looks after it yet" in words
    assert "What numbers cannot show" in words
    assert "Decision: cookie window stays" in shop.reads("breaks")


def test_the_same_form_again_reports_nothing_more(shop: Desk) -> None:
    reported(shop)
    reported(shop)
    assert len(reports(shop)) == 1


def test_what_is_missing_is_asked_for_and_nothing_is_stored(shop: Desk) -> None:
    form = shop.asks("break new")
    assert isinstance(form, Modal)
    for link in ("javascript:alert(1)", "https://x|<!channel>"):
        with pytest.raises(BadForm) as refused:
            sent(shop, save_report, filled(form, words="  ", link=link))
        assert set(refused.value.fields) == {"stage", "words", "link"}
    assert reports(shop) == ()


def test_somebody_takes_it_and_closes_it(shop: Desk) -> None:
    reported(shop)
    assert "in the hands of" in shop.reads("break 2 acknowledge", ANA)
    assert "Nothing changed." in shop.reads("break 2 acknowledge", BEN)
    assert "closed by Ana" in shop.reads("break 2 close")
    assert reports(shop) == ()
    assert "cookie window" in shop.reads("breaks history")
    assert "cookie window" not in shop.reads("breaks")
    assert "nobody looks after it yet" in shop.reads("break 2 reopen")
    with pytest.raises(UnknownCommand, match="cannot"):
        shop.asks("break 2 noise")


def test_a_message_is_reported_with_its_words_and_its_link(shop: Desk) -> None:
    client, ack = Client(), Ack()  # type: ignore[no-untyped-call]
    body = {
        "user": {"id": ANA},
        "channel": {"id": "C1"},
        "message": {"text": "The size table is gone", "ts": "1763630000.000100"},
        "trigger_id": "T1",
    }
    context = BoltContext({"team_id": TEAM})
    handle_report_shortcut(ack, body, client, context, shop.deps)  # type: ignore[arg-type]
    words = str(client.opened[0])
    assert "The size table is gone" in words
    assert "https://slack.com/archives/C1/p1763630000000100" in words
    with pytest.raises(NotAllowed):
        handle_report_shortcut(
            ack,
            body | {"user": {"id": GUEST}},
            client,  # type: ignore[arg-type]
            context,
            shop.deps,
        )


def test_answers_stand_beside_their_questions_and_count_as_evidence(shop: Desk) -> None:
    assert "answer of people" not in shop.reads("break 1")
    form = shop.asks("break 1 answers")
    assert isinstance(form, Modal)
    view = filled(form, speaks0="for", words0="Support hears it daily", speaks1="against")
    sent(shop, save_answers, view)
    words = shop.reads("break 1")
    assert "Ana, speaks for it: Support hears it daily" in words
    assert "1 answer of people" in words
    again = shop.asks("break 1 answers")
    assert "Support hears it daily" in str(accepted(again))


def test_enough_answers_against_it_leave_no_known_break(shop: Desk) -> None:
    assert "No known break fits" not in shop.reads("break 1")
    form = shop.asks("break 1 answers")
    assert isinstance(form, Modal)
    sent(
        shop,
        save_answers,
        filled(form, speaks0="against", speaks1="against", speaks2="against"),
    )
    assert "No known break fits" in shop.reads("break 1")


def test_the_list_shows_a_stage_ones_own_or_what_is_snoozed(shop: Desk) -> None:
    for words in ("breaks decision", "breaks"):
        assert "#1" in shop.reads(words)
    for words in ("breaks awareness", "breaks mine", "breaks snoozed"):
        assert "No break points are open" in shop.reads(words)
    shop.asks("break 1 acknowledge")
    assert "#1" in shop.reads("breaks mine")
    assert "#1" not in shop.reads("breaks mine", BEN)
    shop.asks("break 1 snooze 2d")
    assert "1 break point is open and snoozed" in shop.reads("breaks snoozed")
    with pytest.raises(UnknownCommand, match="breaks elsewhere"):
        shop.asks("breaks elsewhere")


def test_the_life_of_a_past_break_has_its_end(shop: Desk) -> None:
    with shop.store.write(TEAM) as tx:
        found = tx.breaks.get(1)
        assert found is not None
        over = replace(found, condition=Condition.CLOSED, ended=BreakEnd.RECOVERED)
        tx.breaks.save(replace(over, closed_on=found.last_on))
    assert "Thu 19 Nov: recovered" in shop.reads("break 1")


def test_a_past_break_is_listed_with_the_days_that_it_lasted(shop: Desk) -> None:
    with shop.store.write(TEAM) as tx:
        found = tx.breaks.get(1)
        assert found is not None
        over = replace(found, condition=Condition.CLOSED, ended=BreakEnd.RECOVERED)
        tx.breaks.save(replace(over, onset=date(2026, 11, 4), closed_on=date(2026, 11, 19)))
    words = shop.reads("breaks history")
    assert "4–19 Nov" in words
    assert "recovered" in words


def test_one_break_tells_its_life(shop: Desk) -> None:
    shop.asks("break 1 acknowledge")
    shop.now = NOW + timedelta(hours=1)
    shop.asks("break 1 noise", BEN)
    words = shop.reads("break 1")
    assert "Its life" in words
    assert "began, most likely" in words
    assert "acknowledged by Ana" in words
    assert "closed as noise by a colleague" in words
    with shop.store.read(TEAM) as tx:
        found = tx.breaks.get(1)
    assert found is not None
    assert found.attention is Attention.ACKNOWLEDGED
