"""Listeners of files: the form, a file dropped in the DM, and the buttons of a preview.

They answer at once; what takes longer stands in `context["after_ack"]`.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from commands.blocks import Message
from commands.deps import Deps
from commands.installation import workspace_of
from commands.uploads import KINDS, MOST_BYTES, Upload, read_value
from commands.views.imports import AS_SHOWN, CREATE, cancelled_message, change_form
from commands.views.window import window_view
from funnel.errors import BadForm, NotAllowed
from funnel.intake.dates import DateOrder
from funnel.intake.options import PercentAs
from funnel.intake.styles import DecimalSign

Payload = Mapping[str, Any]
Work = Callable[[], object]
MOST_DROPPED = 5


def handle_import_form(
    ack: Ack, body: Payload, view: Payload, context: BoltContext, deps: Deps
) -> None:
    """The file of the form goes on in the person's DM."""
    workspace, user = workspace_of(context), body["user"]["id"]
    _refuse_guests(workspace, user, deps)
    held = view["state"]["values"]["file"]["value"]["files"]
    if not held:
        raise BadForm({"file": "Choose a file: CSV, TSV or Excel (.xlsx)."})
    if wrong := _wrong_with(held[0]):
        raise BadForm({"file": wrong})
    upload = Upload(held[0]["id"], held[0]["name"], user)
    words = f"I am reading {upload.name}. What I understood comes as a direct message from me."
    ack(response_action="update", view=window_view(Message(words)))
    context["after_ack"] = partial(deps.files.preview, workspace, upload)


def take_dropped_files(event: Payload, context: BoltContext, deps: Deps) -> None:
    """Each file of a message in the DM with the bot, once for each event."""
    workspace, now = workspace_of(context), deps.clock()
    _refuse_guests(workspace, event["user"], deps)
    key = f"{event['channel']}:{event['ts']}"
    with deps.store.write(workspace) as tx:
        if not tx.seen.first_time(f"reply:{key}", at=now):
            return
    works: list[Work] = []
    for held in event.get("files", ())[:MOST_DROPPED]:
        if wrong := _wrong_with(held):
            say = partial(context.client.chat_postMessage, channel=event["channel"], text=wrong)
            works.append(say)
        else:
            upload = Upload(held["id"], held["name"], event["user"])
            works.append(partial(deps.files.preview, workspace, upload))
    context["after_ack"] = in_turn(*works)


def handle_import_read(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, deps: Deps
) -> None:
    """An answer to what the file left open: it is read again."""
    upload = _pressed(action, body)
    ack()
    context["after_ack"] = partial(deps.files.preview, workspace_of(context), upload)


def handle_import_store(
    ack: Ack, action: Payload, body: Payload, context: BoltContext, deps: Deps
) -> None:
    """A second press changes nothing: what is stored already is the same."""
    upload = _pressed(action, body)
    ack()
    key = f"import:{upload.channel}:{upload.ts}:{upload.file}"
    context["after_ack"] = partial(deps.files.store, workspace_of(context), upload, key=key)


def handle_import_change(ack: Ack, action: Payload, body: Payload, client: WebClient) -> None:
    upload = _pressed(action, body)
    client.views_open(trigger_id=body["trigger_id"], view=change_form(upload).sealed())
    ack()


def handle_import_reread(ack: Ack, view: Payload, context: BoltContext, deps: Deps) -> None:
    """The form's choices; the preview is drawn anew in its place."""
    upload = read_value(view["private_metadata"])
    values = view["state"]["values"]
    mapping = dict(upload.options.mapping)
    for place, name in enumerate(upload.unknown):
        chosen = values[f"name{place}"]["metric"]["selected_option"]
        if chosen:
            mapping[name] = chosen["value"]
    numbers, dates = _picked(values, "decimals"), _picked(values, "dates")
    percents = _picked(values, "percents")
    options = replace(
        upload.options,
        numbers=DecimalSign(numbers) if numbers else None,
        dates=DateOrder(dates) if dates else None,
        percent_as=PercentAs(percents) if percents else None,
        create_metrics=any(
            one["value"] == CREATE.value for one in values["create"]["value"]["selected_options"]
        ),
        mapping=mapping,
    )
    ack()
    again = replace(upload, options=options)
    context["after_ack"] = partial(deps.files.preview, workspace_of(context), again)


def handle_import_cancel(
    ack: Ack, action: Payload, body: Payload, client: WebClient, context: BoltContext, deps: Deps
) -> None:
    upload = _pressed(action, body)
    ack()
    deps.files.drop(upload)
    payload = cancelled_message(upload.name).payload()
    context["after_ack"] = partial(
        client.chat_update, channel=body["channel"]["id"], ts=body["message"]["ts"], **payload
    )


def in_turn(*works: Work | None) -> Work | None:
    """One piece of work out of several, in this order; None when there is none."""
    wanted = [work for work in works if work is not None]

    def run() -> None:
        for work in wanted:
            work()

    return run if wanted else None


def _pressed(action: Payload, body: Payload) -> Upload:
    """The file that a button speaks of, told in the message that it stands in."""
    upload = read_value(action["value"])
    if upload.user != body["user"]["id"]:
        raise NotAllowed(f"<@{upload.user}> sent that file.", "Drop your own in our DM.")
    return replace(upload, channel=body["channel"]["id"], ts=body["message"]["ts"])


def _picked(values: Payload, block: str) -> str:
    chosen = values[block]["value"]["selected_option"]
    return "" if not chosen or chosen["value"] == AS_SHOWN.value else str(chosen["value"])


def _wrong_with(held: Payload) -> str:
    """A sentence on a file that is not worth fetching; "" for one that is."""
    name = str(held.get("name", ""))
    if name.rpartition(".")[2].lower() not in KINDS:
        return f"{name[:80]} is no table. Send CSV, TSV or Excel (.xlsx)."
    if int(held.get("size") or 0) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        return f"{name[:80]} is larger than {most} MB. Split it, or use `funnelbot import`."
    return ""


def _refuse_guests(workspace: str, user: str, deps: Deps) -> None:
    if deps.people.get(workspace, user).is_guest:
        raise NotAllowed(
            "Numbers here are for full members of the workspace.", "Ask a member to import it."
        )
