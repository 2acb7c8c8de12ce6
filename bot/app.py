"""The composition root: `build(settings)` makes every collaborator and returns a Runtime."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from platformdirs import user_cache_dir
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context import BoltContext
from slack_bolt.request import BoltRequest

from bot.conflicts import watch_conflicts
from bot.courier import Courier
from bot.downloads import Downloads
from bot.errors import answer
from bot.goal_owners import watch_owners
from bot.goal_watch import judge_goals, plan_check_ins
from bot.holes import watch_holes
from bot.jobs import MINUTE, Job, JobRunner
from bot.links import note_links
from bot.owners import tell_owner
from bot.people import People
from bot.record import Recorder
from bot.renders import MAY_REPEAT, Renderer
from bot.runtime import Runtime
from bot.scans import scan
from bot.schedules import plan_digests
from bot.settings import Settings
from bot.slack import Poster, RecordingClient, RecordingRespond, call
from bot.tokens import lift_stop, revive
from bot.uploads import Uploads
from bot.watch import watch_data
from bot.workers import Workers
from commands import register
from commands.deps import Deps
from funnel.catalogue import load
from funnel.model import Workspace
from funnel.periods import Clock
from funnel.periods.holidays import country_of
from storage.engine import make_engine
from storage.migrate import upgrade
from storage.store import Store


def utc_now() -> datetime:
    """The one clock of the process; everything else takes it as an argument."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Identity:
    """What Slack says of our token."""

    workspace: str
    bot_user: str
    bot_id: str


def open_store(settings: Settings) -> Store:
    """The database, at the newest schema: SQLite upgrades itself, Postgres by `migrate`."""
    engine = make_engine(settings.database_url.get_secret_value())
    if engine.dialect.name == "sqlite":
        upgrade(engine)
    return Store(engine)


def import_folder(store: Store) -> Path:
    """Where files wait for their confirmation: beside SQLite's file, else in the cache folder."""
    return (store.folder or Path(user_cache_dir("funnelbot"))) / "imports"


def identify(client: RecordingClient) -> Identity:
    """Ask Slack who we are. Raises Refused."""
    facts = call(client, "auth.test", {})
    return Identity(facts["team_id"], facts["user_id"], facts["bot_id"])


def settle_workspace(store: Store, workspace: str, settings: Settings, *, now: datetime) -> None:
    """First start in a workspace: its style comes from the settings. Its calendar does on each
    start. A token that works again lifts the stop of a dead one."""
    with store.write(workspace) as tx:
        known = tx.workspace.get()
        if known == Workspace(workspace):
            known = Workspace(
                workspace,
                zone=settings.zone,
                currency=settings.currency,
                number_style=settings.number_style,
                framework=settings.framework,
            )
        calendar = settings.calendar
        known = replace(
            known,
            first_day=calendar.first_day.value,
            fiscal_month=calendar.fiscal_month,
            country=settings.country or country_of(known.zone),
        )
        tx.workspace.save(known)
        lift_stop(tx, now)


def build(settings: Settings, *, clock: Clock = utc_now, store: Store | None = None) -> Runtime:
    """The whole bot, ready to start. Raises BadSetting or Refused with a sentence."""
    recorder = Recorder(settings.record)
    token = settings.bot_token.get_secret_value() if settings.bot_token else None
    client = RecordingClient(token, settings.slack_api_url, recorder)
    identity = identify(client)
    store = store or open_store(settings)
    settle_workspace(store, identity.workspace, settings, now=clock())
    catalogue = load()
    renders = Renderer(catalogue).table()
    poster = Poster(client)
    courier = Courier(identity.workspace, store, poster, clock, renders, tell_owner, MAY_REPEAT)
    workers = Workers(courier)
    downloads = Downloads(client, import_folder(store))
    deps = Deps(
        store=store,
        clock=clock,
        people=People(store, client, clock, settings.admin_ids),
        catalogue=catalogue,
        wake=workers.wake,
        files=Uploads(store, client, catalogue, clock, downloads),
        bot_user=identity.bot_user,
        version=version("funnelbot"),
        outside_channels=settings.outside_channels,
    )
    team = identity.workspace
    jobs = JobRunner(
        [
            Job("scan", MINUTE, lambda now: scan(store, team, catalogue, now=now)),
            Job("watch_data", 10 * MINUTE, lambda now: watch_data(store, team, catalogue, now=now)),
            Job(
                "watch_holes", 10 * MINUTE, lambda now: watch_holes(store, team, catalogue, now=now)
            ),
            Job(
                "watch_conflicts",
                10 * MINUTE,
                lambda now: watch_conflicts(store, team, catalogue, now=now),
            ),
            Job("note_links", MINUTE, lambda _: note_links(store, team, poster)),
            Job("plan_digests", MINUTE, lambda now: plan_digests(store, team, now=now)),
            Job("judge_goals", MINUTE, lambda now: judge_goals(store, team, catalogue, now=now)),
            Job("plan_check_ins", MINUTE, lambda now: plan_check_ins(store, team, now=now)),
            Job(
                "watch_owners", 10 * MINUTE, lambda now: watch_owners(store, team, client, now=now)
            ),
            Job("token", 10 * MINUTE, lambda now: revive(store, team, client, now=now)),
            Job("deliver", MINUTE, lambda _: courier.run()),
            Job("forget_files", 10 * MINUTE, downloads.forget_old),
        ]
    )
    return Runtime(
        settings=settings,
        bolt=make_bolt(settings, identity, client, recorder, deps),
        client=client,
        store=store,
        jobs=jobs,
        workers=workers,
        clock=clock,
        recorder=recorder,
        workspace=team,
    )


def make_bolt(
    settings: Settings,
    identity: Identity,
    client: RecordingClient,
    recorder: Recorder,
    deps: Deps,
) -> App:
    """The Bolt app with every listener. It answers in the ack (`process_before_response`): Bolt's
    own waiting polls every 10 ms and loses the ack of a listener that raises right after it."""
    token = settings.bot_token.get_secret_value() if settings.bot_token else None
    secret = settings.signing_secret.get_secret_value() if settings.signing_secret else None

    def authorize(team_id: str | None = None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=team_id or identity.workspace,
            bot_token=token,
            bot_id=identity.bot_id,
            bot_user_id=identity.bot_user,
        )

    bolt = App(
        client=client,
        authorize=authorize,
        signing_secret=secret,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        token_verification_enabled=False,
        # Our two transports verify: HTTP before Bolt parses, Socket Mode by its connection.
        request_verification_enabled=False,
    )
    bolt.use(_speak_through_us(client, recorder))
    bolt.error(_answer)
    register(bolt, deps)
    return bolt


def _speak_through_us(
    client: RecordingClient, recorder: Recorder
) -> Callable[[BoltContext, BoltRequest, Callable[[], BoltResponse]], BoltResponse]:
    """Bolt makes a new plain client for each request; listeners get ours, which records."""

    def speak(
        context: BoltContext, request: BoltRequest, next_: Callable[[], BoltResponse]
    ) -> BoltResponse:
        context["client"] = client
        url = request.body.get("response_url")
        if url:
            context["respond"] = RecordingRespond(url, recorder)
        return next_()

    return speak


def _answer(error: Exception, body: dict[str, object], context: BoltContext) -> BoltResponse:
    return answer(error, body, context)
