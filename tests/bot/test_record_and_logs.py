"""What is written down: every outgoing payload in the record, no secret and no words in the log."""

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.record import SURFACES, Recorder
from playground.blockkit import check_message, check_view
from playground.person import Person
from tests.bot.office import Office

WORDS = "zanzibar salary rises"


def converse(ana: Person) -> None:
    """A little of everything that shows something to people."""
    ana.types(f"/funnel {WORDS}")
    ana.sees("I do not understand", only_to=ana)
    ana.types("/funnel log sessions 41280 --sure")
    ana.sees("Recorded", only_to=ana)
    ana.types("/funnel status")
    ana.sees("sessions", only_to=ana)
    ana.types("/funnel digest")
    ana.sees_modal("Digest")
    ana.submits()
    ana.sees_modal("09:00")
    ana.closes()
    ana.types("/funnel goal new increase sessions by 10% by the end of next quarter")
    ana.sees_modal("New goal")
    ana.closes()
    ana.types("@funnelbot status")
    ana.sees("sessions", "Latest")
    ana.dm(WORDS)
    ana.sees("I do not understand")
    ana.opens_home()
    ana.sees_home("Too few numbers yet")


def test_the_record_holds_every_payload_as_slack_would_take_it(
    office: Office, tmp_path: Path
) -> None:
    path = tmp_path / "record.jsonl"
    office.connects(record=path)
    converse(office.slack.person("ana", channel="#growth"))
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert {"message", "slash_response", "modal", "home"} <= {line["surface"] for line in lines}
    for line in lines:
        assert set(line) == {"surface", "payload"}
        assert refusals(line["surface"], line["payload"]) == [], line
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert office.slack.workspace.bot_token not in path.read_text()


def refusals(surface: str, payload: dict[str, Any]) -> list[Any]:
    if surface in ("modal", "home"):
        return list(check_view(payload, payload["type"]))
    return list(check_message({k: v for k, v in payload.items() if k in ("text", "blocks")}))


def test_answers_by_button_and_edits_are_in_the_record_too(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    office.connects(record=path)
    ana = office.slack.person("ana", channel="#growth")
    ana.types("/funnel statsu")
    ana.sees("statsu", only_to=ana)
    ana.clicks("status")
    ana.sees("No numbers yet", only_to=ana)
    shown = [json.loads(line)["payload"].get("text", "") for line in path.read_text().splitlines()]
    assert [text for text in shown if text.startswith("No numbers yet")]


def test_an_existing_record_is_continued(tmp_path: Path) -> None:
    path = tmp_path / "record.jsonl"
    for number in range(2):
        Recorder(path).write("message", {"text": f"Überraschung {number}\nzweite Zeile"})
    lines = path.read_text().splitlines()
    assert [json.loads(line)["payload"]["text"] for line in lines] == [
        "Überraschung 0\nzweite Zeile",
        "Überraschung 1\nzweite Zeile",
    ]


def test_without_a_path_nothing_is_written(tmp_path: Path) -> None:
    recorder = Recorder(None)
    recorder.write("message", {"text": "secret"})
    recorder.api_call("chat.postMessage", {"text": "secret"})
    recorder.ack("command", '{"text": "secret"}')
    assert list(tmp_path.iterdir()) == []


def test_calls_that_show_nothing_are_not_recorded(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "record.jsonl")
    recorder.api_call("users.info", {"user": "UANA"})
    recorder.ack("command", "")
    recorder.ack("", '{"response_action": "errors", "errors": {"target": "no"}}')
    assert not (tmp_path / "record.jsonl").exists()
    assert "users.info" not in SURFACES


def logged(form: str, script: str) -> str:
    """Standard error of a process whose logs are set up as `funnelbot run` does it."""
    head = "import logging, structlog\nfrom bot.logs import configure_logs\n"
    head += f"configure_logs({form!r})\n"
    done = subprocess.run(
        [sys.executable, "-P", "-c", head + script], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return done.stderr


LEAK = """
address = "https://hooks.slack.com/commands/T1/2/secretive"
structlog.get_logger().warning("work_failed", token="xoxb-1-secretive", at=address)
logging.getLogger("slack_sdk.web").warning("sent %s to %s", "xapp-1-secretive", address)
try:
    raise RuntimeError(f"refused at {address} with xoxb-2-secretive")
except RuntimeError:
    structlog.get_logger().exception("work_failed")
    logging.getLogger("slack_bolt").exception("failed")
"""


@pytest.mark.parametrize("form", ["json", "text", "auto"])
def test_what_looks_like_a_secret_is_taken_out(form: str) -> None:
    found = logged(form, LEAK)
    assert "secretive" not in found
    assert found.count("[redacted]") == 8


def test_libraries_say_only_what_went_wrong() -> None:
    script = """
logging.getLogger("slack_bolt.App").info("unsigned body: salary")
logging.getLogger("apscheduler.scheduler").info("added job")
"""
    assert logged("json", script) == ""


def test_a_pipe_gets_json_and_a_terminal_key_and_value() -> None:
    script = 'structlog.get_logger().info("digest_posted", channel="C1")'
    assert json.loads(logged("auto", script))["channel"] == "C1"
    assert "event='digest_posted' channel='C1'" in logged("text", script)
