"""What the bot says when it is added to a channel: what it does there, and the next step."""

from datetime import time

from commands.blocks import Message, actions, bold, button, context, escape, section
from commands.ids import Action, Block

WHAT = "I keep this team's numbers, say each morning what changed, and warn when something breaks."


def welcome_message(metrics: int) -> Message:
    """`metrics` is how many have numbers. Nothing is posted here until a digest is set up."""
    if metrics:
        have = "1 metric has" if metrics == 1 else f"{metrics} metrics have"
        verdict = f"Hello, I am Funnelbot. {have} numbers; this channel has no digest yet."
        first = button(Action.RUN, "Status", "status")
    else:
        verdict = "Hello, I am Funnelbot. There are no numbers yet."
        first = button(Action.RUN, "Log one number", "log")
    return Message(
        f"{verdict} Type /funnel help to see what I can do.",
        (
            section(Block.VERDICT, bold(escape(verdict))),
            section("what", WHAT),
            actions(
                Block.BUTTONS,
                button(Action.RUN, "Set up the digest", "digest", style="primary"),
                first,
                button(Action.RUN, "What I can do", "help all"),
            ),
            context(Block.NOTE, "I post nothing else here until somebody sets up the digest."),
        ),
    )


def back_message(at: time, zone: str) -> Message:
    """The digest of this channel was paused while the bot was away."""
    verdict = "I am back. The digest of this channel was paused while I was away."
    return Message(
        f"{verdict} Press Resume to go on.",
        (
            section(Block.VERDICT, bold(verdict)),
            section("next", f"Resume posts it again at {at:%H:%M} {escape(zone)}."),
            actions(
                Block.BUTTONS,
                button(Action.RUN, "Resume", "digest resume", style="primary"),
                button(Action.RUN, "Settings", "digest edit"),
            ),
        ),
    )
