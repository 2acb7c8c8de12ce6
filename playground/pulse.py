"""The heartbeat of the workspace: one lock, a counter of changes, and who listens to it."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a page would redraw: `kind` is message, view, home,
    user, channel, file, exchange or problem."""

    revision: int
    kind: str
    subject: str


Observer = queue.SimpleQueue[Change]


class Pulse:
    """Never held while a request to the bot is under way."""

    def __init__(self) -> None:
        self._condition = threading.Condition(threading.RLock())
        self._observers: list[Observer] = []
        self.revision = 0

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._condition:
            yield

    @contextmanager
    def changing(self, kind: str, subject: str) -> Iterator[int]:
        """Yields the number of the change; waiters and observers hear of it afterwards."""
        with self._condition:
            self.revision += 1
            revision = self.revision
            yield revision
            for observer in self._observers:
                observer.put(Change(revision, kind, subject))
            self._condition.notify_all()

    def wait_for(self, look: Callable[[], Seen], *, seconds: float) -> Seen:
        """The last thing that `look` gave: something true, or what it gave at the end."""
        with self._condition:
            return self._condition.wait_for(look, seconds)

    def observe(self) -> Observer:
        """A queue that gets each later change; hand it to `forget` when done."""
        observer: Observer = queue.SimpleQueue()
        with self._condition:
            self._observers.append(observer)
        return observer

    def forget(self, observer: Observer) -> None:
        with self._condition:
            self._observers.remove(observer)
