"""Wikilinks to notes and lines, written so that Obsidian finds the one note that is meant."""

from __future__ import annotations

import re

from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.catalogue import Catalogue
from vault_tools.core.wording.neutral import SIGNIFIERS, Markdown, inline

# What ends a link, or starts code, a comment, HTML, a formula or a field for a reader that knows no wikilinks.
_ACTIVE = re.compile(rf"[\[\]|\\`<>$^]|(?<!\S)#|[{SIGNIFIERS}]\ufe0f?")
_UNLINKABLE = re.compile(r"[#^|\[\]\x00-\x1f]|%%")


def is_linkable(path: str) -> bool:
    """Whether a wikilink to a note of that path or name can be written at all."""
    return not _UNLINKABLE.search(path)


def link_of(catalogue: Catalogue, person: Person) -> Markdown:
    """A person or a company as a link; one without a note by the name alone."""
    if person.note:
        return link_to(catalogue, person.note)
    return Markdown(f"[[{person.name}]]") if is_linkable(person.name) else inline(person.name)


def linked_value(catalogue: Catalogue, person: Person) -> str:
    """What a property holds of a person or company: a link, or the bare name where none can be written."""
    can_be = is_linkable(person.note) if person.note else is_linkable(person.name) and "/" not in person.name
    return str(link_of(catalogue, person)) if can_be else person.name


def link_to(
    catalogue: Catalogue, path: str, *, block: str | None = None, alias: str | None = None
) -> Markdown:
    """`[[name#^block|alias]]`; by its path where two notes share the name; plain text where no link can be written."""
    bare = path[:-3] if path.lower().endswith(".md") else path
    name = bare.rpartition("/")[2]
    shown = one_line(alias or name)
    if not is_linkable(bare):
        return inline(shown)
    same = catalogue.by_name.get(key(name), ())
    target = name if len(same) <= 1 else bare
    if block:
        target += f"#^{block}"
    harmless = " ".join(_ACTIVE.sub("", shown).replace("%%", "%").replace("::", ":").split())
    return Markdown(f"[[{target}]]" if target == harmless or not harmless else f"[[{target}|{harmless}]]")
