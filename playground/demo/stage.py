"""The stage of the demo: the present scene, its clock, its bot; what the page and terminal play."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Lock, Thread

from playground.demo.bot_process import BotFailed
from playground.demo.prompt import Prompt
from playground.demo.scene import Scene
from playground.demo.source import EmptySource, Source, demo_shop, file_source
from playground.demo.story import Story as Conversation
from playground.directory import User
from playground.page.stage import Shortcut, StageRefused, Step, Story, Verb
from playground.pulse import Pulse
from playground.server import LocalSlack

DAYS = 60
IN_FULL = 3  # the last digests are shown whole, earlier ones as a line
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
SHORTCUTS = (Shortcut("New goal", "goal_new"),)


@dataclass(slots=True)
class Stage:
    """Made with a first scene; `reset` puts another in its place. Time is moved by one deed at a
    time: a second one is refused while days are being played."""

    source: Source
    folder: Path
    days: int = DAYS
    direction: str = "neutral"
    as_json: bool = False
    pulse: Pulse = field(default_factory=Pulse)
    activity: str = ""
    scene: Scene = field(init=False)
    verbs: Sequence[Verb] = ()
    _up: bool = False
    _scenes: int = 0
    _moving: Lock = field(default_factory=Lock)
    _enough: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        self.scene = self._new_scene(self.source)

    # --- what is to be seen ------------------------------------------------------------------

    @property
    def slack(self) -> LocalSlack:
        return self.scene.slack

    @property
    def story(self) -> str:
        return self.scene.source.name

    @property
    def notice(self) -> str:
        return self.scene.source.notice

    @property
    def bot_is_up(self) -> bool:
        return self._up

    @property
    def people(self) -> Sequence[User]:
        return tuple(person.user for person in self.scene.people.values())

    @property
    def shortcuts(self) -> Sequence[Shortcut]:
        return SHORTCUTS

    # --- the terminal's demo ---------------------------------------------------------------------

    def open(self) -> None:
        """The first scene with its bot. Raises BotFailed."""
        self._show(self.scene, self.scene.open(days=self.days))

    def tell_story(self) -> None:
        """Set up the digest, play the days, ask and err."""
        scene = self.scene
        conversation = Conversation(scene.people["ana"], scene.teller)
        conversation.sets_up_the_digest()
        with self._time("playing the last days"):
            self._play_last_days(scene)
        conversation.asks("/funnel status")
        if scene.source.notice:
            conversation.asks("/funnel status decision", "/funnel metric cart abandonment 60d")
            conversation.sets_a_goal()
            conversation.asks("/funnel goals")
        conversation.asks("/funnel statsu")

    def prompt(self) -> Prompt:
        scene = self.scene
        return Prompt(scene.player, scene.teller, scene.people, scene.people["ana"])

    def close(self) -> None:
        self._enough.set()
        self.scene.close()

    # --- deeds of the page -----------------------------------------------------------------------

    def advance(self, step: Step) -> None:
        """The next hour, day or week, with all that happens on the way."""
        with self._time(f"playing the next {step}"):
            player = self.scene.player
            self._carefully(lambda: player.play_to(player.now + STEPS[step]))

    def play(self, days: int) -> None:
        self._enough.clear()
        Thread(target=self._play, args=(days,), name="days", daemon=True).start()

    def stop_playing(self) -> None:
        self._enough.set()

    def kill_bot(self) -> None:
        self.scene.bot.kill()
        self._changed("bot", up=False)

    def start_bot(self) -> None:
        self._carefully(self.scene.bot.start)
        self._changed("bot", up=True)

    def reset(self, story: Story | Path) -> None:
        """Start over: the demo shop after its last days, an empty workspace, or a file's days.
        A story that cannot be played leaves the present scene as it is."""
        source = self._source_of(story)
        with self._time("setting the stage"):
            scene = self._new_scene(source)
            try:
                report = scene.open(days=self.days)
            except BotFailed as mistake:
                scene.close()
                raise StageRefused(str(mistake)) from mistake
            self.source, self.scene, before = source, scene, self.scene
            self._show(scene, report)
            before.close()

    def _source_of(self, story: Story | Path) -> Source:
        if story == "empty":
            return EmptySource()
        if story == "shop":
            return demo_shop()
        try:
            return file_source(Path(story))
        except (OSError, ValueError) as mistake:
            raise StageRefused(str(mistake)) from mistake

    def _new_scene(self, source: Source) -> Scene:
        self._scenes += 1
        folder = self.folder / f"scene{self._scenes}"
        folder.mkdir()
        return Scene(source, folder, direction=self.direction, as_json=self.as_json)

    def _show(self, scene: Scene, report: str) -> None:
        """A scene that has been opened takes the stage."""
        self.verbs = [Verb(one["usage"], one["what"]) for one in scene.bot.verbs()]
        says = scene.teller.says
        says(f"A Slack on your machine, with the true bot in it. Shop: {self.story}.")
        if self.notice:
            says(self.notice)
        says(report)
        self._changed("slack", up=True)

    def _play_last_days(self, scene: Scene) -> None:
        scene.teller.says(f"\n{self.days} days go by …\n")
        scene.teller.brief = True
        full = timedelta(days=min(IN_FULL, self.days) - 1, hours=10)
        scene.player.play_to(scene.evening - full)
        scene.teller.brief = False
        scene.player.play_to(scene.evening)

    def _play(self, days: int) -> None:
        try:
            with self._time(f"playing {days} days"):
                for day in range(1, days + 1):
                    if self._enough.is_set():
                        return
                    self.scene.player.play_day()
                    self.activity = f"day {day} of {days}"
                    self._changed("clock")
        except (StageRefused, BotFailed) as mistake:
            self.scene.teller.says(str(mistake))

    @contextmanager
    def _time(self, what: str) -> Iterator[None]:
        if not self._moving.acquire(blocking=False):
            raise StageRefused("The days are being played; stop that first.")
        self.activity = what
        self._changed("clock")
        try:
            yield
        finally:
            self.activity = ""
            self._moving.release()
            self._changed("clock")

    def _carefully(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except BotFailed as mistake:
            raise StageRefused(str(mistake)) from mistake

    def _changed(self, what: str, *, up: bool | None = None) -> None:
        with self.pulse.changing("stage", what):
            self._up = self._up if up is None else up
