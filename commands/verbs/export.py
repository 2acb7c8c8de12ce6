"""`/funnel export`: all that is on record as files, in the asker's direct messages."""

from functools import partial

from commands.blocks import Message, section
from commands.deps import Deps
from commands.ids import Block
from commands.request import Request
from funnel.errors import NotAllowed


def export_numbers(request: Request, deps: Deps) -> Message:
    """Admins only (definitions of deeds). The files are made after the answer."""
    if not deps.people.get(request.workspace, request.user).is_admin:
        raise NotAllowed(
            "An export of everything is for admins of this workspace.",
            "Ask one of them; `/funnel metric NAME 90d` shows you one metric's numbers.",
        )
    words = "I am putting everything together. It comes as a direct message from me."
    return Message(
        words,
        (section(Block.VERDICT, words),),
        after=partial(deps.files.export, request.workspace, request.user),
    )
