"""The bot as a child process: started, ordered about over its pipes, killed, started again."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from playground.server import LocalSlack

Json = dict[str, Any]
STOP_SECONDS = 20
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")


class BotFailed(Exception):
    """The bot could not start or carry out an order; the text is its own sentence."""


class BotProcess:
    """One bot on one database file, talking to one local Slack."""

    def __init__(self, slack: LocalSlack, folder: Path, settings: Mapping[str, str]) -> None:
        self.slack = slack
        self.folder = folder
        self.settings = dict(settings)
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Returns when the bot has its connection. Raises BotFailed with its sentence."""
        with (self.folder / "bot.log").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "playground.demo.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env=self._environment(),
                cwd=self.folder,
            )
        self._ask(self._clock())

    def move_clock(self) -> None:
        """Give the bot the workspace's clock."""
        self._ask(self._clock())

    def tick(self) -> None:
        """Let the bot do all that is due now."""
        self._ask({"do": "tick"})

    def ingest(
        self, lines: list[str], *, source: str, direction: str, author: str, scan: bool
    ) -> Json:
        """Import rows as a file; the report in words and the number of rows."""
        path = self.folder / "arrived.csv"
        path.write_text("".join(lines), encoding="utf-8")
        order = {"do": "ingest", "path": str(path), "source": source, "author": author}
        return self._ask({**order, "direction": direction, "scan": scan})

    def next_instant(self) -> str | None:
        """ISO instant at which something of the bot's is due next."""
        at = self._ask({"do": "next"})["at"]
        return None if at is None else str(at)

    def verbs(self) -> list[dict[str, str]]:
        """What can be typed after the command: `usage` and `what` of each verb."""
        found: list[dict[str, str]] = self._ask({"do": "verbs"})["verbs"]
        return found

    def kill(self) -> None:
        """At once, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._ended(self._process)

    def stop(self) -> None:
        """Let it finish what is in flight: it ends with its input."""
        process = self._process
        if process is None or process.stdin is None:
            return
        with suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        self._ended(process)

    def _ended(self, process: "subprocess.Popen[str]") -> None:
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):
                    pipe.close()
        self._process = None

    def _clock(self) -> Json:
        return {"do": "clock", "offset": self.slack.workspace.clock.offset.total_seconds()}

    def _ask(self, order: Json) -> Json:
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise BotFailed("The bot is not running.")
        try:
            process.stdin.write(json.dumps(order) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            raise BotFailed(f"The bot has ended; its log is {self.folder / 'bot.log'}.") from None
        line = process.stdout.readline()
        if not line:
            raise BotFailed(f"The bot has ended; its log is {self.folder / 'bot.log'}.")
        answer: Json = json.loads(line)
        if "error" in answer:
            raise BotFailed(answer["error"])
        return answer

    def _environment(self) -> dict[str, str]:
        """Ours without proxies, which would carry loopback traffic away, and with the bot's own."""
        kept = {key: value for key, value in os.environ.items() if key not in PROXIES}
        return kept | {
            "SLACK_BOT_TOKEN": self.slack.workspace.bot_token,
            "SLACK_APP_TOKEN": self.slack.workspace.app_token,
            "SLACK_API_URL": self.slack.api_url,
            "FUNNELBOT_DATABASE_URL": f"sqlite:///{self.folder / 'funnelbot.sqlite'}",
            **self.settings,
        }
