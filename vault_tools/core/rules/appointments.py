"""What has a date with others: interviews ahead, and answers to offers until they are given. Knows no section."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from vault_tools.core.meaning.dates import Moment, as_text, day_of, read_day, read_end, read_moment, shift
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Application, is_called_off, is_closed, starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.owners import belongs_to
from vault_tools.core.rules.search import Search

YEAR = 365
_NO_MOMENT, _LAST = "9999", "~"  # behind every moment, and behind all that gets one ready
MEETINGS = ("interview", "offer")  # the kinds of notes that stand in a calendar as what they are


class Appointment(NamedTuple):
    """An interview that lies ahead, or an answer somebody waits for; that one may be past its day.

    `about` is the role, or what else there is to tell it from another of the same company.
    """

    note: Note
    moment: Moment
    company: str
    round: str
    about: str
    application: Application | None = None

    @property
    def day(self) -> date:
        return day_of(self.moment)

    @property
    def time(self) -> str:
        """`10:00`, or nothing where only the day is known."""
        return as_text(self.moment)[11:16]

    @property
    def is_answer(self) -> bool:
        return self.note.type == "offer"


def appointments(search: Search, days: int) -> tuple[Appointment, ...]:
    """The interviews and answers to give of the next days, today's too, in their order.

    An answer that was not given by its day stays, as long as the application stands at the offer.
    """
    return search.part(
        f"appointments of {days} days",
        lambda: _appointments(search, days),
        lambda standing: standing.keeps_applications,
    )


def _appointments(search: Search, days: int) -> tuple[Appointment, ...]:
    out = []
    today, last = search.today, shift(search.today, days)
    for note in search.catalogue.of_type(*MEETINGS):
        is_answer, moment = note.type == "offer", moment_of(note)
        if moment is None or day_of(moment) > last or (day_of(moment) < today and not is_answer):
            continue
        if is_over(note):
            continue
        application, company = belongs_to(search, note, "", None)
        if application is not None and application.is_ended:
            continue
        if day_of(moment) < today and not _is_owed(application, day_of(moment)):
            continue
        about = application.role if application is not None and application.role else note.name
        words = "answer to the offer" if is_answer else text_of(note, "round")
        out.append(Appointment(note, moment, company or note.name, words, about, application))
    return tuple(sorted(out, key=lambda a: (as_text(a.moment), a.note.path)))


def is_over(note: Note) -> bool:
    """Whether nobody is expected any more, whatever the day: a talk that was called off, an offer that was closed."""
    return is_called_off(note) or (note.type == "offer" and is_closed(note))


def moment_of(note: Note) -> Moment | None:
    """When an interview is, or an answer to an offer is to be given."""
    return starts_of(note) if note.type == "interview" else read_day(note.properties.get("respond_by"))


def ends_of(note: Note) -> datetime | None:
    """When an interview is over, as its note says; None where that cannot be read, or lies before its start."""
    begins = starts_of(note)
    ends = read_end(note.properties.get("ends"), begins) if isinstance(begins, datetime) else None
    return ends if ends is not None and begins is not None and ends > begins else None


def property_of(note: Note) -> str:
    """The property that says so; `date` where `starts` is not there, as other people's templates have it."""
    if note.type == "offer":
        return "respond_by"
    has_only_date = read_moment(note.properties.get("starts")) is None and starts_of(note) is not None
    return "date" if has_only_date else "starts"


def owed(search: Search) -> tuple[Appointment, ...]:
    """The answers whose day has passed while nothing was written down, the oldest first."""
    return tuple(a for a in appointments(search, 0) if a.day < search.today)


def leading(found: tuple[Appointment, ...], today: date) -> Appointment | None:
    """What comes before everything else today: the first of today's, or else an answer that is owed."""
    now = [a for a in found if a.day <= today]
    return min(now, key=lambda a: a.day < today, default=None)


def is_before(search: Search, f: FollowUp, appointment: Appointment) -> bool:
    """Whether a step gets one ready for this appointment."""
    return f.note == appointment.note.path and prepares(search, f)


def prepares(search: Search, f: FollowUp) -> bool:
    """Whether a step gets one ready for what its note tells of: its row dates it before that day."""
    return f.step is not None and search.playbook.steps[f.step].is_before


def ready_first(search: Search, follow_ups: Iterable[FollowUp]) -> list[FollowUp]:
    """The same, with what gets one ready for a talk in front: others have set its day, and afterwards it is of no use.

    The next talk comes first of these.
    """
    return sorted(follow_ups, key=lambda f: place_before(search, f) or _LAST)


def place_before(search: Search, f: FollowUp) -> str:
    """The place of a step that gets one ready, by the moment of its talk; nothing for any other step."""
    if not prepares(search, f):
        return ""
    note = search.catalogue.at(f.note)
    moment = moment_of(note) if note is not None else None
    return as_text(moment) if moment is not None else _NO_MOMENT


def _is_owed(application: Application | None, day: date) -> bool:
    """Whether they may still wait: it stands at the offer, and no later one gives another day."""
    if application is None or application.stage != "offer":
        return False
    days = (read_day(o.properties.get("respond_by")) for o in application.offers if not is_closed(o))
    return day == max((d for d in days if d is not None), default=day)  # one may lead there by another note
