"""Ends what a test has left while the next one runs: a link takes a second to close."""

from collections.abc import Callable, Iterator
from threading import Thread

import pytest

Closing = Callable[[Callable[[], None]], None]
MOST_SECONDS = 30.0


@pytest.fixture(scope="session")
def closing() -> Iterator[Closing]:
    """What goes wrong on the way fails the run at its end. A link that never closes does not hold
    it up: its threads end with the process."""
    begun: list[Thread] = []
    failed: list[Exception] = []

    def begin(end: Callable[[], None]) -> None:
        def work() -> None:
            try:
                end()
            except Exception as error:  # noqa: BLE001 - told below, in the thread of the tests
                failed.append(error)

        thread = Thread(target=work, name="closing", daemon=True)
        thread.start()
        begun.append(thread)

    yield begin
    for thread in begun:
        thread.join(MOST_SECONDS)
    if failed:
        raise failed[0]
