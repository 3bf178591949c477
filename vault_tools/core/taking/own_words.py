"""What a mail itself says, in sentences: without what it quotes. Knows lines and marks, not what they mean."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from vault_tools.core.taking.words import folded

_END = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[^a-zà-ÿ])|\n")
_ORDINAL = re.compile(r"(?<!\d)\d{1,2}\.$")
_WORD_BEFORE = re.compile(r"([^\W\d_]{2,})\.$")
_WORD, _DAY = re.compile(r"[^\W\d_]{3,}"), re.compile(r"(?:\d{1,2}|\d{4})(?!\d)")
_NEAR = 20  # characters in which the number or name before a dot stands
_LONGEST = 3  # lines over which such a line may go on
_SIGNATURE = re.compile(r"^-- ?$")


def own_lines(text: str, quoted: re.Pattern[str]) -> tuple[str, ...]:
    """The lines that the writer wrote now. A line such as `On Monday, Ada wrote:` may go on in the next ones."""
    lines = text.split("\n")
    out: list[str] = []
    place = 0
    while place < len(lines):
        line = lines[place]
        length = _heads_a_quote(lines[place : place + _LONGEST], quoted)
        if length:
            place += length
            following = next((other for other in lines[place:] if other.strip()), "")
            if not following.lstrip().startswith(">"):
                break  # what is quoted goes on to the end
            continue
        if _SIGNATURE.match(line):
            break
        if not line.lstrip().startswith(">"):
            out.append(line)
        place += 1
    return tuple(out)


def _heads_a_quote(lines: Sequence[str], quoted: re.Pattern[str]) -> int:
    """Over how many of these lines goes one that stands above a quote, from the first on; 0 if it is none."""
    for length in range(1, len(lines) + 1):
        joined = folded(" ".join(lines[:length]))
        if quoted.match(joined):
            later = folded(" ".join(lines[1:length]))
            return 0 if later and quoted.match(later) else length
        if not lines[0].strip():
            return 0
    return 0


def sentences(
    lines: Sequence[str], months: Collection[str] = (), weekdays: Collection[str] = ()
) -> tuple[str, ...]:
    """The lines as sentences as they are written; lines that were only wrapped are joined.

    The dots of `26. November`, `Nov. 26` and `Fri. 26` end none, if these names are given.
    """
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        text = line.strip()
        is_new = (
            not paragraphs or not paragraphs[-1] or not text or text[0] in "-*•·" or text.startswith("http")
        )
        if is_new or (len(before) < 45 and not text[:1].islower()):
            paragraphs.append(text)
        else:
            paragraphs[-1] += f" {text}"
        before = text
    return tuple(s.strip() for p in paragraphs for s in _split(p, months, weekdays) if s.strip())


def _split(text: str, months: Collection[str], weekdays: Collection[str]) -> Iterator[str]:
    begin = 0
    for end in _END.finditer(text):
        if not _is_in_day(text, end, months, weekdays):
            yield text[begin : end.start()]
            begin = end.end()
    yield text[begin:]


def _is_in_day(text: str, end: re.Match[str], months: Collection[str], weekdays: Collection[str]) -> bool:
    """Whether what looks like a sentence's end is within a day: behind its number, its month or its weekday."""
    before = text[max(0, end.start() - _NEAR) : end.start()]
    if _ORDINAL.search(before):
        word = _WORD.match(text, end.end())
        return word is not None and folded(word[0]) in months
    if (name := _WORD_BEFORE.search(before)) is None or _DAY.match(text, end.end()) is None:
        return False
    return folded(name[1]) in months or folded(name[1]) in weekdays
