"""Where a mail says that a time holds: `10:00 in New York`, `16:00 (Berlin)`. Knows names of places, and no clock."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from vault_tools.core.taking.words import folded, texts

_GAP = re.compile(r"[\s,(]*(?:[-–—|@]\s+)?")
_NAME = re.compile(r"[A-ZÀ-Þ][\w'-]*(?:\.?\s[A-ZÀ-Þ][\w'-]*){0,3}")
_NUMBERED = re.compile(r"\.?\s?\d|:")  # `Room 3`, `Friedrichstr. 12`, `Location: …`
_CLOSED = re.compile(r"\s*(?:[)/]|\.?$)")
_WORD_BEHIND = re.compile(r"\s+([^\W\d_][\w'-]*)")
_OTHER_NAME = re.compile(r"-|\s+[A-ZÀ-Þ]\w")
_ANOTHER = re.compile(r"\s+(?:and|und|et|or|oder|ou|/)\s")
_LETTERS = re.compile(r"[^\W\d_]+")


class Place(NamedTuple):
    """A place as a mail calls it, the zones in which one of its name lies, none if it is not known, and its end.

    `goes_on`: its name is perhaps only the beginning of another one, as in *London Bridge*.
    """

    name: str
    zones: tuple[str, ...]
    end: int
    goes_on: bool = False


class Places(NamedTuple):
    """The names of `[places]` in `mail.toml`: those with a zone, the words before one, and those that are none."""

    zones: Mapping[str, tuple[str, ...]]
    known: re.Pattern[str]
    before: re.Pattern[str]
    no: re.Pattern[str]

    def behind(self, text: str, begin: int) -> Place | None:
        """The place that stands right behind a time. One that no list has is in a bracket of its own, or behind *in*.

        There stand rooms and programs as well, `(Teams)` and `in Raum Turing`: what has such a word is no place.
        """
        gap = _GAP.match(text, begin)
        at = gap.end() if gap else begin
        word = self.before.match(text, at)
        name_at = word.end() if word else at
        is_in_bracket = "(" in text[begin:at]
        if (known := self.known.match(text, name_at)) is not None:
            goes_on = _OTHER_NAME.match(text, known.end()) is not None
            if not (word or is_in_bracket) and (goes_on or _is_word(text, known.end())):
                return None
            return Place(text[at : known.end()], self.zones[known[0]], known.end(), goes_on)
        if not (word or is_in_bracket) or (match := _NAME.match(text, name_at)) is None:
            return None
        if not word and _CLOSED.match(text, match.end()) is None:
            return None
        following = _WORD_BEHIND.match(text, match.end())
        words = [*_LETTERS.findall(match[0]), *([following[1]] if following else [])]
        is_none = match[0].isupper() or any(self.no.fullmatch(folded(one)) for one in words)
        if is_none or _NUMBERED.match(text, match.end()):
            return None
        return Place(text[at : match.end()], (), match.end())


def _is_word(text: str, at: int) -> bool:
    """Whether a sentence goes on there, but for another time: `10:00 Berlin tower`."""
    return _WORD_BEHIND.match(text, at) is not None and _ANOTHER.match(text, at) is None


def read_places(table: Mapping[str, Any], no: Iterable[str], *, where: str) -> Places:
    """The names of a parsed table; `no` are more words that are no place. Raises TemplateError."""
    zones: dict[str, tuple[str, ...]] = {}
    for zone, names in dict(table.get("zones", {})).items():
        for name in texts(names, f"{where}.zones {zone}"):
            zones[name] = (*zones.get(name, ()), zone)
    words = (*texts(table.get("no", []), f"{where} no"), *no)
    return Places(
        zones,
        re.compile(rf"(?:{_any(sorted(zones, key=len, reverse=True))})(?!\w)"),
        re.compile(rf"(?:{_any(texts(table.get('before', []), f'{where} before'))})\s+", re.IGNORECASE),
        re.compile(_any(map(str.casefold, words)).replace("…", r"\w*")),
    )


def _any(names: Iterable[str] | Sequence[str]) -> str:
    return "|".join(map(re.escape, names)) or "(?!)"
