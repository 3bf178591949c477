"""How often a relationship wants a word: the tiers of a vault. Knows no note and no day."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from vault_tools.core.errors import VaultError

Where = Callable[..., str]  # names from the outside in, such as a table and a key -> `vault.toml:12`
NONE = "none"
MOST = 3650
_NAME = re.compile(r"[a-z][a-z0-9-]*")


class Tier(NamedTuple):
    """Days after the last contact: a word is due at the `ideal`, and past the `longest` it is going cold."""

    ideal: int
    longest: int

    @classmethod
    def of(cls, ideal: int) -> Tier:
        """The tier of an interval for which nobody said when it is too long: twice of it."""
        return cls(ideal, 2 * ideal)


DEFAULT_TIERS: Mapping[str, Tier] = MappingProxyType(
    {"warm": Tier.of(42), "steady": Tier.of(56), "light": Tier.of(91)}
)


def read_tiers(table: Any, where: Where) -> Mapping[str, Tier]:
    """The tiers of a parsed `[tiers]`, those that it does not name as they are by default.

    `warm = 42`, or `warm = [42, 84]` with the longest interval. Raises VaultError naming place and key.
    """
    if not isinstance(table, Mapping):
        raise VaultError(f"{where('tiers')}: tiers is a table; begin it with [tiers]")
    return MappingProxyType(
        {**DEFAULT_TIERS, **{name: _tier(name, value, where) for name, value in table.items()}}
    )


def _tier(name: str, value: Any, where: Where) -> Tier:
    if name == NONE:
        raise VaultError(
            f"{where('tiers', name)}: [tiers] none means no interval at all, so it cannot be given one; take the line out"
        )
    if not _NAME.fullmatch(name):
        raise VaultError(
            f"{where('tiers', name)}: [tiers] {name!r} is no name for a tier; use lower-case letters, digits and dashes"
        )
    days = value if isinstance(value, list) else [value]
    if len(days) not in (1, 2) or not all(_is_interval(day) for day in days):
        raise VaultError(
            f"{where('tiers', name)}: [tiers] {name} is a number of days from 1 to {MOST}, or two of them: "
            f"{name} = [42, 84], the interval and when it is too long"
        )
    if len(days) == 1:
        return Tier.of(days[0])
    if days[1] < days[0]:
        raise VaultError(
            f"{where('tiers', name)}: [tiers] {name}: the longest interval, {days[1]}, is shorter than the usual {days[0]}"
        )
    return Tier(days[0], days[1])


def _is_interval(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST
