"""Fixtures of all tests: where others' data lies, if it lies here at all."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.closing import closing
from tests.postgres import postgres
from tests.sqlite import empty_database

# Imported here and nowhere else: each conftest that names a session fixture has one of its own,
# and the first of them to end would stop the server under the others.
__all__ = ["closing", "empty_database", "postgres"]

SHARED = Path(os.environ.get("FUNNELBOT_DATA", Path(__file__).parents[2] / "shared"))


def pytest_configure() -> None:
    """Before numpy is there: its helper threads spin while they wait, also in the bots that tests
    start, and every core has a worker of its own already. And no example of a property is timed:
    the first one may load a library, on a machine that has other work."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    settings.register_profile("untimed", deadline=None)
    settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder with `data/` and `payloads/`; tests on real data skip where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("real data is not here; FUNNELBOT_DATA may name its folder")
    return SHARED
