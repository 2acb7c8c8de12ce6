"""The stage: one local Slack, three people, the bot, and a shop whose days are played."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from playground.demo.bot_process import BotProcess
from playground.demo.play import Player
from playground.demo.prompt import Prompt
from playground.demo.source import Source
from playground.demo.story import Story
from playground.demo.telling import Teller
from playground.person import Person
from playground.server import LocalSlack

DAYS = 60
IN_FULL = 3  # the last digests are shown whole, earlier ones as a line
ZONE = "Europe/Berlin"
CHANNEL = "#growth"
# The journey has a stage for service and one for retention: all five planted breaks show.
SETTINGS = {"FUNNELBOT_ZONE": ZONE, "FUNNELBOT_FRAMEWORK": "journey"}


@dataclass(slots=True)
class Stage:
    """Opened once, closed once. The first person is the admin who sets things up."""

    source: Source
    folder: Path
    days: int = DAYS
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

    def open(self) -> None:
        """People, channel, bot; the clock stands at 06:00 of the first played day."""
        self.slack.start()
        zone = ZoneInfo(ZONE)
        first = self.source.today - timedelta(days=self.days - 1)
        self.slack.workspace.clock.set(datetime.combine(first, time(6), zone))
        self.people = {
            "ana": self.slack.person("ana", channel=CHANNEL, tz=ZONE, is_admin=True),
            "ben": self.slack.person("ben", channel=CHANNEL, tz="America/New_York"),
            "chloe": self.slack.person("chloe", channel=CHANNEL, tz="Asia/Kolkata"),
        }
        self.player.owner = self.people["ana"].user.id
        self.bot.start()
        report = self.player.begin(first)
        self._introduce(str(report["report"]))

    def play_story(self) -> None:
        """Set up the digest, play the days, ask and err."""
        story = Story(self.people["ana"], self.teller)
        story.sets_up_the_digest()
        self._play_days()
        story.asks("/funnel status")
        if self.source.notice:
            story.asks("/funnel status decision", "/funnel metric cart abandonment 60d")
            story.sets_a_goal()
            story.asks("/funnel goals")
        story.asks("/funnel statsu")

    def prompt(self) -> Prompt:
        return Prompt(self.player, self.teller, self.people, self.people["ana"])

    def close(self) -> None:
        self.bot.stop()
        self.slack.stop()

    def _play_days(self) -> None:
        end = datetime.combine(self.source.today, time(18), ZoneInfo(ZONE))
        self.teller.says(f"\n{self.days} days go by …\n")
        self.teller.brief = True
        self.player.play_to(end - timedelta(days=min(IN_FULL, self.days) - 1, hours=10))
        self.teller.brief = False
        self.player.play_to(end)

    def _introduce(self, report: str) -> None:
        says = self.teller.says
        says(f"A Slack on your machine, with the true bot in it. Shop: {self.source.name}.")
        if self.source.notice:
            says(self.source.notice)
        says(f"{report}")
