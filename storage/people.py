"""Members as Slack last described them."""

from dataclasses import dataclass

from funnel.model import Person
from storage.scope import Scope, as_values
from storage.tables import PERSON


@dataclass(frozen=True, slots=True)
class People:
    scope: Scope

    def get(self, user: str) -> Person | None:
        return self.scope.first(Person, self.scope.select(PERSON).where(PERSON.c.id == user))

    def save(self, person: Person) -> None:
        """Adds the person, or replaces what was known of them."""
        self.scope.upsert(PERSON, as_values(person, workspace=self.scope.workspace))

    def admins(self) -> tuple[Person, ...]:
        """Admins and owners of the workspace among the people that are known, by id."""
        known = self.scope.select(PERSON).where(PERSON.c.is_admin.is_(True))
        return self.scope.all(Person, known.order_by(PERSON.c.id))
