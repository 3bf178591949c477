"""What to look at again before a letter is sent, and the letters to colleagues that it is held against."""

from __future__ import annotations

from collections.abc import Iterator

from vault_tools.commands.drafting import (
    Occasion,
    application_with,
    has_message,
    rendered,
    role_of,
    written_draft,
)
from vault_tools.commands.letters import Addressed
from vault_tools.commands.session import Session
from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.applications import Person, called
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.drafts import Draft
from vault_tools.core.wording.tone import Caution, Letter, warnings


def look_again(session: Session, search: Search, to: Addressed) -> tuple[Caution, ...]:
    """What speaks against sending a draft as it is: its tone, an empty place, a twin at the same company."""
    from vault_tools.store.messages import load_tone

    if to.draft is None:
        return ()
    settings = search.settings
    role, company = _role(search, to)
    letter = Letter(to.name, to.draft.subject, to.draft.body)
    others = _others(session, search, to, company)
    tone = load_tone(session.vault.templates, settings.language)
    return warnings(letter, others, role, settings, tone)


def _role(search: Search, to: Addressed) -> tuple[str, str]:
    """What the person is to the application, and the company that it is about."""
    f = to.follow_up
    application = search.applications.get(f.application_note or "") if f else None
    application = application or application_with(search, to.person)
    company = (f.company if f else "") or (application.company if application else "")
    note = search.catalogue.resolve(to.person.note)
    if not company and note is not None:
        company = belongs_to(search, note, "", to.person)[1]
    return role_of(application, to.person), company


def _others(session: Session, search: Search, to: Addressed, company: str) -> Iterator[Letter]:
    """The letters to colleagues: drafts in notes of the company, and those of this note as they would be."""
    here, mine = (to.follow_up.note, to.follow_up.id) if to.follow_up else ("", "")
    for line in search.lines:
        person = search.people.person_of(line)
        if person is None or line.id == mine or person.key == to.person.key or line.task.status == "-":
            continue
        has_draft = line.id in line.note.drafts
        if line.note.path != here and not (has_draft and _is_about(search, line, person, company)):
            continue
        draft = _draft_of_line(session, search, line, person, has_draft)
        if draft is not None:
            note = search.catalogue.resolve(person.note)
            yield Letter(called(note) if note else person.name, draft.subject, draft.body)


def _is_about(search: Search, line: Line, person: Person, company: str) -> bool:
    return bool(company) and key(belongs_to(search, line.note, line.task.description, person)[1]) == key(
        company
    )


def _draft_of_line(
    session: Session, search: Search, line: Line, person: Person, has_draft: bool
) -> Draft | None:
    if has_draft:
        return written_draft(session, line.note.path, line.id)
    message = line.step.message if line.step else ""
    if not message or not has_message(session, message):
        return None
    try:
        return rendered(session, search, Occasion(person, line.note.path, line.id), message)
    except TemplateError:
        return None  # said where that one is asked for
