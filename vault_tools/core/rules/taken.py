"""The job that ended the search, as long as it does. Knows applications, and no step."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vault_tools.core.meaning.dates import day_of
from vault_tools.core.rules.applications import Application, starts_of
from vault_tools.core.rules.catalogue import text_of


def job_taken(known: Iterable[Application]) -> Application | None:
    """The job that was taken last, if no application is open beside it and none began after it."""
    every = tuple(known)
    if any(not a.is_ended for a in every):
        return None
    taken = [a for a in every if a.stage == "accepted"]
    last = max(taken, key=lambda a: (text_of(a.note, "closed"), a.note.path), default=None)
    if last is None or last.end is None:
        return last
    day = day_of(last.end)
    return None if any((began := _began(a)) is not None and began > day for a in every) else last


def _began(application: Application) -> date | None:
    """The day on which it was sent, or else of its first talk: an answer alone may come to what was sent long before."""
    talks = [day_of(moment) for i in application.interviews if (moment := starts_of(i)) is not None]
    return application.applied or min(talks, default=None)
