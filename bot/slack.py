"""Slack's Web API for one workspace: a client that records, a poster that names refusals."""

from collections.abc import Mapping
from enum import StrEnum
from http.client import HTTPException
from typing import Any

from slack_bolt.context.respond import Respond
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.record import Recorder
from commands.blocks import Message, as_text
from funnel.errors import SlackRefused

TIMEOUT_SECONDS = 10
PERSON = ("U", "W")  # how ids of people begin
FOLDED = {"unfurl_links": False, "unfurl_media": False}
"""Links of ours lead to messages: Slack would draw each of these under the post again."""


class Refusal(StrEnum):
    """What a refusal means for the message that was refused."""

    LASTING = "lasting"  # this channel will not take it until a person does something
    DEAD = "dead"  # the token is gone: nothing can be sent in this workspace
    LIMITED = "limited"  # certain not to be posted; try again after `retry_after`
    DOUBT = "doubt"  # may have been posted
    CONTENT = "content"  # Slack does not take these blocks
    GONE = "gone"  # the message to edit or answer no longer exists
    SCOPE = "scope"  # a scope is missing
    OTHER = "other"


MEANING: dict[str, Refusal] = {
    **dict.fromkeys(
        (
            "channel_not_found",
            "not_in_channel",
            "is_archived",
            "restricted_action",
            "restricted_action_read_only_channel",
            "restricted_action_thread_only_channel",
            "restricted_action_non_threadable_channel",
            "messages_tab_disabled",
            "user_not_found",
            "user_disabled",
            "team_access_not_granted",
            "ekm_access_denied",
        ),
        Refusal.LASTING,
    ),
    **dict.fromkeys(
        ("account_inactive", "token_revoked", "invalid_auth", "not_authed", "token_expired"),
        Refusal.DEAD,
    ),
    **dict.fromkeys(
        ("ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"), Refusal.LIMITED
    ),
    **dict.fromkeys(("internal_error", "fatal_error", "request_timeout"), Refusal.DOUBT),
    **dict.fromkeys(
        ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"), Refusal.CONTENT
    ),
    **dict.fromkeys(
        ("message_not_found", "thread_not_found", "cant_update_message", "edit_window_closed"),
        Refusal.GONE,
    ),
    "missing_scope": Refusal.SCOPE,
}

WORDS: dict[Refusal, tuple[str, str]] = {
    Refusal.LASTING: ("I cannot post there.", "Type `/invite @Funnelbot` in that channel."),
    Refusal.DEAD: ("Slack no longer accepts my token.", "Ask an admin to install me again."),
    Refusal.LIMITED: ("Slack asks me to slow down.", "Try again in a minute."),
    Refusal.DOUBT: ("Slack did not answer clearly.", "Look whether it is there, then try again."),
    Refusal.CONTENT: ("Slack did not take that layout.", "Try again; I will send it as text."),
    Refusal.GONE: ("That message no longer exists.", "Ask again with `/funnel`."),
    Refusal.SCOPE: ("I lack a permission for that.", "Ask an admin to install me again."),
    Refusal.OTHER: ("Slack refused that.", "Try again in a minute."),
}


class Refused(SlackRefused):
    """A refusal with its meaning; `retry_after` is in seconds."""

    def __init__(self, code: str, meaning: Refusal, *, method: str, retry_after: int = 0) -> None:
        super().__init__(code, *WORDS[meaning])
        self.meaning = meaning
        self.method = method
        self.retry_after = retry_after


class RecordingClient(WebClient):
    """A WebClient that notes what it shows to people and never repeats a call by itself."""

    def __init__(self, token: str | None, base_url: str, recorder: Recorder) -> None:
        # No automatic retry: slack_sdk would repeat a post whose connection dropped after
        # Slack had counted it. The ledger decides about repeats.
        super().__init__(token=token, base_url=base_url, retry_handlers=[], timeout=TIMEOUT_SECONDS)
        self.recorder = recorder

    def api_call(self, api_method: str, **arguments: Any) -> Any:
        if api_method == "chat.postMessage":
            arguments["json"] = FOLDED | arguments["json"]
        shown = arguments.get("json") or arguments.get("params") or {}
        self.recorder.api_call(api_method, shown)
        return super().api_call(api_method, **arguments)


class RecordingRespond(Respond):
    """Answers through a response_url, noted in the record."""

    def __init__(self, response_url: str | None, recorder: Recorder) -> None:
        super().__init__(response_url=response_url)
        self.recorder = recorder

    def __call__(  # type: ignore[override]
        self, text: str | dict[str, Any] = "", **fields: Any
    ) -> Any:
        """Bolt's first argument is the words or a whole message."""
        whole = text if isinstance(text, dict) else {"text": text} if text else {}
        message = FOLDED | whole | fields
        shown = {key: value for key, value in message.items() if value is not None}
        self.recorder.write("slash_response", shown)
        if self.response_url is None:
            raise SlackRefused("no_response_url", *WORDS[Refusal.GONE])
        answer = WebhookClient(self.response_url, timeout=TIMEOUT_SECONDS).send_dict(shown)
        if answer.status_code != 200:
            raise SlackRefused("response_url_expired", *WORDS[Refusal.GONE])
        return answer


def call(
    client: WebClient, method: str, arguments: Mapping[str, Any], *, form: bool = False
) -> dict[str, Any]:
    """One Web API call by POST; reading methods take a form, not JSON. Raises Refused."""
    try:
        body = dict(arguments)
        answer = (
            client.api_call(method, params=body) if form else client.api_call(method, json=body)
        )
    except SlackApiError as error:
        raise refused(method, error) from error
    except (OSError, HTTPException) as error:
        raise Refused("connection_lost", Refusal.DOUBT, method=method) from error
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def refused(method: str, error: SlackApiError) -> Refused:
    """What Slack's answer means."""
    response = error.response
    status = getattr(response, "status_code", 200)
    if status == 429:
        wait = int(response.headers.get("Retry-After", 1))
        return Refused("ratelimited", Refusal.LIMITED, method=method, retry_after=wait)
    if status >= 500:
        return Refused(f"http_{status}", Refusal.DOUBT, method=method)
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", "unknown"))
    return Refused(code, MEANING.get(code, Refusal.OTHER), method=method)


def method_of(error: SlackApiError) -> str:
    """The Web API method that was refused, "" when the answer does not tell."""
    return str(getattr(error.response, "api_url", "")).rpartition("/")[2]


class Poster:
    """Posts and edits messages; falls back to plain text when Slack refuses the blocks."""

    def __init__(self, client: WebClient) -> None:
        self.client = client
        self._opened: dict[str, str] = {}  # person: their DM with the bot

    def post(
        self,
        channel: str,
        message: Message,
        *,
        key: str,
        thread_ts: str = "",
        broadcast: bool = False,
    ) -> str:
        """The `ts` of the new message; `key` is the delivery's id, put into its metadata."""
        address: dict[str, Any] = {
            "channel": channel,
            "metadata": {"event_type": "funnelbot_delivery", "event_payload": {"key": key}},
        }
        if thread_ts:
            address |= {"thread_ts": thread_ts, "reply_broadcast": broadcast}
        return str(self._send("chat.postMessage", address, message)["ts"])

    def update(self, channel: str, ts: str, message: Message) -> None:
        """Edit a message; its metadata stays, since the argument is left out."""
        self._send("chat.update", {"channel": self._conversation(channel), "ts": ts}, message)

    def delete(self, channel: str, ts: str) -> None:
        call(self.client, "chat.delete", {"channel": self._conversation(channel), "ts": ts})

    def permalink(self, channel: str, ts: str) -> str:
        """The address of a message. Raises Refused where there is none."""
        query = {"channel": self._conversation(channel), "message_ts": ts}
        return str(call(self.client, "chat.getPermalink", query, form=True)["permalink"])

    def find(self, channel: str, key: str, *, oldest: float, thread_ts: str = "") -> list[str]:
        """The `ts` of our messages with that key, oldest first; none means certainly none.

        `oldest` is in seconds of Unix time. Raises Refused where we may not look.
        """
        query: dict[str, Any] = {
            "channel": self._conversation(channel),
            "oldest": f"{oldest:.6f}",
            "include_all_metadata": True,
            "limit": 200,
        }
        if thread_ts:
            query["ts"] = thread_ts
        method = "conversations.replies" if thread_ts else "conversations.history"
        found: list[str] = []
        while True:
            page = call(self.client, method, query, form=True)
            for message in page.get("messages", []):
                payload = message.get("metadata", {}).get("event_payload", {})
                if payload.get("key") == key:
                    found.append(str(message["ts"]))
            cursor = page.get("response_metadata", {}).get("next_cursor")
            if not cursor:
                return sorted(found, key=float)
            query["cursor"] = cursor

    def _conversation(self, channel: str) -> str:
        """A person can be posted to by their id; reading and editing ask for that of the DM."""
        if not channel.startswith(PERSON):
            return channel
        if channel not in self._opened:
            answer = call(self.client, "conversations.open", {"users": channel})
            self._opened[channel] = str(answer["channel"]["id"])
        return self._opened[channel]

    def _send(self, method: str, address: dict[str, Any], message: Message) -> dict[str, Any]:
        try:
            return call(self.client, method, address | _content(message))
        except Refused as error:
            if error.meaning is not Refusal.CONTENT:
                raise
        return call(self.client, method, address | _content(as_text(message)))


def _content(message: Message) -> dict[str, Any]:
    payload = message.payload()
    return {key: payload[key] for key in ("text", "blocks") if key in payload}
