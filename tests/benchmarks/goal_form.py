"""A field of the goal form is changed: until the redrawn advice is seen, over a true websocket."""

from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bot.socket_mode import connect
from playground.person import Person
from tests.benchmarks.many import NOW, fill_by_sql
from tests.benchmarks.shop import opened
from tests.benchmarks.timing import WARM_UP

MOST_MS = 300.0
CHANGES = 12
FORMS = (
    ("a total", "increase sales revenue of the whole shop by 5% by the end of March", "{}"),
    ("a level", "reduce cart abandonment of the whole shop to 45% by the end of March", "4{}"),
    ("a bound", "keep cart abandonment of the whole shop below 55% by the end of March", "5{}"),
)


@dataclass(frozen=True, slots=True)
class Changed:
    """Medians in milliseconds from Enter in a field to the form with its new advice: as it is
    lived, and the processor time of bot and local Slack together."""

    goal: str
    wall: float
    processor: float


def measure_goal_form(folder: Path) -> list[Changed]:
    """Beside three years (and two) of 53 metrics; each change asks for another target."""
    path, _ = fill_by_sql(folder / "goal-form.sqlite", parts=0)
    with opened(path, NOW) as bench:
        connect(bench.runtime)
        if not bench.slack.socket_mode.wait_for_link(seconds=30.0):
            raise TimeoutError("the bot did not connect")
        return [_measured(bench.slack.person("ana"), *form) for form in FORMS]


def _measured(ana: Person, goal: str, sentence: str, target: str) -> Changed:
    ana.types(f"/funnel goal new {sentence}")
    ana.sees_modal("Chance now", within=10.0)
    took = [_change(ana, target.format(turn % 7 + 1)) for turn in range(WARM_UP + CHANGES)]
    walls, processors = zip(*took[WARM_UP:], strict=True)
    ana.closes()
    return Changed(goal, median(walls), median(processors))


def _change(ana: Person, target: str) -> tuple[float, float]:
    before = ana.modal
    began, worked = perf_counter(), process_time()
    ana.fills({"Target": target})
    shown = ana.sees_modal("Chance now", within=10.0)
    took = perf_counter() - began, process_time() - worked
    if before is None or shown.hash == before.hash:
        raise AssertionError("the form was not drawn anew")
    return 1000.0 * took[0], 1000.0 * took[1]
