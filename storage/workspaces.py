"""The workspace's own row: zone, currency, style."""

from dataclasses import dataclass

from funnel.model import Workspace
from storage.scope import Scope, as_values
from storage.tables import WORKSPACE


def ensure_workspace(scope: Scope) -> None:
    """A workspace that something was written for is known from then on."""
    defaults = as_values(Workspace(scope.workspace))
    scope.connection.execute(scope.insert(WORKSPACE).values(defaults).on_conflict_do_nothing())


@dataclass(frozen=True, slots=True)
class Workspaces:
    scope: Scope

    def get(self) -> Workspace:
        """The stored row, else the defaults; a write block stores them."""
        if self.scope.writes:
            ensure_workspace(self.scope)
        mine = WORKSPACE.select().where(WORKSPACE.c.id == self.scope.workspace)
        return self.scope.first(Workspace, mine) or Workspace(self.scope.workspace)

    def save(self, workspace: Workspace) -> None:
        """Writes this block's workspace, whatever id the argument carries."""
        self.scope.upsert(WORKSPACE, as_values(workspace) | {"id": self.scope.workspace})
