"""One day of the simulation: seeded chance by component, and the breaks at work on that day."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from math import exp, log1p, sqrt

import numpy as np
from numpy.random import PCG64
from numpy.typing import NDArray

from playground.shop.planted import EVERYWHERE, Planted

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]

MOOD_STEP = 0.022  # standard deviation of a day's new shock to demand
MOOD_MEMORY = 0.5  # share of yesterday's mood that is left today
WOBBLE = 0.012  # day-to-day change of rates (on the odds) and means that chance does not explain
MOOD_DAYS = 7  # 0.5 ** 7 is under 1 %: older shocks are forgotten


@dataclass(frozen=True, slots=True)
class Day:
    """What is needed to draw any figure of `date`: nothing but the seed and the planted breaks.

    Each component has a stream of its own, seeded by (seed, date, component), so that no figure
    depends on which other days or figures were drawn before it. A component is drawn once a day.
    """

    seed: int
    date: date
    planted: tuple[Planted, ...]
    chance: np.random.Generator = field(default_factory=lambda: np.random.Generator(PCG64(0)))

    def stream(self, component: str, *, days_ago: int = 0) -> np.random.Generator:
        """The chance of one component on this day (or on an earlier one), until the next call.

        One generator is set anew each time: making one takes three times as long (measured), and
        a day has some sixty components.
        """
        ordinal = self.date.toordinal() - days_ago
        name = f"{self.seed}/{ordinal}/{component}".encode()
        digest = blake2b(name, digest_size=32).digest()
        self.chance.bit_generator.state = {
            "bit_generator": "PCG64",
            "state": {
                "state": int.from_bytes(digest[:16]),
                "inc": int.from_bytes(digest[16:]) | 1,  # PCG asks for an odd one
            },
            "has_uint32": 0,
            "uinteger": 0,
        }
        return self.chance

    def factor(self, metric: str, segment: tuple[str, str] = EVERYWHERE) -> float:
        """What the breaks of this day multiply a metric by, for breaks planted on that segment."""
        product = 1.0
        for planted in self.planted:
            if planted.segment != segment:
                continue
            for effect in planted.effects:
                if effect.metric == metric:
                    product *= 1 + effect.change * planted.strength(self.date)
        return product

    def mood(self) -> float:
        """Demand that no calendar explains: autoregressive, standard deviation 2.5 %."""
        shocks = (
            MOOD_MEMORY**k * self.stream("mood", days_ago=k).normal(0, MOOD_STEP)
            for k in range(MOOD_DAYS)
        )
        return exp(sum(shocks))

    def count(self, component: str, mean: float, *, spread: float) -> int:
        """A negative binomial count; its variance is mean + (spread × mean)²."""
        chance = self.stream(component)
        size = 1 / spread**2
        return int(chance.poisson(chance.gamma(size, mean / size)))

    def counts(self, component: str, means: Floats, *, spread: float) -> Counts:
        """Independent negative binomial counts, one a mean."""
        chance = self.stream(component)
        size = 1 / spread**2
        return chance.poisson(chance.gamma(size, means / size))

    def part(self, component: str, whole: int, share: float) -> int:
        """A part of a whole, which it can never exceed: binomial, and its odds wobble."""
        chance = self.stream(component)
        odds = share / (1 - share) * exp(chance.normal(0, WOBBLE))
        return int(chance.binomial(whole, odds / (1 + odds)))

    def parts(self, component: str, wholes: Counts, shares: Floats) -> Counts:
        """Parts of wholes that share one wobble of the day, binomial apart from it."""
        chance = self.stream(component)
        odds = shares / (1 - shares) * exp(chance.normal(0, WOBBLE))
        return chance.binomial(wholes, odds / (1 + odds))

    def split(self, component: str, whole: int, shares: Sequence[float]) -> list[int]:
        """A multinomial split of a whole; the shares add up to 1."""
        return [int(part) for part in self.stream(component).multinomial(whole, shares)]

    def total(self, component: str, number: int, mean: float, *, variation: float) -> float:
        """Sum of `number` skewed amounts (times, money), drawn as one lognormal.

        `variation` is standard deviation / mean of a single amount; the sum varies by
        variation / √number and, as real averages do, by the wobble of the day.
        """
        if number == 0:
            return 0.0
        square = variation**2 / number + WOBBLE**2
        shape = log1p(square)
        noise = self.stream(component).normal(-shape / 2, sqrt(shape))
        return round(number * mean * exp(noise), 2)
