"""Links from digests, lists and Home to the messages about a goal or a break."""

from collections.abc import Collection

from commands.break_facts import OPENED
from commands.goal_news import ANNOUNCED
from storage.store import Tx

ROOTS = (OPENED, ANNOUNCED)


def break_links(tx: Tx, numbers: Collection[int], *, here: str) -> dict[int, str]:
    """By break: its message in the channel `here`, else one in a channel that is not private."""
    if not numbers:
        return {}
    private = {one.channel for one in tx.schedules.all() if one.private}
    found = tx.links.of(OPENED, map(str, numbers))
    links: dict[int, str] = {}
    for (subject, channel), url in found.items():
        if channel == here or (channel not in private and int(subject) not in links):
            links[int(subject)] = url
    return links


def goal_links(tx: Tx, numbers: Collection[int]) -> dict[int, str]:
    """By goal: its announcement. A goal is told in its own channel only, and shown to those who
    may look into it."""
    if not numbers:
        return {}
    found = tx.links.of(ANNOUNCED, map(str, numbers))
    return {int(subject): url for (subject, _), url in found.items()}
