"""The page's own server: who may come in, what a page is told, what a person can do on it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from playground.page.server import Page
from playground.workspace import BOT_USER
from tests.closing import Closing
from tests.playground.page_stage import LittleStage
from tests.playground.visitor import Visitor, ask, visit

Json = dict[str, Any]


@pytest.fixture
def stage(closing: Closing) -> Iterator[LittleStage]:
    stage = LittleStage()
    yield stage
    closing(stage.close)


@pytest.fixture
def page(stage: LittleStage, closing: Closing) -> Iterator[Page]:
    page = Page(stage)
    page.start()
    yield page
    closing(page.stop)


@pytest.fixture
def ana(page: Page, stage: LittleStage) -> Iterator[Visitor]:
    with visit(page, stage) as visitor:
        yield visitor


def texts(news: Json) -> list[str]:
    return [message["text"] for message in news.get("messages", [])]


# --- who may come in -----------------------------------------------------------------------


def test_the_address_with_its_token_opens_the_page_and_nothing_else_does(page: Page) -> None:
    assert page.url == f"http://127.0.0.1:{page.port}/?token={page.token}"
    for path in ("/", "/assets/page.js", "/transcript.json", "/?token=guessed"):
        answer = ask(page, path)
        assert answer.status == 403
        assert "token" in answer.text
    opened = ask(page, f"/?token={page.token}")
    assert opened.status == 200
    assert "default-src 'none'" in opened.headers["content-security-policy"]
    assert opened.headers["referrer-policy"] == "no-referrer"
    kept = opened.headers["set-cookie"]
    assert "HttpOnly; SameSite=Strict" in kept
    bundle = ask(page, "/assets/page.js", headers={"cookie": kept.partition(";")[0]})
    assert bundle.status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "playground.example"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"host": "127.0.0.1:1"},
    ],
)
def test_other_names_and_origins_are_refused(page: Page, headers: dict[str, str]) -> None:
    assert ask(page, f"/?token={page.token}", headers=headers).status == 403


def test_a_deed_needs_the_pages_own_origin(page: Page, stage: LittleStage) -> None:
    path = f"/deed/kill_bot?token={page.token}"
    assert ask(page, path, method="POST", body=b"{}").status == 403
    assert stage.bot_is_up


@pytest.mark.parametrize("origin", ["http://evil.example", None])
def test_a_websocket_of_another_origin_is_refused(page: Page, origin: str | None) -> None:
    url = f"ws://127.0.0.1:{page.port}/live?token={page.token}"
    with pytest.raises(InvalidStatus, match="403"):
        connect(url, origin=origin, proxy=None)  # type: ignore[arg-type]


# --- what a page is told ---------------------------------------------------------------------


def test_a_page_gets_everything_then_only_what_changed(ana: Visitor) -> None:
    assert ana.whole["whole"]
    assert [user["name"] for user in ana.whole["users"]][-3:] == ["ana", "ben", "chloe"]
    assert ana.whole["stage"]["story"] == "the little shop"
    ana.does("say", channel=ana.place("growth"), text="hello")
    news = ana.hears(texts)
    assert texts(news) == ["hello"]
    assert "whole" not in news
    assert "users" not in news


def test_an_edit_and_a_deletion_are_told(ana: Visitor) -> None:
    workspace = ana.stage.slack.workspace
    channel = workspace.find_channel("growth")
    assert channel is not None
    message = workspace.post(channel, user=BOT_USER, text="Break #12 opened", from_app=True)
    ana.hears(texts)
    workspace.edit(message, text="Break #12 recovered")
    news = ana.hears(texts)
    assert texts(news) == ["Break #12 recovered"]
    assert news["messages"][0]["edited"]
    workspace.delete(message)
    assert ana.hears(lambda news: news.get("gone"))["gone"] == [[channel.id, message.ts]]


def test_exchanges_come_with_their_payloads(ana: Visitor) -> None:
    ana.does("say", channel=ana.place("growth"), text="/funnel status")
    news = ana.hears(lambda news: news.get("exchanges"))
    exchange = news["exchanges"][-1]
    assert (exchange["kind"], exchange["name"]) == ("command", "/funnel status")
    assert exchange["asked"]["text"] == "status"
    assert exchange["answered"]["text"] == "Decision is worse than usual"
    saved = ana.gets("/transcript.json")
    assert saved.json()[-1] == exchange
    assert "attachment" in saved.headers["content-disposition"]


def test_a_reset_is_told_as_a_whole(ana: Visitor) -> None:
    ana.does("say", channel=ana.place("growth"), text="hello")
    ana.does("reset", story="empty")
    news = ana.hears(lambda news: news.get("whole"))
    assert news["stage"]["story"] == "empty"
    assert texts(news) == []


# --- what a person can do -------------------------------------------------------------------


def test_a_goal_from_command_to_message(ana: Visitor) -> None:
    ana.does("say", channel=ana.place("growth"), text="/funnel goal new")
    [[view]] = ana.hears(lambda news: news.get("stacks"))["stacks"].values()
    values: Json = view["state"]["values"]
    ana.does("submit", view=view["id"], values=values)
    [[stopped]] = ana.hears(lambda news: news.get("stacks"))["stacks"].values()
    assert stopped["errors"]["target"] == "Please complete this required field."

    where = {"block_id": "metric", "action_id": "v", "value": "cart"}
    [found] = ana.does("suggest", view=view["id"], values=values, **where)["options"]
    values["metric"]["v"]["selected_option"] = found
    values["target"]["v"]["value"] = "712"
    values["what"]["v"]["value"] = "Reminders by segment"
    ana.does("submit", view=view["id"], values=values)
    [[wrong]] = ana.hears(lambda n: "At most" in json.dumps(n.get("stacks")))["stacks"].values()
    assert wrong["errors"] == {"target": "At most 100: it is a percentage."}
    assert wrong["state"]["values"]["what"]["v"]["value"] == "Reminders by segment"

    values["target"]["v"]["value"] = "71"
    ana.does("submit", view=view["id"], values=values)
    assert texts(ana.hears(texts)) == ["Goal set: 71%."]
    assert ana.stage.slack.workspace.problems == []


def test_pressing_picking_and_what_has_changed(ana: Visitor) -> None:
    channel = ana.place("growth")
    ana.does("say", channel=channel, text="/funnel status")
    [status] = ana.hears(texts)["messages"]
    at = {"channel": channel, "ts": status["ts"], "block_id": "do"}
    ana.does("act", **at, action_id="more", value="why")
    assert texts(ana.hears(texts)) == ["You picked Why."]
    ana.does("act", **at, action_id="share")
    shared = ana.hears(texts)["messages"][-1]
    assert shared["only_to"] is None
    refused = ana.does("act", **at, action_id="gone", status=409)
    assert "changed" in refused["problem"]


def test_a_pushed_view_is_closed_before_the_one_below(ana: Visitor) -> None:
    ana.does("say", channel=ana.place("growth"), text="/funnel goal new")
    [[view]] = ana.hears(lambda news: news.get("stacks"))["stacks"].values()
    ana.does("act", view=view["id"], block_id="cadence", action_id="v", values={})
    [stack] = ana.hears(lambda n: "about" in json.dumps(n.get("stacks")))["stacks"].values()
    assert [each["callback_id"] for each in stack] == ["goal", "about"]
    assert "closed" in ana.does("close", by="ben", view=stack[1]["id"], status=409)["problem"]
    ana.does("close", view=stack[1]["id"])
    ana.does("close", view=stack[0]["id"])
    ana.hears(lambda news: news.get("stacks") == {})


def test_the_bot_comes_and_goes(ana: Visitor) -> None:
    ops = ana.place("ops")
    ana.does("join", channel=ops)
    ana.does("invite_bot", channel=ops)
    channel = ana.stage.slack.workspace.find_channel("ops")
    assert channel is not None
    assert BOT_USER in channel.members
    ana.does("remove_bot", channel=ops)
    assert "funnelbot is not in" in ana.does("remove_bot", channel=ops, status=409)["problem"]
    made = ana.does("new_channel", name="Board Room", is_private=True)["channel"]
    private = ana.stage.slack.workspace.find_channel("board-room")
    assert private is not None
    assert (private.id, private.is_private) == (made, True)
    assert "already" in ana.does("new_channel", name="ops", status=409)["problem"]
    assert "invitation" in ana.does("join", by="ben", channel=made, status=409)["problem"]


def test_commands_do_not_work_in_threads_but_mentions_do(ana: Visitor) -> None:
    channel = ana.place("growth")
    ana.does("say", channel=channel, text="What happened to carts?")
    [root] = ana.hears(texts)["messages"]
    ana.does("say", channel=channel, text="/funnel status", thread_ts=root["ts"])
    [told] = ana.hears(texts)["messages"]
    assert "not supported in threads" in told["text"]
    assert told["only_to"] is not None
    ana.does("say", channel=channel, text="@funnelbot why", thread_ts=root["ts"])
    ana.hears(lambda news: "Here I am" in texts(news))


def test_a_killed_bot_says_nothing_until_it_is_started(ana: Visitor) -> None:
    channel = ana.place("growth")
    ana.does("kill_bot")
    ana.hears(lambda news: not news["stage"]["bot_is_up"])
    ana.does("say", channel=channel, text="/funnel status")
    [failed] = ana.hears(texts)["messages"]
    assert "dispatch_failed" in failed["text"]
    assert "not running" in ana.does("kill_bot", status=409)["problem"]
    ana.does("start_bot")
    ana.does("say", channel=channel, text="/funnel status")
    ana.hears(lambda news: "Decision is worse than usual" in texts(news))


def test_killed_in_mid_post_the_message_counts_and_the_bot_is_down(ana: Visitor) -> None:
    ana.does("fault", what="kill_in_mid_post")
    ana.does("say", channel=ana.place("growth"), text="/funnel digest")
    news = ana.hears(lambda news: not news["stage"]["bot_is_up"])
    assert not news["stage"]["bot_is_up"]
    channel = ana.place("growth")
    with ana.stage.slack.workspace.pulse.reading():
        posted = ana.stage.slack.workspace.messages.channel(channel)
    assert len([each for each in posted if "set up the digest" in each.text]) == 1


@pytest.mark.parametrize("what", ["rate_limit", "slack_down", "lost_before", "lost_after", "slow"])
def test_a_fault_is_met_by_the_next_call(ana: Visitor, what: str) -> None:
    ana.does("fault", what=what)
    assert ana.stage.slack.workspace.faults.take("chat.postMessage", None) is not None


def test_the_clock_moves_and_days_are_played(ana: Visitor) -> None:
    before = ana.stage.slack.workspace.clock.now()
    ana.does("advance", step="week")
    assert (ana.stage.slack.workspace.clock.now() - before).days == 7
    ana.does("play", days=365)
    ana.hears(lambda news: news["stage"]["activity"] == "Playing 365 days")
    ana.does("stop_playing")
    assert ana.stage.days_played == 365


def test_a_dropped_file_becomes_the_story(ana: Visitor) -> None:
    answer = ana.posts("/story", b"day;number\n", name="mine.csv")
    assert answer.status == 409
    assert answer.json()["problem"] == "mine.csv has no column called date."
    rows = b"date,metric,value\n2026-11-19,orders,812\n"
    assert ana.posts("/story", rows, name="../mine.csv").status == 200
    assert ana.stage.story == "mine.csv"


def test_a_saved_transcript_is_done_again(ana: Visitor) -> None:
    channel = ana.place("growth")
    ana.does("say", channel=channel, text="/funnel status")
    [status] = ana.hears(texts)["messages"]
    ana.does("act", channel=channel, ts=status["ts"], block_id="do", action_id="share")
    ana.does("say", channel=channel, text="/funnel goal new")
    [[view]] = ana.hears(lambda news: news.get("stacks"))["stacks"].values()
    ana.does("close", view=view["id"])
    saved = ana.gets("/transcript.json").body
    ana.does("reset", story="empty")
    ana.hears(lambda news: news.get("whole"))
    again = ana.posts("/replay", saved).json()
    assert again == {"done": 4, "skipped": []}
    with ana.stage.slack.workspace.pulse.reading():
        held = ana.stage.slack.workspace.messages.channel(ana.place("growth"))
    assert [message.only_to is None for message in held] == [False, True]


def test_what_cannot_be_done_again_is_said(ana: Visitor) -> None:
    channel = ana.place("growth")
    ana.does("say", channel=channel, text="/funnel status")
    [status] = ana.hears(texts)["messages"]
    ana.does("act", channel=channel, ts=status["ts"], block_id="do", action_id="share")
    saved = [each for each in ana.gets("/transcript.json").json() if each["kind"] == "action"]
    ana.does("reset", story="empty")
    again = ana.posts("/replay", json.dumps(saved).encode()).json()
    assert again["done"] == 0
    assert again["skipped"] == ["action share: there is no message with this element"]
    assert ana.posts("/replay", b"{}").status == 400
    assert ana.posts("/replay", b"[1]").status == 400


def test_files_go_up_and_come_down(ana: Visitor) -> None:
    stored = ana.posts("/upload", b"1,2", name="a.csv").json()
    assert (stored["name"], stored["size"]) == ("a.csv", 3)
    down = ana.gets(f"/files/{stored['id']}")
    assert down.body == b"1,2"
    assert down.headers["content-disposition"].startswith("attachment")
    assert ana.gets("/files/F999").status == 404


@pytest.mark.parametrize(
    ("deed", "body", "status"),
    [
        ("fly", {}, 404),
        ("say", {"channel": "C404", "text": "hi"}, 409),
        ("say", {"text": "hi"}, 400),
        ("play", {"days": 10_000}, 400),
        ("advance", {"step": "century"}, 400),
        ("fault", {"what": "flood"}, 400),
        ("reset", {"story": "other"}, 400),
        ("submit", {"view": "V404"}, 409),
    ],
)
def test_wrong_deeds_are_refused_in_words(ana: Visitor, deed: str, body: Json, status: int) -> None:
    assert ana.does(deed, status=status, **body)["problem"]


def test_a_body_that_is_no_object_is_refused(ana: Visitor) -> None:
    assert ana.posts("/deed/say", b"{").status == 400
    assert ana.posts("/deed/say", b"[1]").status == 400
