"""Breaks found in new numbers: read what has new mature periods, judge, store, plan the telling."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.grounds import Ground, Key, Scene, grounds_of, scene_of
from bot.slices import Slices, slices_of
from bot.tellings import Found, tell
from bot.thresholds import SLICES, loud_among, thresholds
from funnel.breaks import Changes, past_of, reconcile
from funnel.budget import GRID
from funnel.catalogue import Catalogue
from funnel.catalogue.entries import Metric
from funnel.detect import Finding
from funnel.dispersion import Spell, running_spell
from funnel.events import past_with, without_explained
from funnel.explain import Drop, lost_money, needed
from funnel.learning import find, find_early
from funnel.model import Break, Grain, Money, Series
from funnel.season import expected
from storage.store import Store, Tx

PRICING = timedelta(days=300)


@dataclass(frozen=True, slots=True)
class ScanReport:
    """What a scan did: series judged, breaks opened, and historic ones found on first scans."""

    judged: int = 0
    opened: tuple[Break, ...] = ()
    historic: tuple[Break, ...] = ()


@dataclass(frozen=True, slots=True)
class _News:
    """What a scan has to judge."""

    scene: Scene
    grounds: Sequence[Ground]
    slices: Slices
    usual: Mapping[str, float]

    def __bool__(self) -> bool:
        return bool(self.grounds or self.slices.marked)


def scan(store: Store, workspace: str, catalogue: Catalogue, *, now: datetime) -> ScanReport:
    """Judge what is new. A series' first scan finds history only and posts nothing."""
    with store.read(workspace) as tx:
        known = catalogue.with_metrics(tx.metrics.all())
        scene = scene_of(tx, known, now)
        grounds, slices = grounds_of(tx, scene), slices_of(tx, scene, share=SLICES)
        usual = _usual_values(tx, [*grounds, *slices.grounds], known)
    news = _News(scene, grounds, slices, usual)
    if not news:
        return ScanReport()
    limits = _limits(store, workspace, news)
    found = [
        Found(one, _judge(one, news, limits.get(one.key)), _spell(one, news)) for one in grounds
    ]
    found += [Found(one, _judge(one, news, limits.get(one.key))) for one in slices.grounds]
    with store.write(workspace) as tx:
        return _apply(tx, found, news)


def _limits(store: Store, workspace: str, news: _News) -> Mapping[Key, float]:
    """The thresholds of those that are loud; the others would warn at none."""
    scene, slices = news.scene, news.slices
    loud = loud_among(one for one in news.grounds if one.metric.key not in scene.twice)
    if not loud and not slices.loud:
        return {}
    known = frozenset(ground.key for ground in news.grounds)
    with store.read(workspace) as tx:
        others = grounds_of(tx, scene, only_news=False, beside=known) if loud else []
        schedules = tx.schedules.all()
    whole = [one for one in (*news.grounds, *others) if one.metric.key not in scene.twice]
    rest = 1.0 - SLICES if slices.watched else 1.0
    chosen = [one for one in slices.grounds if one.key in slices.loud]
    pool = slices.watched if chosen else ()
    parts = thresholds(chosen, pool, schedules, scene.now, share=SLICES)
    return {
        **thresholds(loud, whole if loud else (), schedules, scene.now, share=rest),
        **{key: max(one, slices.limit) for key, one in parts.items()},
    }


def _usual_values(tx: Tx, grounds: Sequence[Ground], catalogue: Catalogue) -> dict[str, float]:
    """The newest usual values of the metrics that price a drop of those that are judged."""
    wanted = sorted({key for ground in grounds for key in needed(ground.metric.key)})
    if not wanted:
        return {}
    since = min(ground.through for ground in grounds) - PRICING
    values = {
        key: _newest_usual(series, catalogue.metric(key))
        for key, series in tx.snapshots.series_of(wanted, first=since).items()
    }
    return {key: value for key, value in values.items() if value is not None}


def _newest_usual(series: Series, metric: Metric) -> float | None:
    if not len(series):
        return None
    at: date = series.starts[-1].tolist()
    return expected(series, at, metric=metric).value


def _judge(ground: Ground, news: _News, threshold: float | None) -> Changes:
    metric, events = ground.metric, past_with(ground.events, ground.metric.key)
    series = without_explained(ground.series, ground.events, metric)

    def price(drop: Drop) -> Money | None:
        return lost_money(metric.key, drop, latest=news.usual)

    return reconcile(
        _findings(ground, series, news, threshold),
        ground.stored,
        series=series,
        metric=metric,
        mature_through=ground.through,
        judged_through=ground.state.judged_through,
        now=news.scene.now,
        price=price,
        events=events,
    )


def _findings(
    ground: Ground, series: Series, news: _News, threshold: float | None
) -> Sequence[Finding]:
    """Those of a complement are told under the other name; what is not loud is not judged again,
    but for the extremes of a young series and for the history of neutral ones."""
    if ground.metric.key in news.scene.twice:
        return ()
    past = past_of(ground.stored, also=past_with(ground.events, ground.metric.key))
    since = ground.state.judged_through
    if threshold is None and ground.warns:
        return find_early(series, ground.metric, past=past, since=since)
    limit = GRID[-1] if threshold is None else threshold
    return find(series, ground.metric, past=past, since=since, threshold=limit)


def _spell(ground: Ground, news: _News) -> Spell | None:
    """Of the whole shop: a segment is small, and unsteady by chance."""
    if ground.metric.key in news.scene.twice:
        return None
    watched = ground.watched
    return running_spell(watched.series, watched.metric, past=watched.past)


def _apply(tx: Tx, found: Iterable[Found], news: _News) -> ScanReport:
    """Leaves out what another process judged meanwhile."""
    judged = {(s.metric, s.segment, s.grain): s.judged_through for s in tx.series.all()}
    computed = tx.series.conversions()
    mine = []
    for one in found:
        ground = one.ground
        before = computed.get(ground.metric.key) if ground.computed else judged.get(ground.key)
        if before == ground.state.judged_through:
            mine.append(one)
            _mark(tx, ground)
    for key, through, before in news.slices.marked:
        if judged.get(key) == before:
            tx.series.mark_judged(*key, through)
    opened, historic = tell(tx, mine, news.scene)
    daily = [one for one in mine if one.ground.state.grain is Grain.DAY]
    tx.spells.settle(
        {one.ground.metric.key: one.spell for one in daily if one.ground.state.segment.is_total}
    )
    whole = sum(one.ground.state.segment.is_total for one in mine)
    return ScanReport(whole, opened, historic)


def _mark(tx: Tx, ground: Ground) -> None:
    if ground.computed:
        tx.series.mark_conversion(ground.metric.key, ground.through)
    elif ground.state.segment.is_total:
        tx.series.mark_judged(*ground.key, ground.through)
