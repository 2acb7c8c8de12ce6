"""Breaks and goals that a digest names lead to the messages about them."""

import re
from collections.abc import Mapping

from commands.blocks import escape, link
from commands.views.digest_facts import DigestFacts
from commands.views.digest_words import goal_name, line_words, opens
from funnel.digest import BreakNews, Finding, GoalNews

Links = Mapping[str, str]


def linked_line(finding: Finding, facts: DigestFacts) -> str:
    """All that is said of it, as mrkdwn."""
    return linked(line_words(finding, facts), finding, facts.links)


def linked(words: str, finding: Finding, links: Links) -> str:
    """Plain words about it as mrkdwn, its name a link where its message is known."""
    shown, url = escape(words), links.get(opens(finding), "")
    if not url:
        return shown
    match finding.news:
        case BreakNews(what=what):
            return linked_break(shown, what.number, links)
        case GoalNews(goal=goal):
            name = escape(goal_name(goal))
            return shown.replace(name, link(url, name), 1)
        case _:
            return shown


def linked_break(shown: str, number: int, links: Links) -> str:
    """mrkdwn in which "break #12" may lead to its message."""
    url = links.get(f"break {number}", "")
    if not url:
        return shown
    return re.sub(
        rf"break #{number}\b", lambda name: link(url, name[0]), shown, count=1, flags=re.I
    )
