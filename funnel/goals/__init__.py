"""Goals: from a form to an accepted goal, and from its numbers to where it stands."""

from funnel.goals.accepting import Place, accept, revise
from funnel.goals.adjustments import Adjusted, before_and_since
from funnel.goals.baseline import Baseline, baseline
from funnel.goals.check_ins import falls_on
from funnel.goals.course import Point, course
from funnel.goals.draft import LONGEST_ANSWER, GoalDraft, SavedDraft, draft_from, draft_of
from funnel.goals.family import Together, add_up_children, is_circular
from funnel.goals.known import Known, known_events, restart_of
from funnel.goals.outlook import (
    Outlook,
    Prospect,
    Question,
    advise,
    look_ahead,
    question_of,
)
from funnel.goals.path import (
    Knot,
    Path,
    buffer_days,
    due_by,
    fill_rows,
    is_softer,
    path_knots,
    planned_path,
)
from funnel.goals.pattern import Pattern, learned_pattern, plain_pattern
from funnel.goals.progress import Progress, Stand, compare, progress, value_of
from funnel.goals.quiet import event_spots, quiet_holidays, with_spot
from funnel.goals.reference import Reference, reference_changes
from funnel.goals.settling import IN_POINTS, Problem, Settled, good_side, settle
from funnel.goals.states import JUDGED, is_to_tell, judged_state, settle_state, state_at
from funnel.goals.staying import PastStay, Stay, allowed_bad, judge_stay, past_stay, stay_periods
from funnel.goals.windows import WINDOW_DAYS, Ground

__all__ = [
    "IN_POINTS",
    "JUDGED",
    "LONGEST_ANSWER",
    "WINDOW_DAYS",
    "Adjusted",
    "Baseline",
    "GoalDraft",
    "Ground",
    "Knot",
    "Known",
    "Outlook",
    "PastStay",
    "Path",
    "Pattern",
    "Place",
    "Point",
    "Problem",
    "Progress",
    "Prospect",
    "Question",
    "Reference",
    "SavedDraft",
    "Settled",
    "Stand",
    "Stay",
    "Together",
    "accept",
    "add_up_children",
    "advise",
    "allowed_bad",
    "baseline",
    "before_and_since",
    "buffer_days",
    "compare",
    "course",
    "draft_from",
    "draft_of",
    "due_by",
    "event_spots",
    "falls_on",
    "fill_rows",
    "good_side",
    "is_circular",
    "is_softer",
    "is_to_tell",
    "judge_stay",
    "judged_state",
    "known_events",
    "learned_pattern",
    "look_ahead",
    "past_stay",
    "path_knots",
    "plain_pattern",
    "planned_path",
    "progress",
    "question_of",
    "quiet_holidays",
    "reference_changes",
    "restart_of",
    "revise",
    "settle",
    "settle_state",
    "state_at",
    "stay_periods",
    "value_of",
    "with_spot",
]
