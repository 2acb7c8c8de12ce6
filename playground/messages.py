"""Messages of a workspace: what one is, and the book that keeps them by channel."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `only_to` marks an ephemeral one; `revision` is its last change."""

    channel: str
    ts: str
    _: KW_ONLY
    user: str
    text: str = ""
    blocks: tuple[Json, ...] = ()
    attachments: tuple[Json, ...] = ()
    from_app: bool = False
    thread_ts: str | None = None
    only_to: str | None = None
    metadata: Json | None = None
    edited: str | None = None
    files: tuple[Json, ...] = ()
    revision: int = 0

    def body(self) -> Json:
        """Text, blocks, attachments and names of files: what is drawn and matched against."""
        return {
            "text": self.text,
            "blocks": list(self.blocks),
            "attachments": list(self.attachments),
            "files": [{"name": each["name"]} for each in self.files],
        }


@dataclass(slots=True)
class MessageBook:
    """Messages by channel in order of `ts`. Callers hold the workspace's lock."""

    _held: dict[str, dict[str, Message]] = field(default_factory=lambda: defaultdict(dict))
    _last: int = 0

    def next_ts(self, now: datetime) -> str:
        """Strictly rising and unique, also when the clock was set back."""
        micros = round(now.timestamp() * 1_000_000)
        self._last = max(micros, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"

    def put(self, message: Message) -> Message:
        self._held[message.channel][message.ts] = message
        return message

    def find(self, channel: str, ts: str) -> Message | None:
        return self._held[channel].get(ts)

    def remove(self, message: Message) -> None:
        self._held[message.channel].pop(message.ts, None)

    def change(self, message: Message, **changes: Any) -> Message:
        return self.put(replace(message, **changes))

    def channel(self, channel: str) -> list[Message]:
        """Oldest first, ephemeral ones and thread replies included."""
        return list(self._held[channel].values())

    def every(self) -> Iterator[Message]:
        """All channels, newest change last."""
        held = [message for book in self._held.values() for message in book.values()]
        yield from sorted(held, key=lambda message: (message.revision, message.ts))

    def replies(self, channel: str, ts: str) -> list[Message]:
        return [
            message
            for message in self.channel(channel)
            if message.thread_ts == ts and message.ts != ts and message.only_to is None
        ]
