"""The workspace's clock: real time plus an offset that tests and the demo may move."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Aware UTC. Moving the clock moves `ts`, history and response_url life, never acks."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._offset = timedelta(0)

    def now(self) -> datetime:
        with self._lock:
            return datetime.now(UTC) + self._offset

    def set(self, instant: datetime) -> None:
        """Real time keeps flowing from `instant`, which must be aware."""
        with self._lock:
            self._offset = instant.astimezone(UTC) - datetime.now(UTC)

    def advance(self, by: timedelta) -> None:
        with self._lock:
            self._offset += by

    @property
    def offset(self) -> timedelta:
        """How far the workspace is ahead of real time."""
        with self._lock:
            return self._offset
