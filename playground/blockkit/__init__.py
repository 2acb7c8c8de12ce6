"""What Slack refuses in Block Kit, as tables of allowed keys, limits and surfaces."""

from playground.blockkit.payloads import check_blocks, check_message, check_view
from playground.blockkit.rules import Problem
from playground.blockkit.surfaces import Surface

__all__ = ["Problem", "Surface", "check_blocks", "check_message", "check_view"]
