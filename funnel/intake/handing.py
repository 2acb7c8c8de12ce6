"""An Intake put down in two files and taken up again by another process.

The process that reads a stranger's file may be broken by it. What it hands back is therefore
taken up by name: nothing but the shapes of this package is made from it.
"""

import pickle
from dataclasses import fields
from pathlib import Path
from typing import Any, BinaryIO

from funnel.errors import BadFile, UnclearFile
from funnel.intake.result import Intake
from funnel.intake.spool import Spool
from funnel.intake.staged import STAGED

FACTS, ROWS = "facts", "rows"
_SHAPES = {
    "funnel.catalogue.entries": None,  # all of its shapes
    "funnel.intake.refusals": {"Rejected"},
    "funnel.intake.result": {"MetricRows", "Part"},
    "funnel.model": {"Segment", "Grain"},
    "datetime": {"date"},
    "numpy": {"dtype", "ndarray"},
    "numpy._core.multiarray": {"_reconstruct"},
    "numpy._core.numeric": {"_frombuffer"},
}


def put_down(intake: Intake, folder: Path) -> None:
    facts = {one.name: getattr(intake, one.name) for one in fields(intake) if one.name != "spool"}
    with (folder / ROWS).open("wb") as file:
        for records in intake.spool.slices():
            file.write(records.tobytes())
    (folder / FACTS).write_bytes(pickle.dumps({"intake": facts}))


def put_down_error(error: BadFile, folder: Path) -> None:
    about = error.about if isinstance(error, UnclearFile) else ""
    told = {"error": (about, error.message, error.hint)}
    (folder / FACTS).write_bytes(pickle.dumps(told))


def take_up(folder: Path) -> Intake:
    """The rows stay in their file, which may be removed at once. Raises the error that was put
    down, and BadFile for anything but an Intake."""
    try:
        with (folder / FACTS).open("rb") as file:
            told = _Taking(file).load()
    except (OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError) as broken:
        raise BadFile("The file could not be read to its end.", "Save it as CSV UTF-8.") from broken
    if "error" in told:
        about, message, hint = told["error"]
        raise UnclearFile(about, message, hint) if about else BadFile(message, hint)
    return Intake(**told["intake"], spool=Spool(STAGED, _opened(folder / ROWS)))


def _opened(path: Path) -> BinaryIO:
    return path.open("rb+")


class _Taking(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        allowed = _SHAPES.get(module, ())
        if allowed is None or name in allowed:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no shape of an intake")
