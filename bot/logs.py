"""Structured logs: JSON in production, key=value in a terminal; never message text or tokens."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|https?://hooks\.slack\.com/\S+")


def redact(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take out whatever looks like a token or a response address."""
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = SECRET.sub("[redacted]", value)
    return event


class RedactingFormatter(logging.Formatter):
    """The same for what libraries log, tracebacks too; Bolt puts raw bodies into its records."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub("[redacted]", super().format(record))


def configure_logs(form: str) -> None:
    """Send all logs to standard error. `form` is "json", "text", or "auto" (text in a terminal)."""
    as_json = form == "json" or (form == "auto" and not sys.stderr.isatty())
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.processors.KeyValueRenderer(key_order=["event"])
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(logging.BASIC_FORMAT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    # Bolt logs the whole body of an unsigned request at INFO, slack_sdk its payloads at DEBUG.
    for name in ("slack_sdk", "apscheduler", "uvicorn.access"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # Its warnings are about how we build the App, on purpose: a token beside `authorize`.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
