"""Parent and child goals: what the parts come to together."""

from collections.abc import Sequence
from dataclasses import dataclass

from funnel.goals.progress import Progress
from funnel.model import Goal
from funnel.pursuit import ChildRule


@dataclass(frozen=True, slots=True)
class Together:
    """What the parts of a goal come to. By sum: `current` of `target`, in the parent's unit, over
    parts on its metric. By weight: `share` of the way (0 to 1 and beyond). None where no part has
    a number yet."""

    current: float | None = None
    target: float | None = None
    share: float | None = None


def add_up_children(parent: Goal, children: Sequence[tuple[Goal, Progress]]) -> Together:
    """By the parent's rule; parts without a number count as nothing yet done."""
    if not children or parent.plan.rule is ChildRule.NONE:
        return Together()
    if parent.plan.rule is ChildRule.SUM:
        alike = [(one, now) for one, now in children if one.metric == parent.metric]
        known = [now.current for _, now in alike if now.current is not None]
        aims = sum(one.target for one, _ in alike)
        return Together(sum(known) if known else None, aims if alike else None)
    weights = [max(one.plan.weight, 0.0) for one, _ in children]
    if not sum(weights):
        return Together()
    parts = [
        (now.share or 0.0) * weight for (_, now), weight in zip(children, weights, strict=True)
    ]
    return Together(share=sum(parts) / sum(weights))


def is_circular(goal: int, parent: int, parents: dict[int, int]) -> bool:
    """Whether `goal` would become a part of itself; `parents` is goal -> its present parent."""
    seen = {goal}
    while parent:
        if parent in seen:
            return True
        seen.add(parent)
        parent = parents.get(parent, 0)
    return False
