"""Faults on request: rate limits, broken connections, outages, repeats."""

import http.client
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.control import (
    DroppedAfter,
    DroppedBefore,
    Fault,
    InternalErrorAfter,
    RateLimited,
    Refused,
    ServerError,
    Slow,
)
from playground.server import LocalSlack
from playground.transcript import Kind


def texts(client: WebClient, channel: str) -> list[Any]:
    return [m["text"] for m in client.conversations_history(channel=channel)["messages"]]


def test_rate_limit_hits_one_method_so_many_times(client: WebClient, slack: LocalSlack) -> None:
    channel = slack.workspace.add_channel("growth").id
    slack.workspace.faults.add(RateLimited(7), "chat.postMessage", times=2)
    assert client.auth_test()["ok"]
    for _ in range(2):
        with pytest.raises(SlackApiError) as problem:
            client.chat_postMessage(channel=channel, text="Digest")
        assert problem.value.response.status_code == 429
        assert problem.value.response.headers["Retry-After"] == "7"
    client.chat_postMessage(channel=channel, text="Digest")
    assert texts(client, channel) == ["Digest"]


@pytest.mark.parametrize(
    ("fault", "counted"),
    [
        (ServerError(503), []),
        (Refused("account_inactive"), []),
        (InternalErrorAfter(), ["Digest"]),
    ],
    ids=str,
)
def test_an_error_may_hide_a_post(
    client: WebClient, slack: LocalSlack, fault: Fault, counted: list[str]
) -> None:
    channel = slack.workspace.add_channel("growth").id
    slack.workspace.faults.add(fault, "chat.postMessage", channel=channel)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=channel, text="Digest")
    assert texts(client, channel) == counted


@pytest.mark.parametrize(
    ("fault", "counted"), [(DroppedBefore(), []), (DroppedAfter(), ["Digest"])], ids=str
)
def test_the_connection_breaks_before_or_after_the_post(
    client: WebClient, slack: LocalSlack, fault: Fault, counted: list[str]
) -> None:
    channel = slack.workspace.add_channel("growth").id
    slack.workspace.faults.add(fault, "chat.postMessage")
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        client.chat_postMessage(channel=channel, text="Digest")
    assert texts(client, channel) == counted


def test_slow_answer_still_counts(client: WebClient, slack: LocalSlack) -> None:
    channel = slack.workspace.add_channel("growth").id
    slack.workspace.faults.add(Slow(0.05))
    client.chat_postMessage(channel=channel, text="Digest")
    [exchange] = slack.workspace.transcript.exchanges(Kind.API, name="chat.postMessage")
    assert exchange.ms >= 50


def test_a_fault_of_another_channel_waits_for_it(client: WebClient, slack: LocalSlack) -> None:
    growth, ops = (slack.workspace.add_channel(name).id for name in ("growth", "ops"))
    slack.workspace.faults.add(Refused("not_in_channel"), "chat.postMessage", channel=ops)
    client.chat_postMessage(channel=growth, text="Digest")
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.chat_postMessage(channel=ops, text="Digest")
    client.chat_postMessage(channel=ops, text="Digest")
