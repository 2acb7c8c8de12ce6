"""On which days an owner is asked for a judgement."""

from datetime import date

from funnel.model import Goal
from funnel.pursuit import CheckIns


def falls_on(goal: Goal, day: date) -> bool:
    """Weekly on its weekday; every second one from the start on; the month's first."""
    if goal.plan.check_ins is CheckIns.NEVER or day.weekday() != goal.plan.weekday:
        return False
    if goal.plan.check_ins is CheckIns.MONTHLY:
        return day.day <= 7
    weeks = (day - goal.start).days // 7
    return goal.plan.check_ins is CheckIns.WEEKLY or weeks % 2 == 1
