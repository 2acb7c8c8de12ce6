"""A stranger's file is read in a process of its own, which may die without harm."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.apart import Limits, Reading, read_apart
from funnel.errors import BadFile, UnclearFile
from funnel.intake import ImportOptions
from funnel.intake.handing import FACTS, take_up
from funnel.model import Segment, Snapshot

TODAY = date(2026, 11, 19)
HEADER = "date,metric,value,segment\n"


def reading(folder: Path, text: str) -> Reading:
    path = folder / "shop.csv"
    path.write_text(text)
    return Reading(path, ImportOptions(create_metrics=True), (), TODAY)


def test_what_comes_back_is_what_was_read(tmp_path: Path) -> None:
    text = HEADER + "2026-11-18,orders,8,device=mobile\n2026-11-18,odd things,2,\nx,orders,1,\n"
    bad = tmp_path / "bad.csv"
    intake = read_apart(reading(tmp_path, text), bad)
    assert [snapshot for batch in intake.batches() for snapshot in batch] == [
        Snapshot("orders", date(2026, 11, 18), 8.0, segment=Segment("device", "mobile")),
        Snapshot("odd_things", date(2026, 11, 18), 2.0),
    ]
    assert [metric.key for metric in intake.created] == ["odd_things"]
    assert intake.rejected_rows == 1
    assert bad.read_text().splitlines()[1].startswith("x,orders,1,,")


def test_a_question_comes_back_as_one(tmp_path: Path) -> None:
    with pytest.raises(UnclearFile, match="3/4/2026") as asked:
        read_apart(reading(tmp_path, HEADER + "3/4/2026,orders,8,\n"))
    assert asked.value.about == "dates"


@pytest.mark.parametrize(
    "limits", [Limits(memory=100 * 1024**2), Limits(cpu_seconds=0), Limits(seconds=0.2)]
)
def test_a_file_that_takes_too_much_is_one_sentence(tmp_path: Path, limits: Limits) -> None:
    with pytest.raises(BadFile, match="took more memory or time"):
        read_apart(replace(reading(tmp_path, HEADER + "2026-11-18,orders,8,\n"), limits=limits))


def test_nothing_but_our_own_shapes_is_taken_up(tmp_path: Path) -> None:
    """What a broken child could write to make the bot run something."""
    (tmp_path / FACTS).write_bytes(b"cos\nsystem\n(S'touch taken'\ntR.")
    with pytest.raises(BadFile, match="could not be read to its end"):
        take_up(tmp_path)
    assert not Path("taken").exists()
