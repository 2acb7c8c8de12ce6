"""One scene: a local Slack with three people, the bot on its own database, and whose numbers."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playground.demo.bot_process import BotProcess
from playground.demo.play import Player
from playground.demo.source import Source
from playground.demo.telling import Teller
from playground.person import Person
from playground.server import LocalSlack

ZONE = "Europe/Berlin"
CHANNEL = "#growth"
# The journey has a stage for service and one for retention: all five planted breaks show.
SETTINGS = {"FUNNELBOT_ZONE": ZONE, "FUNNELBOT_FRAMEWORK": "journey"}


@dataclass(slots=True)
class Scene:
    """Opened once, closed once. The first person is the admin who sets things up."""

    source: Source
    folder: Path
    direction: str = "neutral"
    as_json: bool = False
    slack: LocalSlack = field(default_factory=LocalSlack)
    people: dict[str, Person] = field(default_factory=dict)
    bot: BotProcess = field(init=False)
    teller: Teller = field(init=False)
    player: Player = field(init=False)

    def __post_init__(self) -> None:
        zone = ZoneInfo(ZONE)
        self.bot = BotProcess(self.slack, self.folder, SETTINGS)
        self.teller = Teller(self.slack, zone, as_json=self.as_json)
        self.player = Player(
            self.slack, self.bot, self.source, zone, self.direction, self.teller.watch
        )

    def open(self, *, days: int) -> str:
        """The clock stands at 06:00 of the first of the last `days`, everything before is in; the
        report of that import. Raises BotFailed."""
        self.slack.start()
        first = self.source.today - timedelta(days=days - 1)
        self.slack.workspace.clock.set(datetime.combine(first, time(6), ZoneInfo(ZONE)))
        self.people = {
            "ana": self.slack.person("ana", channel=CHANNEL, tz=ZONE, is_admin=True),
            "ben": self.slack.person("ben", channel=CHANNEL, tz="America/New_York"),
            "chloe": self.slack.person("chloe", channel=CHANNEL, tz="Asia/Kolkata"),
        }
        self.player.owner = self.people["ana"].user.id
        self.bot.start()
        return str(self.player.begin(first)["report"])

    def close(self) -> None:
        self.bot.stop()
        self.slack.stop()

    @property
    def evening(self) -> datetime:
        """18:00 of the source's last day."""
        return datetime.combine(self.source.today, time(18), ZoneInfo(ZONE))
