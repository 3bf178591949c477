"""Where a new note goes, and what it is called beside those that are there. Knows no text of a note."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from vault_tools.commands.making import Making
from vault_tools.commands.met import is_another_talk, way_to_another
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.names import file_name, file_name_beside, fit_to_type, key, note_name
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import company_name, is_called_off, is_ended
from vault_tools.core.rules.endings import how_it_ended
from vault_tools.core.rules.leads import EVENT, command, for_the_same, how_it_stands
from vault_tools.core.rules.persons import company_meant, is_same_company, person_meant
from vault_tools.core.rules.unseen import refuse_unseen
from vault_tools.core.taking.matching import ended_on

_MOST = 100  # of one name


def path_of(made: Making) -> str:
    """Where the note goes. Raises VaultError if a note is there that must not be doubled."""
    kind, catalogue = made.kind, made.search.catalogue
    name = file_name(made.wording.value(kind.file, made.context(), where=made.where("file")), kind.name)
    taken = catalogue.by_name.get(key(name), ())
    same = min((n for n in taken if n.type == kind.name), key=is_called_off, default=None)
    if kind.name == EVENT and not (made.request.brought is not None and made.request.brought.is_another):
        _look_at_earlier_ones(made)
    if same is not None:
        name = _another_name(made, name, same)
    elif taken and kind.name in ("contact", "company"):
        _look_at_one_of_no_kind(made, name, taken)
        name = file_name_beside(name, str(made.values.get("company") or kind.name))
        made.found.told.append(f"{taken[0].path} has that name already, so this one is {name}.")
    folder = "/".join(file_name(part) for part in kind.folder.split("/") if part.strip(". "))
    path = f"{folder}/{name}.md" if folder else f"{name}.md"
    if key(path.removesuffix(".md")) in catalogue.by_path:
        refuse_unseen(catalogue, note_name(path))
        raise VaultError(f"{path} already exists; {way_beside(made, path)}")
    return path


def _look_at_one_of_no_kind(made: Making, name: str, taken: Sequence[Note]) -> None:
    """Raises VaultError if the person or company has a note in their folder: it is only no kind of ours yet."""
    catalogue, company = made.search.catalogue, str(made.values.get("company") or "")
    is_person = made.kind.name == "contact"
    meant = (person_meant(catalogue, name, company) if is_person else company_meant(catalogue, name)).note
    if meant is not None and meant in taken and meant.path.startswith(f"{made.kind.folder}/"):
        refuse_unseen(catalogue, meant.name)
        raise VaultError(
            f"{meant.path} is there already; write `type: {made.kind.name}` into its properties, and it counts as a "
            f"{made.kind.name}. For another one give a longer name"
        )


def _look_at_earlier_ones(made: Making) -> None:
    """One that ended is told of. Raises VaultError if one is open: it is the same application, or needs another role."""
    company, role = str(made.values.get("company") or ""), str(made.values.get("role") or "")
    earlier = for_the_same(made.search, company, role)
    is_open = next((a for a in earlier if not a.is_ended), None)
    if is_open is None:
        if earlier:
            last, day = earlier[-1], ended_on(earlier[-1])
            how = how_it_ended(last)
            made.found.told.append(
                f"The one before it, {last.note.name}, is {how}{f' since {day}' if day else ''}."
            )
        return
    if is_open.is_lead and not made.values.get("applied"):
        way = command(company, role, "today")
        raise VaultError(f"{is_open.note.path} is a lead already; when it has gone out: `{way}`")
    name = fit_to_type(is_open.note.name)
    raise VaultError(
        f'{is_open.note.path} is open already ({how_it_stands(is_open)}); if it is over, `vault new-rejection "{name}"` '
        f'or `vault close "{name}" --as no-reply`, and then this one; another job there needs another --role'
    )


def way_beside(made: Making, path: str) -> str:
    """What can be done where that note is there: open it, or give what would make another name."""
    named = [p for p in made.kind.given() if not p.link or p.make]
    own = [p for p in named if re.search(rf"\b{re.escape(p.name)}\b", made.kind.file)]
    others = " or ".join(p.name.upper() if p.argument else f"--{p.flag}" for p in own)
    name = note_name(path)
    is_one = len(made.search.catalogue.by_name.get(key(name), ())) == 1
    way = f'`vault open "{fit_to_type(name if is_one else path.removesuffix(".md"))}"` opens it'
    return f"{way}; another one needs another {others}" if others else way


def _another_name(made: Making, name: str, there: Note) -> str:
    """A name beside an equal one. Raises VaultError if the note is to be told apart, or added to."""
    for other in map(file_name, _others(made, name, there)):
        taken = made.search.catalogue.by_name.get(key(other))
        if not taken:
            return other
        there = next((n for n in taken if n.type == made.kind.name), there)
    ways = {
        "application": "use another --role to tell them apart",
        "contact": "what you know besides belongs into it; for another person of that name give another --company",
        "interview": "--with NAME adds whom you met; for another talk on that day give another --round",
    }
    way = ways.get(made.kind.name) or way_beside(made, there.path)
    if there.type == "interview" and made.moment is not None:
        way = way_to_another(made, there, made.moment) or way
    raise VaultError(f"{there.path} already exists; {way}")


def _others(made: Making, name: str, there: Note) -> Iterator[str]:
    """Names beside an equal one: of an application by its year, a talk by its hour or as the next, a contact by the company."""
    catalogue, values, moment = made.search.catalogue, made.values, made.moment
    is_another = made.request.brought is not None and made.request.brought.is_another
    if made.kind.name == EVENT and (is_ended(there) or is_another):
        year = (values.get("applied") or made.search.today).year
        yield from (file_name_beside(name, str(year), number) for number in (0, *range(2, _MOST)))
    elif is_called_off(there):
        yield f"{name}, again"
        yield from (f"{name}, again {number}" for number in range(2, _MOST))
    elif is_another_talk(made, there) and isinstance(moment, datetime):
        yield f"{name}, at {moment:%H.%M}"
    elif (
        made.kind.name == "contact"
        and (company := values.get("company"))
        and not is_same_company(catalogue, company_name(catalogue, there), company)
    ):
        yield file_name_beside(name, company)
