"""Goals: from a form to an accepted goal, and from its numbers to where it stands."""

from funnel.goals.accepting import Place, accept, keep, revise
from funnel.goals.baseline import Baseline, baseline
from funnel.goals.draft import LONGEST_ANSWER, GoalDraft, draft_from, draft_of
from funnel.goals.progress import Point, Progress, compare, course, planned, progress
from funnel.goals.reference import Reference, reference_changes
from funnel.goals.settling import IN_POINTS, Problem, Settled, good_side, settle
from funnel.goals.windows import WINDOW_DAYS, Ground

__all__ = [
    "IN_POINTS",
    "LONGEST_ANSWER",
    "WINDOW_DAYS",
    "Baseline",
    "GoalDraft",
    "Ground",
    "Place",
    "Point",
    "Problem",
    "Progress",
    "Reference",
    "Settled",
    "accept",
    "baseline",
    "compare",
    "course",
    "draft_from",
    "draft_of",
    "good_side",
    "keep",
    "planned",
    "progress",
    "reference_changes",
    "revise",
    "settle",
]
