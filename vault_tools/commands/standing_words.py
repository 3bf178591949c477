"""Words of ours that stand in a note until a deed makes them untrue: found again however they read, and given way.

Knows templates and the values of a note in the making; writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import Any

from vault_tools.commands.making import Making
from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.insertion import is_visible, lines_of_text, without_line
from vault_tools.core.meaning.notes import replace_lines
from vault_tools.core.rules.applications import Person

_ANY = "WhateverStoodHere"
_ANY_DAY = r"\d{4}-\d{2}-\d{2}"
_OUR_OWN = 30  # so many characters of a line are ours, or it is not known by them
_MOST_VARIED = 6  # lists of people: 64 readings


def body_lines(made: Making, template: str, values: Mapping[str, Any]) -> list[str]:
    """The template's lines, without blank ones at its ends or two after each other."""
    body = made.wording.note(template, values)
    new = [line.rstrip() for line in body.strip("\n").split("\n")]
    return [line for n, line in enumerate(new) if line or (n and new[n - 1])]


def place_of(made: Making, template: str, values: Mapping[str, Any], text: str) -> int | None:
    """The first line that is one of the template's, counted from 1, if a reader sees it.

    It may have been written when other people were named, and under other names.
    """
    known = [re.compile(pattern) for pattern in dict.fromkeys(_readings(made, template, values))]
    for at, line in enumerate(lines_of_text(text), start=1):
        if line and any(pattern.fullmatch(line.rstrip()) for pattern in known) and is_visible(text, at):
            return at
    return None


def renewed(made: Making, template: str, values: Mapping[str, Any], text: str) -> str:
    """The text with the template's line as it reads now; without it, if there is nothing left to say."""
    at = place_of(made, template, values, text)
    if at is None:
        return text
    now = [line for line in body_lines(made, template, values) if line]
    return in_their_place(text, at, now)


def in_their_place(text: str, at: int, new: Sequence[str]) -> str:
    """The text with new lines for the one that was found; without it, if there are none."""
    if not new:
        return without_line(text, at)
    return replace_lines(text, at, lines_of_text(text)[at - 1], new)


def _readings(made: Making, template: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Each line of it as a pattern: with anybody named or nobody, and whatever its texts and days are."""
    people = [p.name for p in made.kind.given() if p.link and p.type == "list"][:_MOST_VARIED]
    own = [p.name for p in made.kind.given() if p.type == "text" and (p.make or not p.link)]
    texts = {name: _ANY for name in own if values.get(name)}
    days = {day_of(day).isoformat() for p in made.kind.given() if isinstance(day := values.get(p.name), date)}

    def pattern(line: str) -> str:
        """The line, on whatever day: what it is about may have been moved since."""
        escaped = re.escape(line)
        for day in days:
            escaped = escaped.replace(re.escape(day), _ANY_DAY)
        return escaped

    for named in product([[], [Person(_ANY)]], repeat=len(people)):
        others = dict(zip(people, named, strict=True))
        for line in body_lines(made, template, {**values, **others}):
            yield pattern(line)
        for line in body_lines(made, template, {**values, **others, **texts}):
            if len(line.replace(_ANY, "")) >= _OUR_OWN:
                yield pattern(line).replace(_ANY, ".*")
