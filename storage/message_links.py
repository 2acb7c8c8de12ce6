"""Where the messages about a goal or a break stand, so that others can point to them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, select

from funnel.model import Delivery, DeliveryState
from storage.link_tables import MESSAGE_LINK
from storage.scope import Scope
from storage.tables import DELIVERY

ROW, LINK = DELIVERY.c, MESSAGE_LINK.c
_JOINED = and_(LINK.workspace == ROW.workspace, LINK.delivery == ROW.id)


@dataclass(frozen=True, slots=True)
class MessageLinks:
    scope: Scope

    def unknown(self, kinds: Collection[str], limit: int) -> tuple[Delivery, ...]:
        """Messages of these kinds that were sent and whose address was not asked for, newest
        first."""
        sent = self._sent(select(DELIVERY), kinds).outerjoin(MESSAGE_LINK, _JOINED)
        return self.scope.all(
            Delivery,
            sent.where(LINK.url.is_(None)).order_by(ROW.position.desc()).limit(limit),
        )

    def save(self, delivery: str, url: str) -> None:
        """`url` is "" for a message that is gone."""
        row = {"workspace": self.scope.workspace, "delivery": delivery, "url": url}
        self.scope.upsert(MESSAGE_LINK, row)

    def of(self, kind: str, subjects: Iterable[str]) -> dict[tuple[str, str], str]:
        """(subject, channel) → the address of the newest message of that kind."""
        found = self._sent(select(ROW.subject, ROW.channel, LINK.url), [kind])
        mine = found.join(MESSAGE_LINK, _JOINED).where(
            ROW.subject.in_(list(subjects)), LINK.url != ""
        )
        rows = self.scope.rows(mine.order_by(ROW.position))
        return {(row["subject"], row["channel"]): row["url"] for row in rows}

    def _sent(self, columns: Select[Any], kinds: Collection[str]) -> Select[Any]:
        return columns.where(
            ROW.workspace == self.scope.workspace,
            ROW.kind.in_(list(kinds)),
            ROW.state == DeliveryState.SENT,
            ROW.ts != "",
        )
