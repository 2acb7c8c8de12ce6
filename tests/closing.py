"""Ends what a test has left while the next one runs: a link takes a second to close."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

Closing = Callable[[Callable[[], None]], None]


@pytest.fixture(scope="session")
def closing() -> Iterator[Closing]:
    """What goes wrong on the way fails the run at its end."""
    pending: list[Future[None]] = []
    with ThreadPoolExecutor(4) as pool:
        yield lambda end: pending.append(pool.submit(end))
    for ended in pending:
        ended.result()
