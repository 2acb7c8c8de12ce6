"""From words to the verb that answers them."""

from dataclasses import dataclass
from datetime import datetime

from commands.blocks import Message, Modal
from commands.deps import Deps
from commands.guess import read_without_verb
from commands.parse import clean
from commands.request import Origin, Request
from commands.verb import Verb
from commands.verbs.breaks import list_breaks, show_break
from commands.verbs.digest import list_digests, show_digest
from commands.verbs.events import list_events, note_event
from commands.verbs.export import export_numbers
from commands.verbs.goals import goal, goals
from commands.verbs.help import show_help
from commands.verbs.import_file import import_numbers
from commands.verbs.log import log_number
from commands.verbs.metric import show_metric
from commands.verbs.metrics import show_metrics
from commands.verbs.status import show_status
from commands.verbs.track_record import show_track_record
from commands.verbs.why import show_why
from funnel.errors import NotAllowed


def _help(request: Request, deps: Deps) -> Message:
    return show_help(request, deps, verbs=tuple(VERBS.values()))


_TABLE = (
    Verb(
        "help",
        _help,
        "help [verb]",
        "What you can do here, with this workspace's own numbers as examples.",
        ("help", "help log"),
        aliases=("hi", "hello", "?"),
        for_guests=True,
    ),
    Verb(
        "status",
        show_status,
        "status [stage or metric] [period] [by segment]",
        "The state of the journey, a stage or a metric against what is usual.",
        ("status", "status decision", "status decision last week", "status action by device"),
        aliases=("state",),
    ),
    Verb(
        "metric",
        show_metric,
        "metric NAME [90d] [by segment]",
        "One metric in depth: its course against usual, segments, definition, benchmark.",
        ("metric cart abandonment", "metric sessions 90d", "metric sessions by device"),
        aliases=("show", "chart"),
    ),
    Verb(
        "metrics",
        show_metrics,
        "metrics [new, edit NAME, benchmark NAME, dimension]",
        "All metrics by stage with their freshness; admins add and edit the workspace's own.",
        ("metrics", "metrics new", "metrics benchmark sessions"),
        aliases=("numbers", "names"),
    ),
    Verb(
        "log",
        log_number,
        "log NAME VALUE [date] [channel=email], log STAGE",
        "Records a number, or all of a stage; `log last`, `log undo`, `log history NAME date`.",
        (
            "log sessions 41280",
            "log cart abandonment 71.2% yesterday",
            "log decision",
            "log last",
            "log undo",
        ),
        aliases=("record", "add"),
    ),
    Verb(
        "import",
        import_numbers,
        "import [undo]",
        "Numbers from a CSV or Excel file: I show what I understood, you confirm.",
        ("import", "import undo"),
        aliases=("upload",),
    ),
    Verb(
        "export",
        export_numbers,
        "export",
        "All numbers and their history as CSV, sent to you as a direct message.",
        ("export",),
        aliases=("download",),
    ),
    Verb(
        "goal",
        goal,
        "goal new [sentence], goal N [check-in, note, edit, path, hand over, pause, close]",
        "Sets a SMART goal from a form or a sentence; shows one and does what it needs.",
        (
            "goal new",
            "goal new increase revenue by 10% by the end of next quarter",
            "goal 1",
            "goal 1 check-in",
        ),
    ),
    Verb(
        "goals",
        goals,
        "goals [mine, @person, stage, at-risk, closed]",
        "The open goals: now, path, target, state.",
        ("goals", "goals mine", "goals decision", "goals at-risk", "goals closed"),
    ),
    Verb(
        "track-record",
        show_track_record,
        "track-record",
        "How often the stated chances of goals came true here.",
        ("track-record",),
        aliases=("track", "calibration"),
    ),
    Verb(
        "breaks",
        list_breaks,
        "breaks [stage, mine, snoozed, history, settings]",
        "Open break points, most money first, or past ones; what this channel is warned about.",
        ("breaks", "breaks mine", "breaks decision", "breaks history", "breaks settings"),
    ),
    Verb(
        "break",
        show_break,
        "break N [acknowledge, snooze 3d, event WHAT, noise, useful, reopen], break new",
        "One break point with its evidence, and what you decide about it.",
        ("break 1", "break 1 acknowledge", "break 1 snooze 3d", "break new"),
    ),
    Verb(
        "event",
        note_event,
        "event [what happened], event N [edit, undo]",
        "Notes a campaign, price change, outage or holiday; tells what one did against usual.",
        ("event", "event Black Friday sale yesterday", "event 1", "event 1 undo"),
    ),
    Verb(
        "events",
        list_events,
        "events",
        "What was noted: campaigns, outages, tracking changes, newest first.",
        ("events",),
    ),
    Verb(
        "why",
        show_why,
        "why NAME [period] [vs period] [by segment]",
        "Where a change came from: steps and segments, in money, adding up to the whole.",
        (
            "why revenue",
            "why revenue last week",
            "why orders last month vs month before",
            "why cart abandonment by device",
            "why break 1",
        ),
        aliases=("explain",),
    ),
    Verb(
        "digest",
        show_digest,
        "digest [edit, preview, send now, pause, resume, stop]",
        "What this channel gets told, and when.",
        ("digest", "digest preview", "digest send now"),
    ),
    Verb(
        "digests",
        list_digests,
        "digests [deliveries]",
        "Your digests; for admins those of all channels, and what was sent and what was not.",
        ("digests", "digests deliveries"),
    ),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _TABLE}
_BY_WORD = VERBS | {alias: verb for verb in _TABLE for alias in verb.aliases}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and how: what a request has beside its words."""

    workspace: str
    user: str
    channel: str
    origin: Origin
    now: datetime
    private: bool = False
    view: str = ""
    key: str = ""


def read(text: str, asker: Asker, *, deps: Deps) -> Request:
    """The request that the words mean; nothing typed is help, a metric or stage alone its view.

    Raises UnknownCommand, with what may have been meant, if the first word is none of these.
    """
    words = clean(text)
    first, _, rest = words.partition(" ")
    verb = _BY_WORD.get(first.casefold()) if first else VERBS["help"]
    if verb is not None:
        name, args = verb.name, rest.strip()
    else:
        with deps.store.read(asker.workspace) as tx:
            catalogue = deps.catalogue_of(tx)
            framework = tx.workspace.get().framework
        name, args = read_without_verb(
            words,
            catalogue,
            framework=framework,
            verbs={word: verb.name for word, verb in _BY_WORD.items()},
        )
    return request_for(asker, verb=name, args=args, text=words)


def as_note(words: str, asker: Asker, deps: Deps, *, thread: str) -> str:
    """In the thread of a goal's message, words that are no command are a note on that goal."""
    first = clean(words).partition(" ")[0].casefold()
    if not thread or not first or first in _BY_WORD:
        return words
    with deps.store.read(asker.workspace) as tx:
        root = tx.deliveries.at(asker.channel, thread)
    if root is None or not root.kind.startswith("goal_") or not root.subject.isdigit():
        return words
    return f"goal {root.subject} note {words}"


def request_for(asker: Asker, *, verb: str, args: str, text: str) -> Request:
    """The asker's request for a verb that is already known."""
    return Request(
        workspace=asker.workspace,
        user=asker.user,
        channel=asker.channel,
        origin=asker.origin,
        verb=verb,
        args=args,
        now=asker.now,
        private=asker.private,
        text=text,
        view=asker.view,
        key=asker.key,
    )


def answer(request: Request, deps: Deps) -> Message | Modal:
    """What the verb says. Raises any FunnelError; NotAllowed for people from outside."""
    verb = VERBS[request.verb]
    if not verb.for_guests and deps.people.get(request.workspace, request.user).is_guest:
        raise NotAllowed(
            "Numbers here are for full members of the workspace.",
            "Ask a member to share what you need: each answer has a Share in channel button.",
        )
    return verb.run(request, deps)
