"""Where work that nobody waits for runs: a small thread pool of this process."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from bot.courier import Courier
from bot.errors import guarded


@dataclass(slots=True)
class Workers:
    """Runs what comes after an ack, and sends what was just planned without waiting for a tick."""

    courier: Courier
    _pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(4, thread_name_prefix="after-ack")
    )
    _lock: Lock = field(default_factory=Lock)
    _woken: bool = False

    def start(self, work: Callable[[], object]) -> None:
        """Enqueue and return at once; never raises, not even while stopping."""
        guarded("enqueue", lambda: self._pool.submit(guarded, "after_ack", work))

    def wake(self) -> None:
        """Something was planned for delivery; several calls become one round."""
        with self._lock:
            if self._woken:
                return
            self._woken = True
        self.start(self._deliver)

    def _deliver(self) -> None:
        with self._lock:
            self._woken = False
        self.courier.run()

    def stop(self) -> None:
        """Finish what is in flight, take nothing new."""
        self.courier.stopping.set()
        self._pool.shutdown(wait=True, cancel_futures=True)
