"""The command line: run the bot, import a file, look after the database."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from funnel.errors import BadSetting, FunnelError
from funnel.intake.options import PercentAs

if TYPE_CHECKING:
    from bot.imports import ImportOptions
    from bot.settings import Settings
    from storage.store import Store

GoodWay = Literal["higher", "lower", "neutral"]

cli = typer.Typer(
    help="Funnelbot: goals, metrics, digests and break points of a shop's customer journey.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

# Each command imports what it needs: `--help` loads neither pandas nor SQLAlchemy.


def main() -> None:
    """Entry point: errors of ours become one sentence and exit code 1."""
    try:
        cli(standalone_mode=True)
    except FunnelError as error:
        gap = "" if error.message.endswith("\n") else " "
        typer.echo(f"{error.message}{gap}{error.hint}".strip(), err=True)
        sys.exit(1)


@cli.command()
def run(
    http: Annotated[
        bool, typer.Option("--http", help="Serve Slack's requests over HTTP, not Socket Mode.")
    ] = False,
) -> None:
    """Run the bot until SIGTERM."""
    from bot.app import build
    from bot.logs import configure_logs
    from bot.runtime import stopped_by_signal
    from bot.settings import load_settings, require_tokens

    settings = load_settings()
    require_tokens(settings, http=http)
    configure_logs(settings.log_format)
    if settings.record is not None:
        typer.echo(f"All outgoing payloads are recorded in {settings.record}.", err=True)
    runtime = build(settings)
    runtime.start()
    if http:
        from bot.web import serve

        serve(runtime)
        runtime.stop()
        return
    from bot.socket_mode import connect

    wait = stopped_by_signal(runtime.stop)
    connect(runtime)
    typer.echo("Funnelbot is connected. Type /funnel in Slack.", err=True)
    wait()


@cli.command("import")
def import_(
    file: Annotated[Path, typer.Argument(help="A long CSV: date, metric, value, …")],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="NAME=METRIC[:UNIT]", help="What a name in the file means."),
    ] = None,
    percent_as: Annotated[
        PercentAs | None, typer.Option(help="What percents are, where a file does not tell.")
    ] = None,
    create_metrics: Annotated[
        bool, typer.Option(help="Make metrics of names that I do not know.")
    ] = False,
    direction: Annotated[GoodWay, typer.Option(help="Which way is good for them.")] = "neutral",
    skip_refused: Annotated[
        bool, typer.Option(help="Store the good rows and leave the refused ones out.")
    ] = False,
    workspace: Annotated[
        str | None, typer.Option(help="Slack team id; needed when there are several.")
    ] = None,
) -> None:
    """Import numbers from a file; everything in it or, when a row is wrong, nothing."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from bot.app import open_store, utc_now
    from bot.imports import import_file
    from bot.settings import load_settings
    from funnel.catalogue import load

    if not file.is_file():
        raise BadSetting(f"There is no file {file}.", "Check the path and try again.")
    options = _options(map_ or [], percent_as, create_metrics, direction)
    settings = load_settings()
    store = open_store(settings)
    team = _workspace(store, workspace, settings)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    quiet = not console.is_terminal
    with Progress(*columns, console=console, transient=True, disable=quiet) as progress:
        task = progress.add_task(f"Reading {file.name}", total=None)

        def show(done: int, rows: int) -> None:
            progress.update(task, description="Storing", completed=done, total=rows)

        report = import_file(
            store,
            team,
            file,
            options,
            catalogue=load(),
            now=utc_now(),
            skip_refused=skip_refused,
            progress=show,
        )
    typer.echo(report.words())


@cli.command()
def replay(
    file: Annotated[Path | None, typer.Argument(help="A long CSV; nothing is stored.")] = None,
    workspace: Annotated[
        str | None, typer.Option(help="Slack team id: replay what is stored instead of a file.")
    ] = None,
    budget: Annotated[
        float, typer.Option(help="False warnings that a channel accepts in 30 days.")
    ] = 1.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="NAME=METRIC[:UNIT]", help="What a name in the file means."),
    ] = None,
    percent_as: Annotated[
        PercentAs | None, typer.Option(help="What percents are, where a file does not tell.")
    ] = None,
) -> None:
    """Show which warnings would have been posted, day by day, and why."""
    from bot.app import open_store, utc_now
    from bot.replay import as_json as json_line
    from bot.replay import in_words, told_of_file, told_of_workspace
    from bot.settings import load_settings
    from funnel.catalogue import load

    if budget <= 0:
        raise BadSetting(f"--budget {budget:g} is not above 0.", "Write --budget 1 or 0.5.")
    if file is None:
        settings = load_settings()
        store = open_store(settings)
        team = _workspace(store, workspace, settings)
        told = told_of_workspace(store, team, catalogue=load(), budget=budget)
    elif file.is_file():
        options = _options(map_ or [], percent_as, False, "neutral")
        told = told_of_file(file, options, catalogue=load(), now=utc_now(), budget=budget)
    else:
        raise BadSetting(f"There is no file {file}.", "Check the path and try again.")
    for one in told:
        typer.echo(json_line(one) if as_json else in_words(one))
    if not told and not as_json:
        typer.echo("Nothing would have been posted.")


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.settings import load_settings
    from storage.engine import make_engine
    from storage.migrate import head, upgrade

    settings = load_settings()
    upgrade(make_engine(settings.database_url.get_secret_value()))
    typer.echo(f"The database is at schema {head()}.")


def _options(
    pairs: list[str], percent_as: PercentAs | None, create: bool, direction: "GoodWay"
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


def _workspace(store: "Store", wanted: str | None, settings: "Settings") -> str:
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
    from bot.app import identify, settle_workspace
    from bot.record import Recorder
    from bot.slack import RecordingClient

    token = settings.bot_token.get_secret_value()
    team = identify(RecordingClient(token, settings.slack_api_url, Recorder(None))).workspace
    settle_workspace(store, team, settings)
    return team
