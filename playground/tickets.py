"""Passes that Slack hands out with a payload: trigger ids and response URLs."""

import itertools
import secrets
import time
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import datetime, timedelta

TRIGGER_SECONDS = 3.0
RESPONSE_URL_LIFE = timedelta(minutes=30)
RESPONSE_URL_USES = 5


@dataclass(frozen=True, slots=True)
class Trigger:
    """Opens one modal for `user` within 3 s of real time."""

    user: str
    issued: float
    channel: str | None = None
    spent: bool = False


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Where an answer may be posted later; `message_ts` if a button of a message asked."""

    channel: str
    user: str
    _: KW_ONLY
    expires: datetime
    message_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class Tickets:
    """Callers hold the workspace's lock."""

    _triggers: dict[str, Trigger] = field(default_factory=dict)
    _urls: dict[str, ResponseUrl] = field(default_factory=dict)
    _number: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def issue_trigger(self, user: str, channel: str | None = None) -> str:
        trigger = f"{next(self._number)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._triggers[trigger] = Trigger(user, time.monotonic(), channel)
        return trigger

    def check_trigger(self, trigger: str) -> Trigger | str:
        """The trigger, or the name of Slack's refusal."""
        held = self._triggers.get(trigger)
        if held is None:
            return "invalid_trigger_id"
        if held.spent:
            return "exchanged_trigger_id"
        if time.monotonic() - held.issued > TRIGGER_SECONDS:
            return "expired_trigger_id"
        return held

    def spend_trigger(self, trigger: str) -> None:
        self._triggers[trigger] = replace(self._triggers[trigger], spent=True)

    def issue_url(
        self, channel: str, user: str, *, now: datetime, message_ts: str | None = None
    ) -> str:
        """The secret part of a new response URL."""
        key = f"{next(self._number)}-{secrets.token_hex(12)}"
        expires = now + RESPONSE_URL_LIFE
        self._urls[key] = ResponseUrl(channel, user, expires=expires, message_ts=message_ts)
        return key

    def use_url(self, key: str, *, now: datetime) -> ResponseUrl | str:
        """Counts one use; or says `expired_url` or `used_url`."""
        held = self._urls.get(key)
        if held is None or now > held.expires:
            return "expired_url"
        if held.uses >= RESPONSE_URL_USES:
            return "used_url"
        self._urls[key] = replace(held, uses=held.uses + 1)
        return held
