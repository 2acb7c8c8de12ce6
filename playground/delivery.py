"""How payloads reach the bot: the envelope, its outcome, and delivery by signed HTTP."""

import hashlib
import hmac
import http.client
import json
import time
from dataclasses import KW_ONLY, dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

Json = dict[str, Any]
TIMEOUT = "operation_timeout"
FAILED = "dispatch_failed"


@dataclass(frozen=True, slots=True)
class Envelope:
    """`kind` is slash_commands, interactive or events_api; `copies` > 1 repeats the payload."""

    kind: str
    payload: Json
    _: KW_ONLY
    accepts_answer: bool = False
    retry: int = 0
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Acked:
    """The bot answered in time; an empty body is None."""

    body: Json | str | None = None


@dataclass(frozen=True, slots=True)
class Unanswered:
    """`operation_timeout` (too late) or `dispatch_failed` (nobody there, or not a 200)."""

    error: str


Outcome = Acked | Unanswered


class Delivery(Protocol):
    """Blocks until the ack, or until `seconds` of real time have passed."""

    def send(self, envelope: Envelope, *, seconds: float) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class HttpDelivery:
    """POSTs to the bot's events URL, signed as Slack signs."""

    url: str
    secret: str

    def send(self, envelope: Envelope, *, seconds: float) -> Outcome:
        body, kind = _encoded(envelope)
        outcomes = [self._post(envelope, body, kind, seconds) for _ in range(envelope.copies)]
        return outcomes[0]

    def _post(self, envelope: Envelope, body: bytes, kind: str, seconds: float) -> Outcome:
        parts = urlsplit(self.url)
        line = http.client.HTTPConnection(parts.netloc, timeout=seconds)
        try:
            line.request("POST", parts.path or "/", body, self._headers(envelope, body, kind))
            answer = line.getresponse()
            held = answer.read()
        except TimeoutError:
            return Unanswered(TIMEOUT)
        except (OSError, http.client.HTTPException):
            return Unanswered(FAILED)
        finally:
            line.close()
        return Acked(_decoded(held)) if answer.status == 200 else Unanswered(FAILED)

    def _headers(self, envelope: Envelope, body: bytes, kind: str) -> dict[str, str]:
        stamp = str(int(time.time()))
        signed = hmac.new(self.secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={signed.hexdigest()}",
        }
        if envelope.retry:
            headers |= {"X-Slack-Retry-Num": str(envelope.retry), "X-Slack-Retry-Reason": "timeout"}
        return headers


def _encoded(envelope: Envelope) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    match envelope.kind:
        case "slash_commands":
            return urlencode(envelope.payload).encode(), form
        case "interactive":
            return urlencode({"payload": json.dumps(envelope.payload)}).encode(), form
        case _:
            return json.dumps(envelope.payload).encode(), "application/json"


def _decoded(body: bytes) -> Json | str | None:
    words = body.decode()
    try:
        held = json.loads(words)
    except ValueError:
        return words or None
    return (held or None) if isinstance(held, dict) else words
