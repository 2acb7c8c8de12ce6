"""Slack's side of what a person does: tell the bot, wait for its ack, show the result."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playground import payloads
from playground.answers import answer_command, answer_submission, answer_suggestion
from playground.delivery import Acked, Delivery, Envelope, Outcome, Unanswered
from playground.directory import Channel, User
from playground.files import StoredFile
from playground.messages import Message
from playground.transcript import Kind
from playground.views import View
from playground.workspace import BOT_USER, Workspace

Json = dict[str, Any]
MOST_RETRIES = 3


class Interactions:
    """Deeds block until acked, at most 3 s; events go out in the background."""

    def __init__(self, workspace: Workspace, delivery: Callable[[], Delivery]) -> None:
        self._workspace = workspace
        self._delivery = delivery
        self._background = ThreadPoolExecutor(4, thread_name_prefix="slack-events")
        self._closing = threading.Event()

    def close(self) -> None:
        self._closing.set()
        self._background.shutdown(cancel_futures=True)

    # --- commands and messages -------------------------------------------------------------

    def command(self, user: User, *, channel: Channel, typed: str) -> Message | None:
        """`typed` with its slash; gives the answer that the ack brought, if any."""
        name, _, text = typed.partition(" ")
        known = {command.name: command for command in self._workspace.commands}
        if name == "/invite":
            return self._invite(user, channel, text.strip())
        if name not in known:
            return self._workspace.tell(user.id, channel, f"{name} is not a valid command.")
        escaped = self._workspace.mentions(text) if known[name].should_escape else text
        payload = payloads.command(
            self._workspace, user, channel=channel, name=name, text=escaped.strip()
        )
        envelope = Envelope("slash_commands", payload, accepts_answer=True)
        outcome = self._deliver(envelope, Kind.COMMAND, typed)
        return answer_command(self._workspace, user, channel=channel, typed=typed, outcome=outcome)

    def _invite(self, user: User, channel: Channel, who: str) -> Message:
        invited = self._workspace.find_user(who)
        if invited is None:
            return self._workspace.tell(user.id, channel, f"There is no {who}.")
        is_new = invited.id not in channel.members
        self._workspace.join(channel, invited.id)
        joined = f"{invited.name} joined {channel.label}"
        message = self._workspace.post(channel, user=invited.id, text=joined)
        if is_new and "member_joined_channel" in self._workspace.events:
            self.event(payloads.member_joined(self._workspace, user, channel, who=invited.id))
        return message

    def say(
        self, user: User, *, channel: Channel, text: str, thread_ts: str | None = None
    ) -> Message:
        """A message by a person; the bot hears of it in its DM or when it is mentioned."""
        escaped = self._workspace.mentions(text)
        message = self._workspace.post(channel, user=user.id, text=escaped, thread_ts=thread_ts)
        here = BOT_USER in channel.members
        if channel.is_im:
            self._message_event(message, kind="message", subscription="message.im")
        elif here and f"<@{BOT_USER}>" in escaped:
            self._message_event(message, kind="app_mention", subscription="app_mention")
        return message

    def share(self, user: User, *, channel: Channel, files: Sequence[StoredFile]) -> Message:
        """A message that holds files and no words; the bot hears of it in its DM."""
        shown = tuple(self._workspace.files.show(each) for each in files)
        message = self._workspace.post(channel, user=user.id, files=shown)
        with self._workspace.pulse.reading():
            self._workspace.files.share(files, channel=channel.id, ts=message.ts)
        if channel.is_im:
            self._message_event(message, kind="message", subscription="message.im")
        return message

    def _message_event(self, message: Message, *, kind: str, subscription: str) -> None:
        if subscription in self._workspace.events:
            self.event(payloads.message_event(self._workspace, message, kind=kind))

    def home_opened(self, user: User) -> None:
        channel = self._workspace.dm(user)
        inner: Json = {
            "type": "app_home_opened",
            "user": user.id,
            "channel": channel.id,
            "tab": "home",
        }
        home = self._workspace.views.home(user.id)
        if home is not None:
            inner["view"] = self._workspace.view_json(home)
        if "app_home_opened" in self._workspace.events:
            self.event(payloads.event(self._workspace, inner))

    def event(self, payload: Json) -> None:
        """Sent in the background, and again up to three times while it is not acked."""
        self._background.submit(self._deliver_event, payload)

    def _deliver_event(self, payload: Json) -> None:
        for retry in range(MOST_RETRIES + 1):
            due = time.monotonic() + self._workspace.ack_seconds
            envelope = Envelope("events_api", payload, retry=retry)
            outcome = self._deliver(envelope, Kind.EVENT, payload["event"]["type"])
            if isinstance(outcome, Acked) or self._closing.wait(max(0, due - time.monotonic())):
                return

    # --- buttons, forms, menus, shortcuts ----------------------------------------------------

    def act(self, user: User, *, where: Message | View, values: Json, action: Json) -> None:
        payload = payloads.block_actions(
            self._workspace, user, where=where, values=values, action=action
        )
        self._interact(user, payload, Kind.ACTION, str(action.get("action_id")), where)

    def submit(self, user: User, view: View) -> None:
        payload = payloads.view_submission(self._workspace, user, view=view)
        envelope = Envelope("interactive", payload, accepts_answer=True)
        outcome = self._deliver(envelope, Kind.SUBMISSION, _called(view))
        answer_submission(self._workspace, view, outcome)

    def close_views(self, user: User, views: Sequence[View], *, is_cleared: bool) -> None:
        """Closes from the top down; the bot hears of those with `notify_on_close`."""
        for view in views:
            with self._workspace.pulse.changing("view", view.id):
                self._workspace.views.pop(view)
            if view.body.get("notify_on_close"):
                payload = payloads.view_closed(
                    self._workspace, user, view=view, is_cleared=is_cleared
                )
                self._deliver(Envelope("interactive", payload), Kind.CLOSED, _called(view))

    def suggest(self, user: User, *, view: View, field: Json) -> list[Json]:
        payload = payloads.block_suggestion(user, self._workspace, view=view, field=field)
        envelope = Envelope("interactive", payload, accepts_answer=True)
        outcome = self._deliver(envelope, Kind.OPTIONS, str(field["action_id"]))
        return answer_suggestion(self._workspace, outcome)

    def shortcut(self, user: User, callback_id: str, *, message: Message | None = None) -> None:
        if message is None:
            payload = payloads.shortcut(self._workspace, user, callback_id=callback_id)
        else:
            payload = payloads.message_shortcut(
                self._workspace, user, callback_id=callback_id, message=message
            )
        self._interact(user, payload, Kind.SHORTCUT, callback_id, message)

    def _interact(
        self, user: User, payload: Json, kind: Kind, name: str, where: Message | View | None
    ) -> None:
        """An ack's body means nothing here; a missing ack is told to the person."""
        outcome = self._deliver(Envelope("interactive", payload), kind, name)
        if isinstance(outcome, Unanswered):
            home = self._workspace.dm(user)
            channel = self._workspace.find_channel(getattr(where, "channel", home.id)) or home
            words = f"{name} failed with the error “{outcome.error}”"
            self._workspace.tell(user.id, channel, words)

    # --- the wire ----------------------------------------------------------------------------

    def _deliver(self, envelope: Envelope, kind: Kind, name: str) -> Outcome:
        if self._workspace.faults.take_double():
            envelope = Envelope(
                envelope.kind,
                envelope.payload,
                accepts_answer=envelope.accepts_answer,
                retry=envelope.retry,
                copies=2,
            )
        at, began = self._workspace.clock.now(), time.monotonic()
        outcome = self._delivery().send(envelope, seconds=self._workspace.ack_seconds)
        ms = (time.monotonic() - began) * 1000
        answered = outcome.body if isinstance(outcome, Acked) else outcome.error
        self._workspace.record(kind, name, at=at, asked=envelope.payload, answered=answered, ms=ms)
        return outcome


def _called(view: View) -> str:
    return str(view.body.get("callback_id") or view.id)
