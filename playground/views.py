"""Modal stacks and Home views by person."""

import itertools
import secrets
from collections import defaultdict
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

from playground.state import first_state, kept_state, with_ids

Json = dict[str, Any]
MOST_STACKED = 3
_WRITTEN = ("private_metadata", "callback_id", "external_id")


@dataclass(frozen=True, slots=True)
class View:
    """A modal or Home as one person has it; `errors` are words under fields by block_id."""

    id: str
    user: str
    _: KW_ONLY
    body: Json
    hash: str
    values: Json
    root_id: str
    previous_id: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    revision: int = 0

    @property
    def blocks(self) -> list[Json]:
        held: list[Json] = self.body["blocks"]
        return held

    @property
    def is_modal(self) -> bool:
        return bool(self.body["type"] == "modal")


def _new_hash() -> str:
    return f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"


@dataclass(slots=True)
class ViewBook:
    """Callers hold the workspace's lock."""

    _views: dict[str, View] = field(default_factory=dict)
    _stacks: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _homes: dict[str, str] = field(default_factory=dict)
    _number: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def find(self, view_id: str) -> View | None:
        return self._views.get(view_id)

    def by_external_id(self, external_id: str) -> View | None:
        found = (v for v in self._views.values() if v.body.get("external_id") == external_id)
        return next(found, None) if external_id else None

    def stack(self, user: str) -> list[View]:
        """Bottom first; the last one is what the person sees."""
        return [self._views[view_id] for view_id in self._stacks[user]]

    def home(self, user: str) -> View | None:
        return self._views.get(self._homes.get(user, ""))

    def open(self, user: str, body: Json, *, conversation: str | None, revision: int) -> View:
        """Starts a new stack: what was open is gone."""
        self.clear(user)
        return self._stack(user, body, conversation=conversation, revision=revision)

    def push(self, user: str, body: Json, *, conversation: str | None, revision: int) -> View:
        return self._stack(user, body, conversation=conversation, revision=revision)

    def _stack(self, user: str, body: Json, *, conversation: str | None, revision: int) -> View:
        below = self._stacks[user]
        view = self._new(user, body, conversation=conversation, revision=revision)
        if below:
            view = replace(view, root_id=below[0], previous_id=below[-1])
        below.append(view.id)
        return self.put(view)

    def _new(self, user: str, body: Json, *, conversation: str | None, revision: int) -> View:
        named = {**body, "blocks": with_ids(body["blocks"])}
        view_id = f"V{next(self._number):06d}"
        values = first_state(named["blocks"], conversation=conversation)
        return View(
            view_id,
            user,
            body=named,
            hash=_new_hash(),
            values=values,
            root_id=view_id,
            revision=revision,
        )

    def publish(self, user: str, body: Json, *, revision: int) -> View:
        old = self.home(user)
        if old is not None:
            return self.update(old, body, revision=revision)
        view = self._new(user, body, conversation=None, revision=revision)
        self._homes[user] = view.id
        return self.put(view)

    def update(self, view: View, body: Json, *, revision: int) -> View:
        """What was typed stays under the same block_id and action_id."""
        named = {**body, "blocks": with_ids(body["blocks"])}
        values = kept_state(named["blocks"], view.values)
        new = replace(view, body=named, values=values, hash=_new_hash(), errors={})
        return self.put(replace(new, revision=revision))

    def put(self, view: View) -> View:
        self._views[view.id] = view
        return view

    def pop(self, view: View) -> None:
        if view.id in self._stacks[view.user]:
            self._stacks[view.user].remove(view.id)
            del self._views[view.id]

    def clear(self, user: str) -> None:
        for view_id in self._stacks.pop(user, []):
            del self._views[view_id]


def view_json(view: View, *, team: str, app: str, bot: str) -> Json:
    """The full view object of answers and payloads."""
    body = view.body
    shown: Json = {
        "id": view.id,
        "team_id": team,
        "type": body["type"],
        "blocks": view.blocks,
        **{key: body.get(key, "") for key in _WRITTEN},
        "state": {"values": view.values},
        "hash": view.hash,
        "title": body.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "clear_on_close": body.get("clear_on_close", False),
        "notify_on_close": body.get("notify_on_close", False),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app,
        "app_installed_team_id": team,
        "bot_id": bot,
    }
    return shown
