"""Playing days: numbers arrive in the morning, the clock goes from one due instant to the next."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from playground.demo.bot_process import BotProcess
from playground.demo.source import Source
from playground.server import LocalSlack

ARRIVED = timedelta(minutes=1)  # the tick after the numbers came in
MOST_STEPS = 40  # a day has a handful of due instants; more is a loop


@dataclass(slots=True)
class Player:
    """Moves the workspace's clock and the bot's together; `watch` is called after each step."""

    slack: LocalSlack
    bot: BotProcess
    source: Source
    zone: ZoneInfo
    direction: str
    watch: Callable[[], None]
    owner: str = ""  # the person whose import it is: told when the numbers stop

    @property
    def now(self) -> datetime:
        return self.slack.workspace.clock.now().astimezone(self.zone)

    def begin(self, day: date) -> dict[str, object]:
        """Everything known by that morning goes in; the report of the import."""
        start = datetime.combine(day, time(6), self.zone)
        self._set(start)
        lines = self.source.history(start, self.zone)
        if not lines:
            return {"report": "There are no numbers before the first day.", "rows": 0}
        return self._ingest(lines, scan=True)

    def play_to(self, end: datetime) -> None:
        """Step from one due instant to the next until `end`; jumping over a DST night works."""
        for _ in range(MOST_STEPS * max((end - self.now).days + 1, 1)):
            step = self._next_step(end)
            before = self.now
            self._set(step)
            arrived = self.source.arrived(before, step, self.zone)
            if arrived:
                self._ingest(arrived, scan=False)
                self._set(step + ARRIVED)
            self.bot.tick()
            self.watch()
            if step >= end:
                return

    def play_day(self) -> None:
        """To 18:00 of the next day."""
        tomorrow = self.now.date() + timedelta(days=1)
        self.play_to(datetime.combine(tomorrow, time(18), self.zone))

    def _ingest(self, lines: list[str], *, scan: bool) -> dict[str, object]:
        order = {"source": self.source.name, "direction": self.direction, "author": self.owner}
        return self.bot.ingest(lines, **order, scan=scan)

    def _next_step(self, end: datetime) -> datetime:
        due = self.bot.next_instant()
        steps = [end, *self._arrivals()]
        if due is not None:
            steps.append(datetime.fromisoformat(due).astimezone(self.zone))
        return min(step for step in steps if step > self.now or step == end)

    def _arrivals(self) -> list[datetime]:
        today = self.now.date()
        return [
            datetime.combine(day, at, self.zone)
            for day in (today, today + timedelta(days=1))
            for at in self.source.arrivals(day)
        ]

    def _set(self, instant: datetime) -> None:
        self.slack.workspace.clock.set(instant)
        self.bot.move_clock()
