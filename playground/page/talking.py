"""Saying things: messages, slash commands, inviting and removing the bot, channels, Home."""

from typing import Any

from playground.page.asked import Asked
from playground.page.stage import StageRefused
from playground.workspace import BOT_USER, SLACKBOT

Json = dict[str, Any]


def say(asked: Asked) -> Json:
    """A message or, outside of threads, a slash command; blocks until its ack."""
    user, channel, text = asked.person(), asked.channel(), asked.words("text").strip()
    thread = asked.maybe("thread_ts")
    if not text:
        raise StageRefused("There is nothing to send.")
    if user.id not in channel.members:
        raise StageRefused(f"{user.name} is not in {channel.label}.")
    if not text.startswith("/"):
        asked.interactions.say(user, channel=channel, text=text, thread_ts=thread)
    elif thread is not None:
        name = text.split(maxsplit=1)[0]
        words = f"{name} is not supported in threads. Sorry!"
        asked.workspace.post(channel, user=SLACKBOT, text=words, only_to=user.id, thread_ts=thread)
    else:
        asked.interactions.command(user, channel=channel, typed=text)
    return {}


def share(asked: Asked) -> Json:
    """A file that was uploaded, as a message of its own."""
    user, channel = asked.person(), asked.channel()
    with asked.workspace.pulse.reading():
        stored = asked.workspace.files.find(asked.words("file"))
    if stored is None:
        raise StageRefused("That file is not there any more.")
    if user.id not in channel.members:
        raise StageRefused(f"{user.name} is not in {channel.label}.")
    asked.interactions.share(user, channel=channel, files=[stored])
    return {}


def invite_bot(asked: Asked) -> Json:
    """As by `/invite`; the bot hears of it if it subscribed to member_joined_channel."""
    user, channel = asked.person(), asked.channel()
    invitation = f"/invite {asked.workspace.bot_name}"
    asked.interactions.command(user, channel=channel, typed=invitation)
    return {}


def remove_bot(asked: Asked) -> Json:
    channel, workspace = asked.channel(), asked.workspace
    if channel.is_im or BOT_USER not in channel.members:
        raise StageRefused(f"{workspace.bot_name} is not in {channel.label}.")
    workspace.leave(channel, BOT_USER)
    words = f"{workspace.bot_name} was removed from {channel.label}"
    workspace.post(channel, user=SLACKBOT, text=words)
    return {}


def join(asked: Asked) -> Json:
    user, channel = asked.person(), asked.channel()
    if channel.is_private or channel.is_im:
        raise StageRefused("A private channel can be joined by invitation only.")
    asked.workspace.join(channel, user.id)
    return {}


def new_channel(asked: Asked) -> Json:
    """With this person in it, without the bot. Gives its id."""
    user, workspace = asked.person(), asked.workspace
    name = asked.words("name").strip().removeprefix("#").lower().replace(" ", "-")
    if not name or len(name) > 80 or not name.replace("-", "").replace("_", "").isalnum():
        raise StageRefused("A channel's name has letters, digits, - and _; at most 80 of them.")
    if workspace.find_channel(name) is not None:
        raise StageRefused(f"There is a channel #{name} already.")
    channel = workspace.add_channel(name, is_private=asked.flag("is_private"), bot=False)
    workspace.join(channel, user.id)
    return {"channel": channel.id}


def open_dm(asked: Asked) -> Json:
    """The conversation of this person with the bot."""
    return {"channel": asked.workspace.dm(asked.person()).id}


def open_home(asked: Asked) -> Json:
    asked.interactions.home_opened(asked.person())
    return {}


def shortcut(asked: Asked) -> Json:
    """A global one, or one of a message if `ts` is given."""
    message = asked.message() if "ts" in asked.body else None
    asked.interactions.shortcut(asked.person(), asked.words("callback_id"), message=message)
    return {}
