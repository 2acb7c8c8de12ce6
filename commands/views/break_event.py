"""The form that asks which event explains a break."""

from typing import Any

from commands.blocks import escape, modal, section, text_input
from commands.ids import Callback
from commands.views.verdict import named
from funnel.catalogue.entries import Metric

REASON = "reason"
LONGEST_REASON = 200


def event_form(number: int, metric: Metric) -> dict[str, Any]:
    """The break's number travels in the form."""
    words = (
        f"Break #{number}, {escape(named(metric))}: it will be closed as explained. "
        "You can take that back for 7 days."
    )
    return modal(
        Callback.BREAK_EVENT,
        "It was an event",
        [
            section("what", words),
            text_input(
                REASON,
                "What happened?",
                placeholder="Price change, outage, campaign, holiday …",
                max_length=LONGEST_REASON,
            ),
        ],
        submit="Close the break",
        private_metadata=str(number),
    )
