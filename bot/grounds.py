"""What a scan reads: of each series with news all that judging it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from commands.held import held_of, totals_held
from funnel.breaks import past_of
from funnel.budget import Watched
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Direction, Metric
from funnel.days_off import country_of_shop, holidays_of
from funnel.events import Event, past_with, without_explained
from funnel.model import TOTAL, Break, Grain, Segment, Series, SeriesState
from funnel.periods import mature_through, previous_period, start_of
from funnel.watching import conversion, conversions_of, said_twice
from storage.store import Tx

HISTORY = timedelta(days=800)  # two years and a little: what the detector's own scales need
Key = tuple[str, Segment, Grain]


@dataclass(frozen=True, slots=True)
class Ground:
    """One series with all that judging it needs; `through` is its newest mature period."""

    state: SeriesState
    metric: Metric
    series: Series
    through: date
    stored: tuple[Break, ...]
    events: tuple[Event, ...] = ()
    computed: bool = False  # from the parts that are stored

    @property
    def key(self) -> Key:
        return self.state.metric, self.state.segment, self.state.grain

    @property
    def warns(self) -> bool:
        return self.metric.direction is not Direction.NEUTRAL

    @property
    def watched(self) -> Watched:
        """What counts of it: without what events explain, and without its breaks."""
        return Watched(
            without_explained(self.series, self.events, self.metric),
            self.metric,
            past_of(self.stored, also=past_with(self.events, self.metric.key)),
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """What all series of a scan share. `twice` are complements that are judged under the other
    name, `off` the public holidays of the workspace's country."""

    catalogue: Catalogue
    zone: str
    now: datetime
    events: tuple[Event, ...]
    off: tuple[Event, ...]
    states: tuple[SeriesState, ...]
    twice: frozenset[str]

    @property
    def totals(self) -> list[SeriesState]:
        return [one for one in self.states if one.segment.is_total]

    def explains(self, grain: Grain) -> tuple[Event, ...]:
        """Holidays are days: a week with one in it is a week."""
        return (*self.events, *self.off) if grain is Grain.DAY else self.events

    def through(self, metric: Metric, state: SeriesState) -> date:
        """Its newest mature period."""
        day = mature_through(metric.maturity_lag_days, self.now, self.zone)
        newest = previous_period(state.grain, start_of(state.grain, day + timedelta(days=1)))
        return min(newest, state.last)


def scene_of(tx: Tx, catalogue: Catalogue, now: datetime) -> Scene:
    """`catalogue` holds the workspace's own metrics too."""
    states = tuple(one for one in tx.series.all() if catalogue.has_metric(one.metric))
    daily = {one.metric for one in states if one.segment.is_total and one.grain is Grain.DAY}
    metrics = [catalogue.metric(key) for key in sorted({one.metric for one in states})]
    workspace, today = tx.workspace.get(), now.date()
    country = country_of_shop(workspace, tx.schedules.all())
    return Scene(
        catalogue,
        workspace.zone,
        now,
        tx.events.all(),
        holidays_of(country, metrics, first=today - HISTORY, last=today),
        states,
        said_twice(daily, catalogue),
    )


def is_news(state: SeriesState, through: date) -> bool:
    """Whether it has mature periods that nobody judged."""
    return through >= state.first and (
        state.judged_through is None or through > state.judged_through
    )


def grounds_of(
    tx: Tx, scene: Scene, *, only_news: bool = True, beside: frozenset[Key] = frozenset()
) -> list[Ground]:
    """Totals, and rates that are computed from stored counts; `beside` leaves known ones out.
    Without news each of them may warn falsely all the same."""
    found = []
    for state in scene.totals:
        metric = scene.catalogue.metric(state.metric)
        through = scene.through(metric, state)
        known = (state.metric, state.segment, state.grain) in beside
        if not known and (is_news(state, through) or not only_news):
            events = scene.explains(state.grain)
            found.append(ground_of(tx, state, scene.catalogue, through, events))
    computed = _computed(tx, scene, only_news=only_news)
    return [*found, *(one for one in computed if one.key not in beside)]


def ground_of(
    tx: Tx,
    state: SeriesState,
    catalogue: Catalogue,
    through: date,
    events: tuple[Event, ...],
) -> Ground:
    """Of a total."""
    metric, grain = catalogue.metric(state.metric), state.grain
    stored = tx.snapshots.series(metric.key, grain=grain, first=through - HISTORY, last=through)
    (held,) = held_of(tx, [(metric, stored)], catalogue, grain=grain, until=through)
    breaks = tx.breaks.of_series(state.metric, state.segment, grain)
    return Ground(state, metric, held.series, through, breaks, events)


def _computed(tx: Tx, scene: Scene, *, only_news: bool) -> Iterable[Ground]:
    daily = {one.metric: one for one in scene.totals if one.grain is Grain.DAY}
    judged = tx.series.conversions()
    for key, sources in conversions_of(daily, scene.catalogue).items():
        metric = scene.catalogue.metric(key)
        parts = [daily[source] for source in sources]
        lagging = max(
            (metric, *(scene.catalogue.metric(one) for one in sources)),
            key=lambda one: one.maturity_lag_days,
        )
        through = min(scene.through(lagging, part) for part in parts)
        state = _state_of(key, parts, judged.get(key))
        if is_news(state, through) or not only_news:
            parts_of = [scene.catalogue.metric(one) for one in sources]
            first = through - HISTORY
            totals = totals_held(tx, parts_of, scene.catalogue, first=first, last=through)
            held = {one: found.series for one, found in totals.items()}
            if len(held) == len(set(sources)):
                series = conversion(metric, sources, held)
                stored = tx.breaks.of_series(key, TOTAL, Grain.DAY)
                events = scene.explains(Grain.DAY)
                yield Ground(state, metric, series, through, stored, events, computed=True)


def _state_of(key: str, parts: Sequence[SeriesState], judged: date | None) -> SeriesState:
    newest = max(parts, key=lambda one: one.recorded_at)
    return SeriesState(
        key,
        TOTAL,
        Grain.DAY,
        first=max(one.first for one in parts),
        last=min(one.last for one in parts),
        periods=min(one.periods for one in parts),
        recorded_at=newest.recorded_at,
        source=newest.source,
        author=newest.author,
        judged_through=judged,
    )
