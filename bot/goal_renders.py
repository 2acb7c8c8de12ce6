"""Messages about goals, made from what is stored when they are sent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from bot.check_ins import left_to_digest
from bot.deliveries import Outgoing, Render, Skip, Wait
from bot.goal_watch import CHECK_IN, ORPHANED, asked_for
from commands.blocks import Message
from commands.goal_ground import ground_of_goal, progress_of
from commands.goal_news import ANNOUNCED, CHANGED, ENDED, MET
from commands.place import Place
from commands.views.goal_posts import (
    announcement,
    change_message,
    check_in_message,
    ended_message,
    met_message,
    orphaned_message,
)
from funnel.catalogue import Catalogue
from funnel.goals import Progress
from funnel.model import Delivery, Goal
from storage.store import Tx

GONE = Skip("what it was about is gone")


@dataclass(frozen=True, slots=True)
class GoalStanding:
    """A goal as it stands when its message is made."""

    goal: Goal
    place: Place
    now: Progress
    value: str


@dataclass(frozen=True, slots=True)
class GoalRenderer:
    """Renders by kind; `catalogue` is the shipped one."""

    catalogue: Catalogue

    def table(self) -> dict[str, Render]:
        return {
            ANNOUNCED: self.announced,
            CHANGED: self.changed,
            MET: self.met,
            ENDED: self.ended,
            ORPHANED: self.orphaned,
            CHECK_IN: self.check_in,
        }

    def announced(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        found = self._standing(tx, row, now)
        return GONE if found is None else Outgoing(_root(found))

    def changed(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        """In the thread of its announcement and shown in the channel; the announcement is edited
        to the new state. Without one it is a message of its own."""
        was = row.slot.partition(">")[0]
        return self._threaded(
            tx, row, now, lambda one: Outgoing(change_message(one.goal, was=was, now=one.now))
        )

    def met(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        return self._threaded(
            tx,
            row,
            now,
            lambda one: Outgoing(met_message(one.goal, one.value, final=one.now.days_left < 0)),
        )

    def ended(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        believed = tx.goal_history.stated(int(row.subject))
        return self._threaded(
            tx, row, now, lambda one: Outgoing(ended_message(one.goal, one.value, believed))
        )

    def orphaned(self, tx: Tx, row: Delivery, _: datetime) -> Outgoing | Wait | Skip:
        goal = tx.goals.get(int(row.subject))
        return GONE if goal is None else Outgoing(orphaned_message(goal))

    def check_in(self, tx: Tx, row: Delivery, now: datetime) -> Outgoing | Wait | Skip:
        """One message for all goals of its owner; nobody is asked who has just spoken. A digest of
        the same hour asks instead, if it is sent."""
        day = date.fromisoformat(row.slot)
        goals = asked_for(tx, row.subject, day, now)
        if not goals:
            return Skip("just checked in")
        left = left_to_digest(tx, row.subject, day, now)
        if left is not None:
            return left
        place = self._place(tx, now)
        return Outgoing(check_in_message([(goal, _progress(tx, goal, place)) for goal in goals]))

    def _threaded(
        self, tx: Tx, row: Delivery, now: datetime, say: Callable[[GoalStanding], Outgoing]
    ) -> Outgoing | Wait | Skip:
        found = self._standing(tx, row, now)
        if found is None:
            return GONE
        said = say(found)
        root = tx.deliveries.last_sent(ANNOUNCED, row.subject, row.channel)
        if root is None or not root.ts:
            return said
        edits = (root.ts, _root(found))
        return Outgoing(said.message, thread_ts=root.ts, broadcast=True, edits=edits)

    def _standing(self, tx: Tx, row: Delivery, now: datetime) -> GoalStanding | None:
        goal, place = tx.goals.get(int(row.subject)), self._place(tx, now)
        if goal is None or not place.catalogue.has_metric(goal.metric):
            return None
        progress = _progress(tx, goal, place)
        if progress is None:
            return None
        metric = place.catalogue.metric(goal.metric)
        current = progress.current
        value = "no number" if current is None else place.style.value(metric, current)
        return GoalStanding(goal, place, progress, value)

    def _place(self, tx: Tx, now: datetime) -> Place:
        return Place(tx.workspace.get(), self.catalogue.with_metrics(tx.metrics.all()), now)


def _root(found: GoalStanding) -> Message:
    goal, place = found.goal, found.place
    metric = place.catalogue.metric(goal.metric)
    return announcement(goal, metric=metric, style=place.style, now=found.now)


def _progress(tx: Tx, goal: Goal, place: Place) -> Progress | None:
    ground = ground_of_goal(tx, goal, place)
    return None if ground is None else progress_of(goal, ground, place)
