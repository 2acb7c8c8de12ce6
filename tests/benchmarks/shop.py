"""The demo shop in an SQLite file, with the true bot beside a local Slack: what is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from pydantic import SecretStr
from sqlalchemy import Engine

from bot.app import build, open_store, utc_now
from bot.imports import ImportOptions, import_file
from bot.runtime import Runtime
from bot.settings import Settings
from funnel.catalogue import load
from playground.server import LocalSlack
from playground.shop import simulate
from playground.workspace import TEAM
from storage.engine import make_engine
from storage.store import Store

SEED, DAYS = 7, 480


@dataclass(frozen=True, slots=True)
class Bench:
    """One shop, its database, one bot; `now` is the real instant, the shop's last day yesterday."""

    slack: LocalSlack
    engine: Engine
    runtime: Runtime
    now: datetime
    database: Path


@dataclass(frozen=True, slots=True)
class Filled:
    """The shop's database, how many rows went in, and how long that took: import, first scan."""

    path: Path
    rows: int
    seconds: float


def fill(folder: Path, now: datetime) -> Filled:
    """Simulates the shop up to yesterday and imports it as an operator would."""
    shop = simulate(SEED, start=now.date() - timedelta(days=DAYS), days=DAYS)
    file = folder / "shop.csv"
    file.write_text("".join(shop.csv(shop.dates)), encoding="utf-8")
    path = folder / "funnelbot.sqlite"
    store = open_store(Settings(_env_file=None, database_url=SecretStr(f"sqlite:///{path}")))
    began = perf_counter()
    report = import_file(
        store, TEAM, file, ImportOptions(), catalogue=load(), now=now, source="demo shop"
    )
    seconds = perf_counter() - began
    store.dispose()
    return Filled(path, report.rows, seconds)


@contextmanager
def opened(path: Path, now: datetime) -> Iterator[Bench]:
    """The bot on that database; no socket, no ticks."""
    with LocalSlack() as slack:
        slack.person("ana", channel="#growth", is_admin=True)
        engine = make_engine(f"sqlite:///{path}")
        runtime = build(settings_for(slack), clock=lambda: now, store=Store(engine))
        yield Bench(slack, engine, runtime, now, path)
        runtime.stop()


def settings_for(slack: LocalSlack) -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(slack.workspace.bot_token),
        app_token=SecretStr(slack.workspace.app_token),
        slack_api_url=slack.api_url,
    )


def real_now() -> datetime:
    return utc_now()
