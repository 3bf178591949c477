"""Write people into the note of an interview that is there: each part at the end of its section, and no other byte."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from vault_tools.commands.adding import added_to
from vault_tools.commands.making import Making
from vault_tools.commands.met import PEOPLE, spared
from vault_tools.commands.page import Lines
from vault_tools.commands.standing_words import in_their_place, place_of
from vault_tools.core.meaning import line_edit
from vault_tools.core.meaning.dates import as_text
from vault_tools.core.meaning.insertion import (
    append_lines,
    insert_lines,
    is_visible,
    lines_of_text,
    set_apart,
)
from vault_tools.core.meaning.names import key
from vault_tools.core.meaning.notes import decode, encode
from vault_tools.core.meaning.property_edit import append_to_list, set_property
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.applications import people_of, starts_of
from vault_tools.core.rules.appointments import property_of
from vault_tools.core.wording.linking import linked_value


def joined(made: Making, note: Note, lines: Lines, values: Mapping[str, Any]) -> Edit:
    """The edit that writes them in: the property, and each part of the template in its section.

    Raises VaultError where nobody would see them there, TemplateError if a step is left out.
    """
    let_go = line_edit.cancel(made.search.today, made.search.playbook.reason("met"))
    closed = [(line.at, let_go) for line in spared(made, note)]

    def change(text: str) -> str:
        text = _with_people(made, note, decode(line_edit.edit_lines(note.path, encode(text), closed)))
        for heading, part in _parts(made.wording.note(made.kind.adds, values)):
            text = _into_section(made, text, heading, part, values)
        return text

    return added_to(made, note, lines, change)


def _with_people(made: Making, note: Note, text: str) -> str:
    known = people_of(made.search.catalogue, note, PEOPLE)
    have = {person.key for person in known} | {key(person.name) for person in known if person.note is None}
    for person in made.found.links.get(PEOPLE, ()):
        if not have & {person.key, key(person.name)}:
            text = append_to_list(text, PEOPLE, linked_value(made.search.catalogue, person))
    starts = made.values.get("starts")
    if starts != starts_of(note) and isinstance(starts, date):  # it had no hour yet
        text = set_property(text, property_of(note), as_text(starts))
    promised = made.values.get("promised")
    if promised and not note.properties.get("promised"):
        text = set_property(text, "promised", promised)
    return text


def _parts(body: str) -> Iterator[tuple[str, list[str]]]:
    """The sections of a body: each heading of the second level with what stands below it."""
    heading, part = "", list[str]()
    for line in [*body.strip("\n").split("\n"), "## "]:
        if line.startswith("## "):
            while part and not part[0]:
                part.pop(0)
            while part and not part[-1].strip():
                part.pop()
            if part:
                yield heading, part
            heading, part = line.rstrip(), []
        else:
            kept = line if line.endswith(": ") else line.rstrip()
            if kept or (part and part[-1]):
                part.append(kept)


def _into_section(made: Making, text: str, heading: str, part: list[str], values: Mapping[str, Any]) -> str:
    """The text with the part at the end of that section, or behind all with its heading.

    Words that stood there because nobody was named give way to the first part.
    """
    there = lines_of_text(text)
    first = next(
        (n for n, line in enumerate(there, 1) if line.rstrip() == heading and is_visible(text, n)), None
    )
    if first is None:
        return append_lines(text, [heading, "", *part] if heading else part)
    ends = (n for n in range(first, len(there)) if there[n].startswith(("# ", "## ")) and is_visible(text, n))
    end = next(ends, len(there))
    at = place_of(made, made.kind.instead, values, text) if made.kind.instead else None
    if at is not None and first < at <= end:
        return in_their_place(text, at, part)
    last = max((n + 1 for n in range(first, end) if there[n].strip()), default=first)
    if not is_visible(text, last):
        return append_lines(text, [heading, "", *part])
    return insert_lines(text, last, set_apart(there, last, part, in_list=True))
