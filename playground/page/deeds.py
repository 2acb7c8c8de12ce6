"""What a person can do on the page, by name."""

from collections.abc import Callable, Mapping
from typing import Any

from playground.page import directing, pressing, talking
from playground.page.asked import Asked

Json = dict[str, Any]
Deed = Callable[[Asked], Json]

DEEDS: Mapping[str, Deed] = {
    "say": talking.say,
    "share": talking.share,
    "invite_bot": talking.invite_bot,
    "remove_bot": talking.remove_bot,
    "join": talking.join,
    "new_channel": talking.new_channel,
    "open_dm": talking.open_dm,
    "open_home": talking.open_home,
    "shortcut": talking.shortcut,
    "act": pressing.act,
    "suggest": pressing.suggest,
    "submit": pressing.submit,
    "close": pressing.close,
    "advance": directing.advance,
    "play": directing.play,
    "stop_playing": directing.stop_playing,
    "start_bot": directing.start_bot,
    "kill_bot": directing.kill_bot,
    "reset": directing.reset,
    "fault": directing.fault,
}
