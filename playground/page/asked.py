"""What a deed's JSON names: persons, places and values, looked up on the stage."""

from dataclasses import dataclass
from typing import Any

from playground.directory import Channel, User
from playground.interactions import Interactions
from playground.messages import Message
from playground.page.stage import Stage, StageRefused
from playground.views import View
from playground.workspace import Workspace

Json = dict[str, Any]


class BadDeed(ValueError):
    """The JSON lacks something or names something of the wrong kind: the page's own fault."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One deed. Lookups raise BadDeed for wrong JSON, StageRefused for what is not there."""

    stage: Stage
    body: Json

    @property
    def workspace(self) -> Workspace:
        return self.stage.slack.workspace

    @property
    def interactions(self) -> Interactions:
        return self.stage.slack.interactions

    def words(self, name: str) -> str:
        value = self.body.get(name)
        if not isinstance(value, str):
            raise BadDeed(f"{name} must be a string")
        return value

    def maybe(self, name: str) -> str | None:
        return self.words(name) if self.body.get(name) is not None else None

    def flag(self, name: str) -> bool:
        return self.body.get(name) is True

    def number(self, name: str, *, least: int, most: int) -> int:
        value = self.body.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise BadDeed(f"{name} must be a whole number from {least} to {most}")
        return value

    def object(self, name: str) -> Json:
        value = self.body.get(name, {})
        if not isinstance(value, dict):
            raise BadDeed(f"{name} must be an object")
        return value

    def person(self) -> User:
        user = self.workspace.find_user(self.words("as"))
        if user is None or user.is_bot:
            raise StageRefused("This person is not in the workspace any more.")
        return user

    def channel(self) -> Channel:
        channel = self.workspace.find_channel(self.words("channel"))
        if channel is None:
            raise StageRefused("This channel is not there any more.")
        return channel

    def message(self) -> Message:
        with self.workspace.pulse.reading():
            found = self.workspace.messages.find(self.words("channel"), self.words("ts"))
        if found is None:
            raise StageRefused("This message was deleted.")
        return found

    def view(self) -> View:
        """One that this person has before her."""
        with self.workspace.pulse.reading():
            found = self.workspace.views.find(self.words("view"))
        if found is None or found.user != self.words("as"):
            raise StageRefused("This view was closed.")
        return found

    def place(self) -> Message | View:
        return self.view() if "view" in self.body else self.message()
