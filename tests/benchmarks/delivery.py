"""What one digest costs against the floor of any that is delivered: one SQL read, one post."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from bot.courier import Courier
from bot.record import Recorder
from bot.renders import MAY_REPEAT, Renderer
from bot.slack import Poster, RecordingClient
from commands.verbs.digest_rights import NOW
from funnel.catalogue import load
from funnel.schedules import Schedule
from playground.workspace import TEAM
from tests.benchmarks.shop import Bench
from tests.benchmarks.timing import medians

ROUNDS = 25
MOST_TIMES_THE_FLOOR = 12.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of processor time, the local Slack's share included in both."""

    digest: float
    floor: float

    @property
    def ratio(self) -> float:
        return self.digest / self.floor


def measure_cost(bench: Bench) -> Cost:
    """Both post the same words into the same channel of the same local Slack."""
    slack, store = bench.slack, bench.runtime.store
    channel = slack.workspace.add_channel("cost").id
    poster = Poster(RecordingClient(slack.workspace.bot_token, slack.api_url, Recorder(None)))
    with store.write(TEAM) as tx:
        schedule = tx.schedules.add(Schedule(0, channel, "UTC", owner="U1"))
    clock = Ticking(bench.now)
    renders = Renderer(load()).table()
    courier = Courier(TEAM, store, poster, clock, renders, lambda *_: None, MAY_REPEAT)
    sent: list[dict[str, object]] = []

    def digest() -> None:
        clock.now += timedelta(minutes=1)
        with store.write(TEAM) as tx:
            tx.deliveries.plan(
                kind=NOW,
                subject=str(schedule.number),
                channel=channel,
                slot=clock.now.isoformat(),
                at=clock.now,
            )
        courier.run()
        if not sent:
            with slack.workspace.pulse.reading():
                body = slack.workspace.messages.channel(channel)[-1].body()
            sent.append({"text": body["text"], "blocks": body["blocks"]})

    def floor() -> None:
        with bench.engine.connect() as connection:
            connection.execute(text("SELECT * FROM series LIMIT 30")).all()
        poster.client.api_call("chat.postMessage", json={"channel": channel, **sent[0]})

    digest()
    ours, least = medians([digest, floor], rounds=ROUNDS)
    return Cost(ours, least)


class Ticking:
    """A clock that a round moves on, so that the pace of a channel holds nothing up."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now
