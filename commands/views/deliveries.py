"""What was sent and what was not: counts, then one line for each message in trouble."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from commands.blocks import Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.notices import place_of, what_it_is
from commands.views.refusals import what_helps, why_refused
from commands.views.schedule import BY_PEOPLE
from funnel.model import (
    Delivery,
    DeliveryState,
)
from funnel.periods import format_day
from funnel.schedules import Schedule

MOST_LINES = 10
NOT_THROUGH = (DeliveryState.FAILED, DeliveryState.UNKNOWN)
ON_THE_WAY = (DeliveryState.PLANNED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Ledger:
    """`hidden`: channels that are counted but not named; `stopped`: why Slack refuses the token."""

    days: int
    counts: Mapping[DeliveryState, int]
    troubled: tuple[Delivery, ...]
    hidden: frozenset[str]
    paused: tuple[Schedule, ...]
    stopped: str


def deliveries_message(ledger: Ledger, *, zone: str) -> Message:
    """Verdict first; times are of the reporting zone."""
    first = verdict(ledger)
    lines = [_line(row, ledger, zone) for row in ledger.troubled[:MOST_LINES]]
    if len(ledger.troubled) > MOST_LINES:
        lines.append(f"Only the newest {MOST_LINES} are shown.")
    lines += [_pause(one, ledger) for one in ledger.paused[:MOST_LINES]]
    tally = (
        _tally(ledger) or "What I send on my own account stands here: digests, warnings, notices."
    )
    blocks = [section(Id.VERDICT, f"{bold(escape(first))}\n{escape(tally)}")]
    if lines:
        blocks.append(section("trouble", "\n".join(f"• {line}" for line in lines)))
    blocks.append(actions(Id.BUTTONS, button(Action.RUN, "All digests", "digests")))
    blocks.append(context(Id.NOTE, f"The last {ledger.days} days, times in {escape(zone)}."))
    return Message(escape(first), tuple(blocks))


def verdict(ledger: Ledger) -> str:
    """One sentence: what an admin has to know first."""
    failed = sum(ledger.counts.get(state, 0) for state in NOT_THROUGH)
    sent = ledger.counts.get(DeliveryState.SENT, 0)
    if ledger.stopped:
        return (
            f"Nothing is sent: Slack refuses my token ({ledger.stopped})."
            " An admin has to install me again."
        )
    if failed:
        return f"{failed} of {sent + failed} messages did not get through."
    if not sent:
        return "Nothing was sent yet."
    return f"All {sent} messages were delivered." if sent > 1 else "The one message was delivered."


def _tally(ledger: Ledger) -> str:
    parts = {
        "sent": ledger.counts.get(DeliveryState.SENT, 0),
        "on the way": sum(ledger.counts.get(state, 0) for state in ON_THE_WAY),
        "skipped (nothing to say, too late, or paused)": ledger.counts.get(
            DeliveryState.SKIPPED, 0
        ),
        "failed": ledger.counts.get(DeliveryState.FAILED, 0),
        "unknown": ledger.counts.get(DeliveryState.UNKNOWN, 0),
    }
    counted = ", ".join(f"{count} {what}" for what, count in parts.items() if count)
    return f"{counted}." if counted else ""


def _line(row: Delivery, ledger: Ledger, zone: str) -> str:
    at = row.planned_at.astimezone(ZoneInfo(zone))
    if row.channel in ledger.hidden:
        what = "a message in a private channel"
    else:
        what = f"{what_it_is(row)} in {place_of(row.channel)}"
    tried = "once" if row.attempt == 1 else f"{row.attempt} times"
    fate = {
        DeliveryState.FAILED: "failed",
        DeliveryState.UNKNOWN: "may or may not stand there and is not sent again",
    }.get(row.state, f"was tried {tried} and is tried again")
    why = escape(why_refused(row.code))
    return f"{format_day(at.date())} {at:%H:%M}: {what} {fate}; {why}."


def _pause(schedule: Schedule, ledger: Ledger) -> str:
    where = "a private channel" if schedule.channel in ledger.hidden else f"<#{schedule.channel}>"
    if schedule.paused.startswith(BY_PEOPLE):
        return f"Digest #{schedule.number} in {where} is paused {escape(schedule.paused)}."
    resume = f"`/funnel digest resume {schedule.number}`"
    why, helps = why_refused(schedule.paused), what_helps(schedule.paused)
    return f"Digest #{schedule.number} in {where} is paused: {escape(why)}. {helps}, then {resume}."
