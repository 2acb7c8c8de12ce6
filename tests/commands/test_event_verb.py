"""Noting what happened, seeing what it did, taking it back."""

from datetime import date, timedelta
from typing import Any

import pytest

from commands.blocks import Message, Modal
from commands.request import Origin, Request
from commands.verbs.event_form import save_event
from commands.views.event_form import read_event_form
from funnel.errors import BadForm, NotAllowed, UnknownNumber
from funnel.events import Event, EventKind, EventMove
from funnel.model import Side
from tests.commands.conftest import ADMIN, ANA, BEN, LAST_DAY, TEAM, Desk
from tests.commands.forms import filled

DAY = timedelta(days=1)


def request(desk: Desk, user: str = ANA, view: str = "V1") -> Request:
    return Request(TEAM, user, "C1", Origin.BUTTON, "event", "", desk.now, view=view)


def note(desk: Desk, user: str = ANA, view: str = "V1", **fields: Any) -> Message:
    form = desk.asks("event", user)
    assert isinstance(form, Modal)
    return save_event(filled(form, **fields), request(desk, user, view), desk.deps)


def test_words_fill_the_form(desk: Desk) -> None:
    form = desk.asks("event outage of the checkout yesterday")
    assert isinstance(form, Modal)
    read = read_event_form(filled(form))
    assert (read.kind, read.title) == (EventKind.OUTAGE, "outage of the checkout")
    assert (read.first, read.last) == (LAST_DAY, None)


def test_an_event_is_noted_listed_edited_and_undone(desk: Desk) -> None:
    said = note(
        desk, title="Black Friday sale", first="2026-11-10", last="2026-11-16", up=["orders"]
    )
    assert said.text == "Noted event #1: campaign Black Friday sale, 10–16 Nov."
    assert "Campaign Black Friday sale" in desk.reads("events")
    assert "Orders up" in desk.reads("events")

    form = desk.asks("event 1 edit")
    assert isinstance(form, Modal)
    changed = save_event(filled(form, title="Singles day"), request(desk), desk.deps)
    assert changed.text.startswith("Changed event #1: campaign Singles day")

    assert "explains nothing any more" in desk.reads("event 1 undo")
    assert "No events noted yet" in desk.reads("events")
    assert "counts again" in desk.reads("event 1 restore")
    with desk.store.read(TEAM) as tx:
        actions = [deed.action for deed in tx.audit.latest(9)]
    assert actions == ["event_restored", "event_undone", "event_changed", "event_noted"]


def test_the_same_form_sent_twice_is_one_event(desk: Desk) -> None:
    note(desk, title="Sale")
    assert "#1" in note(desk, title="Sale").text
    assert "#2" in note(desk, title="Sale", view="V2").text


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"title": " "}, "title", "Write what happened"),
        ({"title": "x", "first": "2026-11-10", "last": "2026-11-09"}, "last", "before the first"),
        ({"title": "x", "first": "2029-11-10"}, "first", "within a year"),
        ({"title": "x", "up": ["nothing"]}, "up", "Choose from the list"),
        ({"title": "x", "up": ["orders"], "down": ["orders"]}, "down", "one direction"),
    ],
)
def test_a_wrong_field_gets_a_sentence_and_nothing_is_stored(
    desk: Desk, fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(BadForm) as refused:
        note(desk, **fields)
    assert words in refused.value.fields[field]
    with desk.store.read(TEAM) as tx:
        assert tx.events.all() == ()


def test_only_who_noted_it_or_an_admin_changes_it(desk: Desk) -> None:
    note(desk, title="Sale")
    with pytest.raises(NotAllowed, match="noted event #1"):
        desk.asks("event 1 undo", BEN)
    with pytest.raises(NotAllowed):
        desk.asks("event 1 edit", BEN)
    desk.asks("event 1 undo", ADMIN)
    with pytest.raises(UnknownNumber):
        desk.asks("event 7")


def test_what_an_event_did_is_told_with_its_range(desk: Desk) -> None:
    sale = [date(2026, 10, 12) + DAY * step for step in range(7)]
    desk.records("orders", dict.fromkeys(sale, 1400.0))
    note(
        desk,
        title="Autumn sale",
        first="2026-10-12",
        last="2026-10-18",
        up=["orders", "sessions"],
    )
    said = desk.asks("event 1")
    assert isinstance(said, Message)
    assert said.text.startswith("Orders were ")
    assert "above usual (range +" in said.text
    assert said.text.endswith(", as expected.")
    words = desk.reads("event 1")
    assert "too small to tell" in words  # of sessions
    assert "A: campaign Autumn sale, 12–18 Oct, event #1." in words
    assert "12 Oct A" in words


def test_an_event_to_come_and_one_without_metrics_say_so(desk: Desk) -> None:
    note(desk, title="Christmas", first="2026-12-24", up=["orders"])
    assert "begins on" in desk.reads("event 1")
    note(desk, title="New logo", view="V2")
    assert "names no metric" in desk.reads("event 2")


def test_an_events_days_are_left_out_of_usual(desk: Desk) -> None:
    """A sale on each of the last four Thursdays: the next Thursday is judged by those before."""
    thursdays = [LAST_DAY - 7 * DAY * step for step in range(1, 6)]
    desk.records("sessions", dict.fromkeys(thursdays, 90000.0))
    assert "Sessions are worse than usual" not in desk.reads("metric sessions")
    before = desk.reads("log sessions 40000 2026-11-19")
    with desk.store.write(TEAM) as tx:
        for day in thursdays:
            event = Event(0, EventKind.CAMPAIGN, "x", day, day, (EventMove("sessions", Side.UP),))
            tx.events.add(event, origin=str(day))
    after = desk.reads("log sessions 40100 2026-11-19")
    assert "usual 90" in before or "usual 8" in before or "unusual" in before
    assert "usual 3" in after


def test_a_tracking_change_starts_the_usual_value_anew(desk: Desk) -> None:
    note(desk, title="New tag", kind="tracking_change", first="2026-11-17", up=["sessions"])
    assert "too few numbers yet to say what is usual" in desk.reads("metric sessions")
    assert "too few" not in desk.reads("metric orders")
