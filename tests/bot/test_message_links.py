"""Digests, lists and Home lead to the messages about a break or a goal, and unfold no link."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.links import note_links
from bot.record import Recorder
from bot.runtime import Runtime
from bot.slack import Poster, RecordingClient
from commands.break_facts import OPENED
from funnel.model import (
    Grain,
    RecordingKind,
    Segment,
    Snapshot,
)
from funnel.schedules import Schedule
from playground.directory import Channel
from playground.messages import Message
from playground.methods.chat import permalink
from playground.person import Person
from playground.render import flatten
from playground.transcript import Kind
from playground.workspace import TEAM
from tests.bot.office import Office
from tests.breaks import a_break

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)
NOW = datetime(2026, 11, 20, 8, 50, tzinfo=UTC)


@pytest.fixture
def ana(office: Office) -> Person:
    office.slack.workspace.clock.set(NOW)
    return office.slack.person("ana", channel="#growth", tz="UTC")


@pytest.fixture
def bot(office: Office, ana: Person) -> Runtime:
    """In a channel that is warned of a break of carts ten minutes before its digest."""
    runtime = office.connects(framework="journey")
    break_in(office, ana.channel)
    runtime.run_due()
    office.later(minutes=10)
    return runtime


def break_in(office: Office, *channels: Channel, private: bool = False) -> None:
    days = [TODAY - (number + 1) * DAY for number in range(60)]
    rows = [Snapshot("cart_starts", day, 50.0) for day in days]
    with office.store.write(TEAM) as tx:
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="shop.csv", author="", at=NOW - DAY / 8
        )
        tx.breaks.add(a_break("cart_starts", days[0]))
        tx.series.mark_judged("cart_starts", Segment(), Grain.DAY, days[0])
        for channel in channels:
            tx.schedules.add(
                Schedule(
                    0, channel.id, "UTC", owner="UANA", created_at=NOW - DAY / 2, private=private
                )
            )
            tx.deliveries.plan(kind=OPENED, subject="1", channel=channel.id, slot="root", at=NOW)


def root_and_digest(office: Office, channel: Channel) -> tuple[Message, Message]:
    posted = [one for one in office.posted(channel.id) if one.thread_ts is None]
    root, digest = posted[0], posted[-1]
    return root, digest


def test_a_digest_a_list_and_home_lead_to_the_message_about_a_break(
    office: Office, bot: Runtime, ana: Person
) -> None:
    bot.run_due()
    root, digest = root_and_digest(office, ana.channel)
    assert f"<{permalink(root)}|Break #1>" in flatten(digest.body())
    assert "<http" not in digest.text, "the notification stays plain"
    ana.types("/funnel breaks")
    ana.sees(f"Their messages: <{permalink(root)}|#1>.", only_to=ana)
    ana.opens_home()
    ana.sees_home(f"<{permalink(root)}|Break #1>")


def test_a_private_channels_message_is_linked_there_and_nowhere_else(
    office: Office, ana: Person
) -> None:
    workspace = office.slack.workspace
    secret = workspace.add_channel("board", is_private=True)
    ana.goes("#board")
    bot = office.connects(framework="journey")
    break_in(office, secret, private=True)
    bot.run_due()
    office.later(minutes=10)
    bot.run_due()
    root, digest = root_and_digest(office, secret)
    assert permalink(root) in flatten(digest.body())
    ana.types("/funnel breaks")
    ana.sees(permalink(root), only_to=ana)
    ana.goes("#growth")
    ana.types("/funnel breaks")
    assert secret.id not in flatten(ana.sees("1 break point is open", only_to=ana).body())


def test_a_message_that_is_gone_is_asked_for_once(office: Office, ana: Person) -> None:
    workspace = office.slack.workspace
    client = RecordingClient(workspace.bot_token, office.slack.api_url, Recorder(None))
    with office.store.write(TEAM) as tx:
        tx.deliveries.plan(kind=OPENED, subject="1", channel=ana.channel.id, slot="root", at=NOW)
    bot = office.connects()
    with office.store.write(TEAM) as tx:
        tx.breaks.add(a_break("cart_starts", TODAY))
    bot.workers.courier.run()
    [root] = office.posted(ana.channel.id)
    workspace.delete(root)
    for _ in range(2):
        note_links(office.store, TEAM, Poster(client))
    asked = workspace.transcript.exchanges(Kind.API, name="chat.getPermalink")
    assert len(asked) == 1
    with office.store.read(TEAM) as tx:
        assert tx.links.of(OPENED, ["1"]) == {}


def test_no_post_of_any_kind_unfolds_a_link(office: Office, bot: Runtime, ana: Person) -> None:
    bot.run_due()
    ana.types("@funnelbot breaks")
    ana.sees("1 break point is open")
    posts = office.slack.workspace.transcript.exchanges(Kind.API, name="chat.postMessage")
    assert len(posts) >= 3
    for post in posts:
        assert post.asked["unfurl_links"] is False
        assert post.asked["unfurl_media"] is False
