"""The whole bot over a true websocket, as the people of a shop talk to it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.runtime import Runtime
from funnel.model import DeliveryState
from playground.control import DroppedAfter, Refused
from playground.person import Person
from playground.transcript import Kind
from playground.workspace import BOT_USER, TEAM
from tests.bot.history import record, shop
from tests.bot.office import Office

TODAY = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # a Friday, 07:30 in Berlin
YESTERDAY = date(2026, 11, 19)


@pytest.fixture
def bot(office: Office) -> Iterator[Runtime]:
    """Connected, in a workspace with nine months of numbers, on a Friday morning."""
    office.slack.workspace.clock.set(TODAY)
    history = shop(date(2026, 2, 2), YESTERDAY)
    record(office.store, TEAM, history, at=TODAY - timedelta(hours=1))
    runtime = office.connects(zone="Europe/Berlin")
    yield runtime
    assert office.slack.workspace.problems == []


@pytest.fixture
def ana(office: Office, bot: Runtime) -> Person:
    del bot
    return office.slack.person("ana", channel="#growth", tz="Europe/Berlin")


def digests(office: Office, channel: str) -> list[str]:
    """The texts of what the ledger sent into a channel."""
    return [one.text for one in office.posted(channel) if one.metadata]


def sets_up_a_digest(person: Person) -> None:
    person.types("/funnel digest")
    person.sees_modal("Digest")
    person.submits()
    person.sees_modal("09:00")
    person.closes()


def test_a_newcomer_asks_for_status_and_shares_it(office: Office, ana: Person) -> None:
    ben = office.slack.person("ben", channel="#growth")
    ana.types("/funnel status")
    message = ana.sees("Awareness", "Against usual", only_to=ana)
    kinds = [block["type"] for block in message.blocks]
    assert "data_table" in kinds
    assert "data_visualization" in kinds
    ben.types("good morning")
    ana.clicks("Share in channel", message=message)
    shared = ben.sees("Awareness", "<@" + ana.user.id + ">")
    assert shared.only_to is None


def test_a_typo_is_answered_with_a_button_that_does_what_was_meant(ana: Person) -> None:
    ana.types("/funnel statsu")
    ana.sees("statsu", only_to=ana)
    ana.clicks("status")
    ana.sees("Awareness", "Latest", only_to=ana)


def test_a_number_is_logged_and_taken_back(ana: Person) -> None:
    ana.types("/funnel log email subscribers 5210")
    ana.sees("I know no metric", only_to=ana)
    ana.types("/funnel log first response time 2h 10m yesterday")
    ana.sees("Recorded first response time", "Thu 19 Nov", only_to=ana)
    ana.clicks("Undo")
    ana.sees("first response time", only_to=ana)
    ana.types("/funnel log last")
    ana.sees("logged", only_to=ana)


def test_a_digest_is_set_up_and_comes_next_morning_exactly_once(
    office: Office, bot: Runtime, ana: Person
) -> None:
    office.later(hours=3)  # 10:30: the first one is tomorrow's
    sets_up_a_digest(ana)
    assert digests(office, ana.channel.id) == []
    bot.run_due()
    assert digests(office, ana.channel.id) == []
    friday = shop(date(2026, 11, 20), date(2026, 11, 20))
    record(office.store, TEAM, friday, at=TODAY + timedelta(hours=23))
    office.slack.workspace.clock.set(datetime(2026, 11, 21, 8, 0, 20, tzinfo=UTC))
    for _ in range(5):
        bot.run_due()
        office.later(minutes=1)
    assert len(digests(office, ana.channel.id)) == 1
    office.later(days=1)
    bot.run_due()
    office.later(hours=3)  # Saturday's numbers do not come: the digest waits three hours for them
    bot.run_due()
    assert len(digests(office, ana.channel.id)) == 2


def test_a_channel_without_the_bot_keeps_the_form_open_with_words(
    office: Office, ana: Person
) -> None:
    secret = office.slack.workspace.add_channel("secret", bot=False)
    ana.goes("#secret")
    ana.types("/funnel digest")
    ana.sees_modal("Digest")
    ana.submits()
    assert any("/invite @Funnelbot" in words for words in ana.errors().values())
    with office.store.read(TEAM) as tx:
        assert tx.schedules.all() == ()
    office.slack.workspace.join(secret, BOT_USER)
    ana.submits()
    ana.sees_modal("09:00")
    assert ana.errors() == {}
    with office.store.read(TEAM) as tx:
        assert len(tx.schedules.all()) == 1


def test_a_digest_that_is_thrown_out_tells_its_owner_who_resumes_it(
    office: Office, bot: Runtime, ana: Person
) -> None:
    sets_up_a_digest(ana)
    channel = office.slack.workspace.find_channel("#growth")
    assert channel is not None
    office.slack.workspace.leave(channel, BOT_USER)
    office.slack.workspace.clock.set(datetime(2026, 11, 20, 12, tzinfo=UTC))
    for _ in range(3):
        bot.run_due()
        office.later(minutes=2)
    told = office.posted(f"D{ana.user.id[1:]}")
    assert len(told) == 1
    assert "have paused it" in told[0].text
    with office.store.read(TEAM) as tx:
        [schedule] = tx.schedules.all()
    assert schedule.paused == "not_in_channel"
    office.slack.workspace.join(channel, BOT_USER)
    ana.clicks("Resume", message=told[0])
    ana.sees("runs again")
    with office.store.read(TEAM) as tx:
        assert tx.schedules.all()[0].paused == ""


def test_a_goal_by_sentence_with_an_error_on_the_way_and_a_double_submit(
    office: Office, ana: Person
) -> None:
    ana.types("/funnel goal new Increase sessions by 15% by the end of the first quarter")
    ana.sees_modal("Understood", "31 Mar 2027")
    ana.fills({"deadline": "2026-01-31"})
    ana.submits()
    assert ana.errors()
    better = {"object": "whole shop", "objective": "A profitable first quarter"}
    ana.fills({"deadline": "2027-03-31", **better})
    office.slack.workspace.faults.double_envelopes()
    ana.submits()
    ana.sees_modal("Goal 1 is set", "Sessions")
    with office.store.read(TEAM) as tx:
        goals = tx.goals.all()
    assert len(goals) == 1
    ana.closes()
    ana.types("/funnel goals")
    ana.sees("essions", only_to=ana)


def test_a_mention_is_answered_in_its_thread_once(office: Office, ana: Person) -> None:
    office.slack.workspace.faults.double_envelopes()
    ana.types("@funnelbot status decision")
    answer = ana.sees("Decision", "Latest")
    assert answer.thread_ts is not None
    assert answer.only_to is None
    ana.dm("help")
    ana.sees("/funnel")
    assert len([one for one in office.posted("C000002") if one.thread_ts]) <= 1


def test_a_direct_message_is_answered_in_place(ana: Person) -> None:
    ana.dm("status decision")
    answer = ana.sees("Decision", "Latest")
    assert answer.channel == ana.channel.id
    ana.dm("goal new")
    ana.sees("New goal")
    ana.clicks("New goal")
    ana.sees_modal("New goal")


def test_home_shows_what_waits_for_me(ana: Person) -> None:
    ana.opens_home()
    ana.sees_home("Waiting for you", "My goals")
    ana.clicks("Status")
    ana.sees_modal("Awareness")


def test_a_guest_gets_one_polite_sentence(office: Office, bot: Runtime) -> None:
    del bot
    guest = office.slack.person("gus", channel="#growth", is_restricted=True)
    guest.types("/funnel status")
    guest.sees("full members", only_to=guest)
    guest.types("@funnelbot status")
    guest.sees("full members")
    guest.dm("log sessions 5 --sure")
    guest.sees("full members")
    with office.store.read(TEAM) as tx:
        assert [one for one in tx.recordings.latest(9) if one.author == guest.user.id] == []


def test_a_lost_socket_is_found_again(office: Office, ana: Person) -> None:
    ana.types("/funnel help")
    ana.sees("/funnel", only_to=ana)
    office.slack.socket_mode.lose()
    assert office.slack.socket_mode.wait_for_link(seconds=8)
    ana.types("/funnel status")
    ana.sees("Awareness", only_to=ana)


def test_a_command_over_the_line_that_slack_asked_for_is_answered(
    office: Office, ana: Person
) -> None:
    """Slack refreshes connections every few hours; the first command after it timed out once."""
    for _ in range(2):
        office.slack.socket_mode.disconnect("refresh_requested")
        assert office.slack.socket_mode.wait_for_link(seconds=8)
        ana.types("/funnel status")
        ana.sees("Awareness", only_to=ana)


def test_send_now_survives_a_broken_line(office: Office, bot: Runtime, ana: Person) -> None:
    sets_up_a_digest(ana)
    office.slack.workspace.faults.add(DroppedAfter(), "chat.postMessage", channel=ana.channel.id)
    ana.types("/funnel digest send now")
    ana.sees(only_to=ana)
    calls = office.slack.workspace.transcript.exchanges
    assert office.slack.workspace.pulse.wait_for(
        lambda: len(calls(Kind.API, name="chat.postMessage")) >= 2, seconds=5
    )
    for _ in range(3):
        office.later(seconds=61)
        bot.run_due()
    assert len(digests(office, ana.channel.id)) == 1
    with office.store.read(TEAM) as tx:
        assert DeliveryState.SENDING not in tx.deliveries.counts()


def test_a_revoked_token_is_told_by_health_and_lifted_by_a_new_start(
    office: Office, bot: Runtime, ana: Person
) -> None:
    sets_up_a_digest(ana)
    for method in ("chat.postMessage", "auth.test"):
        office.slack.workspace.faults.add(Refused("token_revoked"), method, times=99)
    office.slack.workspace.clock.set(datetime(2026, 11, 20, 8, 1, tzinfo=UTC))
    bot.run_due()
    with office.store.read(TEAM) as tx:
        assert tx.workspace.get().stopped == "token_revoked"
    office.later(hours=2)
    bot.run_due()
    assert digests(office, ana.channel.id) == []
    office.slack.workspace.faults.clear()
    fresh = office.hires(zone="Europe/Berlin")
    fresh.run_due()
    assert len(digests(office, ana.channel.id)) == 1
