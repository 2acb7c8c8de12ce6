"""Why Slack did not take a message, in words, and what helps."""

_INVITE = "Type `/invite @Funnelbot` there"
_WHY = {
    "not_in_channel": ("I am not in the channel", _INVITE),
    "channel_not_found": ("I cannot see the channel", _INVITE),
    "is_archived": ("the channel is archived", "Unarchive it"),
    "user_disabled": ("the account is deactivated", ""),
    "missing_scope": ("I may not look into the channel", ""),
    "connection_lost": ("the line to Slack broke", ""),
    "ratelimited": ("Slack asked me to wait", ""),
    "not_found_after_doubt": ("Slack's answer was lost, and it is not in the channel", ""),
    "may_be_a_repeat": ("Slack's answer was lost", ""),
    "edit_repeated": ("Slack's answer was lost", ""),
    "too_many_attempts": ("it was tried too often", ""),
    "cannot_be_made": ("I could not put it together, the log says why", ""),
}
_LIMITED = ("only some people may post there", "Ask who manages the channel to let me post")
_TROUBLE = ("Slack had trouble", "Wait a little")
_OF_TROUBLE = ("http_5", "internal_error", "fatal_error", "request_timeout", "service_unavailable")
_REFUSED = ("Slack refused it", "Look what changed there")


def why_refused(code: str) -> str:
    """ "I am not in the channel (not_in_channel)"; the code is what an admin searches for."""
    return f"{_known(code)[0]} ({code})"


def what_helps(code: str) -> str:
    """ "Type `/invite @Funnelbot` there", a sentence without its end."""
    return _known(code)[1] or _REFUSED[1]


def _known(code: str) -> tuple[str, str]:
    if code.startswith("restricted_action"):
        return _LIMITED
    return _TROUBLE if code.startswith(_OF_TROUBLE) else _WHY.get(code, _REFUSED)
