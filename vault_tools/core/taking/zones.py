"""What a mail calls the clock of a time that it writes: `EST`, `Pacific Time`, `GMT+1`. Knows names, and no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from vault_tools.core.errors import TemplateError
from vault_tools.core.taking.places import Places, read_places
from vault_tools.core.taking.words import texts

_BEFORE = re.compile(r"[\s,(]*")
_SHORT = re.compile(r"[A-Za-z]{2,5}(?!\w)")
_GOES_ON = re.compile(
    r"(?:\s+|-)(?!(?i:time|zeit)\b|\w+(?: [a-z]+)?:)[A-ZÀ-Þ]\w"
)  # no label: `EST Location: …`
_WORD_BEHIND = re.compile(r"\s+\w")
_UNKNOWN = re.compile(r"[A-Z]{2,3}T")  # as such names end, from AKST to WAKT
_OFFSET = re.compile(r"(?:UTC|GMT)\s?([+−-])(\s?)(\d{1,2})(?::?(\d{2}))?(?![.,:]?\d)")
_OTHER_OFFSET = re.compile(r"(?:UTC|GMT)\s?[+−]\s?\d[\d:.,]*(?<=\d)")
# As the list of zones itself calls one, perhaps behind the program that wrote it.
_LISTED = re.compile(
    r"(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Brazil|Canada|Chile|Etc|Europe|Indian|Mexico|Pacific|US)"
    r"(?:/[A-Z][\w+-]*)+"
)
_AWAY = re.compile(
    r"^\((?:UTC|GMT)[^()]*\)\s*"
)  # without summer time: `(UTC-08:00) Pacific Time (US & Canada)`
_WHOLE = re.compile(r"$|,| \(")
_UNTIL = re.compile(r"\s?(?:UTC|GMT|uhr|h|[ap]\.?m)\b", re.IGNORECASE)
_MOST = 14  # hours from UTC
_PLACE = r"(?-i:[A-ZÀ-Þ])[\w'-]*(?:\.?\s(?-i:[A-ZÀ-Þ])[\w'-]*){0,3}"
_YOURS = "yours"
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")


class Clock(NamedTuple):
    """A zone by its name in the list of zones, or else by how far it is from UTC; without either it may be any."""

    zone: str
    offset: timedelta | None = None


_ANY = Clock("")


class Called(NamedTuple):
    """A clock as a mail calls it, and all that this may mean: several, or none that is known."""

    name: str
    clocks: tuple[Clock, ...] = ()


class Zones(NamedTuple):
    """The names of `[zones]` in `mail.toml`: those in capitals, those in words, and those of any place.

    `towns` are the places whose own name says it, `windows` the zones as Windows calls them.
    """

    short: Mapping[str, tuple[Clock, ...]]
    words: tuple[tuple[re.Pattern[str], tuple[Clock, ...]], ...]
    places: tuple[tuple[re.Pattern[str], tuple[Clock, ...]], ...]
    towns: Places
    windows: Mapping[str, str]

    def in_calendar(self, name: str) -> tuple[Clock, ...]:
        """What a calendar entry may mean by a zone that it only names: `Eastern Standard Time`. Nothing if not known."""
        if name in self.windows:
            return (Clock(self.windows[name]),)
        if match := _LISTED.search(name):
            return (Clock(match[0]),)
        bare = _AWAY.sub("", name)
        called, end = self.behind(bare, 0, has_half=False)
        return called.clocks if called is not None and _WHOLE.match(bare, end) else ()

    def behind(self, text: str, begin: int, *, has_half: bool) -> tuple[Called | None, int]:
        """What stands there right behind a time, and where it ends; `has_half`: it is one of `am` or `pm`.

        A short name is in capitals, since `14h est` and `14 Uhr ist` go on; behind `2 pm` it may be in small letters.
        One that goes on, as in *MT Aerospace* and *central campus*, is perhaps a place: it may be any clock, and is none
        behind a comma.
        """
        gap = _BEFORE.match(text, begin)
        at = gap.end() if gap else begin
        is_apart = "," in text[begin:at]
        if (word := self.towns.before.match(text, at)) is not None and self._is_named(text, word.end()):
            at = word.end()  # `10:00 in Eastern Time`
        if (match := _OFFSET.match(text, at)) and (away := _away(match)) is not None:
            may_be_until = match[1] != "+" and match[2]  # `14:00 GMT - 15:00`
            if not may_be_until:
                return Called(match[0], (Clock(match[0], away),)), match.end()
            if not _UNTIL.match(text, match.end()):
                return Called(match[0], (Clock(match[0], away), Clock("UTC"))), match.end()
        elif match := _OTHER_OFFSET.match(text, at):
            return Called(match[0]), match.end()
        if match := _LISTED.match(text, at):
            return Called(match[0], (Clock(match[0]),)), match.end()
        if any(pattern.match(text, at) for pattern, _ in self.words):
            return _longest((*self.words, *self.places), text, at) or (None, begin)
        short = _SHORT.match(text, at)
        if short is not None and (short[0].isupper() or (has_half and short[0].islower())):
            name, goes_on = short[0].upper(), _GOES_ON.match(text, short.end()) is not None
            if goes_on and is_apart:
                return _longest(self.places, text, at) or (None, begin)
            if name in self.short:
                clocks = self.short[name]
                return Called(name, (*clocks, _ANY) if goes_on else clocks), short.end()
            if _UNKNOWN.fullmatch(short[0]):
                return Called(name), short.end()
        return _longest(self.places, text, at) or self._in_town(text, begin)

    def _is_named(self, text: str, at: int) -> bool:
        """Whether a name that a list has stands there, and does not go on."""
        short = _SHORT.match(text, at)
        is_short = short is not None and short[0] in self.short and not _GOES_ON.match(text, short.end())
        return is_short or any(pattern.match(text, at) for pattern, _ in self.words)

    def _in_town(self, text: str, begin: int) -> tuple[Called | None, int]:
        """The clock of a place that stands behind a time; of one that no list has it is not known."""
        town = self.towns.behind(text, begin)
        if town is None:
            return None, begin
        clocks = tuple(map(Clock, town.zones))
        return Called(town.name, (*clocks, _ANY) if town.goes_on else clocks), town.end


def _longest(
    names: Sequence[tuple[re.Pattern[str], tuple[Clock, ...]]], text: str, at: int
) -> tuple[Called | None, int] | None:
    """The name that reaches farthest, and where it ends; of two the one that is known. Your own clock needs no name."""
    found = [(match, clocks) for pattern, clocks in names if (match := pattern.match(text, at))]
    if not found:
        return None
    longest, clocks = max(found, key=lambda one: (one[0].end(), bool(one[1])))
    if _YOURS in {clock.zone for clock in clocks}:
        return None, longest.end()
    is_small = " " not in longest[0] and longest[0].islower()
    goes_on = is_small and _WORD_BEHIND.match(text, longest.end()) is not None
    return Called(longest[0], (*clocks, _ANY) if goes_on else clocks), longest.end()


def read_zones(table: Mapping[str, Any], no_places: Iterable[str] = (), *, where: str) -> Zones:
    """The tables about zones of a parsed `mail.toml`. Raises TemplateError naming what is wrong.

    `no_places` are words that stand behind a time and are no place.
    """
    towns = read_places(dict(table.get("places", {})), no_places, where=f"{where}: [places]")
    windows = dict(table.get("windows_zones", {}))
    if not all(isinstance(zone, str) for zone in windows.values()):
        raise TemplateError(f'{where}: [windows_zones] has a zone for each name, such as "Europe/Berlin"')
    table, where = dict(table.get("zones", {})), f"{where}: [zones]"
    read = {name: tuple(map(Clock, texts(zones, f"{where} {name}"))) for name, zones in table.items()}
    words = {name: clocks for name, clocks in read.items() if not name.isupper()}
    patterns = {name: (_pattern(name), clocks) for name, clocks in words.items()}
    return Zones(
        {name: clocks for name, clocks in read.items() if name not in words},
        tuple(one for name, one in patterns.items() if "{place}" not in name),
        tuple(one for name, one in patterns.items() if "{place}" in name),
        towns,
        windows,
    )


def _pattern(name: str) -> re.Pattern[str]:
    """A name in words. One word is none before another one with a capital, as in *Pacific Tower*, nor behind a comma.

    Nor is it one in a bracket that goes on: `(central campus)`.
    """
    pieces = _OPTIONAL.split(name)
    source = "".join(f"(?:{re.escape(p)})?" if n % 2 else re.escape(p) for n, p in enumerate(pieces))
    source = source.replace(re.escape("{place}"), _PLACE)
    if " " in name:
        return re.compile(rf"(?i:{source})(?!\w)")
    in_bracket = rf"(?<=\()(?i:{source})(?=\s*[)/])"
    return re.compile(rf"{in_bracket}|(?<![,(])(?<!, )(?i:{source})(?!\w|\s+[A-ZÀ-Þ])")


def _away(match: re.Match[str]) -> timedelta | None:
    hours, minutes = int(match[3]), int(match[4] or 0)
    if hours > _MOST or minutes >= 60:
        return None
    away = timedelta(hours=hours, minutes=minutes)
    return away if match[1] == "+" else -away
