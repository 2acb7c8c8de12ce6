"""The fixtures of an office, for every conversation with the whole bot."""

from tests.bot.office import database, office, plain_logs, slack, store

__all__ = ["database", "office", "plain_logs", "slack", "store"]
