"""Faults on request: what a test can make Slack do wrong, for which calls, how often."""

import threading
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class RateLimited:
    """HTTP 429 with Retry-After, before anything counted."""

    retry_after: int = 1


@dataclass(frozen=True, slots=True)
class ServerError:
    """HTTP 5xx before anything counted."""

    status: int = 503


@dataclass(frozen=True, slots=True)
class DroppedBefore:
    """The connection breaks after the request was read, before it counted."""


@dataclass(frozen=True, slots=True)
class DroppedAfter:
    """The request counts, then the connection breaks without an answer."""


@dataclass(frozen=True, slots=True)
class InternalErrorAfter:
    """The request counts, the answer is `internal_error`."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`ok: false` with this code; nothing counts."""

    error: str


@dataclass(frozen=True, slots=True)
class Slow:
    """The right answer, but only after some real seconds."""

    seconds: float


Fault = (
    RateLimited | ServerError | DroppedBefore | DroppedAfter | InternalErrorAfter | Refused | Slow
)


@dataclass(frozen=True, slots=True)
class _Order:
    fault: Fault
    method: str | None
    channel: str | None
    times: int

    def fits(self, method: str, channel: str | None) -> bool:
        right_method = self.method is None or self.method == method
        return right_method and (self.channel is None or self.channel == channel)


class Faults:
    """Orders are used up first come, first served; `response_url` counts as a method."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[_Order] = []
        self._doubled = 0

    def add(
        self,
        fault: Fault,
        method: str | None = None,
        *,
        channel: str | None = None,
        times: int = 1,
    ) -> None:
        """The next `times` calls of `method` (None: any), to channel id `channel` if given."""
        with self._lock:
            self._orders.append(_Order(fault, method, channel, times))

    def clear(self) -> None:
        """No more faults: what was ordered and not met is forgotten."""
        with self._lock:
            self._orders = []

    def take(self, method: str, channel: str | None) -> Fault | None:
        """The fault that this call meets, counted down; None for most calls."""
        with self._lock:
            for place, order in enumerate(self._orders):
                if order.fits(method, channel):
                    self._orders[place] = replace(order, times=order.times - 1)
                    self._orders = [held for held in self._orders if held.times > 0]
                    return order.fault
        return None

    def double_envelopes(self, times: int = 1) -> None:
        """The next payloads reach the bot twice, as when Slack repeats itself."""
        with self._lock:
            self._doubled += times

    def take_double(self) -> bool:
        with self._lock:
            doubled = self._doubled > 0
            self._doubled -= doubled
        return doubled
