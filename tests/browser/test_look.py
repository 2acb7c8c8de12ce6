"""`make look` reads a stranger's file and compiles each kind of digest of its last morning."""

from datetime import date
from pathlib import Path

from playground.blockkit import check_message
from playground.shop import simulate
from tests.browser.look import KINDS, digests


def test_a_file_becomes_one_digest_of_each_kind(tmp_path: Path) -> None:
    shop = simulate(7, start=date(2026, 9, 1), days=40)
    file = tmp_path / "shop.csv"
    file.write_text("".join(shop.csv(shop.dates)) + "yesterday,orders,,,many,,\n", encoding="utf-8")
    made = dict(digests(file, tmp_path))
    assert set(made) == set(KINDS)
    assert all(check_message(payload) == [] for payload in made.values())
    assert "data_table" not in {block["type"] for block in made["short"]["blocks"]}
