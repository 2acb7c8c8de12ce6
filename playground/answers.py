"""What Slack does with what the bot answered: acks of commands, forms, menus, response URLs."""

from dataclasses import replace
from typing import Any

from playground.blockkit import Problem, Surface, check_message, check_view
from playground.blockkit.objects import check_options
from playground.delivery import Acked, Outcome, Unanswered
from playground.directory import Channel, User
from playground.messages import Message
from playground.tickets import ResponseUrl
from playground.views import MOST_STACKED, View
from playground.workspace import BOT_USER, Workspace

Json = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


def _said(problems: list[Problem]) -> str:
    return "; ".join(map(str, problems))


def answer_command(
    workspace: Workspace, user: User, *, channel: Channel, typed: str, outcome: Outcome
) -> Message | None:
    """Shows the ack of a slash command, or Slackbot's words about a missing one."""
    name = typed.split(maxsplit=1)[0]
    match outcome:
        case Unanswered(error):
            return workspace.tell(user.id, channel, f"{name} failed with the error “{error}”")
        case Acked(None):
            return None
        case Acked(str(text)):
            body: Json = {"text": text}
        case Acked(dict(held)):
            body = held
    problems = check_message(body)
    if problems:
        workspace.report(f"ack of {typed}: {_said(problems)}")
        failed = f"{name} failed with the error “invalid_command_response”"
        return workspace.tell(user.id, channel, failed)
    if body.get("response_type") == "in_channel":
        workspace.post(channel, user=user.id, text=typed)
        return _show(workspace, channel, body, only_to=None)
    return _show(workspace, channel, body, only_to=user.id)


def _show(workspace: Workspace, channel: Channel, body: Json, *, only_to: str | None) -> Message:
    return workspace.post(
        channel,
        user=BOT_USER,
        from_app=True,
        only_to=only_to,
        text=body.get("text") or "",
        blocks=body.get("blocks") or (),
        attachments=tuple(body.get("attachments") or ()),
        thread_ts=body.get("thread_ts"),
        metadata=body.get("metadata") or None,
    )


def answer_by_url(workspace: Workspace, key: str, body: Json) -> tuple[int, Json | str]:
    """Status and body of a POST to a response URL."""
    with workspace.pulse.reading():
        ticket = workspace.tickets.use_url(key, now=workspace.clock.now())
    if isinstance(ticket, str):
        return 404, {"ok": False, "error": ticket}
    if problems := check_message(body):
        error = "no_text" if problems[0].message.startswith("no_text") else "invalid_blocks"
        workspace.report(f"response_url: {_said(problems)}")
        return 400, {"ok": False, "error": error, "errors": [str(each) for each in problems]}
    channel = workspace.find_channel(ticket.channel)
    if channel is None:
        return 404, {"ok": False, "error": "channel_not_found"}
    _answer_ticket(workspace, ticket, channel, body)
    return 200, "ok"


def _answer_ticket(workspace: Workspace, ticket: ResponseUrl, channel: Channel, body: Json) -> None:
    """Only the URL of a message's button can replace or delete; a command's adds."""
    with workspace.pulse.reading():
        original = workspace.messages.find(channel.id, ticket.message_ts or "")
    if body.get("delete_original"):
        if original is not None:
            workspace.delete(original)
        return
    if body.get("replace_original") and original is not None:
        workspace.edit(
            original,
            text=body.get("text") or "",
            blocks=body.get("blocks") or (),
            attachments=tuple(body.get("attachments") or ()),
        )
        return
    public = body.get("response_type") == "in_channel"
    _show(workspace, channel, body, only_to=None if public else ticket.user)


def answer_submission(workspace: Workspace, view: View, outcome: Outcome) -> None:
    """Closes, clears, updates, pushes, or puts words under fields."""
    match outcome:
        case Unanswered():
            _trouble(workspace, view)
        case Acked(None):
            with workspace.pulse.changing("view", view.id):
                workspace.views.pop(view)
        case Acked({"response_action": "clear"}):
            with workspace.pulse.changing("view", view.id):
                workspace.views.clear(view.user)
        case Acked({"response_action": "errors", "errors": dict(errors)}) if errors:
            _show_errors(workspace, view, errors)
        case Acked({"response_action": "update" | "push" as action, "view": dict(body)}):
            _show_view(workspace, view, action=action, body=body)
        case Acked(body):
            workspace.report(f"ack of view_submission makes no sense: {body}")
            _trouble(workspace, view)


def _trouble(workspace: Workspace, view: View) -> None:
    _put_errors(workspace, view, {"": TROUBLE})


def _put_errors(workspace: Workspace, view: View, errors: dict[str, str]) -> None:
    with workspace.pulse.changing("view", view.id) as revision:
        current = workspace.views.find(view.id)
        if current is not None:
            workspace.views.put(replace(current, errors=errors, revision=revision))


def _show_errors(workspace: Workspace, view: View, errors: dict[str, str]) -> None:
    fields = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    strange = sorted(errors.keys() - fields)
    if strange:
        workspace.report(f"errors for blocks that are no input blocks: {', '.join(strange)}")
        _trouble(workspace, view)
    else:
        _put_errors(workspace, view, errors)


def _show_view(workspace: Workspace, view: View, *, action: str, body: Json) -> None:
    problems = check_view(body, Surface.MODAL)
    too_many = action == "push" and len(workspace.views.stack(view.user)) >= MOST_STACKED
    if problems or too_many:
        why = _said(problems) or "push_limit_reached"
        workspace.report(f"ack of view_submission, {action}: {why}")
        _trouble(workspace, view)
        return
    with workspace.pulse.changing("view", view.id) as revision:
        views = workspace.views
        current = views.find(view.id)
        if action == "update" and current is not None:
            views.update(current, body, revision=revision)
        else:
            views.push(view.user, body, conversation=None, revision=revision)


def answer_suggestion(workspace: Workspace, outcome: Outcome) -> list[Json]:
    """Options of an external menu, groups flattened; none when the answer is late or wrong."""
    match outcome:
        case Acked({"options": list(options)}):
            offered = options
        case Acked({"option_groups": list(groups)}):
            offered = [option for group in groups for option in group.get("options", ())]
        case Acked(body):
            workspace.report(f"ack of block_suggestion has no options: {body}")
            return []
        case Unanswered():
            return []
    if problems := check_options(offered):
        workspace.report(f"ack of block_suggestion: {_said(problems)}")
        return []
    return offered
