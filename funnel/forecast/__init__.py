"""The distribution of a goal's measure at its deadline, from the series' own past.

A mixture of named centres ("no change", the level of the last weeks, last years' season, …), each
weighted by how well it did on this very series at this very horizon; the spread comes from the
mixture's own past errors.
"""

from funnel.forecast.foreseeing import Foreseen, foresee, foresee_each, foresee_path
from funnel.forecast.outcome import Forecast, Outlook
from funnel.forecast.spells import Spell
from funnel.forecast.staying import chance_of_staying

METHOD = "centres-2"
"""Stored with each stated probability: which method said it."""

__all__ = [
    "METHOD",
    "Forecast",
    "Foreseen",
    "Outlook",
    "Spell",
    "chance_of_staying",
    "foresee",
    "foresee_each",
    "foresee_path",
]
