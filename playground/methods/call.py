"""One call of a Web API method: its arguments, its refusals, its entry in the table."""

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any

from playground.blockkit import Problem
from playground.directory import Channel
from playground.workspace import BOT_USER, Workspace

Json = dict[str, Any]


class Refusal(Exception):
    """Slack's `ok: false`; `more` are further keys of the answer."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.body: Json = {"ok": False, "error": error, **more}


@dataclass(frozen=True, slots=True)
class Call:
    """Arguments as one dictionary, whether they came as JSON or as a form."""

    workspace: Workspace
    args: Json

    def need(self, *names: str) -> None:
        for name in names:
            if self.args.get(name) in (None, ""):
                raise wrong_arguments(f"missing required field: {name}")

    def words(self, name: str) -> str:
        return str(self.args.get(name) or "")

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        held = str(self.args.get(name, default))
        if not held.isdecimal():
            raise wrong_arguments(f"must be a number: {name}")
        return int(held)

    def need_scope(self, scope: str) -> None:
        provided = self.workspace.scopes
        if scope not in provided:
            listed = ",".join(sorted(provided))
            raise Refusal("missing_scope", needed=scope, provided=listed)

    def channel(self, scope: str | None = None) -> Channel:
        """The conversation that the bot may see; `scope` is the second half of the scope it needs.

        A private channel that the bot is not in does not exist for it.
        """
        self.need("channel")
        channel = self.workspace.find_channel(self.words("channel"))
        if channel is None or channel.id != self.words("channel"):
            raise Refusal("channel_not_found")
        if scope:
            self.need_scope(f"{channel.kind}:{scope}")
        if channel.is_private and BOT_USER not in channel.members:
            raise Refusal("channel_not_found")
        return channel


@dataclass(frozen=True, slots=True)
class Method:
    """`run` gives the answer without `ok`; `args` are all names that it takes."""

    run: Callable[[Call], Json]
    args: frozenset[str]
    _: KW_ONLY
    scope: str | None = None
    token: str | None = "xoxb-"


def method(
    run: Callable[[Call], Json], args: str, *, scope: str | None = None, token: str | None = "xoxb-"
) -> Method:
    """`args` are names with blanks between them; `token` is the prefix it asks for."""
    return Method(run, frozenset(args.split()), scope=scope, token=token)


def wrong_arguments(*messages: str) -> Refusal:
    listed = [f"[ERROR] {message}" for message in messages]
    return Refusal("invalid_arguments", response_metadata={"messages": listed})


def wrong_blocks(problems: Sequence[Problem]) -> Refusal:
    """`invalid_blocks` as Slack words it, each problem with its JSON pointer."""
    words = [str(problem) for problem in problems]
    listed = [f"[ERROR] {word}" for word in words]
    return Refusal("invalid_blocks", errors=words, response_metadata={"messages": listed})
