"""The form of a stage: a field for every metric, with the last value as a hint."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from commands.blocks import (
    Block,
    Message,
    Modal,
    actions,
    bold,
    button,
    date_input,
    escape,
    modal,
    section,
    text_input,
)
from commands.ids import Action, Callback
from commands.ids import Block as Id
from commands.views.log import Said
from commands.views.verdict import sentence_start
from funnel.catalogue.entries import Metric, Stage, Unit

_EXAMPLES = {
    Unit.COUNT: "41,280 or 41.3k",
    Unit.PERCENT: "12/340 or 71.2%",
    Unit.CURRENCY: "1,234.50 or 1.2k",
    Unit.SECONDS: "4h 12m or 90s",
    Unit.SCORE_NPS: "38",
    Unit.SCORE_1_5: "4.4",
    Unit.RATIO: "34/19 or 1.8",
}


@dataclass(frozen=True, slots=True)
class MetricField:
    """A metric of the stage: which period its number is for, and the last value, in words."""

    metric: Metric
    period: str
    last: str


@dataclass(frozen=True, slots=True)
class StageForm:
    """`typed` are the words in the fields by metric. `asked` are the questions about some of them,
    and `sure` the words that were asked about: sent again unchanged, they are recorded."""

    stage: Stage
    day: date
    fields: tuple[MetricField, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    sure: Mapping[str, str] = field(default_factory=dict)


def stage_form_view(form: StageForm) -> Modal:
    """Block ids are the keys of the metrics, so that an error finds its field."""
    blocks: list[Block] = []
    if form.asked:
        lines = "\n".join(f"• {escape(question)}" for question in form.asked)
        blocks.append(section("asked", f"*Nothing is stored yet.*\n{lines}"))
    blocks.append(
        date_input(
            "day",
            "Day",
            initial=form.day,
            hint="Numbers by week or month are for the newest one that was over by then.",
            dispatch=True,
            action=Action.LOG_DAY,
        )
    )
    blocks += [
        text_input(
            one.metric.key,
            one.metric.name,
            initial=form.typed.get(one.metric.key, ""),
            placeholder=_EXAMPLES[one.metric.unit],
            hint=f"{one.period}. {one.last}",
            optional=True,
            max_length=64,
        )
        for one in form.fields
    ]
    view = modal(
        Callback.LOG_STAGE,
        f"Log {form.stage.short}",
        blocks,
        "Record anyway" if form.asked else "Record",
        private_metadata=json.dumps({"stage": form.stage.key, "sure": dict(form.sure)}),
    )
    return Modal(view)


def read_stage_form(view: Mapping[str, Any]) -> tuple[str, date | None, dict[str, str], Any]:
    """(stage, day, what was typed by metric, what was asked about before)."""
    carried = json.loads(view["private_metadata"])
    values = view["state"]["values"]
    chosen = values["day"][Action.LOG_DAY]["selected_date"]
    typed = {
        key: (elements["value"]["value"] or "").strip()
        for key, elements in values.items()
        if key != "day"
    }
    day = date.fromisoformat(chosen) if chosen else None
    return (
        carried["stage"],
        day,
        {key: words for key, words in typed.items() if words},
        carried["sure"],
    )


def stage_recorded_message(
    stage: Stage, said: Sequence[Said], *, number: int, same: Sequence[Said]
) -> Message:
    """Everything that was recorded, with one undo for all of it."""
    if not said:
        words = f"All of these numbers of {stage.short} were there already. Nothing changed."
        return Message(words, (section(Id.VERDICT, words),))
    noun = "number" if len(said) == 1 else "numbers"
    sentence = f"Recorded {len(said)} {noun} of {stage.short}."
    lines = [f"• {escape(sentence_start(one.what))} {one.value} for {one.when}" for one in said]
    if same:
        names = ", ".join(one.what for one in same)
        lines.append(f"There already: {escape(names)}.")
    return Message(
        sentence,
        (
            section(Id.VERDICT, bold(sentence)),
            section("numbers", "\n".join(lines)),
            actions(
                Id.BUTTONS,
                button(Action.RUN, "Undo all", f"log undo {number}"),
                button(Action.RUN, "Status", f"status {stage.framework}:{stage.key}"),
            ),
        ),
    )
