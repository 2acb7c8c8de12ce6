"""A button in place of a form, where Slack gave no trigger to open one with."""

from commands.blocks import Message, actions, button, escape, section
from commands.ids import Action, Block

LONGEST = 2000  # characters of a button's value


def opener_message(title: str, command: str) -> Message:
    """`command` is what follows `/funnel`; pressing the button runs it with a trigger."""
    words = "This needs a form. Open it with the button."
    return Message(
        f"{escape(title)}: {words}",
        (
            section(Block.VERDICT, words),
            actions(Block.BUTTONS, button(Action.RUN, title, command[:LONGEST], style="primary")),
        ),
    )
