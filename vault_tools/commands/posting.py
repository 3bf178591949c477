"""Fill a new note from a saved job posting. Reads the file, and writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from vault_tools.commands.making import Brought
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.kinds import Kind
from vault_tools.core.taking.mail import html_of
from vault_tools.core.taking.matching import application_behind, companies, known_keys
from vault_tools.core.taking.posting import Posting, read_posting
from vault_tools.core.taking.table import decoded
from vault_tools.core.wording.keepsake import folded_quote
from vault_tools.store.incoming import pieces


def filled_from(
    session: Session, kind: Kind, typed: Mapping[str, Any], file: Path
) -> tuple[dict[str, Any], Brought]:
    """What was typed, and where nothing was, what the posting says; its text is kept in the note.

    Raises VaultError if the file has no posting, or the vault has it already.
    """
    from vault_tools.store.templates import load_words

    posting = _read(file)
    search = session.search()
    there = known_keys(search).get(posting.key)
    if there is not None:
        application = application_behind(search, there)
        raise VaultError(
            f"this posting is in the vault already: {(application.note if application else there).path}"
        )
    words = load_words(session.vault.templates)
    company = companies(search, words).get(words.company(posting.company), posting.company)
    said = {
        "company": company,
        "role": posting.role,
        "place": posting.place,
        "salary": posting.salary,
        "link": posting.link,
    }
    out = dict(typed)
    for name, value in said.items():
        if kind.property(name) is not None and not out.get(name):
            out[name] = value.replace("[[", "[").replace("]]", "]") or None
    text = folded_quote("The posting, as it was saved", posting.text) if posting.text else ""
    return out, Brought((posting.key,), text=text, is_late=False)


def _read(file: Path) -> Posting:
    for piece in pieces(file, lambda _name, _why: None):
        html = decoded(piece.data)
        found = read_posting(html) or read_posting(html_of(piece.data))
        if found is not None:
            return found
    raise VaultError(
        f"{file} has no job posting that a program can read (JSON-LD); give --company, --role and --link instead"
    )
