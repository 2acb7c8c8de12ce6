"""What the page plays on: a local Slack, a bot that can be killed, a story, a clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from playground.directory import User
from playground.pulse import Pulse
from playground.server import LocalSlack

Step = Literal["hour", "day", "week"]
Story = Literal["shop", "empty"]


class StageRefused(Exception):
    """A deed that cannot be done now; the text is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Verb:
    """A use of the command, with or without its name, and what it does in a few words.

    `goal new [sentence], goal N` gives two ways. Words in capitals, `N` and what stands in
    brackets are for the person to fill in.
    """

    usage: str
    what: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A shortcut of the app's manifest."""

    name: str
    callback_id: str
    of_message: bool = False


class Stage(Protocol):
    """Every deed may block, may raise StageRefused, and may be called from any thread.

    `pulse.changing("stage", what)` tells the page that something here changed: `slack` was
    replaced, the clock moved, the bot went up or down, `activity` has other words.
    """

    @property
    def pulse(self) -> Pulse: ...
    @property
    def slack(self) -> LocalSlack: ...
    @property
    def story(self) -> str:
        """What is played, in a few words."""

    @property
    def notice(self) -> str:
        """What must be said about the numbers (simulated); empty for none."""

    @property
    def activity(self) -> str:
        """What is going on in the background, in words; empty when nothing is."""

    @property
    def bot_is_up(self) -> bool: ...
    @property
    def people(self) -> Sequence[User]:
        """Those whom one can be, the first one first."""

    @property
    def verbs(self) -> Sequence[Verb]: ...
    @property
    def shortcuts(self) -> Sequence[Shortcut]: ...

    def advance(self, step: Step) -> None: ...
    def play(self, days: int) -> None:
        """Returns at once; `activity` says how far it is."""

    def stop_playing(self) -> None: ...
    def kill_bot(self) -> None:
        """At once, as a power cut would."""

    def start_bot(self) -> None: ...
    def reset(self, story: Story | Path) -> None:
        """Starts over; a path is a long CSV file, read at once, whose days are played."""
