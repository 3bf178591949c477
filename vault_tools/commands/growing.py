"""Add a plan to a note that is there already: its properties, its steps at the end, and no other byte."""

from __future__ import annotations

from datetime import date

from vault_tools.commands.adding import added_to
from vault_tools.commands.going_out import with_what_is_new
from vault_tools.commands.joining import joined
from vault_tools.commands.making import Making
from vault_tools.commands.met import EVENT as ROUND
from vault_tools.commands.page import KEYS, Lines, template_values
from vault_tools.commands.placing import way_beside
from vault_tools.commands.standing_words import body_lines, in_their_place, place_of, renewed
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.dates import as_text
from vault_tools.core.meaning.insertion import (
    append_lines,
    insert_lines,
    is_visible,
    lines_of_text,
    set_apart,
)
from vault_tools.core.meaning.names import file_name, fit_to_type
from vault_tools.core.meaning.property_edit import append_to_list, set_property
from vault_tools.core.model import Edit, Note
from vault_tools.core.rules.applications import called
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.leads import EVENT
from vault_tools.core.rules.plan import Plan


def note_to_add_to(made: Making) -> Note | None:
    """The note of that name that could get the plan; the values then have its real name."""
    if not made.kind.adds:
        return None
    if made.kind.name == EVENT:
        return made.sent.note if made.sent is not None else None
    if made.kind.name == ROUND:
        return made.joins
    name = made.wording.value(made.kind.file, made.context(), where=made.where("file"))
    for wanted in (name, file_name(name, made.kind.name)):
        for note in made.search.catalogue.named(wanted):
            if note.type == made.kind.name:
                if "name" in made.values:
                    made.values["name"] = called(note)
                return note
    return None


def grown(made: Making, note: Note, plan: Plan, lines: Lines) -> Edit:
    """The edit that adds it. Raises VaultError if there is such a plan already, or none to add."""
    if made.joins is not None:
        return joined(made, note, lines, template_values(made, plan, lines, 0))
    if not plan.lines and (made.sent is None or not made.sent.is_lead):
        way = way_beside(made, note.path)
        if made.sent is not None:
            way = (
                f"none of its steps is left to be written; write a task with a day, "
                f'or `vault close "{fit_to_type(note.name)}" --as no-reply`'
            )
        raise VaultError(f"{note.path} already exists; {way}")
    mine = (line for line in made.search.lines if line.note.path == note.path and line.task.is_open)
    if any(line.step is not None and line.step.follows(made.kind.event) for line in mine):
        raise VaultError(f"{note.path} has its plan already; `vault due --all` lists what is open of it")

    def change(text: str) -> str:
        text = _with_properties(made, note, text)
        if made.sent is not None:
            text = with_what_is_new(made, made.sent, text)
        return _with_what_came(made, note, _with_text(made, text, plan, lines))

    return added_to(made, note, lines, change)


def _with_properties(made: Making, note: Note, text: str) -> str:
    """What was given and is not in the note yet; what the user has there stays."""
    for prop in made.kind.given():
        value = made.values.get(prop.name)
        if (
            prop.written
            and not prop.link
            and value not in (None, "", [], False)
            and not note.properties.get(prop.name)
        ):
            text = set_property(text, prop.name, as_text(value) if isinstance(value, date) else value)
    return text


def _with_text(made: Making, text: str, plan: Plan, lines: Lines) -> str:
    """The plan in the place of the words that stood in for it, below its heading if that is there, or at the end."""
    values = template_values(made, plan, lines, 0)
    if made.kind.renews:
        text = renewed(made, made.kind.renews, values, text)
    new = body_lines(made, made.kind.adds, values)
    there = lines_of_text(text)
    is_headed = bool(new) and new[0].startswith("#")
    bare = new[1 + (new[1:2] == [""]) :] if is_headed else new
    if made.kind.instead and (stand_in := place_of(made, made.kind.instead, values, text)) is not None:
        return in_their_place(text, stand_in, bare)
    if not lines:
        return text
    if is_headed and new[0] in there and is_visible(text, at := there.index(new[0]) + 1):
        at += at < len(there) and not there[at].strip()
        return insert_lines(text, at, set_apart(there, at, bare, in_list=True))
    return append_lines(text, new)


def _with_what_came(made: Making, note: Note, text: str) -> str:
    """What a note is brought from elsewhere: the keys it is known by there, and the words, unless it has them."""
    brought = made.request.brought
    if brought is None:
        return text
    known = as_list(note.properties.get(KEYS))
    for name in brought.keys:
        if name not in known:
            text = append_to_list(text, KEYS, name)
    if brought.text and not any(name in known for name in brought.keys):
        text = append_lines(text, brought.text.split("\n"))
    return text
