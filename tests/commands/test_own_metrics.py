"""What a team defines itself: metrics with versions, benchmarks with a source, dimensions."""

from typing import Any

import pytest

from commands.blocks import Message, Modal
from commands.request import Origin, Request
from commands.verbs.own_metrics import save_benchmark, save_dimension, save_metric
from commands.views.metric_form import read_metric_form
from funnel.catalogue.entries import Direction, Unit
from funnel.errors import BadForm, BadSegment, NotAllowed, UnknownMetric, UnknownNumber
from funnel.model import Segment
from funnel.own_metrics import Kind, MetricDraft
from tests.commands.conftest import ADMIN, ANA, LAST_DAY, TEAM, Desk
from tests.commands.forms import filled

SAMPLES = {
    "name": "Sample request rate",
    "kind": "ratio",
    "unit": "percent",
    "direction": "higher",
    "top": "sample requests",
    "bottom": "sessions",
    "stages": ["funnel:interest"],
    "aliases": "samples, sample rate",
    "lag": "2",
}


def asking(desk: Desk, user: str = ADMIN, view: str = "V1") -> Request:
    return Request(TEAM, user, "C1", Origin.BUTTON, "metrics", "", desk.now, view=view)


def defines(desk: Desk, text: str = "metrics new", **fields: Any) -> Message:
    form = desk.asks(text, ADMIN)
    assert isinstance(form, Modal)
    return save_metric(filled(form, **fields), asking(desk), desk.deps)


def test_a_metric_of_ones_own_is_defined_logged_and_shown(new_desk: Desk) -> None:
    said = defines(new_desk, **SAMPLES)
    assert said.text == "Saved Sample request rate, version 1."
    assert "Recorded" in new_desk.reads("log samples 12/340")
    words = new_desk.reads("metric sample rate")
    assert "3.5%" in words
    assert "sample_requests / sessions * 100" in words
    assert "Sample request rate" in new_desk.reads("status interest")


def test_the_form_gives_back_what_stands_in_it(new_desk: Desk) -> None:
    defines(new_desk, **SAMPLES)
    form = new_desk.asks("metrics edit samples", ADMIN)
    assert isinstance(form, Modal)
    key, draft = read_metric_form(filled(form))
    assert key == "sample_request_rate"
    assert draft == MetricDraft(
        name="Sample request rate",
        definition="Sample request rate, as this team counts it.",
        kind=Kind.RATIO,
        unit=Unit.PERCENT,
        direction=Direction.HIGHER_IS_BETTER,
        top="sample requests",
        bottom="sessions",
        low="0",
        high="100",
        stages=("funnel:interest",),
        aliases="samples, sample rate",
        lag="2",
    )


def test_edits_are_versions_and_numbers_keep_their_unit(new_desk: Desk) -> None:
    defines(new_desk, **SAMPLES)
    new_desk.asks("log samples 12/340")
    edit = "metrics edit sample request rate"
    assert "version 2" in defines(new_desk, edit, name="Sample share").text
    assert "version 2" in defines(new_desk, edit).text  # nothing changed
    with pytest.raises(BadForm, match="stored already"):
        defines(new_desk, edit, unit="ratio")
    words = new_desk.reads("metrics versions samples")
    assert "2 versions" in words
    assert "name Sample request rate → Sample share" in words


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"name": "Sessions"}, "name", "goes by that name already"),
        ({"name": "!!"}, "name", "with letters"),
        ({"aliases": "visits"}, "aliases", "name of Sessions already"),
        ({"kind": "sum"}, "kind", "do not add up"),
        ({"bottom": ""}, "bottom", "Name the part"),
        ({"low": "80", "high": "20"}, "high", "above the lowest"),
        ({"low": "many"}, "low", "is no number"),
        ({"lag": "soon"}, "lag", "whole days"),
    ],
)
def test_a_wrong_answer_gets_a_sentence(
    new_desk: Desk, fields: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(BadForm) as refused:
        defines(new_desk, **(SAMPLES | fields))
    assert set(refused.value.fields) == {field}
    assert words in refused.value.fields[field]
    with new_desk.store.read(TEAM) as tx:
        assert tx.metrics.all() == ()


def test_only_admins_define(new_desk: Desk) -> None:
    for text in ("metrics new", "metrics benchmark sessions", "metrics dimension store"):
        with pytest.raises(NotAllowed, match="by admins"):
            new_desk.asks(text, ANA)
    with pytest.raises(UnknownMetric, match="comes with the bot"):
        new_desk.asks("metrics edit sessions", ADMIN)
    form = new_desk.asks("metrics new", ADMIN)
    assert isinstance(form, Modal)
    with pytest.raises(NotAllowed):
        save_metric(filled(form, **SAMPLES), asking(new_desk, ANA), new_desk.deps)


def test_a_benchmark_stands_beside_the_published_ones_and_grows_old(new_desk: Desk) -> None:
    form = new_desk.asks("metrics benchmark cart abandonment", ADMIN)
    assert isinstance(form, Modal)
    fields = {"value": "68%", "source": "Board deck", "segment": "mobile", "dated": "2024-03-03"}
    said = save_benchmark(filled(form, **fields), asking(new_desk), new_desk.deps)
    assert "68.0% (mobile): Board deck, 3 Mar 2024, old." in said.text
    save_benchmark(filled(form, **fields), asking(new_desk), new_desk.deps)  # sent twice
    words = new_desk.reads("metric cart abandonment")
    assert words.count("Your benchmark") == 1
    assert "Your benchmark 1: 68.0% (mobile): Board deck, 3 Mar 2024, old." in words
    new_desk.asks("metrics benchmark remove 1", ADMIN)
    assert "Your benchmark" not in new_desk.reads("metric cart abandonment")
    with pytest.raises(UnknownNumber):
        new_desk.asks("metrics benchmark remove 1", ADMIN)

    wrong = filled(form, value="680%", source="", dated="2030-01-01")
    with pytest.raises(BadForm) as refused:
        save_benchmark(wrong, asking(new_desk), new_desk.deps)
    assert set(refused.value.fields) == {"value", "source", "dated"}


def test_a_dimension_of_ones_own_cuts_numbers(new_desk: Desk) -> None:
    with pytest.raises(BadSegment):
        new_desk.asks("log sessions 120 store=berlin")
    form = new_desk.asks("metrics dimension Store", ADMIN)
    assert isinstance(form, Modal)
    save_dimension(filled(form), asking(new_desk), new_desk.deps)
    new_desk.asks("log sessions 120 store=berlin")
    new_desk.asks("log sessions 300")
    with new_desk.store.read(TEAM) as tx:
        assert tx.snapshots.at("sessions", LAST_DAY, segment=Segment("store", "berlin"))
    assert "berlin" in new_desk.reads("metric sessions by store")
    with pytest.raises(BadForm, match="there already"):
        save_dimension(filled(form, name="Device"), asking(new_desk), new_desk.deps)


def test_a_distribution_has_no_good_direction(new_desk: Desk) -> None:
    fields = SAMPLES | {"name": "Payment mix", "aliases": "", "dimension": "channel"}
    defines(new_desk, **fields)
    with new_desk.store.read(TEAM) as tx:
        (metric,) = tx.metrics.all()
    assert metric.is_distribution
    assert metric.direction is Direction.NEUTRAL


def test_a_distribution_is_a_pie_with_its_distance(new_desk: Desk) -> None:
    for month, email in (("2026-09", 60), ("2026-10", 50)):
        new_desk.asks(f"log channel preference {email}/100 {month} channel=email")
        new_desk.asks(f"log channel preference {100 - email}/100 {month} channel=sms")
    words = new_desk.reads("metric channel preference")
    assert "Channel preference in October 2026: email 50%, sms 50%." in words
    assert "Since September 2026, 10.0% of the whole moved" in words


def test_a_window_is_one_number(desk: Desk) -> None:
    assert "October 2026: " in desk.reads("metric sessions October 2026")
    assert "Last week: " in desk.reads("metric sessions last week")
    words = desk.reads("metric sales conversion rate")
    assert "Derived from Orders and Sessions" in words


def test_a_number_that_another_one_denies_says_so(new_desk: Desk) -> None:
    new_desk.asks("log sessions 3000")
    words = new_desk.reads("log orders 5000")
    assert "Check both: Orders on Thu 19 Nov are 5,000, more than sessions: 3,000." in words
