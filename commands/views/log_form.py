"""The form for one number."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from commands.blocks import Modal, Option, date_input, external_select, modal, text_input
from commands.ids import Action, Callback

SUBMIT = "Record"


@dataclass(frozen=True, slots=True)
class LogForm:
    """What stands in the fields; `metric` is an option of the select or None."""

    metric: Option | None
    value: str
    day: date
    segment: str


def log_form_view(form: LogForm) -> Modal:
    """Block ids are the fields that an error may name."""
    view: dict[str, Any] = modal(
        Callback.LOG,
        "Log a number",
        (
            external_select(
                "metric",
                "Metric",
                initial=form.metric,
                placeholder="Type a part of its name",
                action=Action.METRIC,
            ),
            text_input(
                "number",
                "Value",
                initial=form.value,
                placeholder="41,280 or 71.2% or 12/340 or 4h 12m",
                max_length=64,
            ),
            date_input("day", "Day", initial=form.day),
            text_input(
                "segment",
                "Segment",
                initial=form.segment,
                hint="Empty for the total; else for example channel=email.",
                optional=True,
                max_length=100,
            ),
        ),
        SUBMIT,
    )
    return Modal(view)
