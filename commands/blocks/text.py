"""Words made safe and short enough for Slack."""

SECTION_LIMIT = 3000


def escape(text: str) -> str:
    """Makes mentions and links in people's words inert; the three characters Slack reserves."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The opposite, for words that Slack hands over already escaped."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def link(url: str, label: str) -> str:
    """mrkdwn; the label must have passed `escape`."""
    return f"<{url}|{label}>"


def bold(text: str) -> str:
    """Bold mrkdwn; a star inside would end it early."""
    return f"*{text.replace('*', '∗')}*"


def clip(text: str, limit: int) -> str:
    """At most `limit` characters, whole lines first, saying how much was left out."""
    if len(text) <= limit:
        return text
    room = limit - len(f"\n… {len(text):,} more characters")
    kept = text[: max(room, 0)]
    end = kept.rfind("\n")
    kept = kept[:end] if end > room // 2 else kept.rstrip()
    return f"{kept}\n… {len(text) - len(kept):,} more characters"


def shorten(text: str, limit: int) -> str:
    """For labels: at most `limit` characters, an ellipsis where it was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
