"""Help: what can be done here, with examples of this workspace's own numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from commands.blocks import (
    Message,
    Option,
    actions,
    bold,
    button,
    context,
    escape,
    overflow,
    section,
)
from commands.ids import Action, Block

THREADS = "Slack has no commands in threads: mention me there, with the same words."


@dataclass(frozen=True, slots=True)
class Topic:
    """A verb as help shows it."""

    usage: str
    what: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Something worth doing next: a button's label and what it runs."""

    label: str
    command: str


def help_message(
    topics: Sequence[Topic], *, here: str, steps: Sequence[Step], examples: Sequence[str]
) -> Message:
    """`here` says what this channel has. The first three steps are buttons, the rest a menu."""
    shown = "\n".join(f"`/funnel {escape(topic.usage)}`  {topic.what}" for topic in topics)
    tries = " · ".join(f"`/funnel {escape(words)}`" for words in examples)
    return Message(
        f"{here} Type /funnel help and a verb for more.",
        (
            section(Block.VERDICT, bold(escape(here))),
            section("verbs", shown),
            actions(Block.BUTTONS, *_step_buttons(steps)),
            context(Block.NOTE, f"Try {tries}", THREADS),
        ),
    )


def topic_message(topic: Topic) -> Message:
    """One verb: how it is written, what it does, examples to press."""
    usage = f"/funnel {topic.usage}"
    return Message(
        f"{usage}: {topic.what}",
        (
            section(Block.VERDICT, f"`{escape(usage)}`\n{topic.what}"),
            actions(
                Block.BUTTONS,
                *(button(Action.RUN, words, words) for words in topic.examples[:3]),
            ),
        ),
    )


def empty_message() -> Message:
    """Nothing here yet: three ways to begin."""
    return Message(
        "No numbers yet. Three ways to begin: upload a file, log one number, try the demo.",
        (
            section(Block.VERDICT, bold("No numbers yet. Three ways to begin:")),
            section(
                "ways",
                "• Upload a file: CSV or Excel, I find the columns. Or drop it into our direct "
                "messages\n"
                "• Log one number: `/funnel log sessions 41280`\n"
                "• Look at a simulated shop first, on your own machine: `make demo`",
            ),
            actions(
                Block.BUTTONS,
                button(Action.RUN, "Upload a file", "import", style="primary"),
                button(Action.RUN, "Log one number", "log"),
                button(Action.RUN, "What I can do", "help all"),
            ),
        ),
    )


def _step_buttons(steps: Sequence[Step]) -> list[dict[str, object]]:
    first = [button(Action.RUN, step.label, step.command) for step in steps[:3]]
    rest = [Option(step.label, step.command) for step in steps[3:8]]
    return [*first, overflow(Action.RUN, rest)] if rest else first
