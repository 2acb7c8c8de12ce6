"""Rows of the demo shop in the long CSV form that `funnelbot import` reads."""

from dataclasses import dataclass, field
from datetime import date

from playground.shop.planted import EVERYWHERE

HEADER = "date,metric,value,numerator,denominator,segment_name,segment_value"
PLACES = 6  # enough for average order value × orders to give the revenue back to the cent


@dataclass(frozen=True, slots=True)
class Row:
    """One value of one metric on one day. Percent is 0–100, times are seconds, money is euro.

    The parts stand beside every ratio and mean (value = scale × numerator / denominator) and are
    None for counts. The segment ("all", "all") is the total.
    """

    date: date
    metric: str
    value: float
    numerator: float | None
    denominator: float | None
    segment_name: str
    segment_value: str

    def line(self) -> str:
        """The row as CSV, with a line end; no field needs quotes."""
        fields = (
            self.date.isoformat(),
            self.metric,
            _plain(self.value),
            _plain(self.numerator),
            _plain(self.denominator),
            self.segment_name,
            self.segment_value,
        )
        return ",".join(fields) + "\n"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one day, while they are being filled in."""

    date: date
    rows: list[Row] = field(default_factory=list)

    def amount(self, metric: str, value: float, *, segment: tuple[str, str] = EVERYWHERE) -> None:
        """Note a count or a sum of money."""
        self.rows.append(Row(self.date, metric, float(value), None, None, *segment))

    def ratio(
        self,
        metric: str,
        numerator: float,
        denominator: float,
        *,
        scale: int = 100,
        segment: tuple[str, str] = EVERYWHERE,
    ) -> None:
        """Note a ratio with its parts; nothing is noted for a denominator of 0: it has no value."""
        if denominator:
            value = round(scale * numerator / denominator, PLACES)
            parts = (float(numerator), float(denominator))
            self.rows.append(Row(self.date, metric, value, *parts, *segment))


def _plain(number: float | None) -> str:
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else f"{number:.{PLACES}f}".rstrip("0")
