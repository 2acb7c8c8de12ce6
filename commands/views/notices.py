"""Direct messages that nobody asked for: data that stopped or is back, a digest that is paused."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from commands.blocks import Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.conflicts import conflict_words
from commands.views.style import Style
from funnel.catalogue import Catalogue
from funnel.derived import Conflict
from funnel.model import Delivery
from funnel.periods import format_day

MOST_NAMED = 5
_KINDS = {  # of deliveries; {} is their subject
    "digest_now": "the digest",
    "digest_rest": "what found no room in the digest",
    "break_opened": "the warning about break {}",
    **dict.fromkeys(("break_evidence", "break_changed", "break_edited"), "the news of break {}"),
    "goal_announced": "the announcement of goal {}",
    **dict.fromkeys(("goal_changed", "goal_met", "goal_ended"), "the news of goal {}"),
    "goal_check_in": "the check-in",
    **dict.fromkeys(("data_stopped", "data_back"), "word about the numbers from {}"),
}


def data_stopped_message(source: str, last_days: Mapping[str, date], *, today: date) -> Message:
    """`last_days`: names of the metrics that wait, with the last day that each one has."""
    newest = max(last_days.values())
    verdict = f"Numbers from {source} stopped: the last are of {format_day(newest, today=today)}."
    names = list(last_days)[:MOST_NAMED]
    more = len(last_days) - len(names)
    waiting = ", ".join(names) + (f" and {more} more" if more > 0 else "")
    count = f"{len(last_days)} metrics wait" if len(last_days) > 1 else "1 metric waits"
    return Message(
        escape(verdict),
        (
            section(Id.VERDICT, bold(escape(verdict))),
            section(
                "waiting",
                escape(f"{count}: {waiting}. Nobody is warned about them until they are back."),
            ),
            actions(Id.BUTTONS, button(Action.RUN, "How fresh is what", "metrics")),
            context(Id.NOTE, "I tell you once, and once more when they are back."),
        ),
    )


def data_back_message(source: str, since: date, *, today: date) -> Message:
    """The gap that began on `since` is over."""
    words = f"Numbers from {source} are back; the gap began on {format_day(since, today=today)}."
    return Message(escape(words), (section(Id.VERDICT, bold(escape(words))),))


def data_hole_message(
    source: str, days: Sequence[date], names: Sequence[str], *, today: date
) -> Message:
    """Days between others that came; perhaps nothing happened on them, which is for people to
    say."""
    shown = ", ".join(format_day(day, today=today) for day in days[:MOST_NAMED])
    more = len(days) - MOST_NAMED
    rest = f" and {more} more days" if more > 0 else ""
    verb = "is" if len(days) == 1 else "are"
    verdict = f"Numbers from {source} have a hole: {shown}{rest} {verb} missing."
    named = ", ".join(names[:MOST_NAMED])
    others = len(names) - MOST_NAMED
    what = f"{named} and {others} more" if others > 0 else named
    return Message(
        escape(verdict),
        (
            section(Id.VERDICT, bold(escape(verdict))),
            section(
                "what",
                escape(
                    f"Of {what}. Later days came; nobody is warned because of the missing ones."
                ),
            ),
            actions(Id.BUTTONS, button(Action.RUN, "How fresh is what", "metrics")),
            context(
                Id.NOTE,
                "If the shop was closed, nothing is to do. Else log the numbers or import them "
                "again; I tell you when the hole is filled.",
            ),
        ),
    )


def data_hole_filled_message(source: str, day: date, *, today: date) -> Message:
    words = f"The hole in {source} that began on {format_day(day, today=today)} is filled."
    return Message(escape(words), (section(Id.VERDICT, bold(escape(words))),))


def data_conflict_message(conflict: Conflict, catalogue: Catalogue, style: Style) -> Message:
    """Both numbers, and where each comes from."""
    words = conflict_words(conflict, catalogue, style)
    day = conflict.day.isoformat()
    keys = [conflict.one, *conflict.other.split(" and ")][:3]
    shown = [
        button(Action.RUN, catalogue.metric(key).name, f"log history {key} {day}") for key in keys
    ]
    return Message(
        escape(words),
        (
            section(Id.VERDICT, bold(escape(words))),
            section("what", "One of them is wrong, or they count different things."),
            actions(Id.BUTTONS, *shown),
            context(Id.NOTE, "Each button shows who gave that number. I tell you once in 4 weeks."),
        ),
    )


def digest_paused_message(channel: str, code: str, *, number: int) -> Message:
    """To the schedule's owner: why nothing comes any more, what to do, and the button for it."""
    words = f"I cannot post the digest in <#{channel}> and have paused it."
    todo = (
        "The channel is archived. Unarchive it, or set the digest up in another channel."
        if code == "is_archived"
        else f"Type `/invite @Funnelbot` in <#{channel}>, then press Resume."
    )
    return Message(
        words,
        (
            section(Id.VERDICT, bold(words)),
            section("todo", todo),
            actions(Id.BUTTONS, button(Action.RUN, "Resume", f"digest resume {number}")),
            context(Id.NOTE, f"Slack said {escape(code)}."),
        ),
    )


def may_be_repeat(message: Message) -> Message:
    """A message that may have been posted before: nobody could look whether it was."""
    words = "May be a repeat: Slack's answer to the first try was lost."
    return replace(message, blocks=(*message.blocks, context("repeat", words)))


def digest_unknown_message(channel: str, day: str) -> Message:
    """A digest whose post nobody could check."""
    words = f"I do not know whether the digest of {day} reached <#{channel}>."
    return Message(
        words,
        (
            section(Id.VERDICT, bold(words)),
            section(
                "todo",
                "Slack's connection broke while I posted, and I may not read that channel's"
                " history. I did not send it again; look there, and type `/funnel digest send now`"
                " if it is missing.",
            ),
        ),
    )


def not_delivered_message(missing: Delivery) -> Message:
    """One message that Slack kept refusing, or that could not be made."""
    words = f"I could not post {what_it_is(missing)} in {place_of(missing.channel)}."
    made = missing.code != "cannot_be_made"
    why = f"Slack said {missing.code}." if made else "I could not put it together."
    return Message(
        words,
        (
            section(Id.VERDICT, bold(words)),
            section("todo", "I tried for about two hours and have given up. " + _instead(missing)),
            context(Id.NOTE, escape(why)),
        ),
    )


def token_back_message(code: str) -> Message:
    """Slack's refusal of the token stopped all sending; now it goes on."""
    words = "I can post again: Slack refused my token for a while, and nothing was sent."
    return Message(
        words,
        (
            section(Id.VERDICT, bold(words)),
            section(
                "todo",
                "What is still fresh goes out now. The next digest covers the rest; nothing is"
                " left out of it.",
            ),
            context(Id.NOTE, f"Slack said {escape(code)}."),
        ),
    )


def what_it_is(row: Delivery) -> str:
    """ "the warning about break 3": a delivery in the middle of a sentence."""
    if row.kind == "digest":
        return f"the digest of {format_day(date.fromisoformat(row.slot))}"
    return _KINDS.get(row.kind, "a notice").format(escape(row.subject))


def place_of(channel: str) -> str:
    """A link to a channel, or the person behind a direct message."""
    person = channel.startswith(("U", "W"))
    return f"a direct message to <@{channel}>" if person else f"<#{channel}>"


def _instead(missing: Delivery) -> str:
    match missing.kind:
        case "digest" | "digest_now":
            return "Type `/funnel digest send now` there to send one; the next comes as planned."
        case "goal_announced":
            return f"Type `/funnel goal {missing.subject}` there and share the answer."
        case _:
            return f"Type `/funnel break {missing.subject}` there and share the answer."
