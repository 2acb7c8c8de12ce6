"""What a digest tells, in which order, and what it leaves to a count."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from funnel.digest import (
    BreakChange,
    BreakNews,
    DataNews,
    Digest,
    Finding,
    GoalCount,
    GoodNews,
    Rank,
    RecordNews,
    Since,
    Told,
    break_news,
    goal_news,
    silent_leads,
)
from funnel.digest.ranking import MOST_A_STAGE, MOST_LIGHT, MOST_LINES, chosen
from funnel.goals import Progress
from funnel.model import (
    BreakEnd,
    Condition,
    Goal,
    GoalOutcome,
    GoalState,
    Measure,
    Money,
    Side,
    TargetForm,
)
from funnel.status import journey_status
from tests.funnel.digested import (
    CATALOGUE,
    LAST,
    NOW,
    QUIET,
    SHIPPED,
    STAGES,
    YESTERDAY,
    a_break,
    digest,
    kinds,
    reading,
    series,
    with_newest,
)


def change(found: Digest) -> BreakChange:
    news = found.lines[0].news
    assert isinstance(news, BreakNews)
    return news.change


def test_on_a_quiet_day_there_is_nothing_to_say_but_revenue() -> None:
    found = digest()
    assert found.quiet
    assert found.figure is not None
    assert found.figure.metric.key == "sales_revenue"
    assert found.chart == "sales_revenue"
    assert found.day == LAST


def test_without_revenue_the_last_stage_that_has_numbers_leads() -> None:
    found = digest({"sessions": series("sessions", 40_000.0)})
    assert found.figure is not None
    assert found.figure.metric.key == "sessions"


def test_a_break_that_opened_since_is_the_headline_and_the_chart() -> None:
    found = digest(breaks=(a_break(),), told={12: Told(NOW - timedelta(hours=2))})
    assert change(found) is BreakChange.OPENED
    assert found.chart == "sessions"
    assert not found.quiet


def test_the_same_break_a_day_later_is_only_counted() -> None:
    found = digest(breaks=(a_break(),), told={12: Told(NOW - timedelta(days=2))})
    assert found.quiet
    assert [one.number for one in found.unchanged_breaks] == [12]
    assert found.worst is not None


def test_a_break_that_went_to_no_channel_is_new_by_its_first_day() -> None:
    assert change(digest(breaks=(a_break(opened_on=LAST),))) is BreakChange.OPENED
    assert digest(breaks=(a_break(opened_on=date(2026, 11, 18)),)).quiet


def test_days_that_had_not_settled_at_the_last_digest_are_new() -> None:
    sessions = SHIPPED.metric("sessions")
    assert sessions.maturity_lag_days == 2
    since = Since(YESTERDAY, NOW, "UTC")
    assert since.is_new(sessions, date(2026, 11, 17))
    assert not since.is_new(sessions, date(2026, 11, 16))


def test_since_reaches_back_over_a_gap_of_days() -> None:
    weeks_ago = NOW - timedelta(days=10)
    found = digest(since=weeks_ago, breaks=(a_break(),), told={12: Told(NOW - timedelta(days=2))})
    assert change(found) is BreakChange.OPENED
    assert found.covered_since == weeks_ago


def test_a_break_that_grew_is_told_again() -> None:
    grown = a_break(worsened_on=LAST)
    assert change(digest(breaks=(grown,), told={12: Told(NOW - timedelta(days=9))})) == "worsened"


def test_a_recovery_is_told_once_and_what_people_closed_is_not() -> None:
    over = a_break(condition=Condition.CLOSED, ended=BreakEnd.RECOVERED, closed_on=LAST)
    assert change(digest(breaks=(over,))) is BreakChange.RECOVERED
    assert digest(breaks=(replace(over, changed_at=NOW - timedelta(days=3)),)).quiet
    assert digest(breaks=(replace(over, ended=BreakEnd.NOISE),)).quiet


def test_breaks_found_looking_back_are_never_told() -> None:
    found = digest(since=None, breaks=(a_break(historic=True),))
    assert found.quiet
    assert found.unchanged_breaks == ()


def test_two_open_breaks_are_counted_and_the_dearer_one_is_named() -> None:
    cheap = a_break(1, money=Money(100, 50, 150))
    dear = a_break(2, "sales_revenue", money=Money(2300, 1400, 3100), score=3.0)
    told = dict.fromkeys((1, 2), Told(NOW - timedelta(days=2)))
    found = digest(breaks=(cheap, dear), told=told)
    assert [one.number for one in found.unchanged_breaks] == [2, 1]
    assert found.worst is not None
    assert found.worst[0].number == 2
    assert found.chart == "sales_revenue"


def test_more_money_comes_first_then_the_greater_distance() -> None:
    keys = ("sessions", "orders", "sales_revenue")
    held = {key: series(key, 1000.0) for key in keys}
    breaks = (
        a_break(1, "sessions", score=9.0, opened_on=LAST),
        a_break(2, "orders", score=3.0, opened_on=LAST, money=Money(500, 1, 900)),
        a_break(3, "sales_revenue", score=4.0, opened_on=LAST, money=Money(2000, 1, 3000)),
    )
    told = [line.news.what.number for line in digest(held, breaks=breaks).lines]  # type: ignore[union-attr]
    assert told == [3, 2, 1]


def test_numbers_that_stop_are_news_once() -> None:
    held = {
        "sessions": series("sessions", 40_000.0, last=date(2026, 11, 17)),
        "orders": series("orders", 800.0, last=date(2026, 11, 17)),
        "sales_revenue": series("sales_revenue", 48_000.0),
    }
    new = digest(held, since=datetime(2026, 11, 18, 9, tzinfo=UTC))
    assert kinds(new) == [DataNews]
    (missing,) = new.missing
    assert missing.first == date(2026, 11, 18)
    assert {metric.key for metric in missing.metrics} == {"sessions", "orders"}
    assert not missing.stopped
    later = digest(held, since=NOW - timedelta(hours=1))
    assert later.quiet
    assert later.missing[0].first == date(2026, 11, 18)


def test_late_numbers_that_become_stopped_are_news_again() -> None:
    held = {"sessions": series("sessions", 40_000.0, last=date(2026, 11, 15))}
    # Three days overdue now (16, 17 and 18 Nov), two at the last digest.
    found = digest(held, since=datetime(2026, 11, 18, 13, tzinfo=UTC))
    assert found.missing[0].stopped
    assert kinds(found) == [DataNews]


def test_the_best_day_of_a_year_is_a_record() -> None:
    held = {"sales_revenue": with_newest(series("sales_revenue", 48_000.0, days=420), 70_000.0)}
    (line,) = digest(held, histories=held).lines
    assert line.rank is Rank.RECOVERY
    assert isinstance(line.news, RecordNews)
    assert line.news.side is Side.UP


def test_a_day_that_a_few_large_orders_carry_is_told_once_with_their_number() -> None:
    held = {
        "sales_revenue": with_newest(series("sales_revenue", 48_000.0, days=420), 200_000.0),
        "average_order_value": with_newest(series("average_order_value", 60.0, days=420), 450.0),
        "orders": with_newest(series("orders", 800.0, days=420), 440.0),
    }
    (line,) = digest(held, histories=held).lines
    assert isinstance(line.news, RecordNews)
    assert line.news.row.metric.key == "sales_revenue"
    assert line.news.few is not None
    assert line.news.few.value == 440.0


def test_a_day_of_many_larger_orders_is_told_as_it_is() -> None:
    held = {
        "sales_revenue": with_newest(series("sales_revenue", 48_000.0, days=420), 200_000.0),
        "average_order_value": with_newest(series("average_order_value", 60.0, days=420), 200.0),
        "orders": with_newest(series("orders", 800.0, days=420), 1_000.0),
    }
    news = [line.news for line in digest(held, histories=held).lines]
    assert len(news) >= 2
    assert {one.few for one in news if isinstance(one, RecordNews | GoodNews)} == {None}


def test_the_best_day_of_less_than_a_year_is_only_good_news() -> None:
    held = {"sales_revenue": with_newest(series("sales_revenue", 48_000.0), 70_000.0)}
    assert kinds(digest(held, histories=held)) == [GoodNews]


def test_a_week_after_the_last_number_is_silent() -> None:
    readings = {key: reading(series(key, level)) for key, level in QUIET.items()}
    metrics = {metric.key: metric for metric in CATALOGUE.metrics}
    week, day = timedelta(days=7), timedelta(days=1)
    after = journey_status(STAGES, readings, metrics=metrics, span=(LAST + day, LAST + week))
    before = journey_status(STAGES, readings, metrics=metrics, span=(LAST - week, LAST))
    assert {one.key for one in silent_leads(after)} == set(QUIET)
    assert silent_leads(before) == ()


def test_one_day_a_little_better_than_usual_is_chance() -> None:
    held = {"sales_revenue": with_newest(series("sales_revenue", 48_000.0), 49_500.0)}
    found = digest(held)
    assert found.figure is not None
    assert found.figure.standing == "better"
    assert found.quiet


def test_better_for_a_third_day_says_so() -> None:
    good = (58_000.0, 58_000.0, 58_000.0)
    held = {"sales_revenue": with_newest(series("sales_revenue", 48_000.0), *good)}
    (line,) = digest(held).lines
    assert isinstance(line.news, GoodNews)
    assert line.news.periods == 3
    assert digest(held, since=NOW - timedelta(hours=1)).quiet


def a_goal(**parts: object) -> Goal:
    first = Goal(
        7,
        "Revenue up",
        "sales_revenue",
        Measure.LEVEL,
        Side.UP,
        baseline=48_000.0,
        baseline_first=date(2026, 10, 1),
        baseline_last=date(2026, 10, 28),
        target=52_000.0,
        target_form=TargetForm.ABSOLUTE,
        target_amount=52_000.0,
        start=date(2026, 11, 1),
        deadline=date(2026, 12, 31),
        owner="UANA",
        channel="C1",
        private=False,
    )
    return replace(first, **parts)  # type: ignore[arg-type]


REVENUE = CATALOGUE.metric("sales_revenue")
SINCE = Since(YESTERDAY, NOW, "UTC")


def test_a_goal_that_changed_its_state_is_told_with_both_states() -> None:
    at_risk, on_track = Progress(GoalState.AT_RISK, 41), Progress(GoalState.ON_TRACK, 42)
    news = goal_news(a_goal(), REVENUE, now=at_risk, was=on_track, since=SINCE)
    assert news is not None
    assert (news.was, news.now.state) == (GoalState.ON_TRACK, GoalState.AT_RISK)
    assert goal_news(a_goal(), REVENUE, now=at_risk, was=at_risk, since=SINCE) is None


def test_the_last_week_of_a_goal_is_told_when_it_begins_and_on_its_last_day() -> None:
    def told(left: int) -> bool:
        goal = a_goal(deadline=NOW.date() + timedelta(days=left))
        stand = Progress(GoalState.ON_TRACK, left)
        return goal_news(goal, REVENUE, now=stand, was=stand, since=SINCE) is not None

    assert [left for left in range(12) if told(left)] == [0, 7]


def test_an_outcome_is_told_once() -> None:
    before = Progress(GoalState.ON_TRACK, 0)
    reached = Progress(GoalState.ON_TRACK, -1, outcome=GoalOutcome.REACHED)
    news = goal_news(a_goal(), REVENUE, now=reached, was=before, since=SINCE)
    assert news is not None
    assert news.outcome is GoalOutcome.REACHED
    assert goal_news(a_goal(), REVENUE, now=reached, was=reached, since=SINCE) is None
    dropped = a_goal(outcome=GoalOutcome.DROPPED, closed_at=NOW - timedelta(hours=2))
    assert goal_news(dropped, REVENUE, now=before, was=before, since=SINCE) is not None
    long_ago = replace(dropped, closed_at=NOW - timedelta(days=2))
    assert goal_news(long_ago, REVENUE, now=before, was=before, since=SINCE) is None


def test_a_break_outranks_a_goal_and_a_goal_outranks_good_news() -> None:
    at_risk, on_track = Progress(GoalState.AT_RISK, 41), Progress(GoalState.ON_TRACK, 42)
    goal = goal_news(a_goal(), REVENUE, now=at_risk, was=on_track, since=SINCE)
    held = {
        "sessions": series("sessions", 40_000.0),
        "orders": with_newest(series("orders", 800.0), 1000.0, 1000.0),
    }
    found = digest(
        held,
        breaks=(a_break(opened_on=LAST),),
        goals=[goal],
        open_goals=GoalCount(0, 1, date(2026, 12, 31)),
    )
    assert [line.rank for line in found.lines] == [Rank.BREAK, Rank.GOAL, Rank.GOOD_NEWS]
    assert found.unchanged_goals == 0


SAMPLE = break_news(a_break(), CATALOGUE.metric("sessions"), since=Since(None, NOW, "UTC"))


@given(
    st.lists(
        st.builds(
            Finding,
            rank=st.sampled_from(Rank),
            news=st.just(SAMPLE),
            stage=st.sampled_from(["", "awareness", "interest", "decision"]),
            order=st.integers(0, 4),
            money=st.floats(0, 1e6),
            distance=st.floats(0, 50),
        ),
        max_size=30,
    )
)
def test_the_lines_are_few_in_order_and_nothing_is_lost(findings: list[Finding]) -> None:
    lines, rest = chosen(findings)
    assert len(lines) + len(rest) == len(findings)
    assert len(lines) <= MOST_LINES
    assert sum(1 for line in lines if line.rank >= Rank.RECOVERY) <= MOST_LIGHT
    for stage in ("awareness", "interest", "decision"):
        assert sum(1 for line in lines if line.stage == stage) <= MOST_A_STAGE
    places = [(line.rank, -line.money, -line.distance, line.order) for line in lines]
    assert all(one <= other for one, other in pairwise(places))
