"""What the page is told: the workspace as JSON, whole at first, then what changed."""

from dataclasses import dataclass, field
from typing import Any

from playground.directory import Channel
from playground.messages import Message
from playground.page.stage import Stage
from playground.server import LocalSlack
from playground.transcript import Exchange
from playground.workspace import BOT_USER, SLACKBOT, Workspace

Json = dict[str, Any]
EXCHANGES_AT_FIRST = 200


def stage_json(stage: Stage) -> Json:
    """Story, clock, bot, people and what can be typed."""
    workspace = stage.slack.workspace
    return {
        "story": stage.story,
        "notice": stage.notice,
        "activity": stage.activity,
        "bot_is_up": stage.bot_is_up,
        "now": workspace.clock.now().isoformat(),
        "people": [user.id for user in stage.people],
        "bot": BOT_USER,
        "slackbot": SLACKBOT,
        "commands": [command.name for command in workspace.commands],
        "verbs": [{"usage": verb.usage, "what": verb.what} for verb in stage.verbs],
        "shortcuts": [
            {"name": each.name, "callback_id": each.callback_id, "of_message": each.of_message}
            for each in stage.shortcuts
        ],
    }


def users_json(workspace: Workspace) -> list[Json]:
    return [
        {
            "id": user.id,
            "name": user.name,
            "real_name": user.real_name or user.name,
            "tz": user.tz,
            "is_admin": user.is_admin,
            "is_guest": user.is_restricted,
            "is_bot": user.is_bot,
        }
        for user in workspace.users()
    ]


def channel_json(channel: Channel) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "is_private": channel.is_private,
        "is_im": channel.is_im,
        "is_archived": channel.is_archived,
        "members": sorted(channel.members),
    }


def message_json(message: Message) -> Json:
    return {
        "channel": message.channel,
        "ts": message.ts,
        "user": message.user,
        "text": message.text,
        "blocks": list(message.blocks),
        "attachments": list(message.attachments),
        "files": [
            {key: each.get(key) for key in ("id", "name", "title", "size")}
            for each in message.files
        ],
        "thread_ts": message.thread_ts,
        "only_to": message.only_to,
        "edited": message.edited,
        "revision": message.revision,
    }


def views_json(workspace: Workspace) -> Json:
    """Stacks of open modals, bottom first, and Homes, by user id."""
    with workspace.pulse.reading():
        ids = [user.id for user in workspace.users()]
        stacks = {user: workspace.views.stack(user) for user in ids}
        homes = {user: workspace.views.home(user) for user in ids}
        return {
            "stacks": {
                user: [{**workspace.view_json(view), "errors": view.errors} for view in stack]
                for user, stack in stacks.items()
                if stack
            },
            "homes": {user: workspace.view_json(view) for user, view in homes.items() if view},
        }


@dataclass(slots=True)
class Told:
    """What one page has been told of one Slack, so that it gets only the rest."""

    slack: LocalSlack
    _messages: dict[str, dict[str, int]] = field(default_factory=dict)
    _last: Exchange | None = None

    def everything(self, stage: Stage) -> Json:
        """The whole state; the page forgets what it had."""
        workspace = self.slack.workspace
        exchanges = workspace.transcript.exchanges()[-EXCHANGES_AT_FIRST:]
        self._last = exchanges[-1] if exchanges else None
        return {
            "whole": True,
            "stage": stage_json(stage),
            "users": users_json(workspace),
            **self.messages({channel.id for channel in workspace.channels()}),
            **views_json(workspace),
            "exchanges": [exchange.as_json() for exchange in exchanges],
            "problems": list(workspace.problems),
        }

    def news(self, stage: Stage, changed: dict[str, set[str]]) -> Json:
        """What the page lacks after changes of these kinds (kind -> subjects)."""
        workspace = self.slack.workspace
        told: Json = {"stage": stage_json(stage)}
        if "user" in changed:
            told["users"] = users_json(workspace)
        if "message" in changed or "channel" in changed:
            told |= self.messages(changed.get("message", set()))
        if changed.keys() & {"view", "home"}:
            told |= views_json(workspace)
        if "exchange" in changed:
            told["exchanges"] = [exchange.as_json() for exchange in self._new_exchanges()]
        if "problem" in changed:
            told["problems"] = list(workspace.problems)
        return told

    def messages(self, channels: set[str]) -> Json:
        """All channels, and of `channels` the new or changed messages and those that are gone."""
        workspace = self.slack.workspace
        new, gone = [], []
        for channel in channels:
            with workspace.pulse.reading():
                held = workspace.messages.channel(channel)
            told = self._messages.get(channel, {})
            self._messages[channel] = {message.ts: message.revision for message in held}
            new += [message for message in held if told.get(message.ts) != message.revision]
            gone += [[channel, ts] for ts in told.keys() - self._messages[channel].keys()]
        return {
            "channels": [channel_json(channel) for channel in workspace.channels()],
            "messages": [message_json(message) for message in new],
            "gone": gone,
        }

    def _new_exchanges(self) -> list[Exchange]:
        exchanges = self.slack.workspace.transcript.exchanges()
        places = (n for n in range(len(exchanges), 0, -1) if exchanges[n - 1] is self._last)
        new = exchanges[next(places, 0) :]
        self._last = exchanges[-1] if exchanges else None
        return new
