"""Who a Slack user is: cached rows (zone, guest, admin), asked from Slack once a day."""

from dataclasses import dataclass, replace
from datetime import timedelta

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
            zone = tx.workspace.get().zone
        if known is not None and timedelta(0) <= now - known.fetched_at < KEEP:
            return self._with_rights(known)
        try:
            person = self._fetch(user, zone)
        except Refused:
            return self._with_rights(known or Person(user, "", zone, False, False, now))
        with self.store.write(workspace) as tx:
            tx.people.save(person)
        return self._with_rights(person)

    def _with_rights(self, person: Person) -> Person:
        return replace(person, is_admin=person.is_admin or person.id in self.admins)

    def _fetch(self, user: str, zone: str) -> Person:
        facts = call(self.client, "users.info", {"user": user}, form=True)["user"]
        profile = facts.get("profile") or {}
        return Person(
            id=user,
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
