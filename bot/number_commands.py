"""Commands that bring numbers in and out, or go through them: import, export, replay.

Each imports what it needs: `--help` loads neither pandas nor SQLAlchemy.
"""

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.choices import GoodWay, Names, PercentsAre, Team, options_of, workspace_of
from funnel.errors import BadSetting
from funnel.intake.dates import DateOrder
from funnel.intake.styles import DecimalSign


def import_(
    file: Annotated[Path, typer.Argument(help="CSV, TSV or .xlsx: date, metric, value, …")],
    names: Names = None,
    percent_as: PercentsAre = None,
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
    workspace: Team = None,
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
        options_of(names or [], percent_as, create_metrics, direction), numbers=numbers, dates=dates
    )
    refused = file.with_name(f"{file.name}.refused.csv")
    settings = load_settings()
    store = open_store(settings)
    team = workspace_of(store, workspace, settings)
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
    workspace: Team = None,
) -> None:
    """Write all numbers to a CSV file, or everything to a folder."""
    from bot.app import open_store
    from bot.exports import end_of_day, write_everything, write_history, write_numbers
    from bot.settings import load_settings

    if history + every + (as_of is not None) > 1:
        raise BadSetting("--all, --history and --as-of exclude each other.", "Give one of them.")
    settings = load_settings()
    store = open_store(settings)
    team = workspace_of(store, workspace, settings)
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
    names: Names = None,
    percent_as: PercentsAre = None,
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
        team = workspace_of(store, workspace, settings)
        told = told_of_workspace(store, team, catalogue=load(), budget=budget)
    elif file.is_file():
        options = options_of(names or [], percent_as, False, "neutral")
        told = told_of_file(file, options, catalogue=load(), now=utc_now(), budget=budget)
    else:
        raise BadSetting(f"There is no file {file}.", "Check the path and try again.")
    for line in lines_of(told, as_json=as_json, unsteady=unsteady):
        typer.echo(line)
