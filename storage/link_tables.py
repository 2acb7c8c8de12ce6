"""Addresses of messages that others point to."""

from sqlmodel import Field

from storage.tables import METADATA, Row


class MessageLinkRow(Row, table=True):
    """`delivery` is the id of the message's row; `url` is "" where Slack knows no such message."""

    __tablename__ = "message_link"
    workspace: str = Field(primary_key=True)
    delivery: str = Field(primary_key=True)
    url: str


MESSAGE_LINK = METADATA.tables["message_link"]
