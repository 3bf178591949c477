"""The notes that a new one names: applications and noes it belongs to, people and companies, found or to be made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vault_tools.core.meaning.kinds import Kind, Property
from vault_tools.core.meaning.names import file_name_beside, fit_to_type, key, note_name, one_line
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, Person, called, company_name
from vault_tools.core.rules.catalogue import Catalogue, as_list
from vault_tools.core.rules.known import is_piece_of, known_by
from vault_tools.core.rules.persons import Meant, company_meant, person_meant
from vault_tools.core.rules.picking import Choose, pick_application, pick_note
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.linking import linked_value
from vault_tools.core.wording.step_lines import ROLE_WORDS

Confirm = Callable[[str], bool]


class Asker(NamedTuple):
    """How to ask at a terminal; without one both are None and nothing is ever asked.

    `is_typed`: the names were given to a command, which can be given again with others.
    """

    choose: Choose | None = None
    confirm: Confirm | None = None
    is_typed: bool = True


@dataclass(slots=True)
class Belonging:
    """What the values of a new note link to. `stubs` are notes to be made, by path; `meant` is what a name stood for."""

    application: Application | None = None
    rejection: Note | None = None
    links: dict[str, list[Person]] = field(default_factory=dict)
    stubs: dict[str, Stub] = field(default_factory=dict)
    meant: dict[tuple[str, str], Person] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)

    def people(self, kind: Kind, role: str) -> tuple[Person, ...]:
        return tuple(
            p for prop in kind.properties if prop.role == role for p in self.links.get(prop.name, ())
        )


class Stub(NamedTuple):
    """A note of a few lines, made because another one names it."""

    kind: str
    path: str
    properties: Mapping[str, Any]

    @property
    def name(self) -> str:
        return note_name(self.path)

    @property
    def called(self) -> str:
        """The name as it was typed, where a file could not have it."""
        return str(self.properties.get("aliases", [self.name])[0])


def belong(
    search: Search,
    kind: Kind,
    values: dict[str, Any],
    kinds: Mapping[str, Kind],
    asker: Asker,
    sent: Application | None = None,
) -> Belonging:
    """Find what the values name. A person of that name elsewhere is asked about, or told; never merged silently.

    Whoever the application names already goes first; `sent` is the one whose note is there.
    """
    found = Belonging()
    for prop in kind.given():
        typed = values.get(prop.name)
        if not prop.link or not typed:
            continue
        if prop.link == "application":
            found.application = pick_application(search, typed, asker.choose)
            found.links[prop.name] = [_person(found.application.note)]
        elif not prop.make:
            note = pick_note(search, typed, prop.link, asker.choose)
            found.links[prop.name] = [_person(note)]
            if prop.link == "rejection":
                found.rejection = note
                there = search.catalogue.linked(note, "application")
                found.application = search.applications.get(there.path) if there else None
    company = _company(search, kind, values, found)
    about = found.application or sent
    for prop in kind.given():
        if about is not None and prop.link and prop.link != "company" and prop.make:
            _those_it_names(search.catalogue, found, about, prop, as_list(values.get(prop.name)))
    for prop in kind.given():
        if prop.link and prop.make:
            typed = values.get(prop.name)
            names = typed if isinstance(typed, list) else [typed] if typed else []
            people = [
                _found_or_made(
                    search.catalogue, found, kinds, prop, name, company if prop.role else "", asker
                )
                for name in names
            ]
            found.links[prop.name] = list({p.key: p for p in people}.values())
            if prop.link == "company" and isinstance(typed, str):
                values[prop.name] = _as_it_is_called(search.catalogue, people[0], typed)
    return found


def _as_it_is_called(catalogue: Catalogue, company: Person, typed: str) -> str:
    """The name as it stands in the company's note, where only its capitals were typed otherwise."""
    note = catalogue.at(company.note) if company.note else None
    name = called(note) if note is not None else typed
    return name if key(name) == key(typed) else typed


def _those_it_names(
    catalogue: Catalogue, found: Belonging, application: Application, prop: Property, names: list[Any]
) -> None:
    """Whoever of the application's own people is given by name; a piece of a name is said to have been enough."""
    meant = {str(typed): known_by(catalogue, application, str(typed)) for typed in names}
    strangers = [name for name, known in meant.items() if known is None]
    for typed, known in meant.items():
        if known is None or (known.is_piece and prop.role == "hire"):
            continue  # whoever was hired is hardly one of those who chose
        if known.is_piece and any(is_piece_of(typed, name) for name in strangers):
            continue
        found.meant[prop.link, key(typed)] = _person(known.note)
        if known.is_piece:
            role = ROLE_WORDS.get(known.role, known.role)
            found.told.append(
                f"{one_line(typed)} is {called(known.note)}, the {role} here; "
                "for somebody else give the whole name."
            )


def _company(search: Search, kind: Kind, values: Mapping[str, Any], found: Belonging) -> str:
    """The company by which people of the same name are told apart."""
    if found.application is not None:
        return found.application.company
    if found.rejection is not None:
        return company_name(search.catalogue, found.rejection)
    mine = next((p for p in kind.given() if p.link == "company"), None)
    typed = values.get(mine.name) if mine else None
    return company_meant(search.catalogue, typed).name if isinstance(typed, str) else ""


def _found_or_made(
    catalogue: Catalogue,
    found: Belonging,
    kinds: Mapping[str, Kind],
    prop: Property,
    typed: str,
    company: str,
    asker: Asker,
) -> Person:
    """The note that a typed name means, or the stub that will be it; the same name means the same one."""
    said = (prop.link, key(typed))
    if said not in found.meant:
        if prop.link == "company":
            meant = company_meant(catalogue, typed)
            found.meant[said] = (
                _person(meant.note) if meant.note else _stub(found, kinds, "company", meant, {})
            )
        else:
            found.meant[said] = _person_or_stub(catalogue, found, kinds, prop, typed, company, asker)
    return found.meant[said]


def _person_or_stub(
    catalogue: Catalogue,
    found: Belonging,
    kinds: Mapping[str, Kind],
    prop: Property,
    typed: str,
    company: str,
    asker: Asker,
) -> Person:
    meant = person_meant(catalogue, typed, company)
    if meant.note is not None:
        return _person(meant.note)
    if meant.elsewhere is not None:
        there = company_name(catalogue, meant.elsewhere) or meant.elsewhere.path
        if asker.confirm is not None and asker.confirm(f"Is this the same {meant.name} who is at {there}?"):
            return _person(meant.elsewhere)
        if asker.confirm is None:
            same = len(catalogue.by_name.get(key(meant.elsewhere.name), ())) == 1
            link = meant.elsewhere.name if same else meant.elsewhere.path.removesuffix(".md")
            way = (
                f'`vault undo`, and again with --{prop.flag} "[[{fit_to_type(link)}]]"'
                if asker.is_typed
                else f'write "[[{link}]]" into the properties that name them'
            )
            found.told.append(
                f"{meant.name} is at {there} already, so {meant.file} is a new note beside that one. "
                f"If they are the same: {way}."
            )
    properties: dict[str, Any] = {}
    if company:
        properties["company"] = linked_value(catalogue, _company_named(catalogue, found, company))
    if prop.role and prop.role != "interviewer":
        properties["role"] = prop.role.replace("_", " ")
    return _stub(found, kinds, prop.link, meant, properties)


def _company_named(catalogue: Catalogue, found: Belonging, company: str) -> Person:
    """The company as a link to it is written: by its note, which may be made just now."""
    made = found.meant.get(("company", key(company)))
    if made is not None:
        return made
    at = company_meant(catalogue, company)
    return _person(at.note) if at.note else Person(at.file, None)


def _stub(
    found: Belonging, kinds: Mapping[str, Kind], kind: str, meant: Meant, properties: Mapping[str, Any]
) -> Person:
    folder = f"{kinds[kind].folder}/" if kind in kinds and kinds[kind].folder else ""
    file, alias, number = meant.file, meant.alias, 2
    if any(key(stub.name) == key(file) and stub.kind != kind for stub in found.stubs.values()):
        file, alias = file_name_beside(file, kind), meant.name  # somebody who works under their own name
    while (there := found.stubs.get(f"{folder}{file}.md")) and key(there.called) != key(alias or file):
        file, alias, number = file_name_beside(meant.file, kind, number), meant.name, number + 1
    path = f"{folder}{file}.md"
    aliases = {"aliases": [alias]} if alias else {}
    found.stubs.setdefault(path, Stub(kind, path, {"type": kind, **aliases, **properties, "tags": [kind]}))
    return Person(file, path)


def _person(note: Note) -> Person:
    return Person(note.name, note.path)
