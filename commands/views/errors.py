"""Errors as words: what was wrong, what to type instead, a button for what may be meant."""

from commands.blocks import Message, actions, button, escape, section
from commands.ids import Action, Block
from funnel.errors import FunnelError

MOST_SUGGESTIONS = 3


def error_message(error: FunnelError) -> Message:
    """The error's sentence and hint, mentions in what it quotes made inert; each suggestion is a
    button that runs it."""
    words = f"{error.message} {error.hint}".strip()
    blocks = [section(Block.VERDICT, escape(words))]
    if error.suggestions:
        near = error.suggestions[:MOST_SUGGESTIONS]
        blocks.append(
            actions(Block.BUTTONS, *(button(Action.RUN, one.label, one.command) for one in near))
        )
    return Message(escape(words), tuple(blocks))


def trouble_message(reference: str, *, busy: bool = False) -> Message:
    """Something of ours failed, or the database is `busy`; the reference stands in the log too."""
    what = "The database is busy" if busy else "Something went wrong on our side"
    when = "Try again in a minute" if busy else "Try again"
    words = (
        f"{what} and nothing was stored. Reference {reference}. "
        f"{when}, or send the reference to your admin."
    )
    return Message(words, (section(Block.VERDICT, words),))
