"""The command line: run the bot, look after its database; numbers and questions stand beside."""

import sys
from typing import Annotated

import typer

from bot.number_commands import export, import_, replay
from bot.question_commands import breaks, goal, status, why
from funnel.errors import FunnelError


def main() -> None:
    """Entry point: errors of ours become one sentence and exit code 1."""
    try:
        cli(standalone_mode=True)
    except FunnelError as error:
        gap = "" if error.message.endswith("\n") else " "
        typer.echo(f"{error.message}{gap}{error.hint}".strip(), err=True)
        sys.exit(1)


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


def migrate() -> None:
    """Bring the database to the newest schema."""
    from bot.settings import load_settings
    from storage.engine import make_engine
    from storage.migrate import head, upgrade

    settings = load_settings()
    upgrade(make_engine(settings.database_url.get_secret_value()))
    typer.echo(f"The database is at schema {head()}.")


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


def _command_line() -> typer.Typer:
    """In the order in which `--help` lists them."""
    made = typer.Typer(
        help="Funnelbot: goals, metrics, digests and break points of a shop's customer journey.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    made.command()(run)
    made.command("import")(import_)
    for command in (export, status, breaks, why, goal, replay, migrate, doctor):
        made.command()(command)
    return made


cli = _command_line()
