"""auth.test, users.info, apps.connections.open and blocks.validate."""

from collections.abc import Mapping
from typing import Any

from playground.blockkit import Problem, check_message, check_view
from playground.methods.call import Call, Method, Refusal, method
from playground.methods.views import kind_of
from playground.workspace import APP, BOT, BOT_USER, TEAM, TEAM_DOMAIN

Json = dict[str, Any]


def _auth_test(call: Call) -> Json:
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": TEAM_DOMAIN,
        "user": call.workspace.bot_name,
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "app_id": APP,
        "is_enterprise_install": False,
    }


def _users_info(call: Call) -> Json:
    call.need("user")
    user = call.workspace.find_user(call.words("user"))
    if user is None or user.id != call.words("user"):
        raise Refusal("user_not_found")
    return {"user": user.as_json(team=TEAM, now=call.workspace.clock.now())}


def _connections_open(call: Call) -> Json:
    server = call.workspace.files.server.replace("http://", "ws://", 1)
    return {"url": f"{server}/link?app_id={APP}"}


def _validate(call: Call) -> Json:
    problems: list[Problem]
    if "view" in call.args:
        problems = check_view(call.args["view"], kind_of(call.args["view"]))
    else:
        message = call.args.get("message") or {"blocks": call.args.get("blocks") or []}
        problems = check_message({"text": "fallback", **message})
    if problems:
        errors = [
            {"code": "invalid", "message": p.message, "field": p.pointer, "pointer": p.pointer}
            for p in problems
        ]
        raise Refusal("invalid_blocks", errors=errors)
    return {}


METHODS: Mapping[str, Method] = {
    "auth.test": method(_auth_test, ""),
    "users.info": method(_users_info, "user include_locale", scope="users:read"),
    "apps.connections.open": method(_connections_open, "", token="xapp-"),
    "blocks.validate": method(_validate, "blocks message view", token=None),
}
