"""The fixtures of an office, for every test of this folder."""

from tests.bot.office import database, office, plain_logs, slack, store
from tests.bot.room import room

__all__ = [
    "database",
    "office",
    "plain_logs",
    "room",
    "slack",
    "store",
]
