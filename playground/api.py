"""The Web API behind its door: tokens, arguments, scopes, then the method itself."""

import json
from typing import Any
from urllib.parse import parse_qsl

from playground.methods import METHODS
from playground.methods.call import Call, Method, Refusal, wrong_arguments
from playground.workspace import Workspace

Json = dict[str, Any]
_ALWAYS = frozenset({"token", "team_id"})
_STRUCTURED = frozenset({"blocks", "attachments", "metadata", "view", "files", "message"})


def read_arguments(body: bytes, *, content_type: str, query: str = "") -> Json:
    """Arguments of a JSON or form body. Structured form values are JSON strings themselves.

    Raises ValueError for a body that is not a JSON object, Refusal for a value that is no JSON.
    """
    args: Json = dict(parse_qsl(query))
    if "json" in content_type:
        args |= read_object(body)
    else:
        args |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    for name in _STRUCTURED & args.keys():
        if isinstance(args[name], str):
            args[name] = _parsed(name, args[name])
    return args


def read_object(body: bytes) -> Json:
    """A JSON object, empty if there is no body; ValueError if it is anything else."""
    held = json.loads(body) if body.strip() else {}
    if not isinstance(held, dict):
        raise ValueError("the body must be a JSON object")
    return held


def _parsed(name: str, words: str) -> Any:
    try:
        return json.loads(words) if words else None
    except ValueError as problem:
        known = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise Refusal(known.get(name, "invalid_arguments")) from problem


def call_method(workspace: Workspace, name: str, args: Json, *, token: str) -> Json:
    """The answer of one call, refusals included. Unknown methods are reported as problems."""
    try:
        return {"ok": True, **_run(workspace, name, args, token=token)}
    except Refusal as refusal:
        return refusal.body


def _run(workspace: Workspace, name: str, args: Json, *, token: str) -> Json:
    method = METHODS.get(name)
    if method is None:
        workspace.report(f"unknown method called: {name}")
        raise Refusal("unknown_method", req_method=name)
    call = Call(workspace, args)
    if method.token is not None:
        _check_token(workspace, method, token)
    if method.scope is not None:
        call.need_scope(method.scope)
    if strange := sorted(args.keys() - method.args - _ALWAYS):
        raise wrong_arguments(*(f"unexpected argument: {each}" for each in strange))
    return method.run(call)


def _check_token(workspace: Workspace, method: Method, token: str) -> None:
    if not token:
        raise Refusal("not_authed")
    known = (workspace.bot_token, workspace.app_token)
    if token not in known:
        raise Refusal("invalid_auth")
    if method.token is not None and not token.startswith(method.token):
        raise Refusal("not_allowed_token_type")
