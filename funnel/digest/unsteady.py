"""Metrics whose days have become unsteady since the last digest: told once a spell."""

from collections.abc import Iterable, Mapping

from funnel.catalogue.entries import Metric
from funnel.digest.findings import SpellNews
from funnel.digest.news import FRESH_EVENT, Since
from funnel.dispersion import Spell
from funnel.periods import local_date


def spell_news(
    spells: Mapping[str, Spell],
    metrics: Mapping[str, Metric],
    *,
    since: Since,
    broken: Iterable[str] = (),
) -> tuple[SpellNews, ...]:
    """Of these metrics; a first digest tells what opened within the last week. A metric that is
    told as a break has said enough."""
    oldest = local_date(since.now, since.zone) - FRESH_EVENT
    told = frozenset(broken)
    return tuple(
        SpellNews(metrics[key], spell)
        for key, spell in sorted(spells.items())
        if key in metrics
        and key not in told
        and since.is_new(metrics[key], spell.opened)
        and (since.at is not None or spell.opened >= oldest)
    )
