"""Who sees a goal, and who may change it."""

from commands.request import Origin, Request
from funnel.errors import NotAllowed, UnknownNumber
from funnel.model import Goal, Person


def may_see(goal: Goal, request: Request) -> bool:
    """A goal of a private channel or DM shows in that conversation, and to its own people alone."""
    if not goal.private or (goal.channel and goal.channel == request.channel):
        return True
    alone = request.origin in (Origin.DM, Origin.HOME) or request.channel.startswith("D")
    return alone and request.user in (goal.owner, *goal.contributors)


def may_change(goal: Goal, person: Person) -> None:
    """Raises NotAllowed for all but its owner, contributors, who made it, and admins."""
    if person.id in (goal.owner, goal.created_by, *goal.contributors) or person.is_admin:
        return
    raise NotAllowed(
        f"Goal {goal.number} belongs to <@{goal.owner}>.",
        "Its owner, who helps with it, or an admin can change it. Ask them, or set a goal of "
        "your own: `/funnel goal new`.",
    )


def may_take(goal: Goal, person: Person, *, orphaned: bool) -> None:
    """Contributors and admins; everybody once its owner cannot be reached. Raises NotAllowed."""
    if not orphaned:
        may_change(goal, person)


def unknown_goal(number: str, numbers: list[int]) -> UnknownNumber:
    """Says which goals there are, of those that may be named here."""
    if not numbers:
        return UnknownNumber(f"There is no goal {number}.", "Set the first: `/funnel goal new`.")
    listed = ", ".join(str(one) for one in numbers[:10])
    more = f" and {len(numbers) - 10} more" if len(numbers) > 10 else ""
    return UnknownNumber(
        f"There is no goal {number}.", f"Open here: {listed}{more}. `/funnel goals`"
    )
