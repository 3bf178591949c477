"""What a message is filled with: reads the interview notes that speak of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from vault_tools.commands.session import Session
from vault_tools.commands.situations import is_connected
from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.called import first_name
from vault_tools.core.meaning.dates import Moment, day_of, end_of
from vault_tools.core.meaning.names import one_line
from vault_tools.core.meaning.notes import decode
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import (
    Application,
    Person,
    called,
    company_name,
    people_of,
    received_of,
    starts_of,
)
from vault_tools.core.rules.catalogue import as_list, text_of
from vault_tools.core.rules.doors import level_of_rejection, reached_before
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.playbook import Step
from vault_tools.core.rules.search import Search
from vault_tools.core.wording.drafts import (
    Draft,
    draft,
    enjoyed,
    from_note,
    in_sentence,
    template_of,
)
from vault_tools.core.wording.spoken import ago_words, all_of, day_words, round_words, since_words

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
    stage_reached: str,
    interview: Note | None = None,
    index: int = 0,
    earlier: Line | None = None,
    internal: bool = False,
    about: str = "",
    of_round: bool = False,
    until: Moment,
    on: date,
) -> dict[str, Any]:
    """Everything a message template may use; the docs list it. What is `of_round` speaks of `interview` alone.

    A talk planned for later than `until` was none; but the one that is spoken of is. `on` is the day of the letter.
    """
    held = application.rounds_before(until) if application else ()
    met = [
        i
        for i in (application.interviews if application else ())
        if (i in held or (of_round and i == interview))
        and any(p.key == person.key for p in people_of(search.catalogue, i, "interviewers"))
    ]
    heard = [interview] if of_round and interview is not None else met
    texts = [decode(session.vault.read(i.path)) for i in heard]
    noted = as_list(application.note.properties.get("strengths")) if application else []
    strengths = [one_line(str(item)) for item in noted if item]
    round_name = text_of(interview, "round") if interview else ""
    starts = starts_of(interview) if interview else None
    there = search.catalogue.resolve(person.note) if person.note else None
    name = one_line(called(there) if there else person.name)
    settings = search.settings
    said = one_line(about)
    values: dict[str, Any] = {
        "person": {"name": name, "first": first_name(name)},
        "role_id": role_id,
        "role": application.role if application else "",
        "company": company,
        "applied": f"{application.applied.day} {application.applied:%B}"
        if application and application.applied
        else "",
        "ended": application.stage if application and application.is_ended else "",
        "level": level,
        "stage_reached": stage_reached,
        "settings": settings,
        "name": settings.name,
        "signature": "\n".join(part for part in (settings.name, settings.signature.strip("\n")) if part),
        "enjoyed": in_sentence(_liked(search, person, name, heard, texts)),
        "strengths": strengths,
        "strengths_words": all_of([in_sentence(s) for s in strengths]),
        "conversations": _NUMBERS.get(len(met), "our conversations" if met else "your time"),
        "met": len(met),
        "invited": _is_invited(search, person),
        "connected": is_connected(search, person),
        "round": round_name,
        "round_words": round_words(round_name),
        "day": day_of(starts) if starts else None,
        "day_words": day_words(day_of(starts), search.today) if starts else "",
        "since_words": since_words(day_of(starts) if starts else None, on),
        "since_applied": since_words(application.applied if application else None, on),
        "promised": (text_of(interview, "promised") if interview else "") or said,
        "about": said,
        "occasion": said,
        "cheesecake": said,
        "index": index,
        "earlier": earlier is not None,
        "earlier_words": ago_words(earlier.task.done, on) if earlier and earlier.task.done else "",
        "internal": internal,
    }
    # a line end in a property would end the subject, and begin a header
    return {k: one_line(v) if isinstance(v, str) and k != "signature" else v for k, v in values.items()}


def _liked(search: Search, person: Person, name: str, heard: Sequence[Note], texts: Sequence[str]) -> str:
    """What was noted of a person; to somebody who was not there, what was noted of the others in that round."""
    if said := enjoyed(texts, name):
        return said
    if len(heard) != 1:
        return ""
    there = people_of(search.catalogue, heard[0], "interviewers")
    if any(p.key == person.key for p in there):
        return ""
    return next((said for p in there if (said := enjoyed(texts, p.name))), "")


def _is_invited(search: Search, person: Person) -> bool:
    """Whether somebody has had what is otherwise said inside the thanks: an invitation to connect."""
    parts = (step for step in search.playbook.steps.values() if step.form == "part")
    replaced = {id for part in parts for id in part.replaces}
    return any(
        line.task.is_done and line.step is not None and line.step.id in replaced
        and (who := search.people.person_of(line)) is not None and who.key == person.key
        for line in search.steps
    )  # fmt: skip


def draft_of(session: Session, search: Search, follow_up: FollowUp) -> tuple[Draft | None, Step | None]:
    """The words for a follow-up: those that stand in its note, else rendered anew. None if it has none."""
    step = search.playbook.steps.get(follow_up.step or "")
    if (written := written_draft(session, follow_up.note, follow_up.id)) is not None:
        return written, step
    if step is None or not step.message or follow_up.person is None or not has_message(session, step.message):
        return None, step
    person = Person(follow_up.person, follow_up.person_note)
    try:
        return rendered(session, search, Occasion(person, follow_up.note, follow_up.id), step.message), step
    except TemplateError as error:
        session.told.append(str(error))
        return None, step


class Occasion(NamedTuple):
    """Whom a letter goes to, from which note and line, if any; `about` is the user's own word."""

    person: Person
    note: str = ""
    id: str = ""
    about: str = ""


def written_draft(session: Session, note: str, tail: str) -> Draft | None:
    """The draft as it stands in a note, if it does."""
    data = session.vault.read(note)
    return from_note(decode(data), tail) if b"^draft-" in data else None


def has_message(session: Session, message: str) -> bool:
    """Whether there is a template of that name, in the vault's language or any."""
    return session.wording.exists(template_of(message, session.vault.settings.language, session.wording))


def rendered(session: Session, search: Search, occasion: Occasion, message: str) -> Draft:
    """The words of a message, from what the notes say now. Raises TemplateError."""
    person = occasion.person
    note = search.catalogue.resolve(occasion.note)
    line = next((x for x in search.lines if x.id == occasion.id), None)
    belongs = belongs_to(search, note, line.task.description if line else "", person) if note else (None, "")
    application = belongs[0] or application_with(search, person)
    there = search.catalogue.resolve(person.note)
    company = belongs[1] or (company_name(search.catalogue, there) if there else "")
    no = note if note is not None and note.type == "rejection" else None
    until = _until(search, no, application)
    values = draft_values(
        session,
        search,
        person=person,
        role_id=role_of(application, person),
        application=application,
        company=company or (application.company if application else ""),
        level=level_of_rejection(no, application) if no else application.level(until) if application else 0,
        stage_reached=reached_before(no, application)
        if no
        else application.stage_reached(until)
        if application
        else "",
        interview=note
        if note is not None and note.type == "interview"
        else _last(search, application, person, until),
        index=_index(search, line) if line else 0,
        earlier=_earlier_done(search, line) if line else None,
        on=max(search.today, (line and line.task.when) or search.today),
        internal=note is not None and note.properties.get("internal") is True,
        about=occasion.about or _stocked(search, person, message),
        of_round=note is not None and note.type == "interview",
        until=until,
    )
    return draft(message, values, session.wording)


def _until(search: Search, no: Note | None, application: Application | None) -> Moment:
    """Until when talks were held of which a letter of today can speak: the no it is about, or else the end."""
    ended = received_of(no) if no is not None else application.end if application else None
    return search.today if ended is None else min(search.today, ended, key=end_of)


def _stocked(search: Search, person: Person, message: str) -> str:
    """What the stock of cheesecakes has for a person, where the message is one."""
    step = search.playbook.cadence
    if step is None or message != step.message or person.note is None:
        return ""
    from vault_tools.core.rules.cheesecakes import fitting

    return next((offer.words for offer in fitting(search, person.note)), "")


def application_with(search: Search, person: Person) -> Application | None:
    """The application that names somebody: an open one first, then the one that was sent last."""
    named = [
        a
        for a in search.applications.values()
        if any(p.key == person.key for ps in a.people.values() for p in ps)
    ]
    return max(named, key=lambda a: (not a.is_ended, str(a.applied or ""), a.note.path), default=None)


def role_of(application: Application | None, person: Person) -> str:
    """What a person is to an application, in the strongest sense."""
    for role in ("recruiter", "referrer", "hiring_manager", "interviewer"):
        if application and any(p.key == person.key for p in application.people.get(role, ())):
            return role
    return "contact"


def _last(search: Search, application: Application | None, person: Person, until: Moment) -> Note | None:
    """The last interview with somebody until then, or else the last one of the application."""
    rounds = application.rounds_before(until) if application else ()
    with_them = [
        i for i in rounds if any(p.key == person.key for p in people_of(search.catalogue, i, "interviewers"))
    ]
    return next(iter((*reversed(with_them), *reversed(rounds))), None)


def _index(search: Search, line: Line) -> int:
    """Which of the lines of its step to the same person it is, in its note."""
    here, whom = search.lines_of.by_note.get(line.note.path, ()), _whom(search, line)
    series = [x.id for x in here if x.step and x.step == line.step and _whom(search, x) == whom]
    return series.index(line.id) if line.id in series else 0


def _whom(search: Search, line: Line) -> str:
    """The key of the person whom a line concerns, or nothing."""
    person = search.people.person_of(line)
    return person.key if person else ""


def _earlier_done(search: Search, line: Line) -> Line | None:
    """What the same person has had last of what comes before it in its series; what was let go, they have not."""
    if line.step is None or not (whom := _whom(search, line)):
        return None
    series = line.step.series or line.step.id
    had = [
        x for x in search.steps
        if x.task.is_done and x.step is not None and (x.step.series or x.step.id) == series
        and x.note.path == line.note.path and x.at.line < line.at.line
        and _whom(search, x) == whom
    ]  # fmt: skip
    return max(had, key=lambda x: (x.task.done or date.min, x.at.line), default=None)
