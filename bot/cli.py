"""The command line: run the bot, import a file, look after the database."""

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from funnel.errors import BadSetting, FunnelError
from funnel.intake.dates import DateOrder
from funnel.intake.options import PercentAs
from funnel.intake.styles import DecimalSign

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
    file: Annotated[Path, typer.Argument(help="CSV, TSV or .xlsx: date, metric, value, …")],
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
    numbers: Annotated[
        DecimalSign | None, typer.Option(help="The sign before decimals, where cells do not tell.")
    ] = None,
    dates: Annotated[
        DateOrder | None, typer.Option(help="What comes first in dates such as 3/4/2026.")
    ] = None,
    skip_bad: Annotated[
        bool,
        typer.Option(help="Store the good rows, write the bad ones to FILE.refused.csv."),
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
    options = replace(
        _options(map_ or [], percent_as, create_metrics, direction), numbers=numbers, dates=dates
    )
    refused = file.with_name(f"{file.name}.refused.csv")
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
            refused=refused if skip_bad else None,
            progress=show,
        )
    typer.echo(report.words())
    if report.refused:
        typer.echo(f"They stand in {refused}, each with what is wrong.")


@cli.command()
def export(
    file: Annotated[
        Path | None,
        typer.Argument(help="Where to write: numbers.csv, or with --all the folder export."),
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="As known at the end of that day.")
    ] = None,
    history: Annotated[
        bool, typer.Option(help="Every value that ever counted: when, from where, by whom.")
    ] = False,
    every: Annotated[
        bool,
        typer.Option("--all", help="Goals, breaks, events and own definitions too, a CSV each."),
    ] = False,
    workspace: Annotated[
        str | None, typer.Option(help="Slack team id; needed when there are several.")
    ] = None,
) -> None:
    """Write all numbers to a CSV file, or everything to a folder."""
    from bot.app import open_store
    from bot.exports import end_of_day, write_everything, write_history, write_numbers
    from bot.settings import load_settings

    if history + every + (as_of is not None) > 1:
        raise BadSetting("--all, --history and --as-of exclude each other.", "Give one of them.")
    settings = load_settings()
    store = open_store(settings)
    team = _workspace(store, workspace, settings)
    if every:
        paths = write_everything(store, team, file or Path("export"))
        typer.echo(f"{paths[0].parent} holds {len(paths)} files: {_named(paths)}.")
        return
    file = file or Path("numbers.csv")
    if history:
        count = write_history(store, team, file)
    else:
        instant = end_of_day(store, team, as_of.date()) if as_of else None
        count = write_numbers(store, team, file, as_of=instant)
    typer.echo(f"{file} holds {count:,} {'value' if count == 1 else 'values'}.")


def _named(paths: list[Path]) -> str:
    return ", ".join(path.stem for path in paths)


Words = Annotated[list[str] | None, typer.Argument(help="As after /funnel in Slack.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the facts behind the message.")]
AsOf = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], help="As on the evening of that day (reporting zone)."),
]
Team = Annotated[str | None, typer.Option("--workspace", help="Slack team id.")]


@cli.command()
def status(
    words: Words = None, json: AsJson = False, as_of: AsOf = None, workspace: Team = None
) -> None:
    """How the journey, a stage or a metric stands."""
    _ask("status", words, json, as_of, workspace)


@cli.command()
def breaks(
    words: Words = None, json: AsJson = False, as_of: AsOf = None, workspace: Team = None
) -> None:
    """Open break points, or `history`."""
    _ask("breaks", words, json, as_of, workspace)


@cli.command()
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
    team = _workspace(store, workspace, settings)
    day = None if as_of is None else as_of.date()
    said = " ".join(words or ())
    found = ask(store, team, verb, said, as_of=day, now=utc_now(), json=json)
    typer.echo(found)


@cli.command()
def goal(
    what: Annotated[str, typer.Argument(help="A goal's number, or a sentence to be judged.")],
    json_: Annotated[bool, typer.Option("--json", help="Everything, for scripts.")] = False,
    as_of: Annotated[
        str | None, typer.Option(help="A past date (2026-11-20); today without it.")
    ] = None,
    workspace: Annotated[
        str | None, typer.Option(help="Slack team id; needed when there are several.")
    ] = None,
) -> None:
    """Show where a goal stands, or what is to say of one before it is set."""
    import json

    from bot.app import open_store, utc_now
    from bot.goal_report import in_words, noon_of, report
    from bot.settings import load_settings
    from funnel.catalogue import load

    settings = load_settings()
    store = open_store(settings)
    team = _workspace(store, workspace, settings)
    now = noon_of(store, team, as_of) if as_of else utc_now()
    found = report(store, team, what, load(), now)
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False) if json_ else in_words(found))


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
    unsteady: Annotated[
        bool, typer.Option("--unsteady", help="List unsteady days instead, which never warn.")
    ] = False,
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
    from bot.replay import lines_of, told_of_file, told_of_workspace
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
    for line in lines_of(told, as_json=as_json, unsteady=unsteady):
        typer.echo(line)


@cli.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.settings import load_settings
    from storage.engine import make_engine
    from storage.migrate import head, upgrade

    settings = load_settings()
    upgrade(make_engine(settings.database_url.get_secret_value()))
    typer.echo(f"The database is at schema {head()}.")


@cli.command()
def doctor() -> None:
    """Check token, database and deliveries; exit code 1 when something needs you."""
    from bot.app import utc_now
    from bot.doctor import examine
    from bot.settings import load_settings

    findings = list(examine(load_settings(), now=utc_now()))
    for finding in findings:
        typer.echo(finding.line())
    problems = sum(1 for finding in findings if not finding.good)
    if problems:
        typer.echo(f"{problems} {'problem needs' if problems == 1 else 'problems need'} you.")
        raise typer.Exit(1)
    typer.echo("All is well.")


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
    from bot.app import identify, settle_workspace, utc_now
    from bot.record import Recorder
    from bot.slack import RecordingClient

    token = settings.bot_token.get_secret_value()
    team = identify(RecordingClient(token, settings.slack_api_url, Recorder(None))).workspace
    settle_workspace(store, team, settings, now=utc_now())
    return team
