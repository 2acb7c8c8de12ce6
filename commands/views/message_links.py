"""Under a list: where the messages about its lines stand."""

from collections.abc import Mapping

from commands.blocks import link

MOST_LINKED = 10


def messages_line(links: Mapping[int, str]) -> list[str]:
    """ "Their messages: #12, #9.", each a link; no line without one."""
    if not links:
        return []
    shown = [link(url, f"#{number}") for number, url in list(links.items())[:MOST_LINKED]]
    return [f"Their messages: {', '.join(shown)}."]
