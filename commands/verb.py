"""A row of the table of verbs."""

from collections.abc import Callable
from dataclasses import dataclass

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.request import Request


@dataclass(frozen=True, slots=True)
class Verb:
    """One word that may follow `/funnel`. `usage`, `what` and `examples` are what help shows;
    `aliases` are other words for it. `for_guests`: people from outside may use it too."""

    name: str
    run: Callable[[Request, Deps], Message | Modal]
    usage: str
    what: str
    examples: tuple[str, ...]
    aliases: tuple[str, ...] = ()
    for_guests: bool = False
