"""The form of a digest on a desk: opened, filled in, redrawn, sent; and where the bot may post."""

from dataclasses import dataclass, field
from typing import Any

from commands.blocks import Message, Modal
from commands.verbs.digest_form import CannotPost, Sender, preview, redrawn, save_digest
from playground.blockkit import check_view
from playground.render import flatten
from playground.state import HOLDS, first_state, kept_state
from tests.commands.conftest import ANA, TEAM, Desk, accepted


@dataclass
class Channels:
    """Where the bot may post, and what it posted: Slack's side of saving a digest."""

    open: set[str] = field(default_factory=lambda: {"C1", "C2", ANA})
    said: list[tuple[str, str]] = field(default_factory=list)

    def post(self, channel: str, message: Message) -> None:
        if channel not in self.open:
            raise CannotPost("I am not in that channel. Type /invite @Funnelbot there.")
        self.said.append((channel, flatten(accepted(message))))


@dataclass
class Form:
    """The open form, filled in and sent."""

    desk: Desk
    view: dict[str, Any]
    values: dict[str, Any]

    @classmethod
    def opened(cls, desk: Desk, words: str = "digest", **where: Any) -> "Form":
        modal = desk.asks(words, **where)
        assert isinstance(modal, Modal)
        view = modal.sealed()
        channel = where.get("channel", "C1")
        return cls(desk, view, first_state(view["blocks"], conversation=channel))

    @property
    def fields(self) -> list[str]:
        return [block["block_id"] for block in self.view["blocks"] if "element" in block]

    def chosen(self, name: str) -> list[str]:
        (held,) = self.values[name].values()
        return [one["value"] for one in held["selected_options"]]

    def fills(self, **changed: Any) -> None:
        for name, said in changed.items():
            ((action, held),) = self.values[name].items()
            _, key, _ = HOLDS[held["type"]]
            now = said
            if key == "selected_option":
                now = {"value": said} if said else None
            if key == "selected_options":
                now = [{"value": one} for one in said]
            self.values[name] = {action: held | {key: now}}

    def redraws(self, **changed: Any) -> None:
        """Slack keeps what was typed in the blocks that are still there."""
        self.fills(**changed)
        self.view = redrawn(self._shown(), self._sender(ANA), self.desk.deps)
        assert check_view(self.view, "modal") == []
        self.values = kept_state(self.view["blocks"], self.values)

    def previewed(self) -> str:
        return flatten(preview(self._shown(), self._sender(ANA), self.desk.deps))

    def sent(self, channels: Channels, user: str = ANA, **changed: Any) -> dict[str, Any]:
        self.fills(**changed)
        shown = save_digest(self._shown(), self._sender(user), self.desk.deps, post=channels.post)
        assert check_view(shown, "modal") == []
        return shown

    def _shown(self) -> dict[str, Any]:
        return self.view | {"id": "V1", "state": {"values": self.values}}

    def _sender(self, user: str) -> Sender:
        return Sender(TEAM, user, self.desk.now)
