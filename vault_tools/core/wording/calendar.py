"""Follow-ups and meetings as events and to-dos of a calendar, with revisions that follow from the notes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta

from vault_tools.core.meaning.dates import Moment, as_text, shift
from vault_tools.core.meaning.names import one_line
from vault_tools.core.model import Priority
from vault_tools.core.rules.agenda import Meeting, Step
from vault_tools.core.wording import ical
from vault_tools.core.wording.ical import Component

ToUtc = Callable[[datetime, str], datetime | None]  # a time on the wall, a zone or "" for the vault's -> UTC

HOST = "vault-tools"
_AN_HOUR = timedelta(hours=1)
_BEGINNING = datetime(2000, 1, 1)
_MOST = 2**31 - 1
_HEAD = (
    "CALSCALE:GREGORIAN",
    "NAME:Job search",
    "X-WR-CALNAME:Job search",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)
_PRIORITIES = {Priority.HIGHEST: 1, Priority.HIGH: 3, Priority.MEDIUM: 5, Priority.LOW: 7, Priority.LOWEST: 9}
_STATUSES = {"x": "COMPLETED", "-": "CANCELLED", "/": "IN-PROCESS"}
_ROUNDS_BY_NAME = ("interview", "screen", "round", "call", "talk", "chat", "visit", "day")


def events(steps: Iterable[Step], meetings: Iterable[Meeting], to_utc: ToUtc) -> tuple[Component, ...]:
    """An all-day event for each step, the meetings at their time."""
    return (*(_meeting(m, to_utc) for m in meetings), *(_event(s) for s in steps))


def todos(steps: Iterable[Step]) -> tuple[Component, ...]:
    """A to-do for each step, for programs that keep tasks."""
    return tuple(_todo(step) for step in steps)


def calendar(components: Iterable[Component]) -> str:
    """All of them in one file."""
    return ical.written(_HEAD, components)


def single(component: Component) -> str:
    """One of them in a file of its own."""
    return ical.written(("CALSCALE:GREGORIAN",), (component,))


def revised(components: Iterable[Component], before: Mapping[str, Component]) -> tuple[Component, ...]:
    """The components as revisions of what stood there: an equal one as it was, a changed one counted up.

    A calendar that took an event in earlier takes it again only if its number is higher.
    """
    return tuple(_revised(component, before.get(component.uid)) for component in components)


def _revised(new: Component, old: Component | None) -> Component:
    if old is None:
        return new
    if (old.kind, old.lines) == (new.kind, new.lines):
        return new._replace(sequence=old.sequence, stamp=old.stamp)
    return new._replace(
        sequence=min(_MOST, max(new.sequence, old.sequence + 1)),
        stamp=max(new.stamp, _a_second_after(old.stamp)),
    )


def _a_second_after(stamp: str) -> str:
    try:
        return f"{_basic(datetime.strptime(stamp, '%Y%m%dT%H%M%SZ') + timedelta(seconds=1))}Z"
    except (ValueError, OverflowError):
        return ""


def _event(step: Step) -> Component:
    return _component(
        "VEVENT",
        f"{step.id}@{HOST}",
        step.day,
        step.since,
        [
            *_all_day(step.day),
            ical.text("SUMMARY", _with_company(step.short, step.company)),
            ical.paragraphs("DESCRIPTION", (*_whole(step), step.note, f"vault show {step.id}")),
            ical.text("CATEGORIES", "Follow-up"),
            *_priority(step.priority),
            "CLASS:PRIVATE",
            "TRANSP:TRANSPARENT",
        ],
    )


def _todo(step: Step) -> Component:
    state = _STATUSES.get(step.status, "NEEDS-ACTION")
    closed = f"{_basic(step.closed)}T120000Z" if step.closed is not None and step.status == "x" else ""
    return _component(
        "VTODO",
        f"todo-{step.id}@{HOST}",
        step.day,
        step.since,
        [
            *([f"DTSTART;VALUE=DATE:{_basic(step.start)}"] if step.start is not None else ()),
            f"DUE;VALUE=DATE:{_basic(step.day)}",
            ical.text("SUMMARY", step.text),
            ical.paragraphs("DESCRIPTION", (step.note, f"vault show {step.id}")),
            ical.text("CATEGORIES", *filter(None, map(one_line, ("Follow-up", step.company)))),
            f"STATUS:{state}",
            *([f"COMPLETED:{closed}", "PERCENT-COMPLETE:100"] if closed else ()),
            *_priority(step.priority),
            "CLASS:PRIVATE",
        ],
    )


def _meeting(meeting: Meeting, to_utc: ToUtc) -> Component:
    summary = f"{_called(meeting.round)}, {meeting.company}"
    details = [", ".join(filter(None, (meeting.role, meeting.company)))]
    details += [f"With {', '.join(meeting.people)}"] if meeting.people else []
    return _component(
        "VEVENT",
        f"{meeting.id}@{HOST}",
        meeting.moment,
        meeting.since,
        [
            *_times(meeting, to_utc),
            ical.text("SUMMARY", summary),
            ical.paragraphs("DESCRIPTION", (*details, meeting.note)),
            *([ical.text("LOCATION", meeting.place)] if meeting.place else ()),
            ical.text("CATEGORIES", "Interview" if meeting.round else "Offer"),
            "CLASS:PRIVATE",
            f"TRANSP:{'OPAQUE' if isinstance(meeting.moment, datetime) else 'TRANSPARENT'}",
        ],
    )


def _times(meeting: Meeting, to_utc: ToUtc) -> tuple[str, ...]:
    """UTC where the zone is known; else the time on the wall, which each calendar takes for its own."""
    begins, ends = meeting.moment, meeting.ends
    if not isinstance(begins, datetime):
        return _all_day(begins)
    length = ends - begins if isinstance(ends, datetime) else _AN_HOUR
    first = to_utc(begins, meeting.zone)
    last = to_utc(ends, meeting.zone) if first is not None and isinstance(ends, datetime) else None
    mark = "" if first is None else "Z"
    begins = first or begins
    if last is None or last <= begins:  # an hour that summer time skips is over before it began
        try:
            last = begins + length
        except OverflowError:
            last = begins
    return f"DTSTART:{_basic(begins)}{mark}", f"DTEND:{_basic(last)}{mark}"


def _all_day(day: date) -> tuple[str, ...]:
    return f"DTSTART;VALUE=DATE:{_basic(day)}", f"DTEND;VALUE=DATE:{_basic(shift(day, 1))}"


def _basic(moment: Moment) -> str:
    """`20261120`, or `20261120T140000`."""
    return (
        as_text(moment.replace(tzinfo=None) if isinstance(moment, datetime) else moment)
        .replace("-", "")
        .replace(":", "")
    )


def _called(round: str) -> str:
    if not round:
        return "Answer to the offer"
    name = round[:1].upper() + round[1:]
    return name if any(word in round.casefold() for word in _ROUNDS_BY_NAME) else f"{name} interview"


def _with_company(text: str, company: str) -> str:
    return f"{text} · {company}" if company and company not in text else text


def _whole(step: Step) -> tuple[str, ...]:
    return (step.text,) if step.text != step.short else ()


def _priority(priority: int) -> tuple[str, ...]:
    return (f"PRIORITY:{_PRIORITIES[priority]}",) if priority in _PRIORITIES else ()


def _component(kind: str, uid: str, moment: Moment, since: date, lines: list[str]) -> Component:
    begins = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)
    minutes = int((begins - _BEGINNING).total_seconds() // 60)
    return Component(kind, uid, tuple(lines), max(0, min(minutes, _MOST)), f"{_basic(since)}T000000Z")
