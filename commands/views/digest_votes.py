"""What readers think of a digest, in words; and the question whether an unread one should go on."""

from datetime import datetime

from commands.blocks import Confirm, Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id
from commands.views.schedule import next_words, rhythm_words
from funnel.schedules import ReactionKind, Rhythm, Schedule


def counted_message(kind: ReactionKind, votes: str) -> Message:
    """To the reader alone."""
    if kind is ReactionKind.USEFUL:
        words = f"Counted as useful. {votes}"
        return Message(words, (section(Id.VERDICT, words),))
    words = f"Counted as not useful. {votes}"
    hint = "What would help: fewer stages, chosen metrics, three lines at most, or once a week?"
    return Message(
        words,
        (
            section(Id.VERDICT, f"{words}\n{hint}"),
            actions(Id.BUTTONS, button(Action.RUN, "Settings", "digest edit")),
        ),
    )


def votes_words(useful: int, not_useful: int) -> str:
    """ "In the last 30 days: useful 3 times, not useful once."; "" without a vote."""
    if not useful and not not_useful:
        return ""
    return f"In the last 30 days: useful {_times(useful)}, not useful {_times(not_useful)}."


def votes_cell(useful: int, not_useful: int) -> str:
    """ "3 yes, 1 no"."""
    return f"{useful} yes, {not_useful} no"


def unread_message(schedule: Schedule, *, sent: int) -> Message:
    """To the owner, once: nobody did anything with the last `sent` digests."""
    place = "your own digest" if schedule.personal else f"the digest in <#{schedule.channel}>"
    words = f"Nobody has reacted to {place} for a month. Should it go on?"
    rarer = "Monthly instead" if schedule.rhythm is Rhythm.WEEKLY else "Weekly instead"
    at = f" #{schedule.number}"
    buttons = [button(Action.RUN, "Go on", f"digest keep{at}")]
    if schedule.rhythm is not Rhythm.MONTHLY:
        buttons.append(button(Action.RUN, rarer, f"digest rarer{at}"))
    sure = Confirm("Stop this digest?", "Nothing more will be posted.", "Stop it")
    buttons.append(button(Action.RUN, "Stop it", f"digest stop{at}", confirm=sure))
    count = f"It went out {_times(sent)}, {rhythm_words(schedule)}"
    return Message(
        words,
        (
            section(
                Id.VERDICT,
                f"{bold(words)}\n{count}: no button was pressed and nobody asked in its thread.",
            ),
            actions(Id.BUTTONS, *buttons),
            context(Id.NOTE, "I ask this once. Without an answer it goes on."),
        ),
    )


def kept_message(schedule: Schedule, *, now: datetime) -> Message:
    words = f"It goes on. {next_words(schedule, now)}"
    return Message(words, (section(Id.VERDICT, escape(words)),), replace=True)


def rarer_message(schedule: Schedule, *, now: datetime) -> Message:
    words = f"It comes {rhythm_words(schedule)} from now on. {next_words(schedule, now)}"
    return Message(words, (section(Id.VERDICT, escape(words)),), replace=True)


def handed_message(schedule: Schedule, *, now: datetime) -> Message:
    """To the new owner."""
    words = f"The digest in <#{schedule.channel}> is yours now."
    more = f"It comes {rhythm_words(schedule)}. {next_words(schedule, now)}"
    return Message(
        words,
        (
            section(Id.VERDICT, f"{bold(words)}\n{escape(more)}"),
            actions(Id.BUTTONS, button(Action.RUN, "Edit", f"digest edit #{schedule.number}")),
            context(Id.NOTE, "I tell you when a digest cannot be posted. Hand it over any time."),
        ),
    )


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
