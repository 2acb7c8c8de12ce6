"""`python -P -m playground`: the local Slack, the bot, a shop's last days, then a prompt."""

import signal
import sys
import tempfile
from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from playground.demo.bot_process import BotFailed
from playground.demo.source import Source, demo_shop, file_source
from playground.demo.stage import DAYS, Stage
from playground.page.server import Page

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@cli.command()
def demo(
    data: Annotated[
        Path | None, typer.Option(help="Any long CSV in place of the simulated demo shop.")
    ] = None,
    days: Annotated[int, typer.Option(min=1, help="How many of the last days are played.")] = DAYS,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print every post and edit as a JSON line, then end.")
    ] = False,
    port: Annotated[int, typer.Option(help="Of the page; 0 takes a free one.")] = 0,
    direction: Annotated[
        str, typer.Option(help="Which way is good for metrics that I do not know.")
    ] = "neutral",
) -> None:
    """Play a shop's last days through the true bot, then take commands."""
    signal.signal(signal.SIGTERM, _end)
    try:
        source: Source = demo_shop() if data is None else file_source(data)
    except (OSError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    with tempfile.TemporaryDirectory(prefix="funnelbot-demo-") as folder:
        stage = Stage(source, Path(folder), days=days, direction=direction, as_json=as_json)
        try:
            stage.open()
            if as_json:
                stage.tell_story()
            else:
                _show(stage, port)
        except BotFailed as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
        finally:
            stage.close()


def _show(stage: Stage, port: int) -> None:
    """The page from the beginning on, so that one can watch; the story in the terminal beside."""
    with Page(stage, port=port) as page:
        stage.scene.teller.says(f"\nWatch it in a browser: {page.url}")
        stage.tell_story()
        stage.scene.teller.says(f"\nGo on in the browser: {page.url}")
        _stay(stage)


def _end(*_: object) -> None:
    """SIGTERM closes what is open, as the end of the input does."""
    raise SystemExit(0)


def _stay(stage: Stage) -> None:
    """A prompt where there is a terminal; else up until SIGTERM."""
    if sys.stdin.isatty():
        stage.prompt().run(input)
        return
    stage.scene.teller.says(
        "\nThe local Slack stays up until SIGTERM (there is no terminal to type at)."
    )
    Event().wait()


if __name__ == "__main__":
    cli()
