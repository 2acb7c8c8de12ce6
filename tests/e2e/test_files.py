"""Files in a true conversation: dropped, understood, confirmed, undone, exported, refused."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest

from bot.runtime import Runtime
from playground.entries import LocalFile
from playground.person import Person
from playground.workspace import TEAM
from tests.bot.office import Office

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
READ = 25.0  # seconds: a process of its own has to start, on a busy machine too


@pytest.fixture
def ana(office: Office) -> Person:
    office.slack.workspace.clock.set(NOW)
    office.connects()
    return office.slack.person("ana", channel="#growth", is_admin=True)


def long(rows: int, metric: str = "orders", value: int = 100) -> bytes:
    days = (date(2026, 11, 19) - timedelta(days=back) for back in range(rows))
    lines = (f"{day},{metric},{value + day.day}" for day in days)
    return ("date,metric,value\n" + "\n".join(lines) + "\n").encode()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Date", "Sessions", "Orders", "Remarks"])
    for back in range(30):
        sheet.append(
            [date(2026, 11, 19) - timedelta(days=back), 40_000 + back, 800 + back, "quiet"]
        )
    held = BytesIO()
    book.save(held)
    return held.getvalue()


def orders(office: Office) -> list[float]:
    with office.store.read(TEAM) as tx:
        return [float(value) for value in tx.snapshots.series("orders").values]


def left_behind(office: Office) -> list[str]:
    return [path.name for path in (office.folder / "imports").glob("*")]


def test_a_workbook_dropped_in_the_dm_is_shown_imported_and_undone(
    office: Office, ana: Person
) -> None:
    ana.drops(LocalFile("shop.xlsx", workbook()))
    seen = ana.sees("shop.xlsx holds 60 numbers of 2 metrics", within=READ)
    assert "left out, since they hold words: Remarks" in str(seen.blocks)
    assert orders(office) == []
    ana.clicks("Import 60 numbers")
    ana.sees("60 rows of 2 metrics are in (60 new", within=READ)
    assert len(orders(office)) == 30
    assert left_behind(office) == []
    ana.clicks("Undo import")
    ana.sees("Undone: 60 numbers of shop.xlsx.")
    assert orders(office) == []
    assert office.slack.workspace.problems == []


def test_a_large_import_is_taken_back_after_the_answer(office: Office, ana: Person) -> None:
    ana.drops(LocalFile("years.csv", long(6000)))
    ana.sees("years.csv holds 6,000 numbers", within=READ)
    ana.clicks("Import 6,000 numbers")
    ana.sees("6,000 rows of 1 metric are in", within=READ)
    ana.clicks("Undo import")
    ana.sees("Taking them back takes a moment")
    ana.sees("Undone: 6,000 numbers of years.csv", within=READ)
    assert orders(office) == []


def test_the_form_takes_a_file_and_rows_that_are_refused_come_back_as_a_file(
    office: Office, ana: Person
) -> None:
    content = long(10) + b"2026-10-01,orders,many\n2026-10-02,orders,nan\n"
    ana.types("/funnel import")
    ana.fills({"File": LocalFile("shop.csv", content)})
    ana.submits()
    ana.sees_modal("comes as a direct message from me")
    shown = ana.sees("2 rows are refused", within=READ)
    assert "line 12, value" in str(shown.blocks)
    [bad] = ana.sees("refused-shop.csv").files
    held = office.slack.workspace.files.find(bad["id"])
    assert held is not None
    assert held.content is not None
    assert held.content.decode().splitlines() == [
        "date,metric,value,what is wrong",
        '2026-10-01,orders,many,"value: ""many"" is no number."',
        '2026-10-02,orders,nan,"value: ""nan"" is no number."',
    ]
    ana.closes()
    ana.clicks("Import the other 10")
    ana.sees("10 rows of 1 metric are in", within=READ)
    assert len(orders(office)) == 10


def test_a_question_is_asked_and_its_answer_counts(office: Office, ana: Person) -> None:
    ana.drops(LocalFile("shop.csv", b"date;Orders\n3/4/2026;812\n4/4/2026;815\n"))
    ana.sees("can be meant with the day or the month first", within=READ)
    ana.clicks("3/4 is 3 April (day first)")
    ana.sees("holds 2 numbers of 1 metric, 3–4 Apr", within=READ)
    ana.clicks("Cancel")
    ana.sees("shop.csv was not imported")
    assert (orders(office), left_behind(office)) == ([], [])


def test_an_unknown_name_is_told_and_mapped_in_the_form(office: Office, ana: Person) -> None:
    ana.drops(LocalFile("laden.csv", b"datum;Bestellungen\n2026-11-18;812\n2026-11-19;815\n"))
    ana.sees("holds no number that I can import", within=READ)
    ana.clicks("Change")
    ana.sees_modal("Bestellungen is")
    ana.fills({"Bestellungen is": "Orders"})
    ana.submits()
    ana.sees("holds 2 numbers of 1 metric", within=READ)
    ana.clicks("Import 2 numbers")
    ana.sees("2 rows of 1 metric are in", within=READ)
    assert orders(office) == [812, 815]


def test_an_export_comes_to_the_askers_dm(office: Office, ana: Person) -> None:
    ana.drops(LocalFile("shop.csv", long(5)))
    ana.sees("holds 5 numbers", within=READ)
    ana.clicks("Import 5 numbers")
    ana.sees("5 rows of 1 metric are in", within=READ)
    ana.goes("#growth")
    ana.types("/funnel export")
    ana.sees("I am putting everything together", only_to=ana)
    sent = ana.sees("All that is on record in this workspace.", within=READ)
    assert [one["name"] for one in sent.files] == ["numbers.csv", "history.csv", "record.zip"]
    assert sent.channel == office.slack.workspace.dm(ana.user).id
    ana.sees("Here are 5 numbers and all that goes with them", within=READ)


def test_without_the_scope_the_bot_says_what_to_do(office: Office, ana: Person) -> None:
    workspace = office.slack.workspace
    workspace.scopes = workspace.scopes - {"files:write"}
    ana.types("/funnel export")
    ana.sees("installed without the permission", "funnelbot export", within=READ)
    workspace.scopes = workspace.scopes - {"files:read"}
    ana.drops(LocalFile("shop.csv", long(5)))
    ana.sees("I lack a permission for that", within=READ)


def test_what_is_no_table_is_refused_at_once(office: Office, ana: Person) -> None:
    ana.drops(LocalFile("logo.png", b"\x89PNG"))
    ana.sees("logo.png is no table. Send CSV, TSV or Excel")
    ana.drops(LocalFile("shop.csv", b"\x00\x01\x02" * 50))
    ana.sees("shop.csv cannot be imported", within=READ)
    assert left_behind(office) == []


def test_a_guest_imports_nothing(office: Office, ana: Person) -> None:
    del ana
    eve = office.slack.person("eve", is_restricted=True)
    eve.drops(LocalFile("shop.csv", long(5)))
    eve.sees("for full members of the workspace")
    assert orders(office) == []


def test_a_file_that_waits_is_forgotten_after_an_hour(office: Office, ana: Person) -> None:
    runtime: Runtime = office.built[0]
    ana.drops(LocalFile("shop.csv", long(5)))
    ana.sees("holds 5 numbers", within=READ)
    [waiting] = (office.folder / "imports").glob("*")
    assert waiting.stat().st_mode & 0o777 == 0o600
    office.later(minutes=61)
    runtime.run_due()
    assert left_behind(office) == []
    ana.clicks("Import 5 numbers")  # Slack still has it
    ana.sees("5 rows of 1 metric are in", within=READ)
