"""What a source tells of: a job, an acquaintance. Plain values, the same whichever source they come from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class Job(NamedTuple):
    """An application, or a job that was only saved. `stage` is one of ours, empty where the source says none.

    `key` is what the source knows it by, the same at the next import; `where` is where it stands in the source.
    """

    company: str
    role: str
    key: str
    where: str = ""
    applied: date | None = None
    ended: date | None = None
    saved: date | None = None
    stage: str = ""
    link: str = ""
    place: str = ""
    salary: str = ""
    source: str = ""
    recruiter: tuple[str, ...] = ()
    referrer: tuple[str, ...] = ()
    notes: str = ""
    text: str = ""


class Acquaintance(NamedTuple):
    """Somebody the user is connected with."""

    name: str
    company: str
    key: str
    role: str = ""
    email: str = ""
    link: str = ""
    since: date | None = None


class Unread(NamedTuple):
    """A row or a file that could not be taken, and why."""

    where: str
    why: str
