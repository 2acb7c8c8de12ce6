"""views.*: opening, stacking, updating modals and publishing Home."""

import json
from collections.abc import Mapping
from typing import Any

from playground.blockkit import Surface, check_view
from playground.blockkit.payloads import MOST_VIEW_BYTES
from playground.methods.call import Call, Method, Refusal, method, wrong_arguments, wrong_blocks
from playground.tickets import Trigger
from playground.views import MOST_STACKED, View

Json = dict[str, Any]


def kind_of(view: Any) -> Surface:
    """Home only if it says so; anything else is judged as a modal."""
    home = isinstance(view, dict) and view.get("type") == "home"
    return Surface.HOME if home else Surface.MODAL


def _written(call: Call, kind: Surface, *, old: View | None = None) -> Json:
    """The view argument, checked; `old` may keep its own external_id."""
    call.need("view")
    view = call.args["view"]
    if len(json.dumps(view).encode()) > MOST_VIEW_BYTES:
        raise Refusal("view_too_large")
    if problems := check_view(view, kind):
        of_blocks = all(problem.pointer.startswith("/blocks") for problem in problems)
        if of_blocks:
            raise wrong_blocks(problems)
        raise wrong_arguments(*(str(problem) for problem in problems))
    taken = call.workspace.views.by_external_id(view.get("external_id", ""))
    if taken is not None and (old is None or taken.id != old.id):
        raise Refusal("duplicate_external_id")
    held: Json = view
    return held


def _trigger(call: Call) -> Trigger:
    key = call.words("trigger_id") or call.words("interactivity_pointer")
    if not key:
        raise wrong_arguments("missing required field: trigger_id")
    trigger = call.workspace.tickets.check_trigger(key)
    if isinstance(trigger, str):
        raise Refusal(trigger)
    return trigger


def _spend(call: Call) -> None:
    key = call.words("trigger_id") or call.words("interactivity_pointer")
    call.workspace.tickets.spend_trigger(key)


def _open(call: Call) -> Json:
    with call.workspace.pulse.changing("view", "open") as revision:
        trigger = _trigger(call)
        body = _written(call, Surface.MODAL)
        _spend(call)
        view = call.workspace.views.open(
            trigger.user, body, conversation=trigger.channel, revision=revision
        )
        return {"view": call.workspace.view_json(view)}


def _push(call: Call) -> Json:
    with call.workspace.pulse.changing("view", "push") as revision:
        trigger = _trigger(call)
        body = _written(call, Surface.MODAL)
        stack = call.workspace.views.stack(trigger.user)
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= MOST_STACKED:
            raise Refusal("push_limit_reached")
        _spend(call)
        view = call.workspace.views.push(
            trigger.user, body, conversation=trigger.channel, revision=revision
        )
        return {"view": call.workspace.view_json(view)}


def _check_hash(call: Call, view: View | None) -> None:
    given = call.words("hash")
    if given and view is not None and given != view.hash:
        raise Refusal("hash_conflict")


def _update(call: Call) -> Json:
    views = call.workspace.views
    with call.workspace.pulse.changing("view", "update") as revision:
        if "view_id" in call.args:
            view = views.find(call.words("view_id"))
        else:
            call.need("external_id")
            view = views.by_external_id(call.words("external_id"))
        if view is None:
            raise Refusal("not_found")
        _check_hash(call, view)
        kind = Surface.MODAL if view.is_modal else Surface.HOME
        body = _written(call, kind, old=view)
        return {"view": call.workspace.view_json(views.update(view, body, revision=revision))}


def _publish(call: Call) -> Json:
    call.need("user_id")
    user = call.workspace.find_user(call.words("user_id"))
    if user is None or user.id != call.words("user_id"):
        raise Refusal("user_not_found")
    with call.workspace.pulse.changing("home", user.id) as revision:
        old = call.workspace.views.home(user.id)
        _check_hash(call, old)
        body = _written(call, Surface.HOME, old=old)
        view = call.workspace.views.publish(user.id, body, revision=revision)
        return {"view": call.workspace.view_json(view)}


METHODS: Mapping[str, Method] = {
    "views.open": method(_open, "view trigger_id interactivity_pointer"),
    "views.push": method(_push, "view trigger_id interactivity_pointer"),
    "views.update": method(_update, "view view_id external_id hash"),
    "views.publish": method(_publish, "view user_id hash"),
}
