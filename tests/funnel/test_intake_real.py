"""The four real files: every row arrives, in the metric's unit."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from funnel.catalogue import load
from funnel.catalogue.entries import Unit
from funnel.intake import ImportOptions, Intake, read_table
from funnel.model import Snapshot

CATALOGUE = load()
FILES = {
    "online_retail_daily.csv": 16_876,
    "website_visitors_daily.csv": 13_002,
    "olist_leads_daily.csv": 5_928,
    "helpdesk_daily.csv": 14_469,
}
MAPPED = {
    "revenue": "sales_revenue",
    "unique_visitors": "visitors",
    "first_response_hours": "first_response_time",
    "resolution_hours": "resolution_time",
    "first_contact_resolution_rate": "first_contact_resolution",
    "repeat_purchase_rate_90d": "repeat_purchase_rate",
    "retention_rate_30d": "customer_retention_rate",
    "churn_rate_30d": "churn_rate",
    "orders": "orders",
    "average_order_value": "average_order_value",
}


def intake_of(name: str, shared_data: Path, *, create: bool = True) -> Intake:
    return read_table(
        shared_data / "data" / name,
        catalogue=CATALOGUE,
        options=ImportOptions(create_metrics=create),
        today=date(2026, 11, 19),
    )


def snapshots(intake: Intake) -> Iterator[Snapshot]:
    return (snapshot for batch in intake.batches() for snapshot in batch)


@pytest.mark.parametrize("name", FILES)
def test_every_row_arrives_once(name: str, shared_data: Path) -> None:
    intake = intake_of(name, shared_data)
    assert (intake.rows, intake.rejected) == (FILES[name], ())
    keys = {(one.metric, one.segment, one.start) for one in snapshots(intake)}
    assert len(keys) == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_percentages_times_and_parts_are_in_the_metrics_unit(name: str, shared_data: Path) -> None:
    intake = intake_of(name, shared_data)
    metrics = {each.metric.key: each.metric for each in intake.metrics}
    for one in snapshots(intake):
        metric = metrics[one.metric]
        if metric.unit is Unit.PERCENT:
            assert 0 <= one.value <= 100
        if not metric.formula.is_ratio:
            assert one.numerator is one.denominator is None
            continue
        assert one.numerator is not None
        assert one.denominator is not None
        assert one.value == pytest.approx(metric.formula.scale * one.numerator / one.denominator)


def test_the_names_find_their_metrics(shared_data: Path) -> None:
    found = {
        name: each.metric.key
        for file in FILES
        for each in intake_of(file, shared_data).metrics
        for name in each.names
        if not each.metric.custom
    }
    assert found == MAPPED


def test_response_hours_are_seconds(shared_data: Path) -> None:
    intake = intake_of("helpdesk_daily.csv", shared_data)
    longest = max(one.value for one in snapshots(intake) if one.metric == "first_response_time")
    assert longest == pytest.approx(1121.903889 * 3600, rel=1e-6)


def test_without_leave_to_create_unknown_names_are_refused_as_a_whole(shared_data: Path) -> None:
    intake = intake_of("olist_leads_daily.csv", shared_data, create=False)
    assert (intake.rows, intake.rejected_rows) == (0, 5_928)
    assert {one.value for one in intake.rejected} == {
        "qualified_leads",
        "won_deals",
        "lead_to_deal_rate_60d",
        "days_lead_to_deal",
    }
