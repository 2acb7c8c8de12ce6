"""Unsteady days of the whole shop's metrics, as long as they last: what the newest scan found."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from funnel.dispersion import Spell
from storage.scope import Scope
from storage.spell_tables import SPELL

FACTS = [one.name for one in fields(Spell) if one.name != "ended"]


@dataclass(frozen=True, slots=True)
class Spells:
    scope: Scope

    def all(self) -> dict[str, Spell]:
        """By metric."""
        found = self.scope.rows(self.scope.select(SPELL))
        return {row["metric"]: Spell(**{name: row[name] for name in FACTS}) for row in found}

    def settle(self, found: Mapping[str, Spell | None]) -> None:
        """What was looked at anew: None where nothing is unsteady, or is so no longer."""
        known = self.all()
        over = [metric for metric, spell in found.items() if spell is None and metric in known]
        if over:
            mine = self.scope.delete(SPELL).where(SPELL.c.metric.in_(over))
            self.scope.connection.execute(mine)
        for metric, spell in found.items():
            if spell is not None and spell != known.get(metric):
                facts = {name: value for name, value in asdict(spell).items() if name in FACTS}
                row = {"workspace": self.scope.workspace, "metric": metric, **facts}
                self.scope.upsert(SPELL, row)
