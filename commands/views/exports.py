"""What came of an export."""

from commands.blocks import Message, bold, context, section
from commands.ids import Block

NEEDS = "files:write"


def exporting_message() -> Message:
    words = "I am putting everything together; the files come here."
    return Message(words, (section(Block.VERDICT, words),))


def exported_message(numbers: int, revisions: int, records: int) -> Message:
    """`records` are rows of the zip: goals and their history, breaks, events, own definitions."""
    sentence = f"Here are {numbers:,} numbers and all that goes with them."
    lines = (
        f"• `numbers.csv`: the {numbers:,} numbers as they stand; `/funnel import` reads it back",
        f"• `history.csv`: all {revisions:,} values that ever counted, with when they came, from "
        "where and by whom",
        f"• `record.zip`: {_rows(records)} of goals with their history and stated chances, breaks, "
        "events, own metrics, benchmarks, dimensions and digests, a CSV each",
    )
    return Message(
        sentence,
        (
            section(Block.VERDICT, bold(sentence)),
            section("files", "\n".join(lines)),
            context(Block.NOTE, "Private goals and digests of others are left out."),
        ),
    )


def _rows(count: int) -> str:
    return f"{count:,} {'row' if count == 1 else 'rows'}" if count else "no rows yet"


def scope_message() -> Message:
    words = (
        f"I may not send files here: I was installed without the permission `{NEEDS}`. Ask an "
        "admin to add it and install me again, or run `funnelbot export` where I run."
    )
    return Message(words, (section(Block.VERDICT, words),))
