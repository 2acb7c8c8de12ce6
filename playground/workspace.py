"""The state of one Slack workspace: people, channels, messages, views, files, problems."""

import itertools
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from playground.clock import Clock
from playground.control import Faults
from playground.directory import Channel, User
from playground.files import FileShelf
from playground.limits import Limits
from playground.messages import Message, MessageBook
from playground.pulse import Pulse
from playground.state import with_ids
from playground.tickets import Tickets
from playground.transcript import Exchange, Kind, Transcript
from playground.views import View, ViewBook, view_json

Json = dict[str, Any]

TEAM = "T0LOCAL"
TEAM_DOMAIN = "local"
APP = "A0LOCAL"
BOT = "B0LOCAL"
BOT_USER = "U0BOT"
SLACKBOT = "USLACKBOT"
ALL_SCOPES = frozenset(
    [
        "commands", "chat:write", "users:read", "app_mentions:read", "channels:read",
        "groups:read", "im:read", "channels:history", "groups:history", "im:history", "im:write",
        "files:read", "files:write",
    ]
)  # fmt: skip

SUBSCRIBED = frozenset({"app_mention", "app_home_opened", "member_joined_channel", "message.im"})


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """A command as the app's manifest registers it."""

    name: str
    should_escape: bool = True


@dataclass(slots=True, kw_only=True)
class Workspace:
    """Thread-safe by `pulse`; every method here takes its lock itself.

    `problems` collects what a bot must never do (unknown methods, refused acks, keys of
    `errors` that are no fields): an end-to-end test should fail when it is not empty.
    """

    bot_name: str = "funnelbot"
    commands: Sequence[SlashCommand] = (SlashCommand("/funnel"),)
    scopes: frozenset[str] = ALL_SCOPES
    events: frozenset[str] = SUBSCRIBED
    ack_seconds: float = 3.0
    limits: Limits | None = None  # None: posts are not counted
    clock: Clock = field(default_factory=Clock)
    faults: Faults = field(default_factory=Faults)
    pulse: Pulse = field(default_factory=Pulse)
    transcript: Transcript = field(default_factory=Transcript)
    messages: MessageBook = field(default_factory=MessageBook)
    views: ViewBook = field(default_factory=ViewBook)
    tickets: Tickets = field(default_factory=Tickets)
    files: FileShelf = field(default_factory=FileShelf)
    problems: list[str] = field(default_factory=list)
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    app_token: str = field(default_factory=lambda: f"xapp-1-{secrets.token_hex(12)}")
    _users: dict[str, User] = field(default_factory=dict)
    _channels: dict[str, Channel] = field(default_factory=dict)
    _number: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self._users[BOT_USER] = User(BOT_USER, self.bot_name, is_bot=True, tz="UTC")
        self._users[SLACKBOT] = User(SLACKBOT, "slackbot", is_bot=True, tz="UTC")

    # --- people and places ---------------------------------------------------------------

    def add_user(self, name: str, **about: Any) -> User:
        """A new member; `about` are fields of `User` (tz, is_admin, is_restricted …)."""
        with self.pulse.changing("user", name):
            about.setdefault("real_name", name.title())
            user = User(f"U{next(self._number):06d}", name, **about)
            self._users[user.id] = user
        return user

    def change_user(self, user: User, **about: Any) -> User:
        with self.pulse.changing("user", user.name):
            self._users[user.id] = replace(user, **about)
        return self._users[user.id]

    def find_user(self, key: str) -> User | None:
        """By id or by name, with or without @."""
        name = key.removeprefix("@").lower()
        with self.pulse.reading():
            held = self._users.get(key)
            return held or next((u for u in self._users.values() if u.name.lower() == name), None)

    def users(self) -> list[User]:
        with self.pulse.reading():
            return list(self._users.values())

    def add_channel(self, name: str, *, is_private: bool = False, bot: bool = True) -> Channel:
        """A new channel without people; the bot is in it unless `bot=False`."""
        name = name.removeprefix("#")
        with self.pulse.changing("channel", name):
            channel_id = f"{'G' if is_private else 'C'}{next(self._number):06d}"
            members = frozenset([BOT_USER] if bot else [])
            channel = Channel(channel_id, name, is_private=is_private, members=members)
            self._channels[channel_id] = channel
        return channel

    def find_channel(self, key: str) -> Channel | None:
        """By id, or by name with or without #."""
        name = key.removeprefix("#")
        with self.pulse.reading():
            held = self._channels.get(key)
            named = (c for c in self._channels.values() if c.name == name and not c.is_im)
            return held or next(named, None)

    def channels(self) -> list[Channel]:
        with self.pulse.reading():
            return list(self._channels.values())

    def join(self, channel: Channel, user: str) -> Channel:
        """Adds a user id; the bot's id invites the bot. The first person counts as its creator."""
        held = self._channels[channel.id]
        creator = held.creator or ("" if user == BOT_USER else user)
        return self.change_channel(channel, members=held.members | {user}, creator=creator)

    def leave(self, channel: Channel, user: str) -> Channel:
        members = self._channels[channel.id].members - {user}
        return self.change_channel(channel, members=members)

    def archive(self, channel: Channel) -> Channel:
        return self.change_channel(channel, is_archived=True)

    def change_channel(self, channel: Channel, **about: Any) -> Channel:
        """Renames it, makes it private, shares it …: `about` are fields of `Channel`."""
        with self.pulse.changing("channel", channel.name):
            self._channels[channel.id] = replace(self._channels[channel.id], **about)
            return self._channels[channel.id]

    def dm(self, user: User) -> Channel:
        """The conversation of this person with the app, opened when it does not exist."""
        with self.pulse.changing("channel", user.name):
            channel_id = f"D{user.id[1:]}"
            members = frozenset({user.id, BOT_USER})
            channel = Channel(channel_id, f"DM with {user.name}", is_im=True, members=members)
            return self._channels.setdefault(channel_id, channel)

    # --- messages ------------------------------------------------------------------------

    def post(self, channel: Channel, *, user: str, **about: Any) -> Message:
        """A message as seen; `about` are fields of `Message`. Blocks get the ids they lack."""
        blocks = tuple(with_ids(list(about.pop("blocks", ()))))
        with self.pulse.changing("message", channel.id) as revision:
            message = Message(
                channel.id,
                self.messages.next_ts(self.clock.now()),
                user=user,
                blocks=blocks,
                revision=revision,
                **about,
            )
            return self.messages.put(message)

    def edit(self, message: Message, **changes: Any) -> Message:
        """Marks the message as edited."""
        if "blocks" in changes:
            changes["blocks"] = tuple(with_ids(list(changes["blocks"])))
        with self.pulse.changing("message", message.channel) as revision:
            edited = self.messages.next_ts(self.clock.now())
            return self.messages.change(message, edited=edited, revision=revision, **changes)

    def delete(self, message: Message) -> None:
        with self.pulse.changing("message", message.channel):
            self.messages.remove(message)

    def tell(self, user: str, channel: Channel, text: str) -> Message:
        """Slackbot's own words, seen by one person only."""
        return self.post(channel, user=SLACKBOT, text=text, only_to=user)

    def visible_to(self, user: str, *, since: int = -1) -> list[Message]:
        """What this person can see and what changed after `since`, newest change last."""
        with self.pulse.reading():
            return [
                message
                for message in self.messages.every()
                if message.revision > since
                and message.only_to in (None, user)
                and user in self._channels[message.channel].members
            ]

    def message_json(self, message: Message, *, full_metadata: bool = True) -> Json:
        """The message object of answers, payloads and history."""
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": TEAM,
        }
        if message.from_app:
            shown |= {"bot_id": BOT, "app_id": APP}
        for key in ("blocks", "attachments", "files"):
            if held := getattr(message, key):
                shown[key] = list(held)
        if message.metadata:
            kept = message.metadata if full_metadata else {}
            shown["metadata"] = {**kept, "event_type": message.metadata["event_type"]}
        if message.edited:
            shown["edited"] = {"user": message.user, "ts": message.edited}
        return shown | self._thread_json(message)

    def _thread_json(self, message: Message) -> Json:
        replies = self.messages.replies(message.channel, message.ts)
        if replies:
            return {
                "thread_ts": message.ts,
                "reply_count": len(replies),
                "reply_users": sorted({reply.user for reply in replies}),
                "latest_reply": replies[-1].ts,
            }
        return {"thread_ts": message.thread_ts} if message.thread_ts else {}

    # --- views, notes --------------------------------------------------------------------

    def view_json(self, view: View) -> Json:
        return view_json(view, team=TEAM, app=APP, bot=BOT)

    def report(self, problem: str) -> None:
        """Notes something that a bot must never do."""
        with self.pulse.changing("problem", problem):
            self.problems.append(problem)

    def record(
        self, kind: Kind, name: str, *, at: datetime, asked: Any, answered: Any, ms: float
    ) -> None:
        exchange = Exchange(at, kind, name=name, asked=asked, answered=answered, ms=ms)
        with self.pulse.changing("exchange", name):
            self.transcript.add(exchange)

    def mentions(self, text: str) -> str:
        """Words as Slack sends them: `@ana` and `#growth` as ids, `& < >` escaped."""
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = re.sub(r"@([\w.-]+)", self._user_mention, text)
        return re.sub(r"#([\w-]+)", self._channel_mention, text)

    def _user_mention(self, found: re.Match[str]) -> str:
        user = self.find_user(found[1])
        return f"<@{user.id}>" if user else found[0]

    def _channel_mention(self, found: re.Match[str]) -> str:
        channel = self.find_channel(found[1])
        return f"<#{channel.id}|{channel.name}>" if channel else found[0]
