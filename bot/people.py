"""Who a Slack user is: cached rows (zone, guest, admin), asked from Slack once a day."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from bot.slack import Refused, call
from funnel.model import Person
from funnel.periods import Clock
from storage.store import Store

KEEP = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class People:
    """Looks people up. An unknown person who cannot be fetched gets the reporting zone and no
    special rights; a known one keeps the last known row while Slack does not answer."""

    store: Store
    client: WebClient
    clock: Clock
    admins: frozenset[str] = frozenset()

    def get(self, workspace: str, user: str) -> Person:
        now = self.clock()
        with self.store.read(workspace) as tx:
            known = tx.people.get(user)
            if known is not None and timedelta(0) <= now - known.fetched_at < KEEP:
                return self._with_rights(known)
            zone = tx.workspace.get().zone
        try:
            person = self._fetch(user, zone)
        except Refused:
            return self._with_rights(known or Person(user, "", zone, False, False, now))
        with self.store.write(workspace) as tx:
            tx.people.save(person)
        return self._with_rights(person)

    def creator(self, channel: str) -> Person | None:
        """Asked each time: a form of a digest is seldom opened. Without the scope to look at
        channels, or while Slack does not answer, nobody is known."""
        try:
            made = call(self.client, "conversations.info", {"channel": channel}, form=True)
            user = str(made["channel"].get("creator") or "")
            facts = call(self.client, "users.info", {"user": user}, form=True)["user"]
        except Refused:
            return None
        if facts.get("deleted") or facts.get("is_bot") or not facts.get("tz"):
            return None
        return self._person(facts, "")

    def _with_rights(self, person: Person) -> Person:
        return replace(person, is_admin=person.is_admin or person.id in self.admins)

    def _fetch(self, user: str, zone: str) -> Person:
        facts = call(self.client, "users.info", {"user": user}, form=True)["user"]
        return self._person(facts, zone)

    def _person(self, facts: Mapping[str, Any], zone: str) -> Person:
        """What `users.info` says of somebody; `zone` where they have none."""
        profile = facts.get("profile") or {}
        return Person(
            id=facts["id"],
            name=profile.get("display_name") or facts.get("real_name") or facts.get("name", ""),
            zone=facts.get("tz") or zone,
            is_admin=bool(facts.get("is_admin") or facts.get("is_owner")),
            is_guest=bool(
                facts.get("is_restricted")
                or facts.get("is_ultra_restricted")
                or facts.get("is_stranger")
            ),
            fetched_at=self.clock(),
        )
