"""A thousand digests due in one minute: 20 workspaces with 50 channels and 30 metrics each.

Slack stands in a process of its own and holds its limits; the sender is one process on SQLite.
"""

import multiprocessing
import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import structlog

from bot.app import utc_now
from bot.courier import Courier
from bot.record import Recorder
from bot.renders import MAY_REPEAT, Renderer
from bot.schedules import plan_digests
from bot.slack import Poster, RecordingClient
from funnel.catalogue import load
from funnel.model import DeliveryState, RecordingKind, Snapshot
from funnel.schedules import Schedule
from playground.limits import Limits
from playground.server import LocalSlack
from playground.workspace import Workspace
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store

WORKSPACES, CHANNELS, METRICS, DAYS = 20, 50, 30, 120
AT_ONCE = 4  # workspaces; each has its lanes, and together they stay below the pool's connections
MOST_SECONDS, MOST_MIB = 60.0, 300.0
Place = tuple[str, str, list[str]]  # url, token, channels


@dataclass(frozen=True, slots=True)
class Load:
    """Seconds of wall clock and of the sender's processor; its peak MiB; what Slack counted."""

    seconds: float
    processor: float
    mebibytes: float
    posted: int
    refused: int


def measure_load(folder: Path) -> Load:
    spawning = multiprocessing.get_context("spawn")
    ours, theirs = spawning.Pipe()
    slack = spawning.Process(target=serve_slack, args=(theirs,))
    slack.start()
    places: list[Place] = ours.recv()
    here, there = spawning.Pipe()
    sender = spawning.Process(target=send_all, args=(there, str(folder / "load.sqlite"), places))
    sender.start()
    seconds, processor, mebibytes = here.recv()
    sender.join(60)
    ours.send("count")
    posted, refused = ours.recv()
    slack.join(60)
    return Load(seconds, processor, mebibytes, posted, refused)


def serve_slack(line: "Connection[Any, Any]") -> None:
    """Twenty local Slacks, each with its limits."""
    slacks = [LocalSlack(Workspace(limits=Limits())) for _ in range(WORKSPACES)]
    places = []
    for slack in slacks:
        slack.start()
        channels = [slack.workspace.add_channel(f"team-{n}").id for n in range(CHANNELS)]
        places.append((slack.api_url, slack.workspace.bot_token, channels))
    line.send(places)
    line.recv()
    posted = sum(
        len(slack.workspace.messages.channel(channel))
        for slack, (_, _, channels) in zip(slacks, places, strict=True)
        for channel in channels
    )
    refused = sum(slack.workspace.limits.refused for slack in slacks if slack.workspace.limits)
    line.send((posted, refused))
    for slack in slacks:
        slack.stop()


def send_all(line: "Connection[Any, Any]", path: str, places: list[Place]) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    store = Store(engine)
    due = utc_now().replace(second=0, microsecond=0)
    couriers = [_courier(store, f"W{number:02}", place, due) for number, place in enumerate(places)]
    began, worked = perf_counter(), process_time()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(lambda courier: _deliver(courier, due), couriers))
    seconds, processor = perf_counter() - began, process_time() - worked
    for courier in couriers:
        with store.read(courier.workspace) as tx:
            assert tx.deliveries.counts() == {DeliveryState.SENT: CHANNELS}
    store.dispose()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    line.send((seconds, processor, peak))


def _deliver(courier: Courier, due: datetime) -> int:
    plan_digests(courier.store, courier.workspace, now=due)
    return courier.run()


def _courier(store: Store, workspace: str, place: Place, due: datetime) -> Courier:
    url, token, channels = place
    _fill(store, workspace, channels, due)
    poster = Poster(RecordingClient(token, url, Recorder(None)))
    began = perf_counter()
    clock = _from(due, began)
    renders = Renderer(load()).table()
    return Courier(workspace, store, poster, clock, renders, lambda *_: None, MAY_REPEAT)


def _from(due: datetime, began: float) -> Callable[[], datetime]:
    return lambda: due + timedelta(seconds=perf_counter() - began)


def _fill(store: Store, workspace: str, channels: list[str], due: datetime) -> None:
    """Thirty metrics up to yesterday, and a digest for each channel that is due right now."""
    catalogue = load()
    leads = [key for stage in catalogue.stages("funnel") for key in stage.lead_metrics]
    others = [one.key for one in catalogue.metrics if one.key not in leads]
    keys = list(dict.fromkeys([*leads, *others]))[:METRICS]
    last = due.date() - timedelta(days=1)
    rows = [
        Snapshot(key, last - timedelta(days=back), 40.0 + (7 * back + place) % 11)
        for place, key in enumerate(keys)
        for back in range(DAYS)
    ]
    with store.write(workspace) as tx:
        tx.snapshots.record(
            [rows], kind=RecordingKind.IMPORT, source="shop", author="U1", at=due - timedelta(1)
        )
        for channel in channels:
            tx.schedules.add(
                Schedule(
                    0,
                    channel,
                    "UTC",
                    at=time(due.hour, due.minute),
                    owner="U1",
                    created_at=due - timedelta(hours=1),
                )
            )
