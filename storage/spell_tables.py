"""Metrics whose days are unsteady at present."""

from datetime import date

from sqlmodel import Field

from storage.tables import METADATA, Row


class SpellRow(Row, table=True):
    __tablename__ = "spell"
    workspace: str = Field(primary_key=True)
    metric: str = Field(primary_key=True)
    opened: date
    onset: date
    now: float
    before: float
    relative: bool


SPELL = METADATA.tables["spell"]
