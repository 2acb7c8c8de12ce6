"""Each golden digest reads as it was last looked at; `python -m tests.browser.digests` redraws."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from playground.blockkit import check_message
from playground.drawing import draw
from storage.engine import make_engine
from storage.store import Store
from tests.commands.golden_shop import Situation, build, play
from tests.commands.golden_situations import SITUATIONS

FOLDER = Path(__file__).parent / "golden"
LINES_OF_A_PHONE, LETTERS = 2, 42
LINK = re.compile(r"<[^|>]+\|([^>]+)>")


@pytest.fixture(scope="session")
def shops(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return build(tmp_path_factory.mktemp("golden"))


@pytest.fixture
def store(
    request: pytest.FixtureRequest, shops: dict[str, Path], tmp_path: Path
) -> Iterator[Store]:
    path = tmp_path / "shop.db"
    shutil.copyfile(shops[request.param.base], path)
    store = Store(make_engine(f"sqlite:///{path}"))
    yield store
    store.dispose()


@pytest.mark.parametrize(
    ("store", "wanted"),
    [(one, one) for one in SITUATIONS],
    ids=[one.name for one in SITUATIONS],
    indirect=["store"],
)
def test_the_digest_of_a_morning_reads_as_it_should(store: Store, wanted: Situation) -> None:
    payload = play(store, wanted).payload()
    assert check_message(payload) == []
    headline = LINK.sub(r"\1", payload["blocks"][0]["text"]["text"]).split("*")[1]
    assert len(headline) <= LINES_OF_A_PHONE * LETTERS, headline
    tables = [block for block in payload["blocks"] if block["type"] == "data_table"]
    assert all(len(row) <= 4 for table in tables for row in table["rows"])
    assert draw(payload) + "\n" == (FOLDER / f"{wanted.name}.txt").read_text()
