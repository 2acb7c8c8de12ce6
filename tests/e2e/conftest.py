"""The fixtures of an office, for every conversation with the whole bot."""

from tests.bot.office import closing, database, empty_database, office, plain_logs, slack, store

__all__ = ["closing", "database", "empty_database", "office", "plain_logs", "slack", "store"]
