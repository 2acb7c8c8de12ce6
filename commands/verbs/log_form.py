"""The form for one number: opened empty or filled, and read back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from commands.blocks import Modal, Option
from commands.deps import Deps
from commands.entry import Entry, number_of, snapshot_of
from commands.parse import read_segment
from commands.place import Place, place_of
from commands.readings import grain_for
from commands.request import Request
from commands.views.log_form import LogForm, log_form_view
from funnel.errors import BadForm, FunnelError
from funnel.model import TOTAL, Grain
from funnel.numbers import ParsedNumber
from funnel.periods import Span, format_day, local_date, yesterday

_Value = TypeVar("_Value")


def open_log_form(entry: Entry | None, request: Request, deps: Deps) -> Modal:
    """Filled with what was typed so far; the day is the newest that is over."""
    with deps.store.read(request.workspace) as tx:
        zone = tx.workspace.get().zone
    day = yesterday(request.now, zone)
    if entry is None:
        return log_form_view(LogForm(None, "", day, ""))
    metric = Option(entry.metric.name, entry.metric.key)
    return log_form_view(
        LogForm(metric, entry.said, entry.span.first if entry.span else day, str(entry.segment))
    )


def read_log_form(
    values: Mapping[str, Any], request: Request, deps: Deps
) -> tuple[Entry, ParsedNumber]:
    """The entry that the fields say. Raises BadForm with a sentence for the field that is wrong."""
    with deps.store.read(request.workspace) as tx:
        place = place_of(tx, request, deps)
        states = tx.series.totals()
    chosen = values["metric"]["metric"]["selected_option"]
    if not chosen or not place.catalogue.has_metric(chosen["value"]):
        raise BadForm({"metric": "Choose one of the names; type a part of it to find it."})
    metric = place.catalogue.metric(chosen["value"])
    said = values["number"]["value"]["value"] or ""
    typed = values["segment"]["value"]["value"] or ""
    segment = _field("segment", lambda: read_segment(typed, place.dimensions) if typed else TOTAL)
    span = _field("day", lambda: _day(values["day"]["value"]["selected_date"], place))
    number = _field("number", lambda: number_of(said, metric, place))
    entry = Entry(metric, said, number, span, segment)
    grain: Grain = grain_for(metric, states)
    _field("number", lambda: snapshot_of(entry, number, place, grain=grain))
    return entry, number


def _field(name: str, read: Callable[[], _Value]) -> _Value:
    """The refusal of one field stands under that field."""
    try:
        return read()
    except FunnelError as refused:
        raise BadForm({name: f"{refused.message} {refused.hint}".strip()}) from refused


def _day(chosen: str | None, place: Place) -> Span | None:
    if not chosen:
        return None
    day = date.fromisoformat(chosen)
    today = local_date(place.now, place.workspace.zone)
    if day > today:
        raise BadForm({"day": f"{format_day(day, today=today)} is in the future."})
    return Span(day, day, format_day(day, today=today))
