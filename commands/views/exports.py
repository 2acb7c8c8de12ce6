"""What came of an export."""

from commands.blocks import Message, section
from commands.ids import Block

NEEDS = "files:write"


def exporting_message() -> Message:
    words = "I am putting all numbers together; the files come here."
    return Message(words, (section(Block.VERDICT, words),))


def exported_message(numbers: int, revisions: int) -> Message:
    words = (
        f"numbers.csv holds the {numbers:,} numbers as they stand; history.csv all {revisions:,} "
        "values that ever counted, with when they came, from where and by whom."
    )
    return Message(words, (section(Block.VERDICT, words),))


def scope_message() -> Message:
    words = (
        f"I may not send files here: I was installed without the permission `{NEEDS}`. Ask an "
        "admin to add it and install me again, or run `funnelbot export` where I run."
    )
    return Message(words, (section(Block.VERDICT, words),))
