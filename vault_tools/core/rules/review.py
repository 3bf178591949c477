"""What a review goes through: answers owed, late, overdue, silent, cold, over but open, unread. Gives few words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import NamedTuple

from vault_tools.core.meaning.dates import shift
from vault_tools.core.model import FollowUp, Note, Origin, Problem
from vault_tools.core.rules.applications import Application, is_called_off, is_closed
from vault_tools.core.rules.appointments import owed
from vault_tools.core.rules.board import board
from vault_tools.core.rules.endings import WAYS, how_it_ended
from vault_tools.core.rules.leads import found_on
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.owners import belongs_to, counts, is_over_with, no_of
from vault_tools.core.rules.search import Search

NO_ANSWER = 45  # days of silence after which an application may be closed as without a reply


class Matter(Enum):
    """Why something is in the review."""

    OFFER = "offer"
    LATE = "late"
    OVERDUE = "overdue"
    COLD = "cold"
    STALE = "stale"
    OVER = "over"
    UNREAD = "unread"


class Item(NamedTuple):
    """One thing to decide on, with the place where it stands; `id` stays while it is the same thing.

    `follow_up`, `task` and `application` can be acted on; `silent` are days without anything.
    """

    matter: Matter
    id: str
    note: str
    line: int | None = None
    follow_up: FollowUp | None = None
    task: Line | None = None
    application: Application | None = None
    silent: int | None = None
    because: str = ""
    day: date | None = None


def items(search: Search, problems: Iterable[Problem] = ()) -> tuple[Item, ...]:
    """Everything that waits for a decision today: whoever waits for an answer, then the oldest of each sort first."""
    shown = board(search)
    cold = {note.path for note in _going_cold(search)}
    late = [*_oldest(shown.late), *_oldest(shown.overdue)]
    is_cold = {f.id for f in late if f.origin is Origin.CADENCE and f.note in cold}
    found = list(_offers(search))
    found += [
        Item(Matter.LATE if f in shown.late else Matter.OVERDUE, f.id, f.note, f.line, follow_up=f)
        for f in late
        if f.id not in is_cold
    ]
    found += _stale(search)
    found += _cold(search, cold)
    found += _over(search)
    found += [Item(Matter.UNREAD, f"{p.path}:{p.line}", p.path, p.line, because=p.message) for p in problems]
    return tuple(found)


def why_over(search: Search, line: Line) -> str:
    """Why an open line is over although nobody touched it; the words stay with it when it is dropped."""
    return search.playbook.reason(_reason(search, line))


def _reason(search: Search, line: Line) -> str:
    step, note = line.step, line.note
    if (turn := search.turns.get(line.id)) is not None and (turn.is_overtaken or turn.is_renewed):
        return "renewed" if turn.is_renewed else "overtaken"
    if step is not None and step.event == "interview" and is_called_off(note):
        return "called-off"
    application, _ = belongs_to(search, note, line.task.description, None)
    if (
        step is not None
        and application is not None
        and application.is_ended
        and is_over_with(search, step, application)
    ):
        how = how_it_ended(application)
        return how if how in WAYS else "ended"
    if step is not None and step.ends_with == "held":
        return "held"
    if is_closed(note) or ((no := no_of(search.catalogue, note)) is not None and is_closed(no)):
        return "closed"
    if application is not None and not application.is_ended:
        return "goes-on"
    return "window" if step is not None and step.ends_with == "window" else "known"


def _oldest(follow_ups: Iterable[FollowUp]) -> list[FollowUp]:
    return sorted(follow_ups, key=lambda f: (f.ripe, f.note, f.line or 0))


def _offers(search: Search) -> Iterator[Item]:
    """Offers whose day for an answer has passed while nothing was written down."""
    for a in owed(search):
        yield Item(Matter.OFFER, f"offer {a.note.path}", a.note.path, application=a.application, day=a.day)


def _stale(search: Search) -> Iterator[Item]:
    limit = shift(search.today, -search.settings.stale_days)
    for row in board(search).pipeline:
        since = row.last or found_on(row.application)
        if row.next is None and row.appointment is None and (since is None or since < limit):
            silent = (search.today - row.last).days if row.last is not None else None
            note = row.application.note
            yield Item(
                Matter.STALE, f"stale {note.path}", note.path, application=row.application, silent=silent
            )


def _going_cold(search: Search) -> tuple[Note, ...]:
    return tuple(c.contact for c in search.cadences if c.is_cold(search.today))


def _cold(search: Search, paths: Iterable[str]) -> Iterator[Item]:
    """People who were left too long, where a word to them is due and nothing holds it back."""
    wanted = set(paths)
    for f in search.follow_ups:
        if f.origin is Origin.CADENCE and f.note in wanted and not f.is_held:
            since = next(c.last for c in search.cadences if c.contact.path == f.note)
            yield Item(Matter.COLD, f.id, f.note, follow_up=f, silent=(search.today - since).days)


def _over(search: Search) -> Iterator[Item]:
    for line in search.lines:
        if line.task.is_open and line.task.when is not None and counts(search, line) and search.is_over(line):
            yield Item(
                Matter.OVER, line.id, line.note.path, line.at.line, task=line, because=why_over(search, line)
            )
