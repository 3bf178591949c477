"""What a source tells of: a job, an acquaintance. Plain values, the same whichever source they come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Job:
    """An application, or a job that was only saved. `stage` is one of ours, empty where the source says none.

    `key` is what the source knows it by, the same at the next import; `where` is where it stands in the source.
    """

    company: str
    role: str
    key: str
    where: str = ""
    applied: date | None = None
    ended: date | None = None
    stage: str = ""
    link: str = ""
    place: str = ""
    salary: str = ""
    source: str = ""
    recruiter: tuple[str, ...] = ()
    referrer: tuple[str, ...] = ()
    notes: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody the user is connected with."""

    name: str
    company: str
    key: str
    role: str = ""
    email: str = ""
    link: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A row or a file that could not be taken, and why."""

    where: str
    why: str
