"""Fill a new note from a saved job posting. Reads the file, and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vault_tools.commands.making import Brought
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.leads import how_it_stands, without_plan
from vault_tools.core.rules.search import Search
from vault_tools.core.taking.mail import html_of
from vault_tools.core.taking.matching import application_behind, companies, houses, known_keys
from vault_tools.core.taking.posting import Posting, read_posting
from vault_tools.core.taking.table import decoded
from vault_tools.core.taking.words import Words
from vault_tools.core.wording.keepsake import folded_quote
from vault_tools.store.incoming import pieces


def filled_from(
    session: Session, kind: Kind, typed: Mapping[str, Any], file: Path
) -> tuple[dict[str, Any], Brought]:
    """What was typed, and where nothing was, what the posting says; its text is kept in the note.

    A lead that is meant by it goes out under the names in its note. Raises VaultError if the file has no posting, or
    the vault has it already.
    """
    posting = _read(file)
    search = session.search()
    words = session.vault.words
    company = companies(search, words).get(words.company(posting.company), posting.company)
    waiting = _waiting(search, words, posting, typed)
    said = {
        "company": waiting.company if waiting else company,
        "role": waiting.role if waiting else posting.role,
        "place": posting.place,
        "salary": posting.salary,
        "link": posting.link,
    }
    out = dict(typed)
    for name, value in said.items():
        if kind.property(name) is not None and not out.get(name):
            out[name] = value.replace("[[", "[").replace("]]", "]") or None
    text = folded_quote("The posting, as it was saved", posting.text) if posting.text else ""
    return out, Brought((posting.key,), text=text, is_late=False, goes_out=True)


def _waiting(search: Search, words: Words, posting: Posting, typed: Mapping[str, Any]) -> Application | None:
    """The application that keeps this posting, or else has its company and role, and has no plan yet.

    Raises VaultError if there is one that has its plan, or another is typed. One that has ended does not count.
    """
    note = known_keys(search).get(posting.key)
    if note is not None:
        there = application_behind(search, note)
        if there is None or not (there.is_ended or (_waits(search, there) and _is_meant(there, typed))):
            how = f", {how_it_stands(there)}" if there else ""
            raise VaultError(
                f"this posting is in the vault already: {(there.note if there else note).path}{how}"
            )
        if not there.is_ended:
            return there
    role = words.role(str(typed.get("role") or posting.role))
    found = [
        a
        for a in houses(search, words).at(str(typed.get("company") or posting.company))
        if words.role(a.role) == role and _waits(search, a) and _is_meant(a, typed)
    ]
    return found[0] if len(found) == 1 else None


def _waits(search: Search, application: Application) -> bool:
    there = without_plan(search, application.company, application.role, application.note.name)
    return there is not None and there.note.path == application.note.path


def _is_meant(application: Application, typed: Mapping[str, Any]) -> bool:
    """Whether nothing was typed that calls it otherwise."""
    return all(
        not typed.get(name) or key(str(typed[name])) == key(own)
        for name, own in (("company", application.company), ("role", application.role))
    )


def _read(file: Path) -> Posting:
    for piece in pieces(file, lambda _name, _why: None):
        html = decoded(piece.data)
        found = read_posting(html) or read_posting(html_of(piece.data))
        if found is not None:
            return found
    raise VaultError(
        f"{file} has no job posting that a program can read (JSON-LD); give --company, --role and --link instead"
    )
