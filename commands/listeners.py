"""Where Slack's payloads come in and answers go out; what they say is the verbs' business.

Bolt fills parameters by name. Whatever goes out after the ack stands in `context["after_ack"]`
and is started when the answer was written, so nothing overtakes it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext, Respond
from slack_sdk import WebClient

from commands.blocks import Message, Modal, as_text
from commands.deps import Deps
from commands.import_listeners import in_turn, take_dropped_files
from commands.installation import workspace_of
from commands.parse import without_mention
from commands.reactions import note_reaction
from commands.request import Origin, Request
from commands.router import Asker, answer, as_note, read, request_for
from commands.verbs.log import record_entry
from commands.verbs.log_form import read_log_form
from commands.views.opener import opener_message
from commands.views.shared import shared_message, without_share
from commands.views.window import window_view
from funnel.schedules import ReactionKind

Payload = Mapping[str, Any]
PRIVATE_NAMES = ("directmessage", "privategroup", "mpdm")


def handle_funnel(
    ack: Ack, command: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    """`/funnel …`: the answer is the ack; a form opens first and the ack stays empty."""
    asker = Asker(
        workspace=workspace_of(context),
        user=command["user_id"],
        channel=command["channel_id"],
        origin=Origin.SLASH,
        now=deps.clock(),
        private=_is_private(command["channel_id"], command.get("channel_name", "")),
        key=command["trigger_id"],
    )
    match answer(read(command.get("text", ""), asker, deps=deps), deps):
        case Message() as message:
            ack(**message.payload())
            context["after_ack"] = message.after
        case Modal() as form:
            client.views_open(trigger_id=command["trigger_id"], view=form.sealed())
            ack()
            context["after_ack"] = form.after


def handle_mention(event: Payload, client: WebClient, context: BoltContext, deps: Deps) -> None:
    """`@Funnelbot …` in a channel: a visible reply in the thread, once for each event."""
    thread = event.get("thread_ts") or event["ts"]
    _reply(event, client, context=context, deps=deps, origin=Origin.MENTION, thread=thread)


def handle_direct(event: Payload, client: WebClient, context: BoltContext, deps: Deps) -> None:
    """A line in the DM with the bot. Edits, joins and other bots' lines are not for us."""
    if event.get("channel_type") != "im":
        return
    if event.get("subtype") == "file_share" and not event.get("bot_id"):
        take_dropped_files(event, context, deps)
        return
    is_typed = not event.get("subtype")
    if is_typed and not event.get("bot_id") and event.get("user") != deps.bot_user:
        thread = event.get("thread_ts", "")
        _reply(event, client, context=context, deps=deps, origin=Origin.DM, thread=thread)


def handle_run(
    ack: Ack,
    action: Payload,
    body: Payload,
    client: WebClient,
    respond: Respond,
    context: BoltContext,
    deps: Deps,
) -> None:
    """A button or menu entry that runs a command."""
    request = read(_value(action), _presser(body, context, deps), deps=deps)
    result = answer(request, deps)
    _note(body, request, deps)
    ack()
    match result:
        case Modal() as form:
            _open(client, body)(trigger_id=body["trigger_id"], view=form.sealed())
            context["after_ack"] = form.after
        case Message() as message if body.get("view"):
            _show_in_window(message, body=body, client=client)
            context["after_ack"] = message.after
        case Message() as message:
            send = partial(respond, _by_url(message, body))
            context["after_ack"] = in_turn(send, message.after)


def handle_share(
    ack: Ack, action: Payload, body: Payload, respond: Respond, context: BoltContext, deps: Deps
) -> None:
    """Shows everybody what the presser saw: the same request at the same instant."""
    as_of, _, text = _value(action).partition(" ")
    asker = replace(_presser(body, context, deps), now=datetime.fromisoformat(as_of))
    request = read(text, asker, deps=deps)
    result = answer(request, deps)
    ack()
    if isinstance(result, Message):
        with deps.store.read(request.workspace) as tx:
            zone = tx.workspace.get().zone
        message = shared_message(result, user=request.user, as_of=request.now, zone=zone)
        context["after_ack"] = partial(respond, _by_url(message, body))


def handle_shortcut(
    ack: Ack, body: Payload, client: WebClient, context: BoltContext, deps: Deps, words: str
) -> None:
    """A global shortcut stands for the words of a command that opens a form."""
    result = answer(read(words, _presser(body, context, deps), deps=deps), deps)
    form = result if isinstance(result, Modal) else _window(result)
    client.views_open(trigger_id=body["trigger_id"], view=form.sealed())
    ack()
    context["after_ack"] = form.after


def handle_log_form(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """Records the number of the form, or asks; either takes the form's place."""
    asker = _presser(body, context, deps)
    request = request_for(asker, verb="log", args="", text="log")
    entry, number = read_log_form(view["state"]["values"], request, deps)
    message = record_entry(entry, number, request, deps)
    ack(response_action="update", view=_window(message).sealed())


def _reply(
    event: Payload,
    client: WebClient,
    *,
    context: BoltContext,
    deps: Deps,
    origin: Origin,
    thread: str,
) -> None:
    workspace, now = workspace_of(context), deps.clock()
    key = f"{event['channel']}:{event['ts']}"  # a retried event has the same
    with deps.store.write(workspace) as tx:
        if not tx.seen.first_time(f"reply:{key}", at=now):
            return
    asker = Asker(
        workspace,
        event["user"],
        event["channel"],
        origin,
        now,
        private=_is_private(event["channel"], ""),
        key=key,
    )
    words = without_mention(event.get("text", ""), context.bot_user_id or deps.bot_user)
    words = as_note(words, asker, deps, thread=event.get("thread_ts", ""))
    request = read(words, asker, deps=deps)
    message = _for_conversation(answer(request, deps), request)
    payload = message.payload() | ({"thread_ts": thread} if thread else {})
    send = partial(client.chat_postMessage, channel=event["channel"], **payload)
    context["after_ack"] = in_turn(send, message.after)
    if event.get("thread_ts"):
        kind = ReactionKind.MENTIONED
        note_reaction(
            workspace,
            asker.user,
            channel=event["channel"],
            ts=event["thread_ts"],
            kind=kind,
            now=now,
            deps=deps,
        )


def _note(body: Payload, request: Request, deps: Deps) -> None:
    """A button of a digest was pressed."""
    ts = (body.get("message") or {}).get("ts", "")
    note_reaction(
        request.workspace,
        request.user,
        channel=request.channel,
        ts=ts,
        kind=ReactionKind.PRESSED,
        now=request.now,
        deps=deps,
    )


def _for_conversation(result: Message | Modal, request: Request) -> Message:
    """Mentions and DMs carry no trigger: a form is offered as a button. What all see has no
    Share button."""
    if isinstance(result, Modal):
        return opener_message(result.view["title"]["text"], request.text)
    return without_share(replace(result, public=False))


def _presser(body: Payload, context: BoltContext, deps: Deps) -> Asker:
    channel = body.get("channel") or {}
    view = body.get("view") or {}
    return Asker(
        workspace=workspace_of(context),
        user=body["user"]["id"],
        channel=channel.get("id", ""),
        origin=_origin(body, view),
        now=deps.clock(),
        private=_is_private(channel.get("id", ""), channel.get("name", "")),
        view=view.get("id", ""),
        key=body.get("trigger_id", ""),
    )


def _origin(body: Payload, view: Payload) -> Origin:
    if body.get("type") == "shortcut":
        return Origin.SHORTCUT
    return Origin.HOME if view.get("type") == "home" else Origin.BUTTON


def _by_url(message: Message, body: Payload) -> dict[str, Any]:
    """For the response_url: in place of the message, to all, or only to the presser. In a DM
    nothing is ephemeral: the answer should still be there tomorrow."""
    direct = _is_direct((body.get("channel") or {}).get("id", ""))
    payload = message.payload()
    payload["response_type"] = "in_channel" if message.public or direct else "ephemeral"
    payload["replace_original"] = message.replace
    thread = (body.get("message") or {}).get("thread_ts")
    return payload | ({"thread_ts": thread} if thread and not message.replace else {})


def _show_in_window(message: Message, *, body: Payload, client: WebClient) -> None:
    """Views hold no tables and charts: from Home the answer opens as a form without inputs, inside
    one it takes its place."""
    view = _window(message).sealed()
    if body["view"]["type"] == "home":
        client.views_open(trigger_id=body["trigger_id"], view=view)
    else:
        client.views_update(view_id=body["view"]["id"], view=view)


def _window(message: Message) -> Modal:
    return Modal(window_view(as_text(without_share(message))))


def _open(client: WebClient, body: Payload) -> Callable[..., Any]:
    inside = (body.get("view") or {}).get("type") == "modal"
    return client.views_push if inside else client.views_open


def _value(action: Payload) -> str:
    chosen = action.get("selected_option")
    return str(chosen["value"] if chosen else action.get("value", ""))


def _is_direct(channel: str) -> bool:
    return channel.startswith("D")


def _is_private(channel: str, name: str) -> bool:
    return channel.startswith(("D", "G")) or name.startswith(PRIVATE_NAMES)
