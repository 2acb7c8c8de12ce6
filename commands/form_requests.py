"""The request that a sent form stands for."""

from collections.abc import Mapping
from typing import Any

from slack_bolt import BoltContext

from commands.deps import Deps
from commands.installation import workspace_of
from commands.request import Origin, Request

Payload = Mapping[str, Any]


def request_of_form(
    body: Payload, view: Payload, context: BoltContext, deps: Deps, *, verb: str
) -> Request:
    """By whoever sent or changed it. Forms belong to no channel."""
    return Request(
        workspace=workspace_of(context),
        user=body["user"]["id"],
        channel="",
        origin=Origin.BUTTON,
        verb=verb,
        args="",
        now=deps.clock(),
        view=view["id"],
    )
