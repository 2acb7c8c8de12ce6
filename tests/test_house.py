"""The house itself: what the documents, the manifest and the packages claim is what the code does.

Nothing here is about behaviour; each test compares two places that must say the same.
"""

import ast
import inspect
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import packages_distributions
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
import typer
import yaml
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.kwargs_injection.args import Args
from slack_sdk import WebClient

from bot.cli import cli
from bot.settings import Settings
from commands import register
from commands.blocks import Message
from commands.request import Origin
from commands.router import VERBS, Asker, read
from funnel.catalogue import load
from funnel.intake import ImportOptions, read_table
from playground.__main__ import cli as demo_cli
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store
from tests.commands.conftest import Desk

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "commands", "storage", "funnel", "playground")
README, MAKEFILE = ROOT / "README.md", ROOT / "Makefile"
OPERATE, IMPORT = ROOT / "docs" / "operate.md", ROOT / "docs" / "import.md"
DOCUMENTS = (README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md")))
LONGEST = 400  # lines of a module

# What a bot token needs for each method that we call; a method that is not here fails its test.
NOTHING: frozenset[str] = frozenset()
METHOD_SCOPES = {
    "apps_connections_open": NOTHING,  # the app-level token's
    "auth_test": NOTHING,
    "chat_delete": frozenset({"chat:write"}),
    "chat_getPermalink": NOTHING,
    "chat_postMessage": frozenset({"chat:write"}),
    "chat_update": frozenset({"chat:write"}),
    "files_info": frozenset({"files:read"}),
    "users_info": frozenset({"users:read"}),
    "views_open": NOTHING,
    "views_publish": NOTHING,
    "views_push": NOTHING,
    "views_update": NOTHING,
}
EVENT_SCOPES = {
    "app_home_opened": NOTHING,
    "app_mention": frozenset({"app_mentions:read"}),
    "message.im": frozenset({"im:history"}),
}
# The bot works without these: a doubtful post is then settled by other rules, it says nothing when
# it is added to a channel, and a digest takes the zone of whoever sets it up.
OPTIONAL_SCOPES = {
    "conversations_info": frozenset({"channels:read", "groups:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "conversations_history": frozenset({"channels:history", "groups:history"}),
    "conversations_replies": frozenset({"channels:history", "groups:history"}),
    "conversations_open": frozenset({"im:write"}),
    "files_upload_v2": frozenset({"files:write"}),  # without it an export stays on its machine
}

# Imports every module of the rooms and tells what that did to the world.
IMPORTER = """
import importlib, json, os, pkgutil, sys, threading
effects = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
DEEDS = ("os.mkdir", "socket.bind", "socket.connect", "sqlite3.connect", "subprocess.Popen")
def watch(event, args):
    if event == "open" and (set(args[1] or "") & set("wax+") or (args[2] or 0) & WRITES):
        effects.append(f"opened {args[0]} for writing")
    elif event in DEEDS:
        effects.append(event)
sys.path.insert(0, sys.argv[1])
sys.addaudithook(watch)
names = []
for room in sys.argv[2:]:
    package = importlib.import_module(room)
    found = pkgutil.walk_packages(package.__path__, f"{room}.")
    names += [room, *(importlib.import_module(module.name).__name__ for module in found)]
threads = [thread.name for thread in threading.enumerate()]
print(json.dumps({"effects": effects, "threads": threads, "modules": len(names)}))
"""

Listener = Callable[..., Any]


@dataclass(slots=True)
class Switchboard:
    """Notes what is registered while a real Bolt app takes it."""

    app: App
    noted: list[tuple[str, str, Listener]] = field(default_factory=list)

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Listener], object]]:
        def take(what: Any) -> Callable[[Listener], object]:
            def note(listener: Listener) -> object:
                self.noted.append((kind, str(what), listener))
                return getattr(self.app, kind)(what)(listener)

            return note

        return take

    def names(self, kind: str) -> set[str]:
        return {what for noted, what, _ in self.noted if noted == kind}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    engine = make_engine(f"sqlite:///{tmp_path / 'house.db'}")
    upgrade(engine)
    desk = Desk(Store(engine))
    yield desk
    desk.store.dispose()


@pytest.fixture
def board(desk: Desk) -> Switchboard:
    def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1")

    board = Switchboard(App(authorize=authorize, request_verification_enabled=False))
    register(cast(App, board), desk.deps)
    return board


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text())
    return loaded


def code_in(path: Path) -> list[str]:
    """Inline code and fenced blocks of a document."""
    blocks = re.findall(r"```.*?```|`[^`\n]+`", path.read_text(), re.DOTALL)
    return [block.strip("`") for block in blocks]


def modules(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        found = sorted((ROOT / room).rglob("*.py"))
        yield from (path for path in found if "node_modules" not in path.parts)


# What a person can type


def test_the_readme_lists_every_verb_as_help_does_and_no_others(desk: Desk) -> None:
    listed = re.findall(r"^\| `/funnel (([\w-]+)[^`]*)`", README.read_text(), re.MULTILINE)
    assert {verb: usage for usage, verb in listed} == {
        name: verb.usage for name, verb in VERBS.items()
    }
    shown = desk.asks("help all")
    assert isinstance(shown, Message)
    (verbs,) = [block for block in shown.payload()["blocks"] if block["block_id"] == "verbs"]
    assert set(re.findall(r"`/funnel ([\w-]+)", verbs["text"]["text"])) == set(VERBS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_a_document_shows_are_understood(path: Path, desk: Desk) -> None:
    asker = Asker("T1", "UANA", "C1", Origin.SLASH, desk.now)
    for shown in re.findall(r"`/funnel ([^`\n]+)`", path.read_text()):
        assert read(shown, asker, deps=desk.deps).verb in VERBS


def test_make_targets_of_the_documents_exist_and_the_readme_has_them_all() -> None:
    phony = re.search(r"^\.PHONY: (.+)$", MAKEFILE.read_text(), re.MULTILINE)
    assert phony is not None
    targets = set(phony[1].split())
    shown = {
        path.name: {
            target for code in code_in(path) for target in re.findall(r"\bmake ([\w-]+)", code)
        }
        for path in DOCUMENTS
    }
    assert {name: found - targets for name, found in shown.items() if found - targets} == {}
    assert shown["README.md"] == targets


def test_the_command_line_of_the_documents_is_the_programs() -> None:
    program = cast(Any, typer.main.get_command(cli)).commands
    options = {name: options_of(command) for name, command in program.items()}
    known = set().union(*options.values()) | options_of(typer.main.get_command(demo_cli))
    for path in DOCUMENTS:
        for code in code_in(path):
            assert set(re.findall(r"\bfunnelbot ([a-z]+)", code)) <= set(program), path.name
            assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", code)) <= known, path.name
    operate, importing = ("\n".join(code_in(path)) for path in (OPERATE, IMPORT))
    assert set(program) <= set(re.findall(r"\bfunnelbot ([a-z]+)", operate))
    assert options["import"] <= set(re.findall(r"--[a-z-]+", importing))


def options_of(command: Any) -> set[str]:
    """Its long options, without the negations that are the default anyway."""
    return {option for one in command.params for option in one.opts if option.startswith("--")}


def test_every_setting_stands_in_the_operators_page_and_no_others() -> None:
    settings = {str(info.validation_alias) for info in Settings.model_fields.values()}
    named = re.findall(r"\b(?:SLACK|FUNNELBOT)_[A-Z_]+\b", OPERATE.read_text())
    assert set(named) == settings


def test_the_example_file_of_the_import_page_can_be_imported() -> None:
    example = re.search(r"```text\n(date,.*?)```", IMPORT.read_text(), re.DOTALL)
    assert example is not None
    options, day = ImportOptions(), date(2026, 11, 20)
    read_in = read_table(BytesIO(example[1].encode()), catalogue=load(), options=options, today=day)
    assert read_in.rejected == ()
    assert read_in.rows == len(example[1].splitlines()) - 1


# The manifest


def test_the_manifest_passes_slacks_schema(manifest: dict[str, Any], shared_data: Path) -> None:
    schemas = shared_data / "payloads" / "schemas"
    if not schemas.is_dir():
        pytest.skip("Slack's manifest schema is not here; FUNNELBOT_DATA may name its folder")
    major = manifest["_metadata"]["major_version"]
    schema = json.loads((schemas / f"manifest.schema.{major}.0.0.json").read_text())
    validator = jsonschema.validators.validator_for(schema)(schema)
    assert [error.message for error in validator.iter_errors(manifest)] == []


def test_the_manifest_asks_for_exactly_the_scopes_that_are_used(manifest: dict[str, Any]) -> None:
    scopes = manifest["oauth_config"]["scopes"]
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    called = called_methods()
    assert called <= METHOD_SCOPES.keys() | OPTIONAL_SCOPES.keys()
    assert set(events) <= EVENT_SCOPES.keys() | OPTIONAL_SCOPES.keys()
    needed = {"commands"}.union(*(EVENT_SCOPES.get(event, NOTHING) for event in events))
    needed = needed.union(*(METHOD_SCOPES.get(method, NOTHING) for method in called))
    optional = set().union(*(OPTIONAL_SCOPES.get(used, NOTHING) for used in (*called, *events)))
    assert sorted(scopes["bot"]) == sorted(needed)
    assert sorted(scopes["bot_optional"]) == sorted(optional - needed)


def called_methods() -> set[str]:
    """Web API methods by their name on the client: taken from it, or written out as a string
    such as "chat.update" (a key of a table is no call)."""
    known = {name for name in vars(WebClient) if not name.startswith("_")}
    found = set()
    for path in modules("bot", "commands"):
        nodes = list(ast.walk(ast.parse(path.read_text())))
        keys = {id(key) for node in nodes if isinstance(node, ast.Dict) for key in node.keys}
        for node in nodes:
            match node:
                case ast.Attribute(attr=name):
                    found.add(name)
                case ast.Constant(value=str(words)) if "." in words and id(node) not in keys:
                    found.add(words.replace(".", "_"))
    return found & known


def test_the_manifest_announces_exactly_what_is_listened_to(
    manifest: dict[str, Any], board: Switchboard
) -> None:
    features, settings = manifest["features"], manifest["settings"]
    events = settings["event_subscriptions"]["bot_events"]
    assert {one["command"] for one in features["slash_commands"]} == board.names("command")
    assert {one["callback_id"] for one in features["shortcuts"]} == board.names("shortcut")
    assert {event.partition(".")[0] for event in events} == board.names("event")
    assert settings["interactivity"]["is_enabled"] is bool(board.names("action"))
    hints = features["slash_commands"][0]["usage_hint"].split("|")
    assert {hint.split()[0] for hint in hints} <= set(VERBS)


def test_bolt_knows_every_parameter_that_a_listener_asks_for(board: Switchboard) -> None:
    """A misspelt one would be None at run time, without a word."""
    assert board.noted
    for kind, what, listener in board.noted:
        bound = listener.keywords if isinstance(listener, partial) else {}
        function = listener.func if isinstance(listener, partial) else listener
        asked = set(inspect.signature(function).parameters)
        assert set(bound) <= asked, (kind, what)
        assert asked - set(bound) <= Args.__annotations__.keys(), (kind, what)


# Packages and modules


def test_no_module_is_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in modules(*ROOMS, "tests")}
    assert {str(path): lines for path, lines in lengths.items() if lines > LONGEST} == {}


def test_every_module_says_in_its_first_line_what_it_is_for() -> None:
    sources = {path: path.read_text() for path in modules(*ROOMS)}
    assert [str(path) for path, text in sources.items() if text and text[:3] != '"""'] == []


def test_importing_our_modules_does_nothing() -> None:
    """With an empty environment: no thread, no file, no connection, no process."""
    command = [sys.executable, "-P", "-B", "-c", IMPORTER, str(ROOT), *ROOMS]
    done = subprocess.run(command, env={}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["effects"] == []
    assert told["threads"] == ["MainThread"]
    in_packages = [path for path in modules(*ROOMS) if "migrations" not in path.parts]
    assert told["modules"] == len(in_packages)


def test_no_installed_package_owns_a_name_of_ours() -> None:
    owners = packages_distributions()
    assert {
        name: owners[name]
        for name in (*ROOMS, "tests")
        if set(owners.get(name, ())) - {"funnelbot"}
    } == {}


# Documents


def test_the_design_gives_a_reason_for_every_dependency_and_no_others() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["postgres"]]
    _, _, section = (ROOT / "docs" / "design.md").read_text().partition("\n## Dependencies")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    explained = {
        name.partition(" (")[0]: why.strip() for names, why in rows for name in names.split(", ")
    }
    named = {name for name in explained if name not in ("Package", "---")}
    assert named == {re.split(r"[\[<>=~]", one)[0] for one in wanted}
    assert all(explained.values())


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", path.read_text())
    for link in (one for one in links if not one.startswith(("https://", "http://"))):
        target, _, anchor = link.partition("#")
        there = (path.parent / target) if target else path
        assert there.exists(), link
        assert not anchor or anchor in anchors(there), link


def anchors(path: Path) -> set[str]:
    """The headings as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in headings
    }


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    assert newest is not None
    assert newest[1] == version
