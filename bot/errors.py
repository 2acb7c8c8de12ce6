"""The one place where an exception becomes words for a person, and a line in the log."""

import json
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.slack import Refused, method_of, refused
from commands.blocks import Message
from commands.views.errors import error_message, trouble_message
from funnel.errors import BadForm, FunnelError, SlackRefused, UnknownCommand

log = structlog.get_logger()


def reference() -> str:
    """Six characters that stand in the log and in the person's message."""
    return secrets.token_hex(3).upper()


def guarded(action: str, work: Callable[[], Any], **facts: Any) -> bool:
    """Run one piece of work whose failure must not stop the others; False when it failed."""
    try:
        work()
    except Exception:
        log.exception("work_failed", action=action, error_ref=reference(), **facts)
        return False
    return True


def spoken(action: str, work: Callable[[], Message], **facts: Any) -> Message:
    """What the work says, or what went wrong with it: for work after the ack that a person waits
    for, and that has a message of its own to speak in."""
    try:
        return work()
    except FunnelError as error:
        log.info("work_refused", action=action, error=type(error).__name__, **facts)
        return error_message(error)
    except Exception as error:
        ref = reference()
        log.exception("work_failed", action=action, error_ref=ref, **facts)
        return trouble_message(ref, busy=isinstance(error, OperationalError | PoolTimeout))


def answer(error: Exception, body: dict[str, Any], context: dict[str, Any]) -> BoltResponse:
    """Answer through the ack: always status 200, since Socket Mode sends nothing else."""
    context.pop("after_ack", None)
    facts = log_fields(body)
    match error:
        case BadForm() if body.get("type") == "view_submission":
            log.info("form_refused", fields=sorted(error.fields), **facts)
            return _json({"response_action": "errors", "errors": error.fields})
        case SlackApiError():  # a listener called Slack by itself
            return answer(refused(method_of(error), error), body, context)
        case SlackRefused():
            method = error.method if isinstance(error, Refused) else ""
            log.warning("slack_refused", method=method, code=error.code, **facts)
            message = error_message(error)
        case FunnelError():
            log.info("request_refused", error=type(error).__name__, **facts)
            message = error_message(error)
        case BoltUnhandledRequestError():
            log.warning("request_unknown", **facts)
            if "event" in body:  # nobody did something that waits for an answer
                return BoltResponse(status=200, body="")
            message = error_message(
                UnknownCommand("I no longer know that button.", "Ask again with `/funnel`.")
            )
        case OperationalError() | PoolTimeout():
            ref = reference()
            log.error("database_busy", error_ref=ref, exc_info=error, **facts)
            message = trouble_message(ref, busy=True)
        case _:
            ref = reference()
            log.error("request_failed", error_ref=ref, exc_info=error, **facts)
            message = trouble_message(ref)
    return _told(message, body, context)


def _told(message: Message, body: dict[str, Any], context: dict[str, Any]) -> BoltResponse:
    """The words where the person looks: in the ack of a command, else at the response_url."""
    kind = body.get("type")
    if "command" in body:
        return _json(message.payload())
    if kind == "view_submission":
        block = next((b["block_id"] for b in body["view"]["blocks"] if b["type"] == "input"), None)
        if block:
            return _json({"response_action": "errors", "errors": {block: message.text}})
    context["after_ack"] = _later(message, body, context)
    return BoltResponse(status=200, body="")


def _later(message: Message, body: dict[str, Any], context: dict[str, Any]) -> Callable[[], object]:
    """The same words where an ack shows nothing: only to the presser of a button, in the thread
    of a mention, else as a direct message."""
    payload = message.payload()
    if body.get("response_url"):
        return partial(context["respond"], **payload, replace_original=False)
    event = body.get("event") or {}
    user = (body.get("user") or {}).get("id") or event.get("user", "")
    place: dict[str, Any] = {"channel": event.get("channel") or user}
    if event.get("type") == "app_mention":
        place["thread_ts"] = event.get("thread_ts") or event["ts"]
    return partial(context["client"].chat_postMessage, **place, **payload)


def _json(payload: dict[str, Any]) -> BoltResponse:
    body = json.dumps(payload) if payload else ""
    return BoltResponse(status=200, body=body, headers={"content-type": "application/json"})


def log_fields(body: dict[str, Any]) -> dict[str, str]:
    """Who and where, never what was said."""
    action = (body.get("actions") or [{}])[0]
    event = body.get("event") or {}
    names = (
        body.get("command"),
        action.get("action_id"),
        (body.get("view") or {}).get("callback_id"),
        event.get("type"),
        body.get("type"),
    )
    return {
        "action": next((str(name) for name in names if name), ""),
        "workspace": str(body.get("team_id") or _id(body.get("team"))),
        "channel": str(body.get("channel_id") or _id(body.get("channel") or event.get("channel"))),
        "user": str(body.get("user_id") or _id(body.get("user") or event.get("user"))),
    }


def _id(held: object) -> str:
    """Slack writes an id alone or inside an object."""
    return str(held.get("id", "")) if isinstance(held, dict) else str(held or "")
