"""Connections become contacts where the vault has their company, and stand in the company's note. Staged."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vault_tools.commands.making import Brought
from vault_tools.commands.staging import Staging, with_key, with_property
from vault_tools.commands.values import Typed
from vault_tools.core.meaning.insertion import insert_lines, lines_of_text, set_apart
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.applications import Person
from vault_tools.core.rules.persons import company_meant, person_meant
from vault_tools.core.taking.entries import Acquaintance
from vault_tools.core.wording.linking import link_of
from vault_tools.core.wording.neutral import inline

HEADING = "## People you know there"


def bring(staging: Staging, people: Iterable[Acquaintance], *, everybody: bool) -> None:
    """Contacts of people at companies in the vault, or of everybody; each once."""
    others = 0
    by_company: dict[str, list[tuple[Person, Acquaintance]]] = {}
    names: set[str] = set()
    with staging.held():
        for person in people:
            staging.went(1)
            if key(person.name) in names:  # two of one name have to be told apart
                staging.look_again()
                names.clear()
            names.add(key(person.name))
            house = staging.words.company(person.company) if person.company else ""
            company = staging.houses.names.get(house, "")
            if person.key in staging.keys:
                staging.say("same", person.name, "brought in before", kind="contact")
            elif company or everybody:
                note = _contact(staging, person, company)
                if note is not None and company:
                    by_company.setdefault(company, []).append((note, person))
            else:
                others += 1
        staging.look_again()
        for company, known in by_company.items():
            _listed(staging, company, known)
    if others:
        staging.say(
            "passed",
            f"{others} connection{'' if others == 1 else 's'}",
            "at companies that are not in the vault; --all takes everybody",
        )


def _contact(staging: Staging, person: Acquaintance, company: str) -> Person | None:
    meant = person_meant(staging.search.catalogue, person.name, company)
    if meant.note is not None:
        there = meant.note
        changes: list[Callable[[str], str]] = [with_key(person.key)]
        if person.since is not None and not there.properties.get("connected"):
            changes.insert(0, with_property("connected", person.since.isoformat()))
        if not staging.change(there.path, *changes):
            return None
        staging.say("same", there.name, "you have a note of them", kind="contact")
        return Person(there.name, there.path)
    role = person.role if company or not person.company else f"{person.role}, {person.company}".lstrip(", ")
    typed: dict[str, Typed] = {
        "name": person.name, "company": company or None, "role": role or None, "email": person.email or None,
        "link": person.link or None, "connected": person.since.isoformat() if person.since else None,
    }  # fmt: skip
    created = staging.make("contact", typed, Brought((person.key,)))
    if created is None:
        return None
    staging.say(
        "made",
        created.name,
        ", ".join(filter(None, (person.role, company or person.company))),
        kind="contact",
    )
    return Person(created.name, created.path)


def _listed(staging: Staging, company: str, known: list[tuple[Person, Acquaintance]]) -> None:
    """One line for each in the company's note, below a heading of their own."""
    note = company_meant(staging.search.catalogue, company).note
    if note is None:
        return
    items = []
    for person, told in known:
        parts = [str(link_of(staging.search.catalogue, person)), str(inline(told.role)) if told.role else ""]
        since = f"connected since {told.since}" if told.since else ""
        items.append("- " + ", ".join(p for p in (*parts, since) if p))

    def add(text: str) -> str:
        lines = lines_of_text(text)
        at = next((n for n, line in enumerate(lines) if line.strip() == HEADING), None)
        if at is None:
            return insert_lines(text, len(lines), set_apart(lines, len(lines), [HEADING, "", *items]))
        end = next((n for n in range(at + 1, len(lines)) if lines[n].startswith("#")), len(lines))
        while end > at + 1 and not lines[end - 1].strip():
            end -= 1
        return insert_lines(text, end, set_apart(lines, end, items, in_list=True))

    if staging.change(note.path, add):
        count = len(items)
        staging.say(
            "changed",
            note.name,
            f"{count} {'person' if count == 1 else 'people'} you know there",
            kind="company",
        )
