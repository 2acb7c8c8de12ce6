"""What was said between people, Slack and the bot, kept so that a failing test can show it."""

import threading
from collections import deque
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

KEPT = 2_000
_WORDS = 160


class Kind(StrEnum):
    """Who began: a person (command … shortcut), Slack (event), the bot (api, response_url)."""

    COMMAND = "command"
    ACTION = "action"
    OPTIONS = "options"
    SUBMISSION = "view_submission"
    CLOSED = "view_closed"
    SHORTCUT = "shortcut"
    EVENT = "event"
    API = "api"
    RESPONSE_URL = "response_url"
    UPLOAD = "upload"
    SOCKET = "socket"


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; `ms` is real time between the two."""

    at: datetime
    kind: Kind
    _: KW_ONLY
    name: str
    asked: Any
    answered: Any
    ms: float

    def as_json(self) -> dict[str, Any]:
        return {
            "at": self.at.isoformat(),
            "kind": str(self.kind),
            "name": self.name,
            "asked": self.asked,
            "answered": self.answered,
            "ms": round(self.ms, 2),
        }

    def __str__(self) -> str:
        asked, answered = _short(self.asked), _short(self.answered)
        return (
            f"{self.at:%d %b %H:%M:%S} {self.kind} {self.name} ({self.ms:.0f} ms)"
            f"\n    in  {asked}\n    out {answered}"
        )


def _short(body: Any) -> str:
    words = str(body.get("words", body)) if isinstance(body, dict) else str(body)
    return words if len(words) <= _WORDS else f"{words[:_WORDS]}…"


class Transcript:
    """The newest exchanges, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: deque[Exchange] = deque(maxlen=KEPT)

    def add(self, exchange: Exchange) -> None:
        with self._lock:
            self._held.append(exchange)

    def exchanges(self, kind: Kind | None = None, *, name: str | None = None) -> list[Exchange]:
        """All, or those of one kind or one name (`chat.postMessage`, `/funnel`)."""
        with self._lock:
            held = list(self._held)
        return [
            exchange
            for exchange in held
            if kind in (None, exchange.kind) and name in (None, exchange.name)
        ]

    def tail(self, count: int = 12) -> str:
        """The last exchanges in plain words."""
        return "\n".join(map(str, self.exchanges()[-count:])) or "nothing was said yet"

    def as_json(self) -> list[dict[str, Any]]:
        return [exchange.as_json() for exchange in self.exchanges()]
