"""The shared goal questions, history by history."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """One series up to an origin, and what is asked there. `values` holds the future too."""

    name: str
    source: str
    origin: int
    values: Floats
    period_days: int
    asked: tuple[Mapping[str, Any], ...]
    reached: Floats
    finals: Floats

    @property
    def history(self) -> Floats:
        return self.values[: self.origin]

    @property
    def week(self) -> int:
        """Periods."""
        return 1 if self.period_days == 7 else 7


def cases_of(root: Path) -> list[Case]:
    questions = pd.read_csv(root / "goals/questions.csv.gz")
    questions = questions.merge(pd.read_csv(root / "goals/answers.csv.gz"), on="qid")
    table = pd.read_csv(root / "goals/series.csv.gz")
    series = {name: one["value"].to_numpy() for name, one in table.groupby("series_id")}
    return [
        _case(str(name), int(origin), series[name], asked)
        for (name, origin), asked in questions.groupby(["series_id", "origin"])
    ]


def _case(name: str, origin: int, values: Floats, asked: pd.DataFrame) -> Case:
    columns = asked[["target", "horizon", "direction", "kind"]]
    return Case(
        name=name,
        source=name.split("_")[0],
        origin=origin,
        values=values,
        period_days=7 if name.startswith("m4w_") else 1,
        asked=tuple(columns.to_dict("records")),
        reached=asked["reached"].to_numpy(dtype=np.float64),
        finals=asked["final"].to_numpy(dtype=np.float64),
    )
