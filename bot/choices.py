"""What the options of a command choose: one of the workspaces, how a file is to be read."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from funnel.errors import BadSetting
from funnel.intake.options import PercentAs

if TYPE_CHECKING:
    from bot.imports import ImportOptions
    from bot.settings import Settings
    from storage.store import Store

GoodWay = Literal["higher", "lower", "neutral"]
Names = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="NAME=METRIC[:UNIT]", help="What a name in the file means."),
]
PercentsAre = Annotated[
    PercentAs | None,
    typer.Option("--percent-as", help="What percents are, where a file does not tell."),
]
Team = Annotated[
    str | None,
    typer.Option("--workspace", help="Slack team id; needed when there are several."),
]


def options_of(
    pairs: list[str], percent_as: PercentAs | None, create: bool, direction: GoodWay
) -> "ImportOptions":
    from bot.imports import ImportOptions
    from funnel.catalogue.entries import Direction

    wrong = next((pair for pair in pairs if "=" not in pair), None)
    if wrong is not None:
        raise BadSetting(
            f'--map "{wrong}" has no "=".', "Write --map NAME=METRIC or NAME=METRIC:UNIT."
        )
    if direction not in [one.value for one in Direction]:
        raise BadSetting(
            f'--direction "{direction}" is unknown.', "Write higher, lower or neutral."
        )
    return ImportOptions(
        percent_as=percent_as,
        mapping=dict(pair.split("=", 1) for pair in pairs),
        create_metrics=create,
        direction=Direction(direction),
    )


def workspace_of(store: "Store", wanted: str | None, settings: "Settings") -> str:
    """The only workspace, the named one, or that of the token."""
    known = store.workspaces()
    if wanted is not None:
        return wanted
    if len(known) == 1:
        return known[0]
    if known:
        raise BadSetting(
            f"There are {len(known)} workspaces: {', '.join(known)}.", "Name one with --workspace."
        )
    if settings.bot_token is None:
        raise BadSetting(
            "I do not know your workspace yet, and SLACK_BOT_TOKEN is not set.",
            "Set the token, or name the Slack team with --workspace T0123.",
        )
    from bot.app import identify, settle_workspace, utc_now
    from bot.record import Recorder
    from bot.slack import RecordingClient

    token = settings.bot_token.get_secret_value()
    team = identify(RecordingClient(token, settings.slack_api_url, Recorder(None))).workspace
    settle_workspace(store, team, settings, now=utc_now())
    return team
