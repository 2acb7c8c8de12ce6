"""What a digest costs against the floor of any that is delivered: one SQL read, one post."""

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
CHANNELS = 20  # of one workspace, with the same stages, due at once
MOST_TIMES_THE_FLOOR = 12.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of processor time a digest, by itself and among `CHANNELS` of one round; the
    local Slack's share is included in all three."""

    alone: float
    among: float
    floor: float


def measure_cost(bench: Bench) -> Cost:
    """All post the same words into channels of the same local Slack."""
    slack, store = bench.slack, bench.runtime.store
    channels = [slack.workspace.add_channel(f"cost-{number}").id for number in range(CHANNELS)]
    poster = Poster(RecordingClient(slack.workspace.bot_token, slack.api_url, Recorder(None)))
    with store.write(TEAM) as tx:
        schedules = [
            tx.schedules.add(Schedule(0, channel, "UTC", owner="U1")) for channel in channels
        ]
    clock = Ticking(bench.now)
    renders = Renderer(load()).table()
    courier = Courier(TEAM, store, poster, clock, renders, lambda *_: None, MAY_REPEAT)

    def sends(those: list[Schedule]) -> None:
        clock.now += timedelta(minutes=1)
        with store.write(TEAM) as tx:
            for schedule in those:
                tx.deliveries.plan(
                    kind=NOW,
                    subject=str(schedule.number),
                    channel=schedule.channel,
                    slot=clock.now.isoformat(),
                    at=clock.now,
                )
        assert courier.run() == len(those)

    sends(schedules[:1])
    with slack.workspace.pulse.reading():
        body = slack.workspace.messages.channel(channels[0])[-1].body()
    sent = {"channel": channels[0], "text": body["text"], "blocks": body["blocks"]}

    def floor() -> None:
        with bench.engine.connect() as connection:
            connection.execute(text("SELECT * FROM series LIMIT 30")).all()
        poster.client.api_call("chat.postMessage", json=sent)

    alone, least = medians([lambda: sends(schedules[:1]), floor], rounds=ROUNDS)
    [together] = medians([lambda: sends(schedules)], rounds=ROUNDS // 5)
    return Cost(alone, together / CHANNELS, least)


class Ticking:
    """A clock that a round moves on, so that the pace of a channel holds nothing up."""

    def __init__(self, now: datetime) -> None:
        self.now = now.astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now
