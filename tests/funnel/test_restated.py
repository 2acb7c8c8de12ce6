"""Values that were told and are others now: a line a source, and none for what nobody saw."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from funnel.digest import (
    BreakNews,
    Finding,
    RestatedNews,
)
from funnel.freshness import Restated
from funnel.model import (
    Grain,
)
from tests.funnel.digested import LAST, digest, fallen, kinds


def restated(metric: str, day: date, old: float, new: float, source: str = "shop.csv") -> Restated:
    return Restated(metric, Grain.DAY, day, old, new, source, "UBEN")


def test_a_source_that_restates_is_one_line_with_its_largest_change_after_breaks() -> None:
    third, fifth = date(2026, 11, 3), date(2026, 11, 5)
    changes = [
        restated("sales_revenue", third, 50_000, 45_000),
        restated("sales_revenue", fifth, 50_000, 49_000),
        restated("sessions", fifth, 40_000, 39_000),
        restated("sessions", third, 40_000, 44_000, source="web.csv"),
    ]
    found = digest(restated=changes, breaks=(fallen(opened_on=LAST),))
    assert kinds(found) == [BreakNews, RestatedNews, RestatedNews]
    [shop] = [one.news for one in found.lines if _source(one) == "shop.csv"]
    assert isinstance(shop, RestatedNews)
    assert (shop.metric.key, shop.change.start, shop.more) == ("sales_revenue", third, 2)
    assert digest(restated=changes).chart in ("sales_revenue", "sessions")


def _source(line: Finding) -> str:
    return line.news.change.source if isinstance(line.news, RestatedNews) else ""


def test_a_change_of_what_was_not_told_or_makes_no_difference_is_no_news() -> None:
    newer = restated("sessions", LAST, 40_000, 20_000)  # the last digest could not tell of it
    tiny = restated("sessions", date(2026, 11, 3), 40_000, 40_100)
    assert digest(restated=[newer, tiny]).quiet
    first = restated("sessions", date(2026, 11, 3), 40_000, 20_000)
    assert digest(restated=[first], since=None).quiet


@given(st.lists(st.tuples(st.integers(1, 200), st.floats(1, 1e6), st.floats(0, 1e6)), max_size=30))
def test_every_restated_number_is_counted_once(rows: list[tuple[int, float, float]]) -> None:
    days = {LAST - timedelta(days=back + 1): (old, new) for back, old, new in rows}
    changes = [restated("sessions", day, old, new) for day, (old, new) in days.items()]
    told = [one for one in changes if abs(one.new - one.old) >= 0.01 * one.old]
    found = [one.news for one in digest(restated=changes).lines]
    news = [one for one in found if isinstance(one, RestatedNews)]
    assert sum(1 + one.more for one in news) == len(told)
