"""What a message is filled with: reads the interview notes that speak of a person."""

from __future__ import annotations

from datetime import date
from typing import Any

from vault_tools.commands.session import Session
from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.notes import decode
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Application, Person, level_of_rejection, people_of, starts_of
from vault_tools.core.rules.catalogue import as_list, text_of
from vault_tools.core.rules.followups import Search
from vault_tools.core.rules.playbook import Step
from vault_tools.core.wording.drafts import Draft, draft, enjoyed, from_note

_NUMBERS = {1: "the conversation", 2: "the two conversations", 3: "the three conversations"}


def draft_values(
    session: Session,
    search: Search,
    *,
    person: Person,
    role_id: str,
    application: Application | None,
    company: str,
    level: int,
    interview: Note | None = None,
    index: int = 0,
) -> dict[str, Any]:
    """Everything a message template may use; the docs list it."""
    interviews = application.interviews if application else ()
    met = [i for i in interviews if any(p.key == person.key for p in people_of(search.catalogue, i, "interviewers"))]
    texts = [decode(session.vault.read(i.path)) for i in met]
    strengths = as_list(application.note.properties.get("strengths")) if application else []
    round_name = text_of(interview, "round") if interview else ""
    starts = starts_of(interview) if interview else None
    return {
        "person": {"name": person.name, "first": person.name.split()[0] if person.name.split() else person.name},
        "role_id": role_id,
        "role": application.role if application else "",
        "company": company,
        "applied": f"{application.applied.day} {application.applied:%B}" if application and application.applied else "",
        "level": level,
        "settings": search.settings,
        "name": search.settings.name,
        "enjoyed": enjoyed(texts, person.name),
        "strengths": [str(s) for s in strengths if s],
        "conversations": _NUMBERS.get(len(met), "our conversations" if met else "your time"),
        "told_by_them": False,
        "round_words": round_words(round_name),
        "day_words": day_words(day_of(starts), search.today) if starts else "",
        "promised": text_of(interview, "promised") if interview else "",
        "index": index,
    }


def round_words(name: str) -> str:
    """A round inside a sentence: `final round`, `screening`, `interview`."""
    if not name:
        return "interview"
    return name if "round" in name or "screen" in name.casefold() or " " in name else f"{name} round"


def day_words(day: date, today: date) -> str:
    """A day inside a letter: `today`, `yesterday`, `on Tuesday`, `on 3 November`."""
    ago = (today - day).days
    if ago in (0, 1):
        return ("today", "yesterday")[ago]
    return f"on {day:%A}" if 1 < ago < 7 else f"on {day.day} {day:%B}"


def draft_of(session: Session, search: Search, follow_up: FollowUp) -> tuple[Draft | None, Step | None]:
    """The words for a follow-up: those in its note if they stand there, else rendered anew. None if it has none."""
    step = search.playbook.steps.get(follow_up.step or "")
    note = next(n for n in search.catalogue.notes if n.path == follow_up.note)
    if follow_up.has_draft:
        written = from_note(decode(session.vault.read(follow_up.note)), follow_up.id)
        if written is not None:
            return written, step
    if step is None or not step.message or follow_up.person is None:
        return None, step
    if not session.wording.exists(f"messages/{step.message}.md.j2"):
        return None, step
    application = search.applications.get(follow_up.application_note or "")
    person = Person(follow_up.person, follow_up.person_note)
    no = note if note.type == "rejection" else None
    values = draft_values(
        session,
        search,
        person=person,
        role_id=role_of(application, person),
        application=application,
        company=follow_up.company or "",
        level=level_of_rejection(no, application) if no else application.level() if application else 0,
        interview=note if note.type == "interview" else _last(application),
        index=_index(search, follow_up),
    )
    try:
        return draft(step.message, values, session.wording), step
    except TemplateError as error:
        session.told.append(str(error))
        return None, step


def role_of(application: Application | None, person: Person) -> str:
    """What a person is to an application, in the strongest sense."""
    for role in ("recruiter", "referrer", "hiring_manager", "interviewer"):
        if application and any(p.key == person.key for p in application.people.get(role, ())):
            return role
    return "contact"


def _last(application: Application | None) -> Note | None:
    return application.interviews[-1] if application and application.interviews else None


def _index(search: Search, follow_up: FollowUp) -> int:
    lines = [x for x in search.lines if x.note.path == follow_up.note and x.step and x.step.id == follow_up.step]
    return next((i for i, x in enumerate(lines) if x.id == follow_up.id), 0)

