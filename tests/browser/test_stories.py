"""Whole stories on the page with a little bot: asking, sharing, goals, threads, faults."""

import re

from tests.browser.chromium import PHONE
from tests.browser.screen import Screen
from tests.playground.page_stage import LittleStage


def test_a_newcomer_asks_by_keyboard_and_shares(screen: Screen) -> None:
    keys = screen.tab.keyboard
    keys.type("/fun")
    screen.tab.get_by_role("option", name="/funnel status").wait_for()
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Enter")
    screen.composes("/funnel status ")
    keys.press("Enter")
    status = screen.sees("Decision is worse than usual")
    assert "Only visible to you" in status.inner_text()
    assert status.get_by_role("row").count() == 5
    chart = status.get_by_role("img", name=re.compile("Cart abandonment"))
    assert chart.locator("path").count() >= 2
    assert "19 Nov" in (chart.text_content() or "")

    screen.presses("Share in channel")
    both = screen.tab.get_by_role("article").filter(has_text="31 of 38 metrics")
    both.nth(1).wait_for()
    assert "Only visible to you" not in both.nth(1).inner_text()
    screen.becomes("Ben Okafor")
    screen.sees("31 of 38 metrics")
    assert screen.tab.get_by_text("Only visible to you").count() == 0


def test_both_ways_of_a_verb_are_offered(screen: Screen) -> None:
    screen.composer.fill("/funnel go")
    offered = screen.tab.get_by_role("listbox").get_by_role("option")
    offered.nth(1).wait_for()
    assert [each.split("\n")[0] for each in offered.all_inner_texts()] == [
        "/funnel goal new [a sentence]",
        "/funnel goal N [edit, close]",
    ]
    screen.tab.keyboard.press("ArrowDown")
    screen.tab.keyboard.press("Tab")
    screen.composes("/funnel goal ")


def test_a_table_is_sorted_by_its_head(screen: Screen) -> None:
    screen.says("/funnel status")
    table = screen.sees("Stages on Thu").get_by_role("table")
    head = table.get_by_role("columnheader", name="Stage")
    head.get_by_role("button").click()
    assert "Action" in table.get_by_role("row").nth(1).inner_text()
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert "Interest" in table.get_by_role("row").nth(1).inner_text()


def test_a_goal_by_keyboard_with_errors_on_the_way(screen: Screen) -> None:
    screen.says("/funnel goal new")
    keys = screen.tab.keyboard
    metric = screen.field("Metric")
    metric.wait_for()
    assert metric.evaluate("each => each === document.activeElement")
    keys.press("Control+Enter")
    screen.modal.get_by_text("Please complete this required field.").first.wait_for()

    metric.fill("cart")
    screen.tab.get_by_role("option", name="Cart abandonment").wait_for()
    keys.press("Enter")
    assert metric.input_value() == "Cart abandonment"
    screen.field("Target").fill("712")
    screen.field("Thu").check()
    screen.field("What will you do?").fill("Reminders by segment")
    keys.press("Control+Enter")
    screen.modal.get_by_text("At most 100").wait_for()
    target = screen.field("Target")
    assert target.get_attribute("aria-invalid") == "true"
    assert screen.field("What will you do?").input_value() == "Reminders by segment"
    assert screen.field("Thu").is_checked()
    target.fill("71.2")
    target.press("Enter")
    screen.modal.wait_for(state="detached")
    screen.goes_to("Messages with")
    screen.sees("Goal set: 71.2%.")


def test_the_mouse_takes_nothing_from_the_keyboard(screen: Screen) -> None:
    screen.says("/funnel goal new")
    screen.field("Metric").fill("cart")
    screen.picks("Cart abandonment")
    screen.field("Target").fill("712")
    screen.field("What will you do?").fill("Reminders by segment")
    screen.presses("Set goal")
    screen.modal.get_by_text("At most 100").wait_for()
    target = screen.field("Target")
    screen.waits_for_focus(target)
    assert target.input_value() == "712"
    assert screen.field("What will you do?").input_value() == "Reminders by segment"
    screen.leaves_the_form()


def test_a_view_on_top_of_another_and_back(screen: Screen) -> None:
    screen.says("/funnel goal new")
    screen.field("Target").fill("15")
    cadence = screen.field("Check-in")
    cadence.click()
    screen.picks("Weekly")
    screen.modal.get_by_role("heading", name="About this goal").wait_for()
    screen.presses("‹ Back")
    screen.modal.get_by_role("heading", name="New goal").wait_for()
    assert screen.field("Target").input_value() == "15"
    assert cadence.input_value() == "Weekly"
    screen.tab.keyboard.press("Escape")
    screen.modal.wait_for(state="detached")


def test_every_kind_of_field_reaches_the_bot(screen: Screen, stage: LittleStage) -> None:
    screen.says("/funnel goal new")
    screen.field("Metric").fill("rev")
    screen.picks("Revenue")
    screen.field("Target").fill("15")
    screen.field("By").fill("2027-06-30")
    screen.field("At").fill("08:30")
    screen.field("Owner").click()
    screen.picks("Ben Okafor")
    screen.field("Kind").get_by_text("Weekly").click()
    screen.field("Stages").click()
    for stage_name in ("Interest", "Action"):
        screen.picks(stage_name)
    file = {"name": "numbers.csv", "mimeType": "text/csv", "buffer": b"1,2"}
    screen.field("Data").set_input_files(file)  # type: ignore[arg-type]
    screen.modal.get_by_text("numbers.csv").wait_for()
    screen.field("What will you do?").fill("Win-back mail")
    screen.presses("Set goal")
    screen.modal.wait_for(state="detached")

    [sent] = stage.slack.workspace.transcript.exchanges(name="goal")
    values = {key: held["v"] for key, held in sent.asked["view"]["state"]["values"].items()}
    ben = stage.people[1].id
    assert values["metric"]["selected_option"]["value"] == "revenue"
    assert values["by"]["selected_date"] == "2027-06-30"
    assert values["at"]["selected_time"] == "08:30"
    assert values["owner"]["selected_user"] == ben
    assert values["where"]["selected_conversation"]
    assert values["kind"]["selected_option"]["value"] == "weekly"
    assert [each["value"] for each in values["stages"]["selected_options"]] == [
        "interest",
        "action",
    ]
    assert [each["name"] for each in values["data"]["files"]] == ["numbers.csv"]
    assert stage.slack.workspace.problems == []


def test_threads_mentions_shortcuts_and_unread_marks(screen: Screen) -> None:
    screen.says("Carts look odd, @funnelbot")
    root = screen.sees("Carts look odd")
    root.get_by_role("button", name="1 reply").click()
    thread = screen.tab.get_by_role("complementary", name="Thread")
    thread.get_by_text("Here I am").wait_for()
    thread.get_by_placeholder("Reply").fill("Thanks @ben")
    thread.get_by_placeholder("Reply").press("Enter")
    thread.get_by_text("Thanks").wait_for()
    root.get_by_role("button", name="Message shortcuts").focus()
    screen.tab.keyboard.press("Enter")
    screen.tab.get_by_role("menuitem", name="Mark as event").press("Enter")
    thread.get_by_text("Noted as an event.").wait_for()
    screen.becomes("Ben Okafor")
    screen.goes_to("Home of")
    screen.tab.get_by_role("heading", name="Your goals").wait_for()


def test_what_comes_elsewhere_is_marked_unread(screen: Screen, stage: LittleStage) -> None:
    screen.goes_to("Home of")
    growth = stage.slack.workspace.find_channel("growth")
    assert growth is not None
    stage.slack.workspace.post(growth, user=stage.people[1].id, text="Good morning")
    screen.tab.get_by_label("1 unread").wait_for()
    screen.goes_to("growth")
    screen.sees("Good morning")
    screen.tab.get_by_text("New", exact=True).wait_for()
    assert screen.tab.get_by_label("1 unread").count() == 0


def test_an_edit_is_seen_at_once_and_marked(screen: Screen, stage: LittleStage) -> None:
    growth = stage.slack.workspace.find_channel("growth")
    assert growth is not None
    opened = stage.slack.workspace.post(growth, user="U0BOT", text="Break #12 opened")
    screen.sees("Break #12 opened")
    stage.slack.workspace.edit(opened, text="Break #12 recovered")
    assert "(edited)" in screen.sees("Break #12 recovered").inner_text()
    assert screen.tab.get_by_text("Break #12 opened").count() == 0


def test_a_private_channel_and_the_bot_invited(screen: Screen) -> None:
    screen.presses("+ New channel")
    screen.tab.get_by_label("Name of the new channel").fill("board")
    screen.tab.get_by_label("Private").check()
    screen.presses("Create")
    screen.tab.get_by_role("heading", name="board").wait_for()
    screen.presses("Invite funnelbot")
    screen.sees("funnelbot joined #board")
    screen.presses("Remove funnelbot")
    screen.tab.get_by_role("button", name="Invite funnelbot").wait_for()
    screen.becomes("Ben Okafor")
    places = screen.tab.get_by_role("navigation").inner_text()
    assert "growth" in places
    assert "board" not in places


def test_kill_and_start_and_the_inspector_tells(screen: Screen) -> None:
    screen.presses("Controls")
    screen.presses("Kill it")
    screen.tab.get_by_text("The bot is down").wait_for()
    screen.says("/funnel status")
    screen.sees("dispatch_failed")
    screen.presses("Inspector")
    inspector = screen.tab.get_by_role("complementary", name="Inspector")
    inspector.get_by_text("The bot could not be reached.").wait_for()
    screen.tab.get_by_role("banner").get_by_role("button", name="Start it").click()
    screen.tab.get_by_text("The bot is down").wait_for(state="detached")
    screen.says("/funnel status")
    screen.sees("Decision is worse than usual")
    row = inspector.locator("details").filter(has_text="/funnel status").first
    row.locator("summary").click()
    row.get_by_text('"text": "status"').wait_for()
    assert " ms" in row.inner_text()


def test_the_clock_moves_and_another_story_begins(screen: Screen) -> None:
    clock = screen.tab.locator("time.clock")
    assert "20 Nov 2026" in clock.inner_text()
    screen.presses("Next week")
    screen.tab.locator("time.clock", has_text="27 Nov 2026").wait_for()
    screen.says("hello")
    screen.sees("hello")
    screen.presses("Controls")
    screen.presses("Empty workspace")
    screen.tab.get_by_text("Now: empty").wait_for()
    assert screen.tab.get_by_role("article").count() == 0
    file = {"name": "mine.csv", "mimeType": "text/csv", "buffer": b"day,orders\n"}
    screen.tab.get_by_label("Your own").set_input_files(file)  # type: ignore[arg-type]
    screen.tab.get_by_text("mine.csv has no column called date.").wait_for()


def test_an_unknown_block_is_said_not_left_out(screen: Screen, stage: LittleStage) -> None:
    growth = stage.slack.workspace.find_channel("growth")
    assert growth is not None
    blocks = [
        {"type": "hologram", "block_id": "h"},
        {"type": "actions", "block_id": "a", "elements": [{"type": "lever", "action_id": "l"}]},
    ]
    stage.slack.workspace.post(growth, user="U0BOT", text="Look", blocks=blocks)
    screen.tab.get_by_text("cannot draw the block hologram").wait_for()
    screen.tab.get_by_text("cannot draw the element lever").wait_for()


def test_on_a_phone_nothing_overflows(screen: Screen) -> None:
    screen.tab.set_viewport_size(PHONE)  # type: ignore[arg-type]
    screen.says("/funnel status")
    screen.sees("Decision is worse than usual")
    assert screen.overflowing() == []
    screen.says("/funnel goal new")
    screen.modal.wait_for()
    assert screen.overflowing() == []
    screen.tab.keyboard.press("Escape")
    screen.modal.wait_for(state="detached")
    for panel in ("Inspector", "Controls"):
        screen.presses(panel)
        screen.tab.get_by_role("complementary", name=panel).wait_for()
        assert screen.overflowing() == []
    screen.presses("Close Controls")
    screen.presses("Places")
    screen.goes_to("ops")
    screen.tab.get_by_role("heading", name="ops").wait_for()


def test_first_steps_in_an_empty_workspace(screen: Screen) -> None:
    assert screen.tab.get_by_text("First steps").count() == 0
    screen.presses("Controls")
    screen.presses("Empty workspace")
    steps = screen.tab.get_by_role("complementary", name="First steps")
    steps.get_by_role("button", name="Ask what there is").click()
    screen.composes("/funnel")
    screen.composer.press("Enter")
    screen.sees("Decision is worse than usual")
    steps.get_by_role("button", name="Ask what there is (done)").wait_for()
    screen.presses("Close first steps")
    steps.wait_for(state="detached")


def test_words_are_read_as_slack_reads_them(screen: Screen) -> None:
    screen.says("*From 09:00* until 10:00, _now_ 2*3*4 snake_case_name @ben")
    said = screen.sees("From 09:00 until 10:00, now 2*3*4 snake_case_name @ben")
    assert said.locator("b", has_text="From 09:00").count() == 1
    assert said.locator("i").inner_text() == "now"
    assert said.locator("p, em, strong").count() == 0
    screen.composer.fill("")
    screen.composer.type("# no heading")
    screen.composer.press("Shift+Enter")
    screen.composer.type("- no list <b>no tag</b> `a * b * c` https://example.com/a:b")
    screen.composer.press("Enter")
    plain = screen.sees("# no heading")
    assert "- no list <b>no tag</b> a * b * c" in (plain.text_content() or "")
    assert plain.get_by_role("link").get_attribute("href") == "https://example.com/a:b"
