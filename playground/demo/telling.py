"""What happened in the local Slack, told as a transcript or as JSON lines."""

import json
import sys
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from playground.directory import Channel
from playground.drawing import plain
from playground.messages import Message
from playground.render import draw
from playground.server import LocalSlack
from playground.views import View

WIDTH = 92
ASKS = "Acknowledge"  # a message with this button wants somebody's attention: shown in full


@dataclass(slots=True)
class Teller:
    """Prints each message of the bot once, and once more in a line when it is edited.

    `brief` shows digests as one line; `as_json` prints one JSON object a message instead.
    """

    slack: LocalSlack
    zone: ZoneInfo
    as_json: bool = False
    brief: bool = False
    out: TextIO = field(default_factory=lambda: sys.stdout)
    _seen: dict[tuple[str, str], int] = field(default_factory=dict)

    def watch(self) -> None:
        """Tell what is new since the last call."""
        for channel in self.slack.workspace.channels():
            for message in self._messages(channel):
                key = (message.channel, message.ts)
                before = self._seen.get(key)
                if before == message.revision:
                    continue
                self._seen[key] = message.revision
                if message.from_app:
                    self._tell(message, channel, edited=before is not None)

    def says(self, words: str = "") -> None:
        """A line of the narrator; nothing in JSON."""
        if not self.as_json:
            self._print(words)

    def types(self, name: str, place: str, text: str) -> None:
        """What a person typed."""
        self.says(f"\n{self._now()}  {place}  {name}: {text}")

    def shows(self, seen: Message | View) -> None:
        """An answer or a form in full."""
        self._full(self.slack.workspace.view_json(seen) if isinstance(seen, View) else seen.body())

    def _messages(self, channel: Channel) -> list[Message]:
        workspace = self.slack.workspace
        with workspace.pulse.reading():
            held = workspace.messages.channel(channel.id)
        return [message for message in held if message.only_to is None]

    def _tell(self, message: Message, channel: Channel, *, edited: bool) -> None:
        if self.as_json:
            self._print(json.dumps(self._json(message, channel, edited), ensure_ascii=False))
            return
        place = f"{channel.label}, in the thread" if message.thread_ts else channel.label
        head = f"{self._when(message)}  {place}  Funnelbot"
        line = self._named(plain(message.text)).replace("\n", " ")
        if edited and self.brief:
            return  # the thread says what changed; new numbers in the root are no news here
        if edited:
            self._print(f"{self._now()}  {place}  Funnelbot edited: {line}")
        elif message.thread_ts or (self.brief and not _asks(message)):
            self._print(f"{head}: {line}")
        else:
            self._print(f"\n{head}")
            self._full(message.body())

    def _full(self, body: dict[str, Any]) -> None:
        if not self.as_json:
            drawn = self._named(draw(body, width=WIDTH)).splitlines()
            self._print("\n".join(f"    {line}".rstrip() for line in drawn))

    def _named(self, words: str) -> str:
        """Slack shows names where payloads carry ids."""
        for user in self.slack.workspace.users():
            words = words.replace(f"@{user.id}", f"@{user.name}").replace(user.id, user.name)
        for channel in self.slack.workspace.channels():
            words = words.replace(f"#{channel.id}", channel.label).replace(
                channel.id, channel.label
            )
        return words

    def _json(self, message: Message, channel: Channel, edited: bool) -> dict[str, Any]:
        return {
            "at": self._instant(message).isoformat(),
            "told_at": self.slack.workspace.clock.now().astimezone(self.zone).isoformat(),
            "channel": channel.label,
            "ts": message.ts,
            "thread_ts": message.thread_ts,
            "edited": edited,
            "metadata": message.metadata,
            **{key: value for key, value in message.body().items() if value},
        }

    def _instant(self, message: Message) -> datetime:
        return datetime.fromtimestamp(float(message.ts), self.zone)

    def _when(self, message: Message) -> str:
        return f"{self._instant(message):%a %d %b %H:%M}"

    def _now(self) -> str:
        return f"{self.slack.workspace.clock.now().astimezone(self.zone):%a %d %b %H:%M}"

    def _print(self, words: str) -> None:
        print(words, file=self.out, flush=True)


def _asks(message: Message) -> bool:
    return any(
        element.get("text", {}).get("text") == ASKS
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    )
