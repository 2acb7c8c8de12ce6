"""Asks Slack for the addresses of messages that lists and digests point to."""

import structlog

from bot.slack import Poster, Refusal, Refused
from commands.message_links import ROOTS
from storage.store import Store

log = structlog.get_logger()

MOST_ASKED = 20  # a round: one request each
_NO_MESSAGE = (Refusal.GONE, Refusal.LASTING)


def note_links(store: Store, workspace: str, poster: Poster) -> int:
    """How many were found; a message that is gone is asked for once, what Slack could not answer
    now is asked for again in the next round."""
    with store.read(workspace) as tx:
        rows = tx.links.unknown(ROOTS, MOST_ASKED)
    found: dict[str, str] = {}
    for row in rows:
        try:
            found[row.id] = poster.permalink(row.channel, row.ts)
        except Refused as error:
            if error.meaning not in _NO_MESSAGE:
                log.info("link_unknown", workspace=workspace, code=error.code)
                break
            found[row.id] = ""
    if found:
        with store.write(workspace) as tx:
            for delivery, url in found.items():
                tx.links.save(delivery, url)
    return len(found)
