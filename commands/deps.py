"""What handlers need, made once by the composition root."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from commands.uploads import Files
from funnel.catalogue import Catalogue
from funnel.model import Person
from funnel.periods import Clock
from storage.store import Store, Tx


class People(Protocol):
    """Who is who; answers from the cache, else asks Slack."""

    def get(self, workspace: str, user: str) -> Person: ...

    def creator(self, channel: str) -> Person | None:
        """Who made a channel; None where Slack does not tell, or it was a bot, or they left."""
        ...


@dataclass(frozen=True, slots=True)
class Deps:
    """The collaborators of every handler. `wake` says that something was planned for delivery,
    `outside_channels` that digests may go where people of other organisations read them."""

    store: Store
    clock: Clock
    people: People
    catalogue: Catalogue
    wake: Callable[[], None]
    files: Files
    bot_user: str
    version: str
    outside_channels: bool = False

    def catalogue_of(self, tx: Tx) -> Catalogue:
        """The shipped metrics and the workspace's own."""
        own = tx.metrics.all()
        return self.catalogue.with_metrics(own) if own else self.catalogue
