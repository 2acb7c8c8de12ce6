"""`data_visualization`: the strict side of what Slack takes (6 series, 20 categories)."""

from collections.abc import Iterator

from playground.blockkit.objects import BLOCK_ID, unique
from playground.blockkit.rules import Items, Json, Number, Object, Problem, String, typed

MOST_SERIES = 6
MOST_CATEGORIES = 20
_LABEL = String(20)

_SEGMENT = Object({"label": _LABEL, "value": Number(above=0)}, ("label", "value"))
_POINT = Object({"label": _LABEL, "value": Number()}, ("label", "value"))
_SERIES = Object({"name": _LABEL, "data": Items(_POINT, MOST_CATEGORIES)}, ("name", "data"))
_AXES = Object(
    {
        "categories": Items(_LABEL, MOST_CATEGORIES),
        "x_label": String(50),
        "y_label": String(50),
    },
    ("categories",),
)


def _categories_unique(chart: Json, at: str) -> Iterator[Problem]:
    categories = chart["axis_config"]["categories"]
    for place, category in enumerate(categories):
        if category in categories[:place]:
            yield Problem(f"{at}/axis_config/categories/{place}", "categories must be unique")


def _each_category_once(chart: Json, at: str) -> Iterator[Problem]:
    wanted = sorted(chart["axis_config"]["categories"])
    for place, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != wanted:
            message = "each category needs exactly one data point"
            yield Problem(f"{at}/series/{place}/data", message)


_AXIS_CHART = Object(
    {"series": Items(_SERIES, MOST_SERIES), "axis_config": _AXES},
    ("series", "axis_config"),
    (unique("name", within="series"), _categories_unique, _each_category_once),
)
_PIE = Object(
    {"segments": Items(_SEGMENT, MOST_SERIES)},
    ("segments",),
    (unique("label", within="segments"),),
)

CHART_BLOCK = Object(
    {
        "title": String(50),
        "chart": typed({"pie": _PIE, **dict.fromkeys(("bar", "area", "line"), _AXIS_CHART)}),
        "block_id": BLOCK_ID,
    },
    ("title", "chart"),
)
