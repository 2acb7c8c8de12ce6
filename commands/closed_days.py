"""Days on which nothing is missing: public holidays of the workspace's country, and its own."""

from collections.abc import Iterable
from datetime import date

from funnel.closing import learned_holidays, own_holidays
from funnel.events import Event
from funnel.model import Series
from funnel.periods.holidays import holidays_between


def closed_days(
    series: Series, events: Iterable[Event], *, country: str, until: date
) -> frozenset[date]:
    """Asked only where days are missing: a country's calendar takes a moment to make."""
    if not len(series):
        return frozenset()
    first: date = series.starts[0].astype("datetime64[D]").tolist()
    public = frozenset(holidays_between(country, first, until))
    return learned_holidays(series, public) | own_holidays(events)
