"""Slack's rate limits of posting: one message a second a channel, 300 a minute a workspace."""

import math
import threading
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(slots=True)
class Bucket:
    """Refills by `rate` a second up to `size`; starts full."""

    size: float
    rate: float
    held: float = field(init=False)
    seen: datetime | None = None

    def __post_init__(self) -> None:
        self.held = self.size

    def refill(self, now: datetime) -> None:
        if self.seen is not None:
            gone = abs((now - self.seen).total_seconds())  # a clock set back is no debt
            self.held = min(self.size, self.held + gone * self.rate)
        self.seen = now


@dataclass(slots=True)
class Limits:
    """What one workspace takes. Short bursts in a channel are allowed, as Slack's page says."""

    a_second: float = 1.0
    burst: float = 4.0
    a_minute: float = 300.0
    refused: int = 0
    _channels: dict[str, Bucket] = field(default_factory=dict)
    _workspace: Bucket | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, channel: str, now: datetime) -> int:
        """0 when the message may pass, else Retry-After in seconds."""
        with self._lock:
            if self._workspace is None:
                self._workspace = Bucket(self.a_minute, self.a_minute / 60)
            mine = self._channels.setdefault(channel, Bucket(self.burst, self.a_second))
            buckets = (mine, self._workspace)
            for bucket in buckets:
                bucket.refill(now)
            waits = [(1 - bucket.held) / bucket.rate for bucket in buckets if bucket.held < 1]
            if waits:
                self.refused += 1
                return max(math.ceil(max(waits)), 1)
            for bucket in buckets:
                bucket.held -= 1
            return 0
