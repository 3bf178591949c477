"""Rates of a few cases, told honestly: the counts, and how little they say. Knows no note."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

ENOUGH = 10  # below this, any rate is chance
_Z = 1.959964  # 95 percent


class Rate(NamedTuple):
    """`hits` of `cases`: 3 of 8. The interval is Wilson's, 95 percent, which stays honest for few cases."""

    hits: int
    cases: int

    @property
    def share(self) -> float | None:
        """Between 0 and 1; None without a case."""
        return self.hits / self.cases if self.cases else None

    @property
    def says_something(self) -> bool:
        return self.cases >= ENOUGH

    @property
    def interval(self) -> tuple[float, float] | None:
        """The lowest and highest share that these counts allow; None without a case."""
        if not self.cases:
            return None
        n, share = self.cases, self.hits / self.cases
        middle = (share + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        reach = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
        return max(0.0, middle - reach), min(1.0, middle + reach)


class Comparison(NamedTuple):
    """The same rate before and after a day."""

    before: Rate
    after: Rate

    @property
    def says_something(self) -> bool:
        return self.before.says_something and self.after.says_something

    @property
    def has_moved(self) -> bool | None:
        """Whether the intervals lie apart; None while there are too few cases to tell."""
        one, two = self.before.interval, self.after.interval
        if not self.says_something or one is None or two is None:
            return None
        return one[1] < two[0] or two[1] < one[0]
