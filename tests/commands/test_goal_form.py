"""Ana sets a goal: from a sentence to the stored goal, through the form that Slack sends back."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.blocks import Modal
from commands.request import Origin
from commands.verbs.goal_form import Sender, advised, save_draft, set_goal
from commands.views.goal_form import Advice, GoalForm, goal_view, read_goal
from funnel.errors import BadGoal, NotAllowed, UnknownNumber
from funnel.goals import GoalDraft
from funnel.model import GoalState, Measure, Side, TargetForm
from funnel.pursuit import Plan
from playground.blockkit import check_view
from playground.render import flatten
from tests.commands.conftest import ADMIN, ANA, BEN, NOW, TEAM, Desk

CARTS = "cut cart abandonment of the whole shop by 4 points by 28 February 2027 with reminders"
FIELDS = {
    "plain_text_input": ("initial_value", "value"),
    "datepicker": ("initial_date", "selected_date"),
    "users_select": ("initial_user", "selected_user"),
    "static_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
}


def sent(view: dict[str, Any], view_id: str = "V1", **typed: Any) -> dict[str, Any]:
    """The view as Slack sends it back when the person changed the fields in `typed`."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            initial, key = FIELDS[element["type"]]
            value = typed.get(block["block_id"], element.get(initial))
            if isinstance(value, str) and key == "selected_option":
                value = {"value": value}
            values[block["block_id"]] = {element["action_id"]: {key: value}}
    return {**view, "id": view_id, "hash": "1.a", "state": {"values": values}}


def opens(desk: Desk, words: str, **where: Any) -> dict[str, Any]:
    form = desk.asks(words, **where)
    assert isinstance(form, Modal)
    return form.view


def ana(desk: Desk) -> Sender:
    return Sender(TEAM, ANA, desk.now)


def letters(view: dict[str, Any]) -> dict[str, str]:
    blocks = {b["block_id"]: b for b in view["blocks"] if b["block_id"].startswith("letter_")}
    return {key[-1]: block["elements"][0]["text"] for key, block in blocks.items()}


def test_a_sentence_fills_the_form_and_each_letter_has_one_line(desk: Desk) -> None:
    view = opens(desk, f"goal new {CARTS}")
    form = read_goal(sent(view))
    assert form.draft.metric == "cart_abandonment_rate"
    assert (form.draft.target, form.draft.target_form) == ("4", TargetForm.POINTS)
    assert form.draft.deadline == date(2027, 2, 28)
    assert form.draft.owner == ANA
    assert "reduce Cart Abandonment Rate of whole shop by 4 points" in flatten(view)
    said = letters(view)
    assert list(said) == ["S", "M", "A", "R", "T"]
    assert "−4.0 points" in said["M"]
    assert "Which objective" in said["R"]
    assert sum(block["type"] == "input" for block in view["blocks"]) == 8


def test_objectives_of_earlier_goals_stand_under_the_field(desk: Desk) -> None:
    first = opens(desk, f"goal new {CARTS}")
    assert "Earlier ones" not in flatten(first)
    set_goal(sent(first, objective="A checkout without  surprises"), ana(desk), desk.deps)
    again = opens(desk, "goal new increase sessions by 5% by 28 February 2027")
    assert "Earlier ones: A checkout without surprises" in flatten(again)


def test_ambiguous_sales_are_asked_about(desk: Desk) -> None:
    sentence = "Increase sales of Product X by 15% by the end of the first quarter"
    view = opens(desk, f"goal new {sentence}")
    assert read_goal(sent(view)).draft.metric == ""
    assert "Sales Revenue or Orders" in letters(view)["S"]


def test_set_goal_stores_it_and_tells_the_channel_once_even_if_sent_twice(desk: Desk) -> None:
    view = sent(opens(desk, f"goal new {CARTS}"), objective="A checkout without surprises")
    saved = set_goal(view, ana(desk), desk.deps)
    again = set_goal(view, ana(desk), desk.deps)
    assert check_view(saved, "modal") == []
    assert saved == again
    assert "Goal 1 is set" in flatten(saved)
    with desk.store.read(TEAM) as tx:
        (goal,) = tx.goals.all()
        (planned,) = tx.deliveries.of("goal_announced", "1")
        deeds = [deed.action for deed in tx.audit.latest(10)]
    assert (planned.channel, planned.slot) == ("C1", "announced")
    assert deeds.count("goal_created") == 1
    assert desk.woken
    assert goal.target == pytest.approx(goal.baseline - 4)
    assert goal.state is GoalState.SCHEDULED
    assert goal.owner == ANA


def test_a_direct_message_announces_nothing_and_says_so(desk: Desk) -> None:
    view = opens(desk, f"goal new {CARTS}", channel="D7", private=True, origin=Origin.SLASH)
    saved = set_goal(sent(view, objective="Checkout"), ana(desk), desk.deps)
    with desk.store.read(TEAM) as tx:
        assert tx.deliveries.of("goal_announced", "1") == ()
        assert tx.goals.get(1).private  # type: ignore[union-attr]
    assert "direct message" in flatten(saved)


def test_a_shortcut_has_no_channel_to_tell(desk: Desk) -> None:
    view = opens(desk, f"goal new {CARTS}", channel="", origin=Origin.SHORTCUT)
    assert "announced nowhere" in flatten(
        set_goal(sent(view, objective="Checkout"), ana(desk), desk.deps)
    )


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"deadline": "2026-11-02"}, "deadline", "not in the future"),
        ({"target": "200", "target_form": "absolute"}, "target", "above what"),
        ({"target": "a lot"}, "target", "is no number"),
        ({"target": "90%", "target_form": "absolute"}, "target", "not below"),
        ({"metric": "bounce_rate"}, "metric", "no numbers yet"),
        ({"object": "Product X"}, "object", "no numbers for product=Product X"),
        ({"objective": ""}, "objective", "Which objective"),
        ({"object": ""}, "object", "For what?"),
        ({"owner": None}, "owner", "Who owns it"),
    ],
)
def test_what_is_wrong_stands_under_its_field(
    desk: Desk, changed: dict[str, Any], field: str, words: str
) -> None:
    typed = {"objective": "Checkout", **changed}
    view = sent(opens(desk, f"goal new {CARTS}"), **typed)
    with pytest.raises(BadGoal) as refused:
        set_goal(view, ana(desk), desk.deps)
    assert words in refused.value.fields[field]
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    assert set(refused.value.fields) <= inputs
    with desk.store.read(TEAM) as tx:
        assert tx.goals.all() == ()


def test_percent_of_a_percent_is_asked_relative_or_points(desk: Desk) -> None:
    view = opens(
        desk, "goal new reduce cart abandonment by 4% by 28 February 2027 for the whole shop"
    )
    assert read_goal(sent(view)).draft.target_form is None
    with pytest.raises(BadGoal) as refused:
        set_goal(sent(view, objective="Checkout"), ana(desk), desk.deps)
    assert "points" in refused.value.fields["target_form"]
    answered = sent(view, objective="Checkout", target_form="relative:down")
    set_goal(answered, ana(desk), desk.deps)
    with desk.store.read(TEAM) as tx:
        (goal,) = tx.goals.all()
    assert goal.target == pytest.approx(goal.baseline * 0.96)


def test_advice_follows_the_fields_while_they_change(desk: Desk) -> None:
    view = sent(opens(desk, f"goal new {CARTS}"), target="2")
    redrawn = advised(view, ana(desk), desk.deps)
    assert check_view(redrawn, "modal") == []
    assert "−2.0 points" in letters(redrawn)["M"]
    assert read_goal(sent(redrawn)).draft.target == "2"


def test_a_draft_is_kept_with_open_questions_and_goes_on_later(desk: Desk) -> None:
    view = opens(desk, "goal new increase conversion rate by 2% by March")
    kept = save_draft(sent(view), ana(desk), desk.deps)
    assert "Saved as draft 1" in flatten(kept)
    offered = desk.reads("goal new")
    assert "You left a draft" in offered
    assert "increase conversion rate by 2%" in offered
    assert "You left a draft" not in desk.reads("goal new", BEN)
    with pytest.raises(UnknownNumber, match="no draft 1"):
        desk.asks("goal draft 1", BEN)
    again = opens(desk, "goal draft 1")
    draft = read_goal(sent(again)).draft
    assert (draft.metric, draft.target, draft.target_form) == ("", "2", None)
    assert draft.deadline == date(2027, 3, 31)


def test_every_change_keeps_the_form_and_setting_the_goal_ends_its_draft(desk: Desk) -> None:
    """A closed form brings nothing back, so the draft does."""
    view = sent(opens(desk, f"goal new {CARTS}"), target="2", objective="Checkout")
    advised(view, ana(desk), desk.deps)
    advised(sent(view, target="3"), ana(desk), desk.deps)
    with desk.store.read(TEAM) as tx:
        (left,) = tx.goal_drafts.of_author(ANA)
    assert left.answers.target == "3"
    set_goal(view, ana(desk), desk.deps)
    with desk.store.read(TEAM) as tx:
        assert tx.goal_drafts.of_author(ANA) == ()
        (goal,) = tx.goals.all()
    assert (goal.number, goal.state) == (1, GoalState.SCHEDULED)


def test_an_impossible_draft_says_what_is_to_change_and_nothing_typed_is_lost(desk: Desk) -> None:
    view = sent(opens(desk, f"goal new {CARTS}"), target="a lot")
    shown = flatten(save_draft(view, ana(desk), desk.deps))
    assert "Still to change" in shown
    assert "is no number" in shown
    assert read_goal(sent(opens(desk, "goal draft 1"))).draft.target == "a lot"


def test_softening_a_live_goal_is_in_the_log_and_others_may_not(desk: Desk) -> None:
    view = sent(opens(desk, f"goal new {CARTS}"), objective="Checkout")
    set_goal(view, ana(desk), desk.deps)
    with pytest.raises(NotAllowed, match="belongs to"):
        desk.asks("goal 1 edit", BEN)
    desk.now = NOW + timedelta(days=9)
    edited = sent(opens(desk, "goal 1 edit", user=ADMIN), "V9", target="3")
    with pytest.raises(NotAllowed):
        set_goal(edited, Sender(TEAM, BEN, desk.now), desk.deps)
    set_goal(edited, ana(desk), desk.deps)
    with desk.store.read(TEAM) as tx:
        goal = tx.goals.get(1)
        deed = tx.audit.latest(1)[0]
    assert goal is not None
    assert goal.target == pytest.approx(goal.baseline - 3)
    assert goal.start == NOW.date()
    assert (deed.action, deed.subject) == ("goal_edited", "1")
    assert "target" in deed.details


def test_who_helps_may_edit_and_each_change_is_in_the_history_and_the_audit_log(desk: Desk) -> None:
    set_goal(sent(opens(desk, f"goal new {CARTS}"), objective="Checkout"), ana(desk), desk.deps)
    with desk.store.write(TEAM) as tx:
        (goal,) = tx.goals.all()
        tx.goals.save(replace(goal, contributors=(BEN,)))
    edited = sent(opens(desk, "goal 1 edit", user=BEN), "V2", target="3", owner=BEN)
    set_goal(edited, Sender(TEAM, BEN, desk.now), desk.deps)
    told = desk.reads("goal 1 history")
    assert f"<@{BEN}> changed the target: 69.4% → 70.4%, which makes it easier" in told
    assert f"<@{BEN}> changed the owner: <@{ANA}> → <@{BEN}>" in told
    assert f"<@{BEN}> changed the contributors: <@{BEN}> → none" in told
    with desk.store.read(TEAM) as tx:
        deed = tx.audit.latest(1)[0]
    assert (deed.action, deed.user, deed.details["owner"]) == ("goal_edited", BEN, [ANA, BEN])


def test_the_other_way_than_usual_asks_why_and_goes_live_with_an_answer(desk: Desk) -> None:
    """Fewer sessions may be meant: a channel is given up."""
    view = opens(desk, "goal new reduce sessions of the whole shop by 10% by 31 March 2027")
    assert "write why it should fall" in letters(view)["S"]
    with pytest.raises(BadGoal, match="target"):
        set_goal(sent(view, objective="Margin"), ana(desk), desk.deps)
    set_goal(sent(view, objective="Margin", reason="No paid traffic"), ana(desk), desk.deps)
    assert "Why the other way than usual: No paid traffic" in desk.reads("goal 1")
    again = sent(opens(desk, "goal 1 edit"), "V2")
    assert read_goal(again).draft.plan.reason == "No paid traffic"


drafts = st.builds(
    GoalDraft,
    metric=st.sampled_from(["", "orders", "cart_abandonment_rate"]),
    object=st.text("abc =&<é😀", max_size=20),
    target=st.text("0123456789.,%k ", max_size=10),
    target_form=st.sampled_from([None, *TargetForm]),
    side=st.sampled_from(Side),
    deadline=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    start=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    owner=st.sampled_from(["", "U1"]),
    action=st.text(max_size=300).filter(lambda words: "\x00" not in words),
    objective=st.text("abc \"\\'{}", max_size=300),
    stage=st.sampled_from(["", "action"]),
    measure=st.sampled_from([None, *Measure]),
    contributors=st.sampled_from([(), ("U1", "U2")]),
    parent=st.integers(0, 3),
    plan=st.builds(Plan, weight=st.sampled_from([1.0, 2.5]), guard=st.sampled_from(["", "orders"])),
)


@given(draft=drafts, number=st.integers(0, 3), sentence=st.text(max_size=600))
def test_the_form_gives_back_what_it_was_filled_with(
    draft: GoalDraft, number: int, sentence: str
) -> None:
    sentence = sentence.encode("utf-8", "ignore").decode()
    form = GoalForm(draft, number, "C1", True, sentence)
    view = Modal(goal_view(form, Advice())).sealed()
    assert read_goal(sent(view)) == form
    moved = sent(view, deadline="2031-05-05")
    expected = replace(draft, deadline=date(2031, 5, 5), start=draft.start if number else None)
    assert read_goal(moved).draft == expected
