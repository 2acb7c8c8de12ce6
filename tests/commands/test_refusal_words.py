"""Every reason that a delivery may hold is said in words, and blames Slack only for its own."""

import ast
from pathlib import Path

import pytest

from bot.ledger import MAY_BE_REPEAT
from commands.views.refusals import what_helps, why_refused
from storage.deliveries import LIMITED

OWN = ("connection_lost", "cannot_be_made", "too_many_attempts", LIMITED, MAY_BE_REPEAT)


@pytest.mark.parametrize("code", OWN)
def test_a_code_of_ours_is_not_called_a_refusal(code: str) -> None:
    assert "refused" not in why_refused(code)
    assert why_refused(code).endswith(f"({code})")


def test_codes_that_the_couriers_write_down_are_known() -> None:
    written = {
        node.value.value
        for path in Path("bot").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg == "code"
        if isinstance(node.value, ast.Constant) and node.value.value
    }
    assert written >= {"not_found_after_doubt", "edit_repeated", "cannot_be_made"}
    assert [code for code in sorted(written) if "refused" in why_refused(code)] == []


def test_what_helps_follows_from_the_reason() -> None:
    assert what_helps("not_in_channel") == "Type `/invite @Funnelbot` there"
    assert what_helps("is_archived") == "Unarchive it"
    assert what_helps("restricted_action_thread_only_channel").startswith("Ask who manages")
    assert why_refused("http_503") == "Slack had trouble (http_503)"
    assert why_refused("ekm_access_denied") == "Slack refused it (ekm_access_denied)"
