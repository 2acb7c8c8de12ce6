"""The error table row by row: what was raised, what the person reads, what the log keeps."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from structlog.testing import capture_logs

from bot.errors import answer
from bot.slack import WORDS, Refusal, Refused
from funnel.errors import BadGoal, BadNumber, SlackRefused, Suggestion, UnknownMetric
from playground.blockkit import check_message
from playground.messages import Message
from playground.workspace import TEAM
from storage.store import Store
from tests.bot.office import Office

COMMAND = {
    "command": "/funnel",
    "text": "log salary 9000",
    "team_id": "T1",
    "channel_id": "C1",
    "user_id": "UANA",
}
BUTTON = {
    "type": "block_actions",
    "team": {"id": "T1"},
    "user": {"id": "UANA"},
    "channel": {"id": "C1"},
    "actions": [{"action_id": "run", "value": "log salary 9000"}],
    "response_url": "https://hooks.slack.com/actions/T1/secretive",
}
MENTION = {
    "type": "event_callback",
    "team_id": "T1",
    "event": {
        "type": "app_mention",
        "user": "UANA",
        "channel": "C1",
        "ts": "5.0",
        "text": "<@U0BOT> log salary 9000",
    },
}
DIRECT = {
    "type": "event_callback",
    "team_id": "T1",
    "event": {"type": "message", "user": "UANA", "channel": "D1", "ts": "5.0", "text": "salary"},
}
HOME_BUTTON = {
    key: value for key, value in BUTTON.items() if key not in ("channel", "response_url")
}


def form(*fields: str) -> dict[str, Any]:
    blocks = [{"type": "section", "block_id": "advice"}]
    blocks += [{"type": "input", "block_id": name} for name in fields]
    return {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "UANA"},
        "view": {"callback_id": "goal", "blocks": blocks},
    }


@dataclass
class Wire:
    """Notes what would be said after the ack."""

    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def respond(self, **message: Any) -> None:
        self.said.append(("response_url", message))

    def chat_postMessage(self, **message: Any) -> None:
        self.said.append(("chat.postMessage", message))

    def context(self) -> dict[str, Any]:
        return {"respond": self.respond, "client": self, "after_ack": lambda: "never"}


@dataclass
class Told:
    """The answer in the ack, what follows it, and the line in the log."""

    response: BoltResponse
    later: list[tuple[str, dict[str, Any]]]
    line: dict[str, Any]

    @property
    def ack(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.response.body) if self.response.body else {}
        return found


def told(error: Exception, body: dict[str, Any]) -> Told:
    wire = Wire()
    context = wire.context()
    with capture_logs() as lines:
        response = answer(error, body, context)
    assert response.status == 200, "Socket Mode sends nothing else"
    if (after := context.get("after_ack")) is not None:
        after()
    [line] = lines
    assert "salary" not in repr({key: value for key, value in line.items() if key != "exc_info"})
    return Told(response, wire.said, line)


BAD_NUMBER = BadNumber("712% is above 100%.", "Did you mean 71.2%?")


def test_a_bad_goal_puts_its_reasons_under_the_fields() -> None:
    reasons = {"target": "Not beyond what it is now.", "deadline": "That day is over."}
    found = told(BadGoal(reasons), form("metric", "target", "deadline"))
    assert found.ack == {"response_action": "errors", "errors": reasons}
    assert (found.line["log_level"], found.line["event"]) == ("info", "form_refused")
    assert found.line["fields"] == ["deadline", "target"]
    assert found.later == []


def test_a_command_is_answered_in_its_ack() -> None:
    found = told(BAD_NUMBER, COMMAND)
    assert found.ack["text"] == "712% is above 100%. Did you mean 71.2%?"
    assert "response_type" not in found.ack, "only the asker sees it"
    assert check_message(found.ack) == []
    assert (found.line["log_level"], found.line["error"]) == ("info", "BadNumber")
    assert "exc_info" not in found.line
    assert found.later == []


def test_what_may_have_been_meant_is_a_button() -> None:
    meant = (Suggestion("Cart abandonment rate", "metric cart abandonment rate"),)
    found = told(UnknownMetric("I know no cart abandonement.", suggestions=meant), COMMAND)
    [button] = found.ack["blocks"][1]["elements"]
    assert button["value"] == "metric cart abandonment rate"


def test_a_button_is_answered_only_to_its_presser() -> None:
    found = told(BAD_NUMBER, BUTTON)
    assert found.ack == {}
    [(where, message)] = found.later
    assert where == "response_url"
    assert message["text"].startswith("712%")
    assert message["replace_original"] is False, "the message with the button stays"


def test_a_mention_is_answered_in_its_thread() -> None:
    [(where, message)] = told(BAD_NUMBER, MENTION).later
    assert (where, message["channel"], message["thread_ts"]) == ("chat.postMessage", "C1", "5.0")


def test_a_mention_in_a_thread_is_answered_there() -> None:
    event = {**MENTION["event"], "thread_ts": "3.0"}  # type: ignore[dict-item]
    [(_, message)] = told(BAD_NUMBER, {**MENTION, "event": event}).later
    assert message["thread_ts"] == "3.0"


def test_a_direct_message_is_answered_in_place() -> None:
    [(where, message)] = told(BAD_NUMBER, DIRECT).later
    assert (where, message["channel"]) == ("chat.postMessage", "D1")
    assert "thread_ts" not in message


def test_a_button_on_home_is_answered_by_direct_message() -> None:
    [(where, message)] = told(BAD_NUMBER, HOME_BUTTON).later
    assert (where, message["channel"]) == ("chat.postMessage", "UANA")


def test_a_form_shows_an_error_under_its_first_field() -> None:
    found = told(BAD_NUMBER, form("metric", "target"))
    assert found.ack["response_action"] == "errors"
    assert found.ack["errors"] == {"metric": "712% is above 100%. Did you mean 71.2%?"}


def test_slacks_refusals_are_named_in_the_log() -> None:
    error = SlackRefused("not_in_channel", "I cannot post there.", "Type `/invite @Funnelbot`.")
    found = told(error, COMMAND)
    assert "/invite @Funnelbot" in found.ack["text"]
    assert (found.line["log_level"], found.line["code"]) == ("warning", "not_in_channel")


@pytest.mark.parametrize("meaning", list(Refusal))
def test_every_meaning_of_a_refusal_has_words_and_a_next_step(meaning: Refusal) -> None:
    found = told(Refused("code", meaning, method="chat.postMessage"), COMMAND)
    assert found.ack["text"] == " ".join(WORDS[meaning])
    assert found.line["method"] == "chat.postMessage"


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("select 1", {}, Exception("database is locked")),
        PoolTimeout("QueuePool limit reached"),
    ],
    ids=["locked", "pool"],
)
def test_a_busy_database_asks_for_patience(error: Exception) -> None:
    found = told(error, COMMAND)
    assert "Try again in a minute" in found.ack["text"]
    assert found.line["error_ref"] in found.ack["text"]
    assert found.line["log_level"] == "error"


@pytest.mark.parametrize("body", [COMMAND, BUTTON, MENTION, DIRECT, HOME_BUTTON, form("target")])
def test_anything_else_has_a_reference_that_stands_in_the_log_too(body: dict[str, Any]) -> None:
    found = told(ZeroDivisionError("float division by zero"), body)
    said = repr(found.ack) + repr(found.later)
    assert "Something went wrong on our side" in said
    assert "division" not in said
    assert found.line["error_ref"] in said
    assert len(found.line["error_ref"]) == 6
    assert isinstance(found.line["exc_info"], ZeroDivisionError)


def test_a_form_without_fields_is_closed_and_the_person_is_told() -> None:
    found = told(BAD_NUMBER, form())
    assert found.ack == {}
    [(where, message)] = found.later
    assert (where, message["channel"]) == ("chat.postMessage", "UANA")


def test_an_unknown_button_is_answered_with_what_to_do() -> None:
    found = told(unhandled(), BUTTON)
    [(_, message)] = found.later
    assert message["text"] == "I no longer know that button. Ask again with `/funnel`."
    assert found.line["log_level"] == "warning"


def test_an_event_that_nobody_listens_to_is_not_talked_about() -> None:
    body = {
        "type": "event_callback",
        "team_id": "T1",
        "event": {"type": "reaction_added", "user": "UANA", "item": {"channel": "C1"}},
    }
    found = told(unhandled(), body)
    assert found.later == []
    assert found.line["event"] == "request_unknown"


def test_work_after_the_ack_is_dropped_when_the_listener_failed() -> None:
    context = Wire().context()
    answer(BAD_NUMBER, COMMAND, context)
    assert "after_ack" not in context


def unhandled() -> BoltUnhandledRequestError:
    return BoltUnhandledRequestError(
        request=BoltRequest(mode="socket_mode", body={}), current_response=None
    )


# --- the same through Bolt and over the wire ------------------------------------------------


@pytest.fixture
def ana(office: Office) -> Iterator[Any]:
    office.connects()
    ana = office.slack.person("ana", channel="#growth")
    yield ana
    assert office.slack.workspace.problems == []


def test_a_mistyped_name_gets_a_button(ana: Any) -> None:
    ana.types("/funnel statsu")
    ana.sees("statsu", "status", only_to=ana)
    ana.clicks("status")
    ana.sees("No numbers yet", only_to=ana)


def test_a_button_of_an_older_version_is_answered(office: Office, ana: Any) -> None:
    channel = office.slack.workspace.find_channel("#growth")
    assert channel is not None
    old = {"type": "button", "action_id": "gone", "text": {"type": "plain_text", "text": "Old"}}
    blocks = ({"type": "actions", "elements": [old]},)
    message: Message = office.slack.workspace.post(
        channel, user="U0BOT", text="Old", blocks=blocks, from_app=True
    )
    ana.clicks("Old", message=message)
    ana.sees("I no longer know that button", only_to=ana)


def test_an_event_that_was_never_asked_for_is_swallowed(office: Office, ana: Any) -> None:
    office.slack.emits({"type": "app_uninstalled"})
    office.slack.emits({"type": "reaction_added", "user": ana.user.id})
    ana.dm("help")
    ana.sees("/funnel")
    said = [message.text for message in office.posted(ana.channel.id)]
    assert not [text for text in said if "button" in text]


def test_a_locked_database_is_told_and_nothing_is_stored(
    office: Office, store: Store, database: Path
) -> None:
    runtime = office.hires()
    asked = COMMAND | {"team_id": TEAM, "text": "log sessions 41280 --sure", "trigger_id": "1.2"}
    rival = sqlite3.connect(database, isolation_level=None)
    rival.execute("BEGIN IMMEDIATE")
    try:
        with capture_logs() as lines:
            response, after = runtime.told(BoltRequest(mode="socket_mode", body=asked))
    finally:
        rival.execute("ROLLBACK")
        rival.close()
    [line] = [line for line in lines if line["event"] == "database_busy"]
    assert "The database is busy and nothing was stored" in response.body
    assert line["error_ref"] in response.body
    assert after is None
    with store.read(TEAM) as tx:
        assert tx.recordings.latest(5) == ()
