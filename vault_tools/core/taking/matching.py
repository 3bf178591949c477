"""Which note of the vault a job or a mail belongs to, how sure that is and why. Knows notes as values, no source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from vault_tools.core.meaning.dates import day_of, read_day
from vault_tools.core.model import Note
from vault_tools.core.rules.applications import Application, called, is_called_off, is_ended, received_of
from vault_tools.core.rules.catalogue import as_list
from vault_tools.core.rules.search import Search
from vault_tools.core.taking.entries import Job
from vault_tools.core.taking.words import Words

KEYS = "imported"
_ALIKE = 0.6  # so much of two roles' words is common where they are called one
_SAME_DAYS = 30  # two applications for one role, closer than this, are one
_AFTER_END = 14  # days after its end in which mails still belong to an application


class Match(NamedTuple):
    """The application that something belongs to, if any; `others` could be meant as well, and then nothing is sure."""

    application: Application | None = None
    why: str = ""
    doubt: str = ""
    others: tuple[Application, ...] = ()


def known_keys(search: Search) -> dict[str, Note]:
    """The note that keeps each key of something brought in; of several the first that has not ended."""
    found: dict[str, Note] = {}
    for note in search.catalogue.notes:
        for value in as_list(note.properties.get(KEYS)):
            if isinstance(value, str) and _is_over(found.setdefault(value, note)) and not _is_over(note):
                found[value] = note
    return found


def _is_over(note: Note) -> bool:
    return is_ended(note) or is_called_off(note)


def application_behind(search: Search, note: Note) -> Application | None:
    """The application that a note is, or belongs to."""
    there = note if note.type == "application" else search.catalogue.linked(note, "application")
    return search.applications.get(there.path) if there is not None else None


def companies(search: Search, words: Words) -> dict[str, str]:
    """The vault's companies by what their names are compared by; aliases count."""
    found: dict[str, str] = {}
    for note in search.catalogue.of_type("company"):
        own = called(note)
        for name in (
            own,
            note.name,
            *(a for a in as_list(note.properties.get("aliases")) if isinstance(a, str)),
        ):
            found.setdefault(words.company(name), own)
    for application in search.applications.values():
        if application.company:
            found.setdefault(words.company(application.company), application.company)
    found.pop("", None)
    return found


def called_so(applications: Iterable[Application], role: str, words: Words) -> list[Application]:
    """Those of that role, or else those whose role is called nearly the same."""
    there = list(applications)
    same = [a for a in there if words.role(a.role) == words.role(role)]
    return same or [a for a in there if words.likeness(a.role, role) >= _ALIKE]


class Houses(NamedTuple):
    """The companies of a search: their own names and the applications there, by what names are compared by."""

    names: Mapping[str, str]
    applications: Mapping[str, list[Application]]
    words: Words

    def at(self, company: str) -> list[Application]:
        """The applications at a company, by any of its names, the latest last."""
        short = self.words.company(company)
        own = self.words.company(self.names.get(short, company))
        found = [a for name in dict.fromkeys((own, short)) for a in self.applications.get(name, ())]
        return sorted(found, key=lambda a: (a.applied or date.min, a.note.path))


def houses(search: Search, words: Words) -> Houses:
    """The companies as the notes have them."""
    names = companies(search, words)
    there: dict[str, list[Application]] = {}
    for a in search.applications.values():
        there.setdefault(words.company(names.get(words.company(a.company), a.company)), []).append(a)
    return Houses(names, there, words)


def match_job(search: Search, there: Houses, job: Job, keys: Mapping[str, Note]) -> Match:
    """The application that a row of a table tells of: by its key, or else by company, role and day."""
    words = there.words
    if note := keys.get(job.key):
        return Match(application_behind(search, note), "brought in before")
    for application in there.at(job.company):
        if words.role(application.role) != words.role(job.role):
            continue
        is_other = any(
            isinstance(k, str)
            and k != job.key
            and k.partition(":")[0] == job.key.partition(":")[0]
            and job.key.startswith("linkedin:")
            for k in as_list(application.note.properties.get(KEYS))
        )
        is_far = (
            job.applied is not None
            and application.applied is not None
            and abs((job.applied - application.applied).days) > _SAME_DAYS
        )
        if not is_other and not is_far:
            return Match(application, "the same company and role")
    return Match()


def match_mail(
    search: Search,
    there: Houses,
    *,
    company: str,
    role: str,
    day: date | None,
    thread: Iterable[str],
    keys: Mapping[str, Note],
    others: Iterable[str] = (),
) -> Match:
    """The application that a mail belongs to: by its thread, a posting it links to, or else company and role.

    `thread` are the keys of the mails it answers, `others` further keys that stand in it.
    """
    for key, why in (
        *((k, "it answers a mail of this application") for k in thread),
        *((k, "it links to its posting") for k in others),
    ):
        if (note := keys.get(key)) and (application := application_behind(search, note)):
            return Match(application, why)
    if not company:
        return Match()
    words = there.words
    possible = [a for a in there.at(company) if _may_be_meant(a, day)]
    if not possible:
        return Match()
    if not role:
        if len(possible) == 1:
            return Match(possible[0], "the only application there")
        return Match(
            None, doubt=f"there are {len(possible)} applications at {company}", others=tuple(possible)
        )
    like = called_so(possible, role, words)
    if len(like) == 1 and words.role(like[0].role) == words.role(role):
        return Match(like[0], "the same company and role")
    if len(like) == 1:
        return Match(like[0], f"the same company, and nearly the same role ({like[0].role})")
    if like:
        return Match(None, doubt=f"there are {len(like)} such applications at {company}", others=tuple(like))
    return Match(
        None, doubt=f"it names the role {role}, and none at {company} is called so", others=tuple(possible)
    )


def _may_be_meant(application: Application, day: date | None) -> bool:
    """Whether a mail of that day can be about it: not sent off later, not over for long."""
    if day is None:
        return True
    if application.applied is not None and day < application.applied - timedelta(days=3):
        return False
    ended = ended_on(application)
    return ended is None or day <= ended + timedelta(days=_AFTER_END)


def ended_on(application: Application) -> date | None:
    """The day of its last no, or the one on which it was closed; None while it is open or where nobody knows."""
    if not application.is_ended:
        return None
    received = received_of(application.rejections[-1]) if application.rejections else None
    return day_of(received) if received is not None else read_day(application.note.properties.get("closed"))
