"""A list of people, as LinkedIn or an address book gives it in any language. Knows the names of columns, and no note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from vault_tools.core.taking.columns import Synonyms
from vault_tools.core.taking.days import MDY, read_column
from vault_tools.core.taking.entries import Acquaintance
from vault_tools.core.taking.table import Row
from vault_tools.core.taking.words import squeezed

_WITHIN = 10  # rows in which the header is: an export may begin with notes
_PROFILE = re.compile(r"linkedin\.com/in/([^/?#\s]+)")


def read_people(
    rows: Sequence[Row], synonyms: Synonyms, months: Mapping[str, int], order: str = ""
) -> tuple[Acquaintance, ...] | None:
    """Who stands in a list of people; None if it is none. Days are in US order unless they cannot be."""
    for at, row in enumerate(rows[:_WITHIN]):
        place = _places(row, synonyms)
        if {"first_name", "last_name", "company"} <= place.keys() and not _is_tracker(row, synonyms):
            return _people(rows[at + 1 :], place, months, order)
    return None


def _places(header: Row, synonyms: Synonyms) -> dict[str, int]:
    place: dict[str, int] = {}
    for at, cell in enumerate(header):
        if name := synonyms.people.get(squeezed(cell)):
            place.setdefault(name, at)
    return place


def _is_tracker(header: Row, synonyms: Synonyms) -> bool:
    """Whether it tells of applications, and whom one has there."""
    return any(synonyms.columns.get(squeezed(cell)) in ("stage", "applied") for cell in header)


def _people(
    rows: Sequence[Row], place: Mapping[str, int], months: Mapping[str, int], order: str
) -> tuple[Acquaintance, ...]:
    def cell(row: Row, what: str) -> str:
        at = place.get(what, len(row))
        return row[at] if at < len(row) else ""

    days = read_column([cell(row, "since") for row in rows], months, order=order, default=MDY)
    found = []
    for row, day in zip(rows, days.days, strict=True):
        name = f"{cell(row, 'first_name')} {cell(row, 'last_name')}".strip()
        if not name:  # somebody who left: only commas
            continue
        link = cell(row, "link")
        profile = _PROFILE.search(link)
        key = f"linkedin:in/{profile[1]}" if profile else f"linkedin:in/{name}".casefold()
        found.append(
            Acquaintance(name, cell(row, "company"), key, cell(row, "role"), cell(row, "email"), link, day)
        )
    return tuple(found)
