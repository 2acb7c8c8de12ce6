"""Dates as people say them, read on Thu 19 Nov 2026 unless a test says otherwise."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from funnel.errors import BadDate
from funnel.model import Grain
from funnel.periods import (
    Calendar,
    FirstDay,
    Span,
    format_day,
    format_span,
    is_over,
    local_date,
    mature_through,
    next_period,
    parse_day,
    parse_deadline,
    parse_period,
    period_end,
    previous_period,
    start_of,
    yesterday,
)

TODAY = date(2026, 11, 19)
DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("today", "2026-11-19"),
        ("Yesterday", "2026-11-18"),
        ("monday", "2026-11-16"),
        ("last monday", "2026-11-16"),
        ("thursday", "2026-11-19"),
        ("last thursday", "2026-11-12"),
        ("2026-11-18", "2026-11-18"),
        ("18 Nov", "2026-11-18"),
        ("18\u00a0Nov", "2026-11-18"),
        ("the 18th of November", "2026-11-18"),
        ("Nov 18, 2026", "2026-11-18"),
        ("18.11.2026", "2026-11-18"),
        ("18.11.", "2026-11-18"),
        ("31/12/2025", "2025-12-31"),
        ("12/31/2025", "2025-12-31"),
        ("3 days ago", "2026-11-16"),
        ("a week ago", "2026-11-12"),
        ("two months ago", "2026-09-19"),
        ("28 Dec", "2025-12-28"),
        ("29 Feb", "2024-02-29"),
        ("18 Nov 26", "2026-11-18"),  # by dateparser
    ],
)
def test_a_day_as_it_is_logged(said: str, day: str) -> None:
    assert parse_day(said, today=TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("said", ["tomorrow", "20 Nov", "2026-12-01", "in 3 days"])
def test_a_day_in_the_future_is_named_and_refused(said: str) -> None:
    with pytest.raises(BadDate, match=r"2026 is in the future\. Type a day up to today, Thu 19"):
        parse_day(said, today=TODAY)


def test_a_date_that_differs_in_london_and_boston_is_asked() -> None:
    with pytest.raises(BadDate, match="can be Fri 3 Apr or Wed 4 Mar") as refused:
        parse_day("3/4/2026", today=TODAY)
    assert refused.value.hint == "Type 2026-04-03 or 2026-03-04."


@pytest.mark.parametrize("said", ["30 Feb", "31.02.2026", "2026-13-01", "someday", "", "9" * 90])
def test_no_such_day_says_what_to_type(said: str) -> None:
    with pytest.raises(BadDate, match="Type a day such as yesterday"):
        parse_day(said, today=TODAY)


@pytest.mark.parametrize(
    ("said", "first", "last", "words"),
    [
        ("2026-W47", "2026-11-16", "2026-11-22", "week 47 of 2026"),
        ("week 47", "2026-11-16", "2026-11-22", "week 47 of 2026"),
        ("last week", "2026-11-09", "2026-11-15", "last week"),
        ("this week", "2026-11-16", "2026-11-22", "this week"),
        ("Q1", "2026-01-01", "2026-03-31", "Q1 2026"),
        ("q1 2027", "2027-01-01", "2027-03-31", "Q1 2027"),
        ("2027-Q1", "2027-01-01", "2027-03-31", "Q1 2027"),
        ("first quarter", "2026-01-01", "2026-03-31", "Q1 2026"),
        ("the fourth quarter of 2025", "2025-10-01", "2025-12-31", "Q4 2025"),
        ("second half", "2026-07-01", "2026-12-31", "H2 2026"),
        ("March", "2026-03-01", "2026-03-31", "March 2026"),
        ("December", "2025-12-01", "2025-12-31", "December 2025"),
        ("March 2027", "2027-03-01", "2027-03-31", "March 2027"),
        ("2026-02", "2026-02-01", "2026-02-28", "February 2026"),
        ("90d", "2026-08-21", "2026-11-18", "last 90 days"),
        ("last 30 days", "2026-10-20", "2026-11-18", "last 30 days"),
        ("last 4 weeks", "2026-10-19", "2026-11-15", "last 4 weeks"),
        ("last 3 months", "2026-08-01", "2026-10-31", "last 3 months"),
        ("last quarter", "2026-07-01", "2026-09-30", "Q3 2026"),
        ("month", "2026-11-01", "2026-11-30", "November 2026"),
        ("2026", "2026-01-01", "2026-12-31", "2026"),
        ("yesterday", "2026-11-18", "2026-11-18", "yesterday"),
        ("18 Nov", "2026-11-18", "2026-11-18", "Wed 18 Nov"),
    ],
)
def test_a_period_as_it_is_asked_for(said: str, first: str, last: str, words: str) -> None:
    span = parse_period(said, today=TODAY)
    assert span == Span(date.fromisoformat(first), date.fromisoformat(last), words)


def test_only_long_years_have_a_week_53() -> None:
    assert parse_period("2026-W53", today=TODAY).last == date(2027, 1, 3)
    with pytest.raises(BadDate, match="no week 53 in 2025"):
        parse_period("2025-W53", today=TODAY)


def test_a_fiscal_year_that_starts_in_april() -> None:
    first_quarter = parse_period("Q1", today=TODAY, calendar=Calendar(fiscal_month=4))
    assert first_quarter == Span(date(2026, 4, 1), date(2026, 6, 30), "Q1 FY2027")
    assert parse_period("fy27", today=TODAY, calendar=Calendar(fiscal_month=4)).first == date(
        2026, 4, 1
    )
    assert parse_period("2026", today=TODAY, calendar=Calendar(fiscal_month=4)).first == date(
        2026, 1, 1
    )
    deadline = parse_deadline("end of the quarter", today=TODAY, calendar=Calendar(fiscal_month=2))
    assert (deadline.day, deadline.words) == (date(2027, 1, 31), "end of Q4 FY2027")


@pytest.mark.parametrize(
    ("said", "last", "words"),
    [
        ("end of Q1 FY27", "2026-12-31", "end of Q1 FY2027"),
        ("the end of the fiscal year", "2027-09-30", "end of FY2027"),
        ("eofy", "2027-09-30", "end of FY2027"),
        ("next fiscal year", "2028-09-30", "end of FY2028"),
        ("end of the year", "2026-12-31", "end of 2026"),
    ],
)
def test_a_deadline_in_a_fiscal_year_that_starts_in_october(
    said: str, last: str, words: str
) -> None:
    deadline = parse_deadline(said, today=TODAY, calendar=Calendar(fiscal_month=10))
    assert (deadline.day, deadline.words) == (date.fromisoformat(last), words)


def test_a_week_from_sunday_to_saturday() -> None:
    last = parse_period("last week", today=TODAY, calendar=Calendar(FirstDay.SUNDAY))
    assert (last.first, last.last) == (date(2026, 11, 8), date(2026, 11, 14))


@given(DAYS, st.sampled_from(FirstDay))
def test_each_day_lies_in_one_week_that_starts_on_the_chosen_day(
    day: date, first_day: FirstDay
) -> None:
    week = parse_period("this week", today=day, calendar=Calendar(first_day))
    assert week.first.weekday() == first_day
    assert week.first <= day <= week.last == week.first + timedelta(days=6)


@given(DAYS, st.integers(1, 12), st.sampled_from(["quarter", "half", "fiscal year"]))
def test_parts_of_a_fiscal_year_follow_each_other_without_a_gap(
    day: date, month: int, part: str
) -> None:
    calendar = Calendar(fiscal_month=month)
    now = parse_period(f"this {part}", today=day, calendar=calendar)
    before = parse_period(f"last {part}", today=day, calendar=calendar)
    assert now.first <= day <= now.last
    assert before.last + timedelta(days=1) == now.first
    months = {"quarter": 3, "half": 6, "fiscal year": 12}[part]
    assert now.first.day == 1
    assert (now.first.month - month) % months == 0


@given(DAYS, st.integers(1, 12), st.integers(1, 4))
def test_a_named_quarter_is_read_back_from_its_own_name(day: date, month: int, number: int) -> None:
    calendar = Calendar(fiscal_month=month)
    said = parse_period(f"Q{number}", today=day, calendar=calendar)
    assert parse_period(said.words, today=day, calendar=calendar) == said


def test_a_single_day_ahead_is_no_period_to_look_at() -> None:
    with pytest.raises(BadDate, match="Fri 20 Nov 2026 is in the future"):
        parse_period("tomorrow", today=TODAY)


@pytest.mark.parametrize("said", ["purple", "week 60", "13/2026", "0d"])
def test_no_such_period_says_what_to_type(said: str) -> None:
    with pytest.raises(BadDate, match="Type a period such as last week"):
        parse_period(said, today=TODAY)


@pytest.mark.parametrize(
    ("said", "day", "words"),
    [
        ("by the end of the first quarter", "2027-03-31", "end of Q1 2027"),
        ("Q1", "2027-03-31", "end of Q1 2027"),
        ("end of Q4", "2026-12-31", "end of Q4 2026"),
        ("eoy", "2026-12-31", "end of 2026"),
        ("year end", "2026-12-31", "end of 2026"),
        ("end of month", "2026-11-30", "end of November 2026"),
        ("by March", "2027-03-31", "end of March 2027"),
        ("in March", "2027-03-31", "end of March 2027"),
        ("next quarter", "2027-03-31", "end of Q1 2027"),
        ("this week", "2026-11-22", "end of this week"),
    ],
)
def test_a_named_deadline_is_its_next_end(said: str, day: str, words: str) -> None:
    deadline = parse_deadline(said, today=TODAY)
    assert (deadline.day, deadline.words) == (date.fromisoformat(day), words)
    assert deadline.period is not None
    assert deadline.period.last == deadline.day


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("in 6 weeks", "2026-12-31"),
        ("90d", "2027-02-17"),
        ("within two months", "2027-01-19"),
        ("31 March 2027", "2027-03-31"),
        ("31 March", "2027-03-31"),
        ("by 31.12.", "2026-12-31"),
        ("friday", "2026-11-20"),
        ("next thursday", "2026-11-26"),
        ("before March", "2027-02-28"),
    ],
)
def test_a_dated_deadline_names_no_period(said: str, day: str) -> None:
    deadline = parse_deadline(said, today=TODAY)
    assert (deadline.day, deadline.period) == (date.fromisoformat(day), None)


def test_on_its_last_day_a_period_without_a_year_means_the_next_one() -> None:
    assert parse_deadline("Q1", today=date(2027, 3, 31)).day == date(2028, 3, 31)


@pytest.mark.parametrize("said", ["today", "31 March 2025", "Q1 2025", "this week"])
def test_a_deadline_that_is_not_ahead_is_refused(said: str) -> None:
    with pytest.raises(BadDate, match="is not in the future; a deadline lies after today"):
        parse_deadline(said, today=date(2026, 11, 22))


_WORDS = (
    st.sampled_from(
        (
            "last",
            "next",
            "this",
            "by",
            "end of",
            "the",
            "first",
            "1",
            "2026",
            "0000",
            "9999",
            "w",
            "q4",
        )
    )
    | st.sampled_from(
        (
            "h2",
            "fy",
            "week",
            "month",
            "quarter",
            "year",
            "march",
            "monday",
            "31",
            "12/13",
            "ago",
            "in",
        )
    )
    | st.sampled_from(("days", "3.4.", "999", "years", "before", "-", ",", "2026-11-31", "00", "a"))
)


@given(words=st.lists(_WORDS, max_size=5), noise=st.text(max_size=6), today=DAYS)
def test_whatever_is_typed_gives_a_date_or_a_sentence(
    words: list[str], noise: str, today: date
) -> None:
    text = " ".join([*words, noise])
    for read in (parse_day, parse_period, parse_deadline):
        refused = None
        try:
            read(text, today=today)
        except BadDate as wrong:
            refused = wrong
        said = refused is None or (refused.message.endswith((".", "?")) and refused.hint)
        assert said, "a sentence, and what to type instead"


@given(today=DAYS, back=st.integers(0, 300))
def test_a_written_day_reads_back(today: date, back: int) -> None:
    day = today - timedelta(days=back)
    written = f"{format_day(day).split(' ', 1)[1]} {day.year}"
    assert parse_day(written, today=today) == parse_day(day.isoformat(), today=today) == day


@given(day=DAYS, grain=st.sampled_from([Grain.DAY, Grain.WEEK, Grain.MONTH]))
def test_periods_tile_the_calendar(day: date, grain: Grain) -> None:
    start = start_of(grain, day)
    assert start <= day <= period_end(grain, start)
    assert next_period(grain, start) == period_end(grain, start) + timedelta(days=1)
    assert previous_period(grain, next_period(grain, start)) == start


def test_hours_step_over_midnight() -> None:
    last = start_of(Grain.HOUR, datetime(2026, 11, 19, 23, 40))  # noqa: DTZ001
    assert next_period(Grain.HOUR, last) == datetime(2026, 11, 20, 0)  # noqa: DTZ001
    assert period_end(Grain.HOUR, last) == date(2026, 11, 19)


def test_how_days_and_spans_are_written() -> None:
    assert format_day(TODAY) == "Thu 19 Nov"
    assert format_day(TODAY, today=date(2027, 1, 2)) == "Thu 19 Nov 2026"
    assert format_span(date(2026, 11, 16), date(2026, 11, 22)) == "16–22 Nov"
    assert format_span(date(2026, 10, 28), date(2026, 11, 3), today=TODAY) == "28 Oct–3 Nov"
    assert format_span(date(2025, 1, 1), date(2025, 3, 31), today=TODAY) == "1 Jan–31 Mar 2025"
    assert format_span(date(2026, 12, 28), date(2027, 1, 3)) == "28 Dec 2026–3 Jan 2027"


def test_yesterday_is_the_zones() -> None:
    evening = datetime(2026, 11, 19, 23, 30, tzinfo=UTC)
    assert local_date(evening, "Europe/Berlin") == date(2026, 11, 20)
    assert yesterday(evening, "America/New_York") == date(2026, 11, 18)
    with pytest.raises(BadDate, match='no time zone "Mars/Olympus"'):
        local_date(evening, "Mars/Olympus")


def test_a_day_is_over_at_local_midnight_and_mature_after_its_lag() -> None:
    midnight = datetime(2026, 11, 19, 23, tzinfo=UTC)  # in Berlin
    second = timedelta(seconds=1)
    assert is_over(Grain.DAY, TODAY, midnight, "Europe/Berlin")
    assert not is_over(Grain.DAY, TODAY, midnight - second, "Europe/Berlin")
    assert not is_over(Grain.WEEK, date(2026, 11, 16), midnight, "Europe/Berlin")
    assert mature_through(3, midnight, "Europe/Berlin") == date(2026, 11, 16)
    assert mature_through(3, midnight - second, "Europe/Berlin") == date(2026, 11, 15)


def test_the_hour_that_comes_twice_is_over_after_the_second() -> None:
    two = datetime(2026, 10, 25, 2)  # noqa: DTZ001
    assert not is_over(Grain.HOUR, two, datetime(2026, 10, 25, 1, 59, tzinfo=UTC), "Europe/Berlin")
    assert is_over(Grain.HOUR, two, datetime(2026, 10, 25, 2, tzinfo=UTC), "Europe/Berlin")


@given(DAYS, st.integers(0, 400))
def test_any_two_days_are_a_window(first: date, length: int) -> None:
    last = min(first + timedelta(days=length), TODAY)
    if first > last:
        return
    span = parse_period(f"{first.isoformat()} to {last.isoformat()}", today=TODAY)
    assert (span.first, span.last) == (first, last)


def test_a_window_as_people_say_it() -> None:
    for said in ("3 Nov to 9 Nov", "from 2026-11-03 until 9 November", "3–9 Nov"):
        assert parse_period(said, today=TODAY) == Span(
            date(2026, 11, 3), date(2026, 11, 9), "3–9 Nov"
        )
    with pytest.raises(BadDate, match="comes after"):
        parse_period("9 Nov to 3 Nov", today=TODAY)
