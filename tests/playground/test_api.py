"""The Web API of the local Slack, asked by Slack's own client."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from playground.server import LocalSlack
from playground.workspace import BOT_USER, Workspace

Json = dict[str, Any]
KEY = {"event_type": "digest", "event_payload": {"key": "7f3a"}}
SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}}
HOME = {"type": "home", "blocks": [SECTION]}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Goal"}, "blocks": [SECTION]}


def refusal(problem: pytest.ExceptionInfo[SlackApiError]) -> Json:
    answer = problem.value.response.data
    assert isinstance(answer, dict)
    return answer


@pytest.fixture
def growth(slack: LocalSlack) -> str:
    return slack.workspace.add_channel("#growth").id


def test_auth_says_who_the_bot_is_and_what_it_may(client: WebClient) -> None:
    answer = client.auth_test()
    assert answer["user_id"] == BOT_USER
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-no", "invalid_auth")])
def test_wrong_tokens(slack: LocalSlack, token: str, error: str) -> None:
    with pytest.raises(SlackApiError, match=error):
        WebClient(token, base_url=slack.api_url).auth_test()


def test_bot_token_opens_no_socket(client: WebClient, slack: LocalSlack) -> None:
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        client.apps_connections_open(app_token=slack.workspace.bot_token)


def test_post_edit_delete(client: WebClient, growth: str) -> None:
    sent = client.chat_postMessage(channel=growth, text="One", blocks=[SECTION], metadata=KEY)
    assert sent["message"]["blocks"][0]["block_id"]
    edited = client.chat_update(channel=growth, ts=sent["ts"], text="Two")
    assert (edited["text"], edited["message"]["metadata"]) == ("Two", KEY)
    assert "edited" in edited["message"]
    bare = client.chat_update(channel=growth, ts=sent["ts"], text="Two", metadata={})
    assert "metadata" not in bare["message"]
    assert (
        sent["ts"].replace(".", "")
        in client.chat_getPermalink(channel=growth, message_ts=sent["ts"])["permalink"]
    )
    client.chat_delete(channel=growth, ts=sent["ts"])
    with pytest.raises(SlackApiError, match="message_not_found"):
        client.chat_update(channel=growth, ts=sent["ts"], text="Three")


def test_where_the_bot_may_not_post(client: WebClient, slack: LocalSlack, growth: str) -> None:
    workspace = slack.workspace
    stranger = workspace.add_user("eve")
    old = workspace.archive(workspace.add_channel("old"))
    places = {
        "C404": "channel_not_found",
        "#growth": "channel_not_found",
        workspace.add_channel("ops", bot=False).id: "not_in_channel",
        workspace.add_channel("board", is_private=True, bot=False).id: "channel_not_found",
        old.id: "is_archived",
    }
    for place, error in places.items():
        with pytest.raises(SlackApiError, match=error):
            client.chat_postMessage(channel=place, text="Digest")
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        client.chat_postEphemeral(channel=growth, user=stranger.id, text="Psst")


def test_what_the_bot_may_not_post(client: WebClient, slack: LocalSlack, growth: str) -> None:
    ana = slack.person("ana", channel="#growth")
    ana.types("Good morning")
    hers = ana.sees("Good morning")
    own = client.chat_postMessage(channel=growth, text="Digest")["ts"]
    with pytest.raises(SlackApiError, match="no_text"):
        client.api_call("chat.postMessage", json={"channel": growth, "text": " "})
    with pytest.raises(SlackApiError, match="msg_too_long"):
        client.chat_update(channel=growth, ts=own, text="x" * 4001)
    with pytest.raises(SlackApiError, match="cant_update_message"):
        client.chat_update(channel=growth, ts=hers.ts, text="Mine now")
    with pytest.raises(SlackApiError, match="invalid_metadata_format"):
        client.chat_postMessage(channel=growth, text="a", metadata={"event_type": "x"})
    nothing = {"event_type": "x", "event_payload": {"a": None}}
    with pytest.raises(SlackApiError, match="invalid_metadata_schema"):
        client.chat_postMessage(channel=growth, text="a", metadata=nothing)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.chat_postMessage(channel=growth, text="a", colour="red")


def test_refused_blocks_name_the_place(client: WebClient, growth: str) -> None:
    wrong = {**SECTION, "text": {"type": "mrkdwn", "text": ""}}
    with pytest.raises(SlackApiError) as problem:
        client.chat_postMessage(channel=growth, text="a", blocks=[SECTION, wrong])
    answer = refusal(problem)
    assert answer["error"] == "invalid_blocks"
    assert "[json-pointer:/blocks/1/text/text]" in answer["errors"][0]
    assert answer["response_metadata"]["messages"][0].startswith("[ERROR]")


def test_user_id_reaches_the_dm(client: WebClient, slack: LocalSlack) -> None:
    ana = slack.person("ana", channel="#growth")
    client.chat_postMessage(channel=ana.user.id, text="Only for you")
    message = ana.sees("Only for you")
    assert message.channel.startswith("D")
    assert client.conversations_open(users=ana.user.id)["channel"]["id"] == message.channel


def test_history_pages_newest_first_and_hides_metadata(client: WebClient, growth: str) -> None:
    sent = [
        client.chat_postMessage(channel=growth, text=f"No {n}", metadata=KEY)["ts"]
        for n in range(5)
    ]
    client.chat_postMessage(channel=growth, text="Reply", thread_ts=sent[0])
    first = client.conversations_history(channel=growth, limit=2)
    assert [m["text"] for m in first["messages"]] == ["No 4", "No 3"]
    assert first["messages"][0]["metadata"] == {"event_type": "digest"}
    cursor = first["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=growth, cursor=cursor, include_all_metadata=True)
    assert [m["text"] for m in rest["messages"]] == ["No 2", "No 1", "No 0"]
    assert rest["messages"][0]["metadata"] == KEY
    assert rest["messages"][-1]["reply_count"] == 1

    def within(**bounds: Any) -> list[str]:
        found = client.conversations_history(channel=growth, **bounds)["messages"]
        return [message["ts"] for message in found]

    assert within(oldest=sent[1], latest=sent[3]) == [sent[2]]
    assert within(oldest=sent[1], latest=sent[3], inclusive=True) == sent[3:0:-1]
    thread = client.conversations_replies(channel=growth, ts=sent[0])["messages"]
    assert [message["text"] for message in thread] == ["No 0", "Reply"]


def test_missing_scopes_are_named() -> None:
    bare = Workspace(scopes=frozenset({"commands", "chat:write", "im:history"}))
    with LocalSlack(bare) as slack:
        client = WebClient(bare.bot_token, base_url=slack.api_url)
        ana = slack.person("ana", channel="#growth")
        channel = client.chat_postMessage(channel=ana.channel.id, text="Hello")["channel"]
        with pytest.raises(SlackApiError) as problem:
            client.conversations_history(channel=channel)
        assert refusal(problem)["needed"] == "channels:history"
        assert client.conversations_history(channel=bare.dm(ana.user).id)["messages"] == []
        with pytest.raises(SlackApiError, match="missing_scope"):
            client.users_info(user=ana.user.id)
        with pytest.raises(SlackApiError, match="missing_scope"):
            client.files_getUploadURLExternal(filename="a.csv", length=1)


def test_people_and_channels(client: WebClient, slack: LocalSlack) -> None:
    ana = slack.person("ana", channel="#growth", tz="America/New_York", is_admin=True)
    slack.workspace.clock.set(datetime(2026, 7, 1, 12, tzinfo=UTC))
    user = client.users_info(user=ana.user.id)["user"]
    assert (user["tz_offset"], user["is_admin"], user["deleted"]) == (-4 * 3600, True, False)
    assert client.conversations_info(channel=ana.channel.id)["channel"]["is_member"] is True
    members = client.conversations_members(channel=ana.channel.id)["members"]
    assert set(members) == {ana.user.id, BOT_USER}
    with pytest.raises(SlackApiError, match="user_not_found"):
        client.users_info(user="U404")


def test_ts_rises_even_when_the_clock_goes_back(client: WebClient, slack: LocalSlack) -> None:
    channel = slack.workspace.add_channel("growth").id
    slack.workspace.clock.set(datetime(2026, 11, 20, tzinfo=UTC))
    first = client.chat_postMessage(channel=channel, text="a")["ts"]
    assert datetime.fromtimestamp(float(first), UTC).date().isoformat() == "2026-11-20"
    slack.workspace.clock.advance(timedelta(days=-3))
    assert slack.workspace.clock.now().date().isoformat() == "2026-11-17"
    second = client.chat_postMessage(channel=channel, text="b")["ts"]
    assert float(second) > float(first)


def test_unknown_method_is_a_problem_of_the_bot(client: WebClient, slack: LocalSlack) -> None:
    with pytest.raises(SlackApiError, match="unknown_method"):
        client.api_call("chat.scheduleMessage")
    assert slack.workspace.problems == ["unknown method called: chat.scheduleMessage"]


def test_modals_need_a_fresh_unused_trigger(client: WebClient, slack: LocalSlack) -> None:
    ana = slack.person("ana")
    tickets = slack.workspace.tickets
    trigger = tickets.issue_trigger(ana.user.id)
    opened = client.views_open(trigger_id=trigger, view=MODAL)["view"]
    assert (opened["root_view_id"], opened["previous_view_id"]) == (opened["id"], None)
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        client.views_open(trigger_id=trigger, view=MODAL)
    with pytest.raises(SlackApiError, match="invalid_trigger_id"):
        client.views_open(trigger_id="1.2.3", view=MODAL)
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_update(view_id=opened["id"], view=MODAL, hash="1.stale")
    client.views_update(view_id=opened["id"], view=MODAL, hash=opened["hash"])
    with pytest.raises(SlackApiError, match="not_found"):
        client.views_update(view_id="V404", view=MODAL)


def test_three_views_on_each_other_and_no_fourth(client: WebClient, slack: LocalSlack) -> None:
    ana = slack.person("ana")

    def trigger() -> str:
        return slack.workspace.tickets.issue_trigger(ana.user.id)

    client.views_open(trigger_id=trigger(), view=MODAL)
    client.views_push(trigger_id=trigger(), view={**MODAL, "external_id": "second"})
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        client.views_push(trigger_id=trigger(), view={**MODAL, "external_id": "second"})
    client.views_push(trigger_id=trigger(), view=MODAL)
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        client.views_push(trigger_id=trigger(), view=MODAL)
    for _ in range(3):
        ana.closes()
    assert ana.modal is None


def test_a_view_too_large_or_wrong(client: WebClient, slack: LocalSlack) -> None:
    trigger = slack.workspace.tickets.issue_trigger(slack.person("ana").user.id)
    text = {"type": "plain_text", "text": "x" * 3000}
    huge = {**MODAL, "blocks": [{"type": "section", "text": text}] * 90}
    with pytest.raises(SlackApiError, match="view_too_large"):
        client.views_open(trigger_id=trigger, view=huge)
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        client.views_open(trigger_id=trigger, view={**MODAL, "private_metadata": "x" * 3001})


def test_home_is_published_with_its_hash(client: WebClient, slack: LocalSlack) -> None:
    ana = slack.person("ana")
    first = client.views_publish(user_id=ana.user.id, view=HOME)["view"]
    second = client.views_publish(user_id=ana.user.id, view=HOME, hash=first["hash"])["view"]
    assert second["id"] == first["id"]
    with pytest.raises(SlackApiError, match="hash_conflict"):
        client.views_publish(user_id=ana.user.id, view=HOME, hash=first["hash"])
    ana.sees_home("Words")


def test_blocks_are_validated_without_a_token(slack: LocalSlack) -> None:
    nobody = WebClient(base_url=slack.api_url)
    assert nobody.api_call("blocks.validate", json={"blocks": [SECTION]})["ok"]
    with pytest.raises(SlackApiError) as problem:
        nobody.api_call("blocks.validate", json={"blocks": [{**SECTION, "x": 1}]})
    assert refusal(problem)["errors"][0]["pointer"] == "/blocks/0/x"


def test_a_file_is_uploaded_shared_and_read_back(client: WebClient, slack: LocalSlack) -> None:
    ana = slack.person("ana", channel="#growth")
    answer = client.files_upload_v2(
        channel=ana.channel.id, content="a,b\n1,2\n", filename="goals.csv", initial_comment="Here"
    )
    message = ana.sees("Here", "goals.csv")
    file_id = answer["files"][0]["id"]
    assert client.files_info(file=file_id)["file"]["size"] == 8
    shares = client.files_info(file=file_id)["file"]["shares"]["public"]
    assert shares == {ana.channel.id: [{"ts": message.ts}]}
    with pytest.raises(SlackApiError, match="missing_argument"):
        client.files_getUploadURLExternal(filename="a.csv", length=0)


def test_many_at_once_each_get_their_own_ts(client: WebClient, growth: str) -> None:
    with ThreadPoolExecutor(8) as posting:
        sent = posting.map(
            lambda n: client.chat_postMessage(channel=growth, text=f"No {n}")["ts"], range(40)
        )
        assert len(set(sent)) == 40


def test_who_leaves_sees_nothing_more(client: WebClient, slack: LocalSlack, growth: str) -> None:
    ana = slack.person("ana", channel="#growth")
    slack.workspace.leave(ana.channel, ana.user.id)
    client.chat_postMessage(channel=growth, text="Digest")
    assert ana.messages() == []
    slack.workspace.leave(ana.channel, BOT_USER)
    with pytest.raises(SlackApiError, match="not_in_channel"):
        client.conversations_history(channel=growth)


@pytest.mark.parametrize("body", ["[1]", "{", "7"])
def test_a_body_that_is_no_object(slack: LocalSlack, body: str) -> None:
    line = HTTPConnection(slack.url.removeprefix("http://"))
    line.request("POST", "/api/auth.test", body, {"Content-Type": "application/json"})
    assert json.loads(line.getresponse().read())["error"] == "invalid_json"
    line.request("POST", "/response/any", body, {"Content-Type": "application/json"})
    assert line.getresponse().status == 400
    line.close()
