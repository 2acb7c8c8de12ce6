"""Planted journeys, replayed: which name is given to which break, as a confusion table."""

import sys
from collections import Counter

from funnel.catalogue import load
from funnel.replay import NO_KNOWN_BREAK, replay_journey
from tests.funnel.planted_journeys import Journey, journey

EACH = 40


def name_given(one: Journey) -> str:
    """The last word about the incident that opened soonest after the onset, "" if none did."""
    catalogue = load()
    lines = [
        line
        for line in replay_journey(one.series, catalogue)
        if not one.planted or 0 <= (line.on - one.onset).days <= 35
    ]
    if not lines:
        return "nothing posted" if one.planted else NO_KNOWN_BREAK
    if not one.planted:
        names = [line.hypothesis for line in lines if line.hypothesis != NO_KNOWN_BREAK]
        return names[0] if names else NO_KNOWN_BREAK
    return lines[1 if len(lines) > 1 else 0].hypothesis


def main(each: int = EACH) -> None:
    """Prints the table: planted, then the names given with their counts."""
    for planted in [*(named.key for named in load().breaks), ""]:
        given = Counter(name_given(journey(seed, planted)) for seed in range(each))
        right = given[planted or NO_KNOWN_BREAK]
        sys.stdout.write(f"{planted or 'none':24} {100 * right / each:5.0f} %  {dict(given)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else EACH)
