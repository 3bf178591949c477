"""How tables of other trackers are read in this vault: the `[imports]` of `vault.toml`. Knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from vault_tools.core.errors import VaultError
from vault_tools.core.rules.tiers import Where


@dataclass(frozen=True, slots=True)
class Imports:
    """The order of days where a table leaves it open (dmy, mdy), and columns by their names."""

    dates: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


def read_imports(value: Any, where: Where) -> Imports:
    """The `[imports]` of a parsed `vault.toml`. Raises VaultError naming the key."""
    if not isinstance(value, Mapping):
        raise VaultError(f"{where('imports')}: imports is a table; begin it with [imports]")
    for key in value:
        if key not in ("dates", "columns"):
            raise VaultError(f"{where('imports', key)}: [imports] knows dates and columns, not '{key}'")
    if value.get("dates", "") not in ("", "dmy", "mdy"):
        raise VaultError(
            f"{where('imports', 'dates')}: [imports] dates is dmy or mdy, not {value['dates']!r}"
        )
    columns = value.get("columns", {})
    if not isinstance(columns, Mapping) or not all(isinstance(name, str) for name in columns.values()):
        raise VaultError(
            f'{where("imports", "columns")}: [imports.columns] has lines such as "Firma" = "company"'
        )
    return Imports(value.get("dates", ""), dict(columns))
