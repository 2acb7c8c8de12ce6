"""A channel's digest: set up, previewed, sent, paused, stopped."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from slack_bolt import Ack, BoltContext

from commands.digest_listeners import handle_zone_options
from commands.verbs.digest_rights import covered_until
from commands.zones import matching_zones
from funnel.catalogue import load
from funnel.errors import BadForm, NotAllowed, UnknownCommand, UnknownNumber
from funnel.model import (
    DeliveryState,
)
from funnel.schedules import Rhythm, Schedule
from playground.render import flatten
from tests.commands.conftest import (
    ADMIN,
    ANA,
    BEN,
    GUEST,
    NOW,
    TEAM,
    Desk,
)
from tests.commands.digest_filled import Channels, Form
from tests.commands.digest_team import HERE, YESTERDAY, breaks, team_of


@pytest.fixture
def team(new_desk: Desk) -> Desk:
    return team_of(new_desk)


def schedules(desk: Desk) -> tuple[Schedule, ...]:
    with desk.store.read(TEAM) as tx:
        return tx.schedules.all()


def test_the_first_view_says_what_will_happen(new_desk: Desk) -> None:
    words = new_desk.reads("digest")
    assert "Saving posts a confirmation into the channel" in words
    assert "Time zone" in words


def test_saving_posts_a_confirmation_with_zone_and_the_next_two(new_desk: Desk) -> None:
    channels = Channels()
    shown = Form.opened(new_desk).sent(channels, zone="Europe/Berlin")
    ((channel, words),) = channels.said
    assert channel == "C1"
    assert "This channel gets a digest every day at 09:00." in words
    assert "Next: Sat 21 Nov 09:00, Sun 22 Nov 09:00, Europe/Berlin." in words
    assert "Break-point warnings are posted here too." in words
    assert "Sat 21 Nov 09:00" in flatten(shown)
    (stored,) = schedules(new_desk)
    assert (stored.channel, stored.zone, stored.owner) == ("C1", "Europe/Berlin", ANA)
    assert (stored.at, stored.rhythm, stored.private) == (time(9), Rhythm.DAILY, False)
    assert new_desk.woken == ["woken"]


def test_over_a_night_without_its_hour_the_text_says_the_true_time(new_desk: Desk) -> None:
    new_desk.now = datetime(2027, 3, 27, 12, tzinfo=UTC)
    channels = Channels()
    Form.opened(new_desk).sent(channels, zone="Europe/Berlin", at="02:30")
    # On 28 March 2027 clocks jump from 02:00 to 03:00.
    assert "Next: Sun 28 Mar 03:00, Mon 29 Mar 02:30, Europe/Berlin." in channels.said[0][1]


def test_a_channel_that_keeps_us_out_keeps_the_form_open(new_desk: Desk) -> None:
    form = Form.opened(new_desk)
    closed = Channels(open=set())
    with pytest.raises(BadForm) as refused:
        form.sent(closed)
    assert "/invite @Funnelbot" in refused.value.fields["channel"]
    assert schedules(new_desk) == ()
    closed.open.add("C1")
    form.sent(closed)
    assert len(schedules(new_desk)) == 1


def test_a_form_sent_twice_is_one_digest_and_one_confirmation(new_desk: Desk) -> None:
    channels, form = Channels(), Form.opened(new_desk)
    first = form.sent(channels)
    assert form.sent(channels) == first
    assert len(schedules(new_desk)) == 1
    assert len(channels.said) == 1


def test_wrong_fields_are_named_and_nothing_is_posted(new_desk: Desk) -> None:
    channels, form = Channels(), Form.opened(new_desk)
    with pytest.raises(BadForm) as refused:
        form.sent(channels, zone="Mars/Base", stages=["awareness", "post_purchase"])
    assert set(refused.value.fields) == {"zone", "stages"}
    assert channels.said == []


def test_all_stages_of_the_other_journey_choose_that_journey(new_desk: Desk) -> None:
    keys = [stage.key for stage in load().stages("journey")]
    Form.opened(new_desk).sent(Channels(), stages=keys)
    (stored,) = schedules(new_desk)
    assert (stored.framework, stored.stages) == ("journey", ())
    assert Form.opened(new_desk, "digest edit").chosen("stages") == keys


def test_another_channel_than_the_one_typed_in_is_treated_as_private(new_desk: Desk) -> None:
    Form.opened(new_desk).sent(Channels(), channel="C2")
    (stored,) = schedules(new_desk)
    assert stored.private
    assert "No digests yet" in new_desk.reads("digests", ADMIN)
    assert "1 digest of yours." in new_desk.reads("digests")


def test_an_edit_counts_from_now_and_keeps_its_owner(team: Desk) -> None:
    channels = Channels()
    form = Form.opened(team, "digest edit", user=ADMIN)
    form.redraws(rhythm="weekly")
    form.sent(channels, user=ADMIN, at="07:30", weekday="3")
    (stored,) = schedules(team)
    assert (stored.at, stored.rhythm, stored.weekday) == (time(7, 30), Rhythm.WEEKLY, 3)
    assert (stored.owner, stored.created_at) == (ANA, NOW)
    words = channels.said[0][1]
    assert "every Thursday at 07:30" in words
    assert "Next: Thu 26 Nov 07:30, Thu 3 Dec 07:30, Europe/Berlin." in words


def test_who_neither_owns_it_nor_is_admin_cannot_change_it(team: Desk) -> None:
    for words in ("digest edit", "digest pause", "digest stop", "digest send now"):
        with pytest.raises(NotAllowed, match="owner or an admin"):
            team.asks(words, BEN)
    with pytest.raises(BadForm, match="only its owner or an admin"):
        Form.opened(team, channel="C9").sent(Channels(), user=BEN, channel="C1", at="12:00")
    with pytest.raises(NotAllowed, match="full members"):
        team.asks("digest", GUEST)


def test_two_digests_never_meet_in_one_channel(team: Desk) -> None:
    with team.store.write(TEAM) as tx:
        tx.schedules.add(replace(HERE, channel="C2"))
    with pytest.raises(BadForm, match="has a digest already"):
        Form.opened(team, "digest edit").sent(Channels(), channel="C2")


# Living with one


def test_the_summary_shows_the_next_two_and_what_can_be_done(team: Desk) -> None:
    words = team.reads("digest")
    assert "This channel gets a digest every day at 09:00." in words
    assert "Next: Sat 21 Nov 09:00, Sun 22 Nov 09:00, Europe/Berlin." in words
    for label in ("Send now", "Edit", "Preview to me", "Pause until…", "Hand over…", "Stop it"):
        assert label in words
    assert "Set up by Ana." in words


def test_send_now_is_one_delivery_for_one_press(team: Desk) -> None:
    assert "on its way" in team.reads("digest send now", key="trigger-1")
    team.now = NOW + timedelta(seconds=1)
    assert "already" in team.reads("digest send now", key="trigger-1")
    with team.store.read(TEAM) as tx:
        (planned,) = tx.deliveries.of("digest_now", "1")
    assert (planned.channel, planned.slot) == ("C1", NOW.isoformat())
    assert team.woken == ["woken"]


def test_a_pause_owes_nothing_afterwards(team: Desk) -> None:
    assert "is paused" in team.reads("digest pause")
    assert "It is paused by Uana; nothing is posted." in team.reads("digest")
    assert "paused already" in team.reads("digest pause")
    team.now = NOW + timedelta(days=3)
    assert "runs again" in team.reads("digest resume")
    assert "running already" in team.reads("digest resume")
    (stored,) = schedules(team)
    assert (stored.paused, stored.created_at) == ("", team.now)


def test_what_a_refusal_paused_runs_again_once_a_save_went_through(team: Desk) -> None:
    (stored,) = schedules(team)
    with team.store.write(TEAM) as tx:
        tx.schedules.save(replace(stored, paused="not_in_channel"))
    assert "I am not in the channel (not_in_channel). Type `/invite @Funnelbot` there" in (
        team.reads("digest")
    )
    channels = Channels()
    Form.opened(team, "digest edit").sent(channels)
    assert "Next: Sat 21 Nov 09:00" in channels.said[0][1]
    assert schedules(team)[0].paused == ""


def test_stopping_takes_it_away(team: Desk) -> None:
    assert "Nothing more will be posted here." in team.reads("digest stop")
    assert schedules(team) == ()
    with pytest.raises(UnknownNumber, match="no digest"):
        team.asks("digest pause")


def test_a_preview_tells_since_the_last_sent_one_and_sends_nothing(team: Desk) -> None:
    with team.store.write(TEAM) as tx:
        tx.deliveries.plan(
            kind="digest", subject="1", channel="C1", slot="2026-11-19", at=YESTERDAY
        )
        row = tx.deliveries.claim("test", now=NOW, lease=timedelta(minutes=1))
        assert row is not None
        tx.deliveries.finish(row, DeliveryState.SENT, ts="1.1", covered_until=YESTERDAY)
        assert covered_until(tx, replace(HERE, number=1)) == YESTERDAY
    breaks(team, 1, told=NOW - timedelta(hours=2))
    assert "since Thu 10:12" in team.reads("digest preview")
    assert team.woken == []
    assert "Cart starts are worse" in team.reads("digest preview", BEN, channel="C7")


def test_admins_see_all_digests_but_private_ones(team: Desk) -> None:
    with team.store.write(TEAM) as tx:
        tx.schedules.add(replace(HERE, channel="C5", private=True))
    words = team.reads("digests", ADMIN)
    assert "1 digest." in words
    assert "C5" not in words
    assert "2 digests of yours." in team.reads("digests", ANA)
    assert "No digests of yours yet." in team.reads("digests", BEN)


def test_a_word_that_means_nothing_says_what_to_type(team: Desk) -> None:
    with pytest.raises(UnknownCommand, match="preview"):
        team.asks("digest explode")


@pytest.mark.parametrize(
    ("typed", "first"),
    [("", "Asia/Tokyo"), ("berlin", "Europe/Berlin"), ("new york", "America/New_York")],
)
def test_zones_are_found_by_city(typed: str, first: str) -> None:
    found = matching_zones(typed, own="Asia/Tokyo")
    assert found[0] == first
    assert len(found) <= 100


def test_a_zone_typed_with_a_slip_is_still_found(new_desk: Desk) -> None:
    assert "Europe/Berlin" in matching_zones("berln", own="UTC")
    ack = Ack()  # type: ignore[no-untyped-call]
    body = {"user": {"id": ANA}, "value": "paris"}
    handle_zone_options(ack, body, BoltContext({"team_id": TEAM}), new_desk.deps)
    assert ack.response is not None
    assert "Europe/Paris" in (ack.response.body or "")
