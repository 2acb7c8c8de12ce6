"""Breaks that people report, and answers to what numbers cannot show."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from funnel.reports import Speaks
from storage.tables import METADATA, Row
from storage.types import Choice


class BreakReportRow(Row, table=True):
    __tablename__ = "break_report"
    __table_args__ = (UniqueConstraint("workspace", "origin"),)
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    origin: str
    stage: str
    words: str
    link: str
    author: str
    at: datetime
    taken_by: str
    closed_at: datetime | None
    closed_by: str


class BreakAnswerRow(Row, table=True):
    __tablename__ = "break_answer"
    workspace: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    question: str = Field(primary_key=True)
    speaks: Speaks = Field(sa_type=Choice(Speaks))
    words: str
    user: str
    at: datetime


BREAK_REPORT = METADATA.tables["break_report"]
BREAK_ANSWER = METADATA.tables["break_answer"]
