"""A small real stage for the page's tests: a Bolt app over Socket Mode, two channels."""

import threading
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

from playground.directory import User
from playground.page.stage import Shortcut, StageRefused, Step, Story, Verb
from playground.pulse import Pulse
from playground.server import LocalSlack
from tests.playground.page_blocks import ABOUT, GOAL, HOME, STATUS, button, option, words

BEGINS = datetime(2026, 11, 20, 8, tzinfo=UTC)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
METRICS = ("Cart abandonment", "Click-through rate", "Revenue")


def funnel(ack: Any, command: Any, client: WebClient) -> None:
    text = command["text"]
    if text.startswith("goal new"):
        client.views_open(trigger_id=command["trigger_id"], view=GOAL)
        ack()
    elif text == "digest":
        ack(text="The digest comes each morning at 09:00.")
        client.chat_postMessage(
            channel=command["channel_id"], text=f"<@{command['user_id']}> set up the digest."
        )
    else:
        ack(text="Decision is worse than usual", blocks=STATUS)


def share(ack: Any, respond: Any) -> None:
    ack()
    respond(text="Carts are worse than usual", blocks=STATUS[:1], response_type="in_channel")


def details(ack: Any, respond: Any) -> None:
    ack()
    respond(text="Usual is 69.0–73.3%.", replace_original=False)


def more(ack: Any, respond: Any, action: Any) -> None:
    ack()
    picked = action["selected_option"]["text"]["text"]
    respond(text=f"You picked {picked}.", replace_original=False)


def metrics(ack: Any, payload: Any) -> None:
    wanted = payload["value"].lower()
    ack(options=[option(name) for name in METRICS if wanted in name.lower()])


def cadence(ack: Any, body: Any, client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=ABOUT)


def goal(ack: Any, view: Any, client: WebClient, body: Any) -> None:
    typed = float(view["state"]["values"]["target"]["v"]["value"])
    if typed > 100:
        ack(response_action="errors", errors={"target": "At most 100: it is a percentage."})
        return
    ack()
    client.chat_postMessage(channel=body["user"]["id"], text=f"Goal set: {typed:g}%.")


def closed(ack: Any) -> None:
    ack()


def goal_new(ack: Any, shortcut: Any = None, body: Any = None, client: Any = None) -> None:
    ack()
    client.views_open(trigger_id=(shortcut or body)["trigger_id"], view=GOAL)


def mark(ack: Any, shortcut: Any, client: WebClient) -> None:
    ack()
    client.chat_postMessage(
        channel=shortcut["channel"]["id"],
        thread_ts=shortcut["message_ts"],
        text="Noted as an event.",
        blocks=[
            words("noted", "Noted as an event."),
            {"type": "actions", "block_id": "undo", "elements": [button("details", "Undo")]},
        ],
    )


def mention(event: Any, say: Any) -> None:
    say(text="Here I am", thread_ts=event["ts"])


def home(event: Any, client: WebClient) -> None:
    client.views_publish(user_id=event["user"], view=HOME)


def register(app: App) -> None:
    app.command("/funnel")(funnel)
    app.action("share")(share)
    app.action("details")(details)
    app.action("more")(more)
    app.action("goal_new")(goal_new)
    app.action({"block_id": "cadence", "action_id": "v"})(cadence)
    app.options({"block_id": "metric", "action_id": "v"})(metrics)
    app.view("goal")(goal)
    app.view_closed("goal")(closed)
    app.shortcut("goal_new")(goal_new)
    app.shortcut("mark_event")(mark)
    app.event("app_mention")(mention)
    app.event("app_home_opened")(home)


class LittleStage:
    """Its days bring nothing but the time; its bot is a thread, killed by losing its link."""

    notice = "Simulated numbers."
    activity = ""
    verbs = (
        Verb("/funnel status [stage]", "the state of the journey"),
        Verb("goal new [a sentence], goal N [edit, close]", "sets or shows a SMART goal"),
        Verb("/funnel digest", "what this channel gets each morning"),
    )
    shortcuts = (
        Shortcut("New goal", "goal_new"),
        Shortcut("Mark as event", "mark_event", of_message=True),
    )

    def __init__(self) -> None:
        self.pulse = Pulse()
        self.story = ""
        self.days_played = 0
        self._handler: SocketModeHandler | None = None
        self._lock = threading.RLock()
        self._open("the little shop")

    def _open(self, story: str) -> None:
        self.story = story
        slack = LocalSlack()
        slack.start()
        slack.workspace.clock.set(BEGINS)
        slack.workspace.add_channel("ops", bot=False)
        people = [
            slack.person("ana", channel="#growth", is_admin=True, real_name="Ana Lima"),
            slack.person("ben", channel="#growth", tz="America/New_York", real_name="Ben Okafor"),
            slack.person("chloe", channel="#growth", tz="Asia/Kolkata", real_name="Chloé Rao"),
        ]
        self.slack = slack
        self.people: Sequence[User] = [person.user for person in people]
        self.start_bot()

    @property
    def bot_is_up(self) -> bool:
        return self._handler is not None

    def start_bot(self) -> None:
        with self._lock, self.pulse.changing("stage", "bot"):
            slack = self.slack
            app = App(
                client=WebClient(
                    slack.workspace.bot_token, base_url=slack.api_url, retry_handlers=[]
                ),
                process_before_response=True,
            )
            register(app)
            token = slack.workspace.app_token
            handler = SocketModeHandler(app, token, concurrency=4, ping_interval=2)
            handler.connect()  # type: ignore[no-untyped-call]
            slack.socket_mode.wait_for_link()
            self._handler = handler

    def kill_bot(self) -> None:
        with self._lock, self.pulse.changing("stage", "bot"):
            if self._handler is None:
                raise StageRefused("The bot is not running.")
            client = self._handler.client
            client.auto_reconnect_enabled = False
            # Else its reader may begin one more round, which clears the word to end.
            client.current_session_runner.event.set()
            self.slack.socket_mode.lose()
            while client.current_session_runner.is_alive():
                client.current_session_state.terminated = True
                client.current_session_runner.thread.join(0.2)
            self._handler.close()  # type: ignore[no-untyped-call]
            self._handler = None

    def advance(self, step: Step) -> None:
        with self.pulse.changing("stage", "clock"):
            self.slack.workspace.clock.advance(STEPS[step])

    def play(self, days: int) -> None:
        with self.pulse.changing("stage", "clock"):
            self.days_played += days
            self.activity = f"Playing {days} days"

    def stop_playing(self) -> None:
        with self.pulse.changing("stage", "clock"):
            self.activity = ""

    def reset(self, story: Story | Path) -> None:
        if isinstance(story, Path) and "date" not in story.read_text(encoding="utf-8"):
            raise StageRefused(f"{story.name} has no column called date.")
        with self._lock, self.pulse.changing("stage", "story"):
            self.close()
            self._open(story.name if isinstance(story, Path) else story)

    def close(self) -> None:
        if self._handler is not None:
            self.kill_bot()
        self.slack.stop()
