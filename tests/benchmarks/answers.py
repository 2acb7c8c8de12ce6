"""`/funnel status` through Bolt's dispatch, against the least that any bot would have to do.

The floor is an empty Bolt command with the same flags, and the statements that our answer runs,
recorded from it and repeated through the same engine with `fetchall`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import event

from playground import payloads
from storage.engine import READS
from tests.benchmarks.shop import Bench
from tests.benchmarks.timing import medians

COMMANDS = ("status", "status decision")
ROUNDS = 60
MOST_TIMES_THE_FLOOR = 2.5

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """Medians in milliseconds; `rows` is what the statements gave."""

    command: str
    ours: float
    sql: float
    bolt: float
    statements: int
    rows: int

    @property
    def ratio(self) -> float:
        return self.ours / (self.sql + self.bolt)


def measure_answers(bench: Bench) -> list[Answer]:
    return [_measure(bench, command) for command in COMMANDS]


def asking(bench: Bench, app: App, text: str) -> Callable[[], object]:
    """A function that lets the app answer the command once. Raises AssertionError for no 200."""
    ana = bench.slack.person("ana")
    body = payloads.command(
        bench.slack.workspace, ana.user, channel=ana.channel, name="/funnel", text=text
    )

    def ask() -> object:
        response = app.dispatch(BoltRequest(mode="socket_mode", body=body))
        if response.status != 200:
            raise AssertionError(f"{text}: {response.status}")
        return response.body

    return ask


def _measure(bench: Bench, command: str) -> Answer:
    ours = asking(bench, bench.runtime.bolt, command)
    ours()  # who asks is cached from here on
    statements = _recorded(bench, ours)

    def plain() -> int:
        return _repeat(bench, statements)

    empty = asking(bench, _empty(bench), command)
    took, sql, bolt = medians([ours, plain, empty], rounds=ROUNDS)
    return Answer(command, took, sql, bolt, statements=len(statements), rows=plain())


def _recorded(bench: Bench, ask: Callable[[], object]) -> list[Statement]:
    """The SELECT statements of one answer, with their parameters."""
    heard: list[Statement] = []

    def hear(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            heard.append((statement, parameters))

    event.listen(bench.engine, "before_cursor_execute", hear)
    try:
        ask()
    finally:
        event.remove(bench.engine, "before_cursor_execute", hear)
    return heard


def _repeat(bench: Bench, statements: list[Statement]) -> int:
    reading = bench.engine.connect().execution_options(**{READS: True})
    with reading as connection, connection.begin():
        return sum(
            len(connection.exec_driver_sql(statement, parameters).fetchall())
            for statement, parameters in statements
        )


def _empty(bench: Bench) -> App:
    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T", bot_token="xoxb-none")

    app = App(
        client=bench.runtime.client,
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        token_verification_enabled=False,
        request_verification_enabled=False,
    )

    def answer_nothing(ack: Any) -> None:
        ack()

    app.command("/funnel")(answer_nothing)
    return app
