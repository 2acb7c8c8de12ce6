"""Driving the local Slack as a person: what is seen, pressed, picked, filled in."""

from datetime import date
from typing import Any

import pytest
from slack_sdk import WebClient

from playground.delivery import Acked, Envelope, Outcome
from playground.entries import LocalFile, NotThere
from playground.person import Person
from playground.server import LocalSlack

Json = dict[str, Any]


class Notebook:
    """A delivery that acks everything at once and keeps what was sent."""

    def __init__(self) -> None:
        self.payloads: list[Json] = []
        self.answer: Json | None = None

    def send(self, envelope: Envelope, *, seconds: float) -> Outcome:
        assert seconds > 0
        self.payloads.append(envelope.payload)
        return Acked(self.answer)

    def action(self) -> Json:
        action: Json = self.payloads[-1]["actions"][0]
        return action


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(text: str) -> Json:
    return {"text": plain(text), "value": text.lower()}


def asked(label: str, element: Json, **more: Any) -> Json:
    element = {"action_id": "v", **element}
    return {
        "type": "input",
        "block_id": label.lower(),
        "label": plain(label),
        "element": element,
        **more,
    }


OPTIONS = [option("Daily"), option("Weekly")]
FORM: Json = {
    "type": "modal",
    "title": plain("Settings"),
    "submit": plain("Save"),
    "blocks": [
        asked("Cadence", {"type": "static_select", "options": OPTIONS}, dispatch_action=True),
        asked("Days", {"type": "checkboxes", "options": [option("Mon"), option("Tue")]}),
        asked("Zone", {"type": "external_select"}),
        asked("From", {"type": "datepicker"}),
        asked("Owner", {"type": "users_select"}),
        asked("Channel", {"type": "conversations_select", "default_to_current_conversation": True}),
        asked("Limit", {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}),
        asked("Note", {"type": "plain_text_input", "max_length": 5}, optional=True),
        asked("Data", {"type": "file_input"}, optional=True),
        asked("Story", {"type": "rich_text_input"}, optional=True),
    ],
}
MENUS: list[Json] = [
    {"type": "section", "block_id": "s", "text": plain("Carts are worse than usual")},
    {
        "type": "actions",
        "block_id": "a",
        "elements": [
            {"type": "button", "action_id": "why", "text": plain("Why"), "value": "12"},
            {"type": "overflow", "action_id": "more", "options": [option("Snooze…")]},
            {"type": "static_select", "action_id": "stage", "options": OPTIONS},
        ],
    },
]


@pytest.fixture
def sent(slack: LocalSlack) -> Notebook:
    notebook = Notebook()
    slack.delivery = notebook
    return notebook


@pytest.fixture
def ana(slack: LocalSlack) -> Person:
    return slack.person("ana", channel="#growth")


def open_form(slack: LocalSlack, client: WebClient, person: Person) -> None:
    trigger = slack.workspace.tickets.issue_trigger(person.user.id, person.channel.id)
    client.views_open(trigger_id=trigger, view=FORM)


def test_a_failing_look_tells_what_there_was(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    client.chat_postMessage(channel=ana.channel.id, text="Carts are usual")
    with pytest.raises(AssertionError) as problem:
        ana.sees("Carts are worse", within=0.01)
    said = str(problem.value)
    assert "Carts are usual" in said
    assert "api chat.postMessage" in said
    with pytest.raises(AssertionError, match="only to herself"):
        ana.sees("Carts", only_to=ana, within=0.01)


def test_only_what_is_new_or_changed_is_seen(
    client: WebClient, ana: Person, sent: Notebook
) -> None:
    ts = client.chat_postMessage(channel=ana.channel.id, text="Break #12 opened")["ts"]
    ana.sees("Break #12 opened")
    ana.types("Thanks")
    with pytest.raises(AssertionError):
        ana.sees("Break #12", within=0.01)
    client.chat_update(channel=ana.channel.id, ts=ts, text="Break #12 recovered")
    ana.sees("Break #12 recovered")
    assert sent.payloads == []


def test_others_do_not_see_private_things(slack: LocalSlack, client: WebClient) -> None:
    ana, ben = slack.person("ana", channel="#growth"), slack.person("ben", channel="#ops")
    client.chat_postMessage(channel=ana.channel.id, text="For growth")
    client.chat_postMessage(channel=ana.user.id, text="For ana")
    assert [message.text for message in ana.messages()][-2:] == ["For growth", "For ana"]
    assert ben.messages() == []
    ben.goes("#growth")
    ben.sees("For growth")


def test_buttons_menus_and_what_is_not_there(
    client: WebClient, ana: Person, sent: Notebook
) -> None:
    client.chat_postMessage(channel=ana.channel.id, text="Carts", blocks=MENUS)
    ana.clicks("Why")
    assert sent.action()["value"] == "12"
    ana.picks("⋯ Snooze…")
    assert sent.action()["selected_option"]["value"] == "snooze…"
    ana.picks("Weekly")
    assert sent.action()["selected_option"]["value"] == "weekly"
    ana.clicks(action_id="why")
    state = sent.payloads[-1]["state"]["values"]["a"]["stage"]
    assert state["selected_option"]["value"] == "weekly"
    with pytest.raises(NotThere, match="“Why”, “Snooze…”, “Daily”, “Weekly”"):
        ana.clicks("Explain")


def test_a_form_of_every_kind_of_field(
    slack: LocalSlack, client: WebClient, ana: Person, sent: Notebook
) -> None:
    open_form(slack, client, ana)
    sent.answer = {"options": [option("Berlin")]}
    ana.fills({"Cadence": "Weekly", "Days": ["Mon", "Tue"], "Zone": "Berlin"})
    kinds = [payload["type"] for payload in sent.payloads]
    assert kinds == ["block_actions", "block_suggestion"]
    ana.fills(
        {
            "From": date(2026, 11, 20),
            "owner": "ana",
            "Limit": 7,
            "Data": LocalFile("a.csv", b"1,2"),
            "Story": "Short",
        }
    )
    sent.answer = None
    ana.submits()
    view = sent.payloads[-1]["view"]
    values = {block_id: held["v"] for block_id, held in view["state"]["values"].items()}
    assert values["cadence"]["selected_option"] == option("Weekly")
    assert [each["value"] for each in values["days"]["selected_options"]] == ["mon", "tue"]
    assert values["zone"]["selected_option"] == option("Berlin")
    assert values["from"]["selected_date"] == "2026-11-20"
    assert values["owner"]["selected_user"] == ana.user.id
    assert values["channel"]["selected_conversation"] == ana.channel.id
    assert values["limit"] == {"type": "number_input", "value": "7"}
    assert values["note"]["value"] is None
    [file] = values["data"]["files"]
    assert (file["name"], file["size"]) == ("a.csv", 3)
    assert values["story"]["rich_text_value"]["type"] == "rich_text"
    assert ana.modal is None


def test_slacks_own_client_stops_wrong_fields(
    slack: LocalSlack, client: WebClient, ana: Person, sent: Notebook
) -> None:
    open_form(slack, client, ana)
    ana.fills({"Limit": "12", "Note": "far too long"})
    ana.submits()
    assert ana.errors()["Limit"] == "Must be at most 9."
    assert ana.errors()["Note"] == "Must be at most 5 characters."
    assert ana.errors()["Days"] == "Please complete this required field."
    ana.fills({"Limit": "1.5"})
    ana.submits()
    assert ana.errors()["Limit"] == "Must be a whole number."
    assert "view_submission" not in [payload["type"] for payload in sent.payloads]
    with pytest.raises(NotThere, match="Cadence"):
        ana.fills({"Target": "1"})
    with pytest.raises(NotThere, match="Daily"):
        ana.fills({"Cadence": "Hourly"})


def test_an_update_keeps_what_was_typed(
    slack: LocalSlack, client: WebClient, ana: Person, sent: Notebook
) -> None:
    open_form(slack, client, ana)
    ana.fills({"Limit": "7", "Note": "hi"})
    fewer = [block for block in FORM["blocks"] if block["block_id"] == "limit"]
    renamed = [{**block, "block_id": "note2"} for block in FORM["blocks"][7:8]]
    assert ana.modal is not None
    client.views_update(view_id=ana.modal.id, view={**FORM, "blocks": [*fewer, *renamed]})
    assert ana.modal.values["limit"]["v"]["value"] == "7"
    assert ana.modal.values["note2"]["v"]["value"] is None
    assert sent.payloads == []


def test_shortcuts_and_threads(
    slack: LocalSlack, client: WebClient, ana: Person, sent: Notebook
) -> None:
    root = client.chat_postMessage(channel=ana.channel.id, text="Digest")["ts"]
    message = ana.sees("Digest")
    ana.shortcut("goal_new")
    assert sent.payloads[-1]["callback_id"] == "goal_new"
    ana.message_shortcut("mark_event", message)
    assert (sent.payloads[-1]["type"], sent.payloads[-1]["message_ts"]) == ("message_action", root)
    ana.types("@funnelbot why", thread=message)
    looking = slack.workspace.pulse
    assert looking.wait_for(lambda: sent.payloads[-1]["type"] == "event_callback", seconds=2)
    event = sent.payloads[-1]["event"]
    assert (event["type"], event["thread_ts"]) == ("app_mention", root)


def test_inviting_the_bot(slack: LocalSlack, client: WebClient, sent: Notebook) -> None:
    slack.workspace.add_channel("ops", bot=False)
    ana = slack.person("ana", channel="#ops")
    ana.types("@funnelbot status")
    ana.types("/invite @Funnelbot")
    ana.sees("funnelbot joined #ops")
    assert client.chat_postMessage(channel=ana.channel.id, text="Digest")["ok"]
    assert slack.workspace.pulse.wait_for(lambda: bool(sent.payloads), seconds=2)
    [joined] = [payload["event"] for payload in sent.payloads]
    assert (joined["type"], joined["channel"]) == ("member_joined_channel", ana.channel.id)


def test_a_page_may_watch_what_changes(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    watching = slack.workspace.pulse.observe()
    client.chat_postMessage(channel=ana.channel.id, text="Digest")
    assert watching.get(timeout=2).kind == "message"
    slack.workspace.pulse.forget(watching)
    assert slack.workspace.transcript.as_json()[-1]["name"] == "chat.postMessage"
