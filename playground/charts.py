"""A chart block as lines of text: one spark line a series, or one bar a segment."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]
_STEPS = "▁▂▃▄▅▆▇█"


def spark(values: Sequence[float], *, low: float, high: float) -> str:
    """One sign a value, from the lowest to the highest of the whole chart."""
    span = high - low
    if span == 0:
        return _STEPS[3] * len(values)
    return "".join(_STEPS[round((value - low) / span * (len(_STEPS) - 1))] for value in values)


def draw_chart(block: Json, *, width: int) -> list[str]:
    """Title, series with their least and greatest value, first and last category."""
    chart = block["chart"]
    if chart["type"] == "pie":
        return [f"{block['title']} (pie)", *_segments(chart["segments"], width)]
    return [f"{block['title']} ({chart['type']})", *_series(chart)]


def _segments(segments: Sequence[Json], width: int) -> list[str]:
    most = max(segment["value"] for segment in segments)
    long = max(len(segment["label"]) for segment in segments)
    room = max(4, width - long - 14)
    return [
        f"  {each['label']:<{long}} {'█' * max(1, round(each['value'] / most * room))}"
        f" {each['value']:g}"
        for each in segments
    ]


def _series(chart: Json) -> list[str]:
    categories = chart["axis_config"]["categories"]
    ordered = [_ordered(series, categories) for series in chart["series"]]
    everything = [value for values in ordered for value in values]
    low, high = min(everything), max(everything)
    long = max(len(series["name"]) for series in chart["series"])
    lines = [
        f"  {series['name']:<{long}} {spark(values, low=low, high=high)}"
        f"  {min(values):g} to {max(values):g}, last {values[-1]:g}"
        for series, values in zip(chart["series"], ordered, strict=True)
    ]
    ends = f"  {'':<{long}} {categories[0]} … {categories[-1]}"
    unit = chart["axis_config"].get("y_label")
    return [*lines, f"{ends} ({unit})" if unit else ends]


def _ordered(series: Json, categories: Sequence[str]) -> list[float]:
    by_label = {point["label"]: float(point["value"]) for point in series["data"]}
    return [by_label[category] for category in categories]
