"""Commands that ask what Slack is asked: status, breaks, why, goal.

Each imports what it needs: `--help` loads neither pandas nor SQLAlchemy.
"""

from datetime import datetime
from typing import Annotated

import typer

from bot.choices import Team, workspace_of

Words = Annotated[list[str] | None, typer.Argument(help="As after /funnel in Slack.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the facts behind the message.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="As on the evening of that day (reporting zone)."),
]


def status(
    words: Words = None, json: AsJson = False, as_of: AsOf = None, workspace: Team = None
) -> None:
    """How the journey, a stage or a metric stands."""
    _ask("status", words, json, as_of, workspace)


def breaks(
    words: Words = None, json: AsJson = False, as_of: AsOf = None, workspace: Team = None
) -> None:
    """Open break points, or `history`."""
    _ask("breaks", words, json, as_of, workspace)


def why(
    words: Words = None, json: AsJson = False, as_of: AsOf = None, workspace: Team = None
) -> None:
    """Where a change came from, such as `why revenue last week`."""
    _ask("why", words, json, as_of, workspace)


def _ask(
    verb: str, words: list[str] | None, json: bool, as_of: datetime | None, workspace: str | None
) -> None:
    from bot.app import open_store, utc_now
    from bot.asking import ask
    from bot.settings import load_settings

    settings = load_settings()
    store = open_store(settings)
    team = workspace_of(store, workspace, settings)
    day = None if as_of is None else as_of.date()
    said = " ".join(words or ())
    found = ask(store, team, verb, said, as_of=day, now=utc_now(), json=json)
    typer.echo(found)


def goal(
    what: Annotated[str, typer.Argument(help="A goal's number, or a sentence to be judged.")],
    json_: Annotated[bool, typer.Option("--json", help="Everything, for scripts.")] = False,
    as_of: Annotated[
        str | None, typer.Option(help="A past date (2026-11-20); today without it.")
    ] = None,
    workspace: Team = None,
) -> None:
    """Show where a goal stands, or what is to say of one before it is set."""
    import json

    from bot.app import open_store, utc_now
    from bot.goal_report import in_words, noon_of, report
    from bot.settings import load_settings
    from funnel.catalogue import load

    settings = load_settings()
    store = open_store(settings)
    team = workspace_of(store, workspace, settings)
    now = noon_of(store, team, as_of) if as_of else utc_now()
    found = report(store, team, what, load(), now)
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False) if json_ else in_words(found))
