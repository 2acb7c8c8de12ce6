"""files.*: the upload in three steps, and what is known of a file."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from playground.directory import Channel
from playground.files import StoredFile
from playground.methods.call import Call, Method, Refusal, method, wrong_arguments
from playground.methods.chat import content, destination, thread_of
from playground.workspace import BOT_USER

Json = dict[str, Any]


def _get_upload_url(call: Call) -> Json:
    call.need("filename")
    if call.number("length", 0) == 0:
        raise Refusal("missing_argument")
    shelf = call.workspace.files
    with call.workspace.pulse.changing("file", call.words("filename")):
        stored = shelf.expect(call.words("filename"), user=BOT_USER)
    return {"upload_url": f"{shelf.server}/upload/{stored.id}", "file_id": stored.id}


def _uploaded(call: Call) -> list[StoredFile]:
    """The named files, their bytes there, with their titles."""
    given = call.args.get("files")
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given or [0]):
        raise wrong_arguments("must be an array: files")
    found = []
    for each in given:
        stored = call.workspace.files.find(str(each.get("id")))
        if stored is None or stored.content is None:
            raise Refusal("file_not_found")
        found.append(replace(stored, title=each.get("title") or stored.name))
    return found


def _destinations(call: Call) -> list[Channel]:
    listed = call.words("channels") or call.words("channel_id")
    ids = [channel for channel in listed.split(",") if channel]
    return [destination(replace(call, args={**call.args, "channel": each})) for each in ids]


def _complete(call: Call) -> Json:
    workspace = call.workspace
    stored = _uploaded(call)
    for channel in _destinations(call):
        shown = tuple(workspace.files.show(each) for each in stored)
        said = {"text": call.words("initial_comment")}
        if call.args.get("blocks"):
            said = content(call)
        message = workspace.post(
            channel,
            user=BOT_USER,
            from_app=True,
            files=shown,
            thread_ts=thread_of(call, channel),
            **said,
        )
        with workspace.pulse.reading():
            workspace.files.share(stored, channel=channel.id, ts=message.ts)
            stored = [workspace.files.find(each.id) or each for each in stored]
    with workspace.pulse.changing("file", "upload"):
        return {"files": [workspace.files.show(workspace.files.put(each)) for each in stored]}


def _info(call: Call) -> Json:
    stored = call.workspace.files.find(call.words("file"))
    if stored is None:
        raise Refusal("file_not_found")
    return {"file": call.workspace.files.show(stored)}


METHODS: Mapping[str, Method] = {
    "files.getUploadURLExternal": method(
        _get_upload_url, "filename length alt_txt snippet_type", scope="files:write"
    ),
    "files.completeUploadExternal": method(
        _complete,
        "files channel_id channels initial_comment thread_ts blocks",
        scope="files:write",
    ),
    "files.info": method(_info, "file cursor limit count page", scope="files:read"),
}
