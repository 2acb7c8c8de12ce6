"""Setting up a digest in its form, and what its owner does with it later."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from commands.blocks import Message, Modal, as_text
from commands.zones import matching_countries
from funnel.errors import BadDate, BadForm, NotAllowed, UnknownNumber
from funnel.model import Person
from funnel.schedules import OnHolidays, ReactionKind, Rhythm, Schedule, Tone
from tests.commands.conftest import ADMIN, ANA, BEN, GUEST, NOW, TEAM, Desk
from tests.commands.digest_filled import Channels, Form
from tests.commands.digest_team import HERE, team_of, words_of


@pytest.fixture
def team(new_desk: Desk) -> Desk:
    return team_of(new_desk)


def stored(desk: Desk) -> Schedule:
    with desk.store.read(TEAM) as tx:
        return tx.schedules.all()[-1]


def test_the_form_shows_only_what_its_answers_call_for(new_desk: Desk) -> None:
    form = Form.opened(new_desk)
    assert not {"days", "weekday", "country"} & set(form.fields)
    form.redraws(rhythm="weekdays", at="07:45")
    assert "days" in form.fields
    assert form.values["at"]["value"]["selected_time"] == "07:45"
    form.redraws(days=["1", "3"])
    form.redraws(rhythm="weekly", holidays="skip")
    assert {"weekday", "country"} < set(form.fields)
    form.redraws(rhythm="weekdays")
    assert form.chosen("days") == ["1", "3"]


def test_days_metrics_tone_and_holidays_are_kept_and_said(new_desk: Desk) -> None:
    channels, form = Channels(), Form.opened(new_desk)
    form.redraws(rhythm="weekdays", holidays="skip")
    form.sent(channels, days=["0", "2", "4"], metrics=["sessions"], tone="short", country="DE")
    saved = stored(new_desk)
    assert (saved.days, saved.metrics, saved.tone) == ((0, 2, 4), ("sessions",), Tone.SHORT)
    assert (saved.holidays, saved.country) == (OnHolidays.SKIP, "DE")
    words = channels.said[0][1]
    assert "This channel gets a digest on Mon, Wed and Fri at 09:00." in words
    assert "1 chosen metric. Three lines at most. Holidays of Germany are left out." in words
    again = Form.opened(new_desk, "digest edit")
    assert again.chosen("metrics") == ["sessions"]


def test_channels_of_others_too_are_offered_where_the_operator_allows_it(new_desk: Desk) -> None:
    assert "'exclude_external_shared_channels': True" in str(Form.opened(new_desk).view)
    new_desk.outside_channels = True
    shown = str(Form.opened(new_desk).view)
    assert "'exclude_external_shared_channels': True" not in shown
    assert "there their people read your numbers" in shown


def test_a_day_and_a_country_are_asked_for_under_their_fields(new_desk: Desk) -> None:
    channels, form = Channels(), Form.opened(new_desk)
    form.redraws(rhythm="weekdays", holidays="mark")
    with pytest.raises(BadForm) as refused:
        form.sent(channels, days=[], country="")
    assert set(refused.value.fields) == {"days", "country"}
    assert channels.said == []


def test_countries_are_found_by_name_and_the_own_comes_first() -> None:
    assert matching_countries("", own="IN")[0] == "IN"
    assert "DE" in matching_countries("germ", own="IN")


def test_the_zone_is_that_of_the_channels_creator_and_says_so(new_desk: Desk) -> None:
    kiran = Person("UKIRAN", "Kiran", "Asia/Kolkata", False, False, NOW)
    new_desk.makers["C1"] = kiran
    channels, form = Channels(), Form.opened(new_desk)
    assert "Kiran's, who created the channel." in str(form.view)
    form.sent(channels)
    assert (stored(new_desk).zone, stored(new_desk).country) == ("Asia/Kolkata", "IN")
    assert "Asia/Kolkata" in channels.said[0][1]
    assert "in the time zone of <@UKIRAN>, who created this channel." in channels.said[0][1]


def test_another_zone_than_the_creators_is_nobodys(new_desk: Desk) -> None:
    new_desk.makers["C1"] = Person("UKIRAN", "Kiran", "Asia/Kolkata", False, False, NOW)
    channels, form = Channels(), Form.opened(new_desk)
    form.sent(channels, zone="Europe/Berlin")
    assert stored(new_desk).zone == "Europe/Berlin"
    assert "time zone of" not in channels.said[0][1]


def test_where_the_creator_is_not_known_the_zone_is_ones_own(new_desk: Desk) -> None:
    channels, form = Channels(), Form.opened(new_desk)
    assert "Your own." in str(form.view)
    form.sent(channels)
    assert (
        "<@UANA> set up this with `/funnel digest`, in their own time zone."
        in (channels.said[0][1])
    )


def test_the_form_previews_what_is_not_saved_yet(team: Desk) -> None:
    form = Form.opened(team, "digest edit")
    form.fills(rhythm="weekly", metrics=["sessions"])
    words = form.previewed()
    assert "Week 13–19 Nov" in words
    assert "Cart starts" not in words
    assert stored(team).rhythm is Rhythm.DAILY


def test_a_pause_ends_by_itself_on_its_day(team: Desk) -> None:
    words = team.reads("digest pause until 30 Nov")
    assert "It is paused by Uana until Mon 30 Nov. Next: Mon 30 Nov 09:00" in words
    assert stored(team).paused_until == date(2026, 11, 30)
    assert "until Mon 30 Nov" in team.reads("digest")
    assert "paused until Mon 30 Nov 09:00" in team.reads("digests")
    with pytest.raises(BadDate):
        team.asks("digest pause until yesterday")
    assert isinstance(team.asks("digest pause until"), Modal)
    team.reads("digest resume")
    assert (stored(team).paused, stored(team).paused_until) == ("", None)


def test_until_a_month_means_its_first_day(team: Desk) -> None:
    team.reads("digest pause until january")
    assert stored(team).paused_until == date(2027, 1, 1)


def test_handing_over_tells_the_new_owner(team: Desk) -> None:
    assert isinstance(team.asks("digest hand over"), Modal)
    words = team.reads(f"digest hand over <@{BEN}|ben>")
    assert "The digest belongs to Uben now; they were told." in words
    assert stored(team).owner == BEN
    with team.store.read(TEAM) as tx:
        (told,) = tx.deliveries.of("digest_handed", "1")
    assert told.channel == BEN
    with pytest.raises(NotAllowed, match="owner or an admin"):
        team.asks("digest pause")
    with pytest.raises(NotAllowed, match="full member"):
        team.asks(f"digest hand over <@{GUEST}>", ADMIN)


def test_my_own_digest_comes_by_message_and_is_mine_alone(team: Desk) -> None:
    channels = Channels()
    form = Form.opened(team, "digest me")
    assert not {"channel", "stages", "metrics"} & set(form.fields)
    form.sent(channels, at="08:00")
    (channel, words) = channels.said[0]
    assert channel == ANA
    assert "You get a digest every day at 08:00." in words
    mine = stored(team)
    assert (mine.personal, mine.private, mine.quiet, mine.warnings) == (True, True, True, False)
    assert "Only you see it" in team.reads("digest", channel="D1")
    assert "You own no open goal." in team.reads("digest preview me")
    with pytest.raises(UnknownNumber):
        team.asks(f"digest pause #{mine.number}", ADMIN)
    with pytest.raises(NotAllowed):
        team.asks("digest hand over", channel="D1")
    assert "Your own digest is stopped." in team.reads("digest stop me")


def test_a_vote_counts_once_and_may_be_changed(team: Desk) -> None:
    assert "useful once" in team.reads("digest useful 1 2026-11-20")
    assert "useful once" in team.reads("digest useful 1 2026-11-20")
    words = team.reads("digest not useful 1 2026-11-20")
    assert "useful 0 times, not useful once" in words
    assert "Settings" in words
    assert "useful once, not useful once" in team.reads("digest useful 1 2026-11-20", BEN)
    with team.store.read(TEAM) as tx:
        deeds = [deed.action for deed in tx.audit.latest(9)]
    assert deeds.count("digest_useful") == 2
    assert deeds.count("digest_not_useful") == 1
    assert "In the last 30 days: useful once" in team.reads("digest")
    assert "In the last 30 days: useful once" in team.reads("digest edit")
    assert "1 yes, 1 no" in team.reads("digests", ADMIN)
    with pytest.raises(UnknownNumber):
        team.asks("digest useful 1 2026-11-20", channel="C7")


def test_the_list_names_channels_as_slack_does(team: Desk) -> None:
    listed = team.asks("digests", ADMIN)
    assert isinstance(listed, Message)
    [cell, *_] = listed.blocks[1]["rows"][1]
    [section] = cell["elements"]
    assert {"type": "channel", "channel_id": "C1"} in section["elements"]
    assert "<#C1>" in words_of(as_text(listed)), "where Slack draws no table too"


def test_an_unread_digest_goes_on_or_comes_more_rarely(team: Desk) -> None:
    assert "It goes on." in team.reads("digest keep #1")
    with team.store.read(TEAM) as tx:
        counts = tx.reactions.counts(1, since=NOW - timedelta(days=1))
    assert counts == {ReactionKind.KEPT: 1}
    assert "It comes every Monday at 09:00 from now on." in team.reads("digest rarer #1")
    assert stored(team).rhythm is Rhythm.WEEKLY
    assert "on the first of each month" in team.reads("digest rarer #1")


def test_a_digest_that_rests_over_new_year_says_so(team: Desk) -> None:
    with team.store.write(TEAM) as tx:
        holidays = replace(
            HERE, number=1, holidays=OnHolidays.SKIP, country="DE", rhythm=Rhythm.MONTHLY
        )
        tx.schedules.save(holidays)
    team.now = datetime(2026, 12, 20, 9, tzinfo=UTC)
    assert "Next: Sat 2 Jan 09:00, Mon 1 Feb 09:00" in team.reads("digest")
