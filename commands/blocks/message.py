"""What a verb gives back: a message, or a form to open."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from commands.blocks.plain import native_as_text
from commands.blocks.seal import seal
from commands.blocks.shapes import Block


@dataclass(frozen=True, slots=True)
class Message:
    """`text` carries the news by itself (notifications, screen readers, search).

    `public` shows an answer to the whole channel, `replace` puts it in place of the message whose
    button was pressed; `thread_ts` is the thread it belongs to. `after` is work that begins when
    the answer was written.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    public: bool = False
    replace: bool = False
    thread_ts: str = ""
    after: Callable[[], object] | None = None

    def payload(self) -> dict[str, Any]:
        """Sealed, for an ack or a post. ValueError: Slack would refuse it, a bug of ours."""
        payload: dict[str, Any] = {"text": self.text}
        if self.blocks:
            payload["blocks"] = list(self.blocks)
        if self.public:
            payload["response_type"] = "in_channel"
        if self.thread_ts:
            payload["thread_ts"] = self.thread_ts
        return seal(payload)


@dataclass(frozen=True, slots=True)
class Modal:
    """A form, as `blocks.modal` builds it. `after` is work that begins once it is open."""

    view: dict[str, Any]
    after: Callable[[], object] | None = None

    def sealed(self) -> dict[str, Any]:
        """The view, checked. ValueError: Slack would refuse it, a bug of ours."""
        return seal(self.view)


def as_text(message: Message) -> Message:
    """The same news without native tables and charts, for a client or plan that refuses them."""
    return replace(message, blocks=tuple(native_as_text(block) for block in message.blocks))
