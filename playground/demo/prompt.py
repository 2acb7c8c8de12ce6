"""The prompt after the played days: type what a person could type or do."""

import shlex
from collections.abc import Callable
from dataclasses import dataclass

from playground.demo.bot_process import BotFailed
from playground.demo.play import Player
from playground.demo.telling import Teller
from playground.entries import NotThere
from playground.person import Person

HELP = """Type what you would in Slack, or:
  /funnel status            any slash command; other words are posted in the channel
  click Share in channel    press a button, or pick from a ⋯ menu, by its words
  fill Target=15 "By=2026-12-31"     fields of the open form, by label
  submit · close            the open form
  home · dm WORDS · go #channel · as ben
  tomorrow · week           let the shop's days go on
  kill · start              the bot: a crash, and its next start
  quit"""
LOOK_SECONDS = 2.0


@dataclass(slots=True)
class Prompt:
    """Reads one line at a time; a mistake is told and nothing ends."""

    player: Player
    teller: Teller
    people: dict[str, Person]
    who: Person

    def run(self, read: Callable[[str], str]) -> None:
        """Until `quit` or the end of the input."""
        self.teller.says(HELP)
        while True:
            try:
                line = read(f"{self.who.user.name} {self.who.channel.label}> ").strip()
            except (EOFError, KeyboardInterrupt):
                return
            if line in ("quit", "exit"):
                return
            if line:
                self.obey(line)

    def obey(self, line: str) -> None:
        """One line; what went wrong is said in words."""
        word, _, rest = line.partition(" ")
        before = self.who.modal
        try:
            deed = self._deeds().get(word)
            if deed is None:
                self.who.types(line)
            else:
                deed(rest.strip())
        except (NotThere, BotFailed, LookupError, ValueError) as mistake:
            self.teller.says(str(mistake))
            return
        self._look(before)

    def _deeds(self) -> dict[str, Callable[[str], None]]:
        return {
            "help": lambda _: self.teller.says(HELP),
            "click": lambda words: self.who.clicks(words),
            "fill": lambda words: self.who.fills(_fields(words)),
            "submit": lambda _: self.who.submits(),
            "close": lambda _: self.who.closes(),
            "home": lambda _: self.who.opens_home(),
            "dm": lambda words: self.who.dm(words),
            "go": lambda words: self.who.goes(words),
            "as": self._become,
            "tomorrow": lambda _: self.player.play_day(),
            "week": lambda _: self._play_week(),
            "kill": lambda _: self.player.bot.kill(),
            "start": lambda _: self.player.bot.start(),
        }

    def _become(self, name: str) -> None:
        if name not in self.people:
            raise LookupError(f"There are {', '.join(self.people)} here, not {name}.")
        self.who = self.people[name]

    def _play_week(self) -> None:
        for _ in range(7):
            self.player.play_day()

    def _look(self, before: object) -> None:
        """Show what the person sees after her deed, waiting a little for late answers."""
        workspace = self.player.slack.workspace
        workspace.pulse.wait_for(
            lambda: self.who.messages() or self.who.modal is not before or None,
            seconds=LOOK_SECONDS,
        )
        for label, words in self.who.errors().items():
            self.teller.says(f"    {label}: {words}")
        if self.who.modal is not None:
            self.teller.shows(self.who.modal)
        for message in self.who.messages():
            if message.only_to is not None:
                self.teller.shows(message)
        self.teller.watch()


def _fields(words: str) -> dict[str, str]:
    pairs = [pair for pair in shlex.split(words) if "=" in pair]
    if not pairs:
        raise ValueError('Write fill LABEL=VALUE, with quotes around words: "By=2026-12-31".')
    return dict(pair.split("=", 1) for pair in pairs)
