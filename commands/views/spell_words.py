"""What is said of a metric whose days have become unsteady."""

from commands.views.style import Style
from commands.views.verdict import named
from funnel.catalogue.entries import Metric, Unit
from funnel.dispersion import Spell
from funnel.numbers import format_value


def spell_words(metric: Metric, spell: Spell, style: Style) -> str:
    """ "a typical day is 24% off its usual value, 9% before"."""
    now, before = (_off(metric, spell, size, style) for size in (spell.now, spell.before))
    return f"a typical day is {now} off its usual value, {before} before"


def since_about(spell: Spell) -> str:
    return f"since about {spell.onset.day} {spell.onset:%b}"


def swing(metric: Metric) -> str:
    """ "orders swing", "revenue swings"."""
    many = metric.unit is Unit.COUNT and metric.name.endswith("s")
    return f"{named(metric)} {'swing' if many else 'swings'}"


def _off(metric: Metric, spell: Spell, size: float, style: Style) -> str:
    """ "24%" of the usual value, "3.1 points"."""
    if spell.relative:
        return format_value(100.0 * size, Unit.PERCENT, style=style.numbers, decimals=0)
    if metric.unit is Unit.PERCENT or metric.unit in (Unit.SCORE_1_5, Unit.SCORE_NPS):
        return style.change(metric, size, 0.0).removeprefix("+")
    return style.value(metric, size)
