"""A channel's digest: set up, previewed, sent, paused; and what it says on all kinds of days."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from slack_bolt import Ack, BoltContext

from commands.blocks import Message, Modal
from commands.digest_listeners import handle_zone_options
from commands.digests import gather
from commands.verbs.digest import covered_until
from commands.verbs.digest_form import CannotPost, Sender, save_digest
from commands.views.digest import digest_message
from commands.zones import matching_zones
from funnel.catalogue import load
from funnel.errors import BadForm, NotAllowed, UnknownCommand, UnknownNumber
from funnel.model import (
    DeliveryState,
    Money,
    Person,
    RecordingKind,
    Rhythm,
    Schedule,
    Snapshot,
)
from playground.blockkit import check_view
from playground.render import flatten
from tests.commands.conftest import (
    ADMIN,
    ANA,
    BEN,
    GUEST,
    LAST_DAY,
    NOW,
    TEAM,
    Desk,
    accepted,
    carts_break,
)

HERE = Schedule(0, "C1", "Europe/Berlin", owner=ANA, created_at=NOW - timedelta(days=9))
YESTERDAY = NOW - timedelta(days=1)


@pytest.fixture
def team(new_desk: Desk) -> Desk:
    """Four metrics over 120 quiet days, a digest in C1 and people with names."""
    with new_desk.store.write(TEAM) as tx:
        for user, name in ((ANA, "Ana"), (BEN, "Ben")):
            tx.people.save(Person(user, name, "Europe/Berlin", False, False, NOW))
        tx.schedules.add(HERE)
    fill(new_desk)
    return new_desk


def fill(
    desk: Desk, *, last: dict[str, date] | None = None, newest_revenue: float = 48_210.0
) -> None:
    """Level numbers: each metric up to its own last day. Revenue's newest mature day is given."""
    levels = {"sessions": 40_000.0, "cart_starts": 3_200.0, "sales_revenue": 47_600.0}
    mature_revenue = LAST_DAY - timedelta(days=1)  # it settles for a day
    rows = []
    for metric, level in levels.items():
        end = (last or {}).get(metric, LAST_DAY)
        for back in range(120):
            day = end - timedelta(days=back)
            value = level * (1 + 0.01 * (-1) ** (back // 7))
            if metric == "sales_revenue" and day == mature_revenue:
                value = newest_revenue
            rows.append(Snapshot(metric, day, value))
    with desk.store.write(TEAM) as tx:
        tx.snapshots.record(
            [rows],
            kind=RecordingKind.IMPORT,
            source="shop.csv",
            author=BEN,
            at=desk.now - timedelta(hours=3),
        )


def posted(
    desk: Desk,
    *,
    since: datetime | None = YESTERDAY,
    due_at: datetime | None = None,
    schedule: Schedule = HERE,
) -> Message:
    with desk.store.read(TEAM) as tx:
        known = gather(tx, schedule, load(), now=desk.now, since=since)
    message = digest_message(known, due_at=due_at)
    accepted(message)
    return message


def words_of(message: Message) -> str:
    return flatten(accepted(message))


def breaks(desk: Desk, count: int, *, told: datetime, **parts: Any) -> None:
    """Open breaks of carts, dearer ones last, whose opening was posted at an instant."""
    first = replace(carts_break(), metric="cart_starts", observed=2_600.0, expected=3_200.0)
    with desk.store.write(TEAM) as tx:
        for number in range(1, count + 1):
            found = tx.breaks.add(
                replace(first, money=Money(1000.0 * number, 1, 9000), changed_at=told, **parts)
            )
            tx.deliveries.plan(
                kind="break_opened", subject=str(found.number), channel="C1", slot="root", at=told
            )


def test_a_quiet_day_is_one_line_with_revenue(team: Desk) -> None:
    message = posted(team)
    words = words_of(message)
    assert message.text.startswith("All usual on Wed 18 Nov. Sales revenue €48,210, usual €")
    assert "(range " in words
    assert "Status" in words
    kinds = {block["type"] for block in message.blocks}
    assert kinds == {"section", "actions"}


def test_a_day_with_a_new_break(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(hours=2), attention_by=BEN, attention="acknowledged")
    message = posted(team)
    assert message.text.startswith("Cart starts is worse than usual: 2,600 on Thu 19 Nov, usual")
    assert len(message.text) <= 120
    words = words_of(message)
    assert "about €1,000 a day since about 4 Nov. Ben acknowledged it." in words
    assert "Wed 18 Nov · 4 stages · since Thu 10:12" in words
    assert "Awareness · sessions" in words
    assert "Open" in words
    kinds = [block["type"] for block in message.blocks]
    assert kinds.count("data_table") == 1
    assert kinds.count("data_visualization") == 1


def test_two_breaks_still_open_are_a_count_and_the_dearer_is_named(team: Desk) -> None:
    breaks(team, 2, told=NOW - timedelta(days=4))
    words = words_of(posted(team))
    assert "Nothing new on Wed 18 Nov; 2 breaks are still open." in words
    assert "Break #2: cart starts 2,600 on Thu 19 Nov, usual 3,200; about €2,000 a day" in words
    assert "Open breaks" in words


def test_since_is_exact_after_a_gap(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(days=4))
    gap = datetime(2026, 11, 10, 8, tzinfo=UTC)
    words = words_of(posted(team, since=gap))
    assert "Cart starts is worse than usual" in words
    assert "since Tue 10 Nov 09:00" in words


def test_the_first_digest_tells_what_is_open(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(days=4))
    message = posted(team, since=None)
    assert message.text.startswith("Cart starts is worse than usual")
    assert "since Thu" not in words_of(message)


def test_a_break_that_grew_by_numbers_that_came_late_is_told(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(days=9), worsened_on=date(2026, 11, 14))
    assert "Nothing new" in words_of(posted(team))
    with team.store.write(TEAM) as tx:
        tx.deliveries.plan(
            kind="break_changed",
            subject="1",
            channel="C1",
            slot="worsened@2026-11-14",
            at=NOW - timedelta(hours=2),
        )
    assert posted(team).text.startswith("Break #1 grew: cart starts 2,600")


def test_a_late_digest_says_when_it_was_due(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(hours=2))
    due = datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert "late: was due 09:00" in words_of(posted(team, due_at=due))
    other_day = datetime(2026, 11, 18, 8, tzinfo=UTC)
    assert "late: was due Wed 18 Nov 09:00" in words_of(posted(team, due_at=other_day))


def test_numbers_that_are_missing_are_told_with_who_brought_them(new_desk: Desk) -> None:
    with new_desk.store.write(TEAM) as tx:
        tx.people.save(Person(BEN, "Ben", "UTC", False, False, NOW))
    fill(new_desk, last={"sessions": date(2026, 11, 14)})
    words = words_of(posted(new_desk))
    assert "Numbers stopped: sessions since Sun 15 Nov (from shop.csv, Ben)." in words
    assert "Log missing numbers" in words
    still = words_of(posted(new_desk, since=NOW - timedelta(minutes=5)))
    assert "Still missing: sessions since Sun 15 Nov (from shop.csv, Ben)." in still


def test_a_metric_better_than_usual_is_a_line_behind_its_number(new_desk: Desk) -> None:
    fill(new_desk, newest_revenue=70_000.0)
    message = posted(new_desk)
    assert message.text.startswith("Sales revenue is better than usual: €70,000, usual €")


def test_a_simulated_shop_is_called_so(new_desk: Desk) -> None:
    rows = [Snapshot("sessions", LAST_DAY - timedelta(days=back), 40_000.0) for back in range(90)]
    with new_desk.store.write(TEAM) as tx:
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="demo shop", author="", at=NOW
        )
    assert "Simulated shop." in words_of(posted(new_desk))


def test_a_workspace_without_numbers_is_told_how_to_begin(new_desk: Desk) -> None:
    assert "No complete numbers yet." in words_of(posted(new_desk))


def test_only_the_chosen_stages_stand_in_the_table(team: Desk) -> None:
    breaks(team, 1, told=NOW - timedelta(hours=2))
    schedule = replace(HERE, stages=("interest",))
    words = words_of(posted(team, schedule=schedule))
    assert "1 stage ·" in words
    assert "Awareness" not in words
    elsewhere = replace(HERE, stages=("awareness",))
    assert "Cart starts" not in words_of(posted(team, schedule=elsewhere))


# Setting one up


@dataclass
class Channels:
    """Where the bot may post, and what it posted: Slack's side of saving a digest."""

    open: set[str] = field(default_factory=lambda: {"C1", "C2"})
    said: list[tuple[str, str]] = field(default_factory=list)

    def post(self, channel: str, message: Message) -> None:
        if channel not in self.open:
            raise CannotPost("I am not in that channel. Type /invite @Funnelbot there.")
        self.said.append((channel, flatten(accepted(message))))


@dataclass
class Form:
    """The open form, filled in and sent."""

    desk: Desk
    view: dict[str, Any]
    answers: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def opened(cls, desk: Desk, words: str = "digest", **where: Any) -> "Form":
        modal = desk.asks(words, **where)
        assert isinstance(modal, Modal)
        view = modal.sealed()
        held = {
            block["block_id"]: block["element"] for block in view["blocks"] if "element" in block
        }
        return cls(
            desk,
            view,
            {
                "channel": held["channel"].get("initial_conversation", where.get("channel", "C1")),
                "rhythm": held["rhythm"]["initial_option"]["value"],
                "weekday": held["weekday"]["initial_option"]["value"],
                "at": held["at"]["initial_time"],
                "zone": held["zone"]["initial_option"]["value"],
                "stages": [one["value"] for one in held["stages"].get("initial_options", [])],
                "options": [one["value"] for one in held["options"].get("initial_options", [])],
            },
        )

    def sent(self, channels: Channels, user: str = ANA, **changed: Any) -> dict[str, Any]:
        said = self.answers | changed
        values = {
            "channel": {"value": {"selected_conversation": said["channel"]}},
            "rhythm": {"value": {"selected_option": {"value": said["rhythm"]}}},
            "weekday": {"value": {"selected_option": {"value": said["weekday"]}}},
            "at": {"value": {"selected_time": said["at"]}},
            "zone": {"zone": {"selected_option": {"value": said["zone"]}}},
            "stages": {"value": {"selected_options": [{"value": v} for v in said["stages"]]}},
            "options": {"value": {"selected_options": [{"value": v} for v in said["options"]]}},
        }
        view = self.view | {"id": "V1", "state": {"values": values}}
        shown = save_digest(
            view, Sender(TEAM, user, self.desk.now), self.desk.deps, post=channels.post
        )
        assert check_view(shown, "modal") == []
        return shown


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
    assert Form.opened(new_desk, "digest edit").answers["stages"] == keys


def test_another_channel_than_the_one_typed_in_is_treated_as_private(new_desk: Desk) -> None:
    Form.opened(new_desk).sent(Channels(), channel="C2")
    (stored,) = schedules(new_desk)
    assert stored.private
    assert "No digests yet" in new_desk.reads("digests", ADMIN)
    assert "1 digest of yours." in new_desk.reads("digests")


def test_an_edit_counts_from_now_and_keeps_its_owner(team: Desk) -> None:
    channels = Channels()
    Form.opened(team, "digest edit", user=ADMIN).sent(
        channels, user=ADMIN, at="07:30", rhythm="weekly", weekday="3"
    )
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
    for label in ("Send now", "Edit", "Preview to me", "Pause", "Stop it"):
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
    assert "Slack refused my last post here (not_in_channel)" in team.reads("digest")
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
    assert "Cart starts is worse" in team.reads("digest preview", BEN, channel="C7")


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
