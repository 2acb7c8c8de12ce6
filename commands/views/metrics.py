"""All metrics by stage, each with how fresh its numbers are."""

from collections.abc import Sequence
from dataclasses import dataclass

from commands.blocks import Message, actions, bold, button, context, escape, section
from commands.ids import Action
from commands.ids import Block as Id


@dataclass(frozen=True, slots=True)
class MetricLine:
    """A metric's name, and how fresh it is: "current", "late since 18 Nov"; "" without numbers."""

    name: str
    fresh: str


@dataclass(frozen=True, slots=True)
class StageLines:
    """A stage (or "Your own metrics") with its metrics; each metric stands in one of them."""

    title: str
    lines: tuple[MetricLine, ...]


def metrics_message(stages: Sequence[StageLines], *, framework: str) -> Message:
    """Those with numbers a line each; those without in one line, to be copied into a command."""
    every = [line for stage in stages for line in stage.lines]
    have = sum(1 for line in every if line.fresh)
    sentence = f"{have} of {len(every)} metrics have numbers."
    blocks = [section(Id.VERDICT, f"{bold(sentence)} By stage of the {framework.lower()}.")]
    blocks += [
        section(f"stage{index}", _words(stage)) for index, stage in enumerate(stages) if stage.lines
    ]
    blocks.append(
        actions(
            Id.BUTTONS,
            button(Action.RUN, "Log a number", "log"),
            button(Action.RUN, "Status", "status"),
        )
    )
    blocks.append(context(Id.NOTE, "Any of these names works: `/funnel metric NAME`."))
    return Message(escape(sentence), tuple(blocks))


def _words(stage: StageLines) -> str:
    held = [f"• {escape(line.name)} · {line.fresh}" for line in stage.lines if line.fresh]
    bare = [escape(line.name) for line in stage.lines if not line.fresh]
    empty = [f"Without numbers: {', '.join(bare)}"] if bare else []
    return "\n".join([bold(escape(stage.title)), *held, *empty])
