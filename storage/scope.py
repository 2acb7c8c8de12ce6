"""One connection and one workspace: no statement of a `Tx` is written without both."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import (
    Connection,
    Delete,
    Executable,
    RowMapping,
    Select,
    Table,
    Update,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Item = TypeVar("Item", bound="DataclassInstance")


def as_values(item: "DataclassInstance", **more: Any) -> dict[str, Any]:
    """Column values of a dataclass whose fields are named as the columns are."""
    return {field.name: getattr(item, field.name) for field in fields(item)} | more


def as_item(kind: type[Item], row: RowMapping) -> Item:
    """The dataclass of a row; columns that are no field of it stay behind."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})


@dataclass(frozen=True, slots=True)
class Scope:
    """What a transaction may touch; `writes` is False in a read block."""

    connection: Connection
    workspace: str
    writes: bool

    @property
    def is_postgres(self) -> bool:
        return self.connection.dialect.name == "postgresql"

    def select(self, table: Table) -> Select[Any]:
        return select(table).where(table.c.workspace == self.workspace)

    def update(self, table: Table) -> Update:
        return update(table).where(table.c.workspace == self.workspace)

    def delete(self, table: Table) -> Delete:
        return delete(table).where(table.c.workspace == self.workspace)

    def insert(self, table: Table) -> sqlite.Insert | postgresql.Insert:
        """The engine's own INSERT, which knows ON CONFLICT."""
        return postgresql.insert(table) if self.is_postgres else sqlite.insert(table)

    def upsert(self, table: Table, values: dict[str, Any]) -> None:
        """Insert a row, or replace all that is not its primary key."""
        keys = [column.name for column in table.primary_key]
        statement = self.insert(table).values(values)
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=keys,
                set_={name: value for name, value in values.items() if name not in keys},
            )
        )

    def rows(self, statement: Executable) -> Iterator[RowMapping]:
        yield from self.connection.execute(statement).mappings()

    def first(self, kind: type[Item], statement: Executable) -> Item | None:
        """The first row as a dataclass, None if there is none."""
        row = self.connection.execute(statement).mappings().first()
        return None if row is None else as_item(kind, row)

    def all(self, kind: type[Item], statement: Executable) -> tuple[Item, ...]:
        return tuple(as_item(kind, row) for row in self.rows(statement))

    def changed(self, statement: Executable) -> int:
        """Runs the statement; how many rows it wrote."""
        counted = statement.execution_options(preserve_rowcount=True)  # psycopg's cursor is closed
        return self.connection.execute(counted).rowcount

    def run(self, statement: Executable, parameters: Iterable[dict[str, Any]]) -> None:
        """Runs the statement once for each set of parameters; none at all is fine."""
        sets = list(parameters)
        if sets:
            self.connection.execute(statement, sets)
