"""The demo shop: a day's counts hang together, the past never changes, rows come in once."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.shop import HEADER, NOTICE, Row, Shop, simulate
from playground.shop.day import Day
from playground.shop.rows import Sheet

END = date(2026, 11, 20)
DAYS = 480
START = END - timedelta(days=DAYS)
BERLIN = ZoneInfo("Europe/Berlin")
ADDITIVE = ("sessions", "cart_starts", "orders", "sales_revenue")
STARS = ("csat_average", "average_review_rating")
PLAIN = (  # everything else with parts is a percentage
    *STARS,
    "average_order_value",
    "return_on_ad_spend",
    "time_on_site",
    "first_response_time",
    "average_handle_time",
    "resolution_time",
    "faq_time_on_page",
    "self_service_score",
    "customer_lifetime_value",
)
GUIDE = Path(__file__).parents[2] / "docs" / "demo-shop.md"

dates = st.dates(min_value=START, max_value=END - timedelta(days=1))
seeds = st.integers(min_value=0, max_value=2**32)


@pytest.fixture(scope="module")
def shop() -> Shop:
    return simulate(7, start=START, days=DAYS)


def figures(rows: Iterable[Row]) -> dict[tuple[str, str, str], Row]:
    return {(row.metric, row.segment_name, row.segment_value): row for row in rows}


def totals(shop: Shop, day: date) -> dict[str, Row]:
    return {row.metric: row for row in shop.rows(day) if row.segment_name == "all"}


# --- the counts of a day hang together -------------------------------------------------------


@settings(max_examples=30)
@given(seed=seeds, day=dates)
def test_every_step_of_the_journey_is_a_part_of_the_one_before(seed: int, day: date) -> None:
    found = totals(simulate(seed, start=day, days=1, breaks_before=END), day)
    sessions, carts, orders = (
        found[metric].value for metric in ("sessions", "cart_starts", "orders")
    )

    assert 0 < orders <= carts <= sessions
    assert found["visitors"].value <= sessions
    assert found["reach"].value <= found["impressions"].value
    assert found["form_conversions"].value <= (found["form_conversion_rate"].denominator or 0)
    assert found["customer_reviews"].value <= orders
    assert found["sales_conversion_rate"].numerator == orders
    assert found["cart_abandonment_rate"].numerator == carts - orders
    assert found["cart_abandonment_rate"].denominator == carts
    opened, clicked = found["email_open_rate"].numerator, found["email_click_rate"].numerator
    assert (clicked or 0) <= (opened or 0)


@settings(max_examples=30)
@given(seed=seeds, day=dates)
def test_identities_hold(seed: int, day: date) -> None:
    rows = figures(simulate(seed, start=day, days=1, breaks_before=END).rows(day))
    total = {metric: row for (metric, *segment), row in rows.items() if segment == ["all", "all"]}

    assert total["bounce_rate"].value + total["engagement_rate"].value == pytest.approx(100)
    assert total["churn_rate"].value + total["customer_retention_rate"].value == pytest.approx(100)
    mails, texts, both = (
        total[metric] for metric in ("email_click_rate", "sms_click_rate", "message_click_rate")
    )
    assert both.numerator == (mails.numerator or 0) + (texts.numerator or 0)
    assert both.denominator == (mails.denominator or 0) + (texts.denominator or 0)
    for (metric, *segment), mean in rows.items():
        if metric == "average_order_value":
            orders = rows["orders", segment[0], segment[1]].value
            revenue = rows["sales_revenue", segment[0], segment[1]].value
            assert round(mean.value * orders, 2) == revenue


@settings(max_examples=30)
@given(seed=seeds, day=dates)
def test_segments_of_each_dimension_add_up_to_the_total(seed: int, day: date) -> None:
    rows = figures(simulate(seed, start=day, days=1, breaks_before=END).rows(day))

    for metric in ADDITIVE:
        for dimension, size in (("device", 3), ("channel", 5), ("visitor", 2)):
            parts = [row.value for key, row in rows.items() if key[:2] == (metric, dimension)]
            assert len(parts) == size
            assert sum(parts) == pytest.approx(rows[metric, "all", "all"].value, abs=0.001)


def test_each_ratio_fits_its_parts_and_its_range(shop: Shop) -> None:
    for day in shop.dates[::40]:
        for row in shop.rows(day):
            if row.denominator is None:
                assert row.numerator is None
                assert row.value >= 0
                continue
            scale = 1 if row.metric in PLAIN else 100
            assert row.value == pytest.approx(scale * (row.numerator or 0) / row.denominator)
            assert row.metric in PLAIN or -100 <= row.value <= 100
            if row.metric in STARS:
                assert 1 <= row.value <= 5


# --- the past never changes --------------------------------------------------------------------


def test_the_same_seed_gives_the_same_shop_and_another_seed_another(shop: Shop) -> None:
    day = START + timedelta(days=100)
    again = simulate(7, start=START, days=DAYS)
    other = simulate(8, start=START, days=DAYS)

    assert "".join(shop.csv([day])) == "".join(again.csv([day]))
    assert totals(shop, day)["sessions"].value != totals(other, day)["sessions"].value


@settings(max_examples=20)
@given(seed=seeds, days=st.integers(1, 60), more=st.integers(1, 400), pick=st.integers(0, 59))
def test_more_days_leave_the_earlier_ones_as_they_were(
    seed: int, days: int, more: int, pick: int
) -> None:
    start = date(2026, 9, 21)
    short = simulate(seed, start=start, days=days, breaks_before=END)
    long = simulate(seed, start=start, days=days + more, breaks_before=END)
    day = start + timedelta(days=pick % days)

    assert short.rows(day) == long.rows(day)


def test_a_day_does_not_depend_on_where_the_history_begins(shop: Shop) -> None:
    late = simulate(7, start=END - timedelta(days=30), days=30)

    assert late.rows(END - timedelta(days=5)) == shop.rows(END - timedelta(days=5))


def test_a_break_changes_nothing_before_its_onset(shop: Shop) -> None:
    calm = replace(shop, planted=())
    onset = shop.planted[0].onset

    assert shop.rows(onset - timedelta(days=1)) == calm.rows(onset - timedelta(days=1))
    assert shop.rows(onset) != calm.rows(onset)


@given(seed=seeds, day=dates, whole=st.integers(0, 10**7), share=st.floats(0, 0.999))
def test_a_part_never_exceeds_its_whole(seed: int, day: date, whole: int, share: float) -> None:
    assert 0 <= Day(seed, day, ()).part("opened", whole, share) <= whole


def test_a_ratio_of_nothing_is_missing_and_not_zero() -> None:
    sheet = Sheet(START)
    sheet.ratio("net_promoter_score", 0, 0)
    sheet.ratio("customer_satisfaction_score", 0, 4)

    assert [(row.metric, row.value) for row in sheet.rows] == [("customer_satisfaction_score", 0)]


# --- how the numbers leave the shop ----------------------------------------------------------


def test_csv_says_the_same_as_the_rows(shop: Shop) -> None:
    days = shop.dates[-2:]
    text = "".join(shop.csv(days))
    read = list(csv.DictReader(text.splitlines()))
    rows = [row for day in days for row in shop.rows(day)]

    assert text.startswith(HEADER + "\n2026-11-18,")
    assert len(read) == len(rows)
    for line, row in zip(read, rows, strict=True):
        assert line["date"] == row.date.isoformat()
        assert (line["segment_name"], line["segment_value"]) == (
            row.segment_name,
            row.segment_value,
        )
        assert float(line["value"]) == pytest.approx(row.value, abs=1e-6)
        below = float(line["denominator"]) if line["denominator"] else None
        assert below == row.denominator


def test_each_metric_and_segment_comes_once_a_day(shop: Shop) -> None:
    rows = shop.rows(shop.dates[-1])

    assert len(figures(rows)) == len(rows)


def test_a_morning_brings_yesterday_and_the_slow_sources_of_days_before(shop: Shop) -> None:
    morning = datetime(2026, 11, 19, 5, 30, tzinfo=BERLIN)
    rows = shop.arrivals(after=morning - timedelta(hours=24), until=morning, zone=BERLIN)
    came = {(row.metric, row.date.isoformat()) for row in rows}

    assert ("sessions", "2026-11-18") in came
    assert ("return_on_ad_spend", "2026-11-17") in came
    assert ("customer_satisfaction_score", "2026-11-16") in came
    assert len(figures(rows)) == len(rows) == len(shop.rows(date(2026, 11, 18)))
    assert shop.arrivals(after=morning, until=morning + timedelta(hours=23), zone=BERLIN) == []


def test_nothing_is_lost_when_the_clocks_change(shop: Shop) -> None:
    step = timedelta(hours=6)
    now = datetime(2026, 10, 23, 0, 0, tzinfo=UTC)
    came: list[Row] = []
    for _ in range(20):
        came += shop.arrivals(after=now, until=now + step, zone=BERLIN)
        now += step
    visits = [row.date for row in came if row.metric == "sessions" and row.segment_name == "all"]

    assert visits == [date(2026, 10, day) for day in (22, 23, 24, 25, 26)]


def test_days_outside_and_impossible_shops_are_refused(shop: Shop) -> None:
    with pytest.raises(ValueError, match="has 2025-07-28 to 2026-11-19, not 2026-11-20"):
        shop.rows(END)
    with pytest.raises(ValueError, match="at least 1 day"):
        simulate(1, start=START, days=0)
    with pytest.raises(ValueError, match="seed of 0 or more"):
        simulate(-1, start=START, days=5)


def test_the_guide_says_that_it_is_simulated_and_names_every_metric(shop: Shop) -> None:
    guide = GUIDE.read_text(encoding="utf-8")

    assert NOTICE.startswith("Simulated shop: ")
    assert NOTICE in " ".join(guide.split())
    assert {m for m in totals(shop, START) if f"`{m}`" not in guide} == set()
    for one in shop.planted:
        ago = (END - one.onset).days
        assert f"| {ago} " in guide, one.kind
