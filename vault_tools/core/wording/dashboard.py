"""The dashboard note as text: a pure function of the board, the template and what the note held before."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.dates import as_text, day_word, read_day, shift
from vault_tools.core.meaning.names import key
from vault_tools.core.model import FollowUp, Note, Origin
from vault_tools.core.rules.apart import apart
from vault_tools.core.rules.applications import called
from vault_tools.core.rules.appointments import Appointment, is_before, leading
from vault_tools.core.rules.board import MOST_ROWS, Board, Cold
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.insight import STATIONS, Funnel
from vault_tools.core.rules.owners import application_of
from vault_tools.core.rules.quiet import sends
from vault_tools.core.rules.ranking import LATE
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.together import about, together
from vault_tools.core.wording.linking import link_to
from vault_tools.core.wording.neutral import Markdown, inline
from vault_tools.core.wording.rendering import Wording
from vault_tools.core.wording.seal import sealed
from vault_tools.core.wording.wishes import Expected, Page

MOST_WITH_IT = 3  # other things that are named for the same letter or call
SHOW_WEEK = 5  # steps of the next days that stand open; appointments always do
_STATIONS = {
    "applied": "Applied", "screening": "Screening", "interview": "Interview", "offer": "Offer", "open": "In progress",
    "no": "No", "no_answer": "No answer", "withdrawn": "Withdrawn", "accepted": "Accepted",
}  # fmt: skip
# notes whose names have the day and the role as well
_NAMED_BY_COMPANY = ("rejection", "interview", "hire", "offer", "debrief")
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def page(board: Board, search: Search, wording: Wording, *, hint: str = "") -> Page:
    """Render the board through `dashboard.md.j2`. The same notes and day give the same bytes everywhere."""
    expected: dict[str, Expected] = {}

    def seal(item: dict[str, Any], shown: str) -> Markdown:
        text = " ".join(shown.split())
        expected[item["id"]] = Expected(text, as_text(item["due"]), item["box"])
        return Markdown(sealed(text, follow_up=item["id"], box=item["box"], day=as_text(item["due"])))

    values = {**_values(board, search), "seal": seal, "hint": hint}
    text = _tidy(wording.note("dashboard.md.j2", values))
    # An editor that saves in place empties a file first: what it shows must not vanish in that instant.
    if not text:
        raise TemplateError(
            "dashboard.md.j2 gives an empty page; write something in it, or delete it to have ours"
        )
    return Page(text, expected)


def in_short(board: Board) -> str:
    """The dashboard in a few words; no counts while a no is fresh."""
    if board.quiet:
        return "written"
    overdue, due, week = len(board.overdue) + len(board.owed), len(board.due_today), len(board.week)
    late = len(board.late)
    parts = [f"{overdue} overdue"] * bool(overdue) + [f"{due} today"] * bool(due)
    parts += [f"{late} to do, move or let go"] * bool(late)
    parts += [f"{board.left_over} more"] * bool(board.left_over)
    words = ", ".join(parts) or ("nothing due" + (f", {week} this week" if week else ""))
    return words + (f"; {len(board.problems)} to mend: `vault check`" if board.problems else "")


def _values(board: Board, search: Search) -> dict[str, Any]:
    told = apart((*board.overdue, *board.due_today, *board.week, *board.late), search.applications)

    def company(f: FollowUp) -> str | None:
        """What a link to a step says: the company, where the note has a long name of its own."""
        there = search.catalogue.resolve(f.note.removesuffix(".md"))
        if not f.company or there is None or there.type not in _NAMED_BY_COMPANY:
            return None
        return _told(f.company, told.get(f.id))

    # What is next for an application stands in more than one place. Two may have one id: a name in two Unicode forms.
    items: dict[int, dict[str, Any]] = {}

    def item(f: FollowUp) -> dict[str, Any]:
        if id(f) not in items:
            items[id(f)] = new_item(f)
        return items[id(f)]

    def new_item(f: FollowUp) -> dict[str, Any]:
        return {
            "id": f.id, "box": f.status, "text": f.text, "short": f.short or f.text, "due": f.due,
            "days": (f.ripe - board.today).days, "since": (board.today - f.due).days, "weekday": day_word(f.due, board.today),
            "waited_until": day_word(f.ripe, board.today) if f.step and f.ripe > f.due else "", "has_draft": f.has_draft, "is_appointment": False, "waits_for_an_end": f.waits_for_an_end,
            "is_cadence": f.origin is Origin.CADENCE,
            "link": link_to(search.catalogue, f.note, block=f.block_id, alias=company(f)),
        }  # fmt: skip

    lead = leading(board.appointments, board.today)

    def first(f: FollowUp) -> dict[str, Any]:
        whom = f.person if f.note == f.person_note else f.company and _told(f.company, told.get(f.id))
        words = f"your note on {whom}" if whom else "your note"
        others = together(search, f)[:MOST_WITH_IT]
        return {
            **item(f), "note_link": link_to(search.catalogue, f.note, block=f.block_id, alias=words),
            "is_before": lead is not None and is_before(search, f, lead),
            "with_it": [
                link_to(search.catalogue, o.note, block=o.block_id, alias=about(search, o, f, others))
                for o in others
            ],
        }  # fmt: skip

    def meeting(a: Appointment) -> dict[str, Any]:
        return {
            "round": a.round or "interview", "company": a.company, "day": a.day, "time": a.time, "is_appointment": True,
            "is_answer": a.is_answer, "weekday": day_word(a.day, board.today),
            "days": (a.day - board.today).days, "link": link_to(search.catalogue, a.note.path, alias=a.about),
            "note_link": link_to(search.catalogue, a.note.path, alias="the offer's note"),
        }  # fmt: skip

    def word(c: Cold) -> dict[str, Any]:
        return {
            **item(c.follow_up), "name": called(c.cadence.contact), "last": _day(c.cadence.last, board.today),
            "since": (board.today - c.cadence.last).days,
        }  # fmt: skip

    week = sorted(board.week, key=lambda f: (f.ripe, f.note, f.line or 0))
    coming = sorted(
        [(a.day, 0, as_text(a.moment), 0, meeting(a)) for a in board.appointments if a.day > board.today]
        + [(f.ripe, 1, f.note, f.line or 0, item(f)) for f in week[:SHOW_WEEK]],
        key=lambda entry: entry[:4],
    )
    ends = max((q.ends for q in board.quiet), default=board.today)
    quiet_roles = _roles(search, [(q.rejection, q.company) for q in board.quiet])
    door_roles = _roles(search, [(d.door.rejection, d.door.company) for d in board.doors[:MOST_ROWS]])
    return {
        "today": board.today,
        "show_first": search.settings.show_first,
        "first": first(board.first) if board.first else None,
        "is_new": not search.applications and board.is_empty,
        "nothing_due": not board.overdue and not board.due_today and not board.owed,
        "quiet": [
            {
                "company": f"{q.company} ({role})" if (role := quiet_roles.get(q.rejection.path)) else q.company,
                "since": (board.today - q.received).days, "weekday": day_word(q.received, board.today),
                "left": (q.ends - board.today).days, "ends_weekday": day_word(q.ends, board.today), "called_back": q.called_back,
                "reached": text_of(q.rejection, "stage_reached"), "link": link_to(search.catalogue, q.rejection.path, alias="your note"),
            }
            for q in board.quiet
        ],
        "quiet_sends": sends(search, board.with_others),
        "with_others": [item(f) for f in board.with_others],
        "can_wait": [item(f) for f in (*board.overdue, *board.due_today, *board.week) if f not in board.with_others],
        "quiet_left": (ends - board.today).days,
        "quiet_ends": day_word(ends, board.today),
        "appointments": [meeting(a) for a in board.appointments],
        "meetings": [meeting(a) for a in board.appointments if a.day == board.today],
        "owed": [meeting(a) for a in board.owed],
        "overdue": [item(f) for f in board.overdue],
        "due_today": [item(f) for f in board.due_today],
        "week": [item(f) for f in board.week],
        "late": [item(f) for f in board.late],
        "coming": [entry[4] for entry in coming],
        "week_more": [item(f) for f in week[SHOW_WEEK:]],
        "left_over": board.left_over,
        "held": board.held,
        "doors": [
            {
                "link": link_to(search.catalogue, d.door.rejection.path, alias=_told(d.door.company, door_roles.get(d.door.rejection.path))),
                "received": d.door.received, "stage": d.door.stage_reached, "until": d.door.until,
                "next": item(d.next) if d.next else None,
            }
            for d in board.doors[:MOST_ROWS]
        ],
        "cold": [word(c) for c in board.cold],
        "cold_more": board.cold_more,
        "words": [word(c) for c in board.words],
        "words_more": board.words_more,
        "taken": (
            {
                "link": link_to(search.catalogue, board.taken.note.path, alias=board.taken.company or None),
                "day": _day(day, board.today) if (day := read_day(board.taken.note.properties.get("closed"))) else "",
            }
            if board.taken
            else None
        ),
        "pipeline": [
            {
                "link": link_to(search.catalogue, r.application.note.path), "stage": r.application.stage or "applied",
                "answer": _day(r.answer, board.today) if r.answer else "",
                "is_owed": r.answer is not None and r.answer < board.today,
                "applied": r.application.applied, "last": (board.today - r.last).days if r.last else None,
                "next": item(r.next) if r.next else None,
                "appointment": meeting(r.appointment) if r.appointment and not _before(r.next, r.appointment, board.today) else None,
            }
            for r in board.pipeline[:MOST_ROWS]
        ],
        "pipeline_more": max(0, len(board.pipeline) - MOST_ROWS),
        "done_today": [
            {
                "id": d.id, "box": "x", "text": inline(d.text), "due": board.today,
                "link": link_to(search.catalogue, d.note.path, block=d.block_id, alias=text_of(d.note, "company") or None if d.note.type in _NAMED_BY_COMPANY else None),
            }
            for d in board.done_today
        ],
        "funnel": board.funnel,
        "reached": [r for r in _reached(board.funnel) if r["count"]],
        "change": _change(board, search),
        "stations": _STATIONS,
        "numbers": _NUMBERS,
        "problems": [
            {"link": link_to(search.catalogue, p.path), "line": p.line, "message": p.message} for p in board.problems
        ],
    }  # fmt: skip


def _reached(funnel: Funnel) -> list[dict[str, Any]]:
    counts = (funnel.applications, funnel.screenings, funnel.interviews, funnel.offers)
    return [{"name": _STATIONS[name], "count": count} for name, count in zip(STATIONS, counts, strict=True)]


def _change(board: Board, search: Search) -> dict[str, Any] | None:
    """The last change with what it moved, as counts: before its first day and since."""
    change = board.change
    if change is None or change.before is None or change.after is None:
        return None
    return {
        "link": link_to(search.catalogue, change.note, alias=change.name), "verdict": change.verdict,
        "source": change.after.source, "target": change.after.target, "waiting": change.after.waiting,
        "hits": change.after.rate.hits, "cases": change.after.rate.cases,
        "hits_before": change.before.rate.hits, "cases_before": change.before.rate.cases,
    }  # fmt: skip


def _day(day: date, today: date) -> str:
    """`7 August`, with the year where it is another; no ISO date, as the one to be edited is."""
    return f"{day.day} {day:%B}" + (f" {day.year}" if day.year != today.year else "")


def _before(follow_up: FollowUp | None, appointment: Appointment, today: date) -> bool:
    """Whether a step comes before an appointment; what is long late hides none, and nothing hides one of today."""
    if appointment.day <= today:
        return False
    return follow_up is not None and follow_up.due < appointment.day and follow_up.ripe >= shift(today, -LATE)


def _roles(search: Search, noes: Sequence[tuple[Note, str]]) -> dict[str, str]:
    """The role of each no that stands beside another one of its company, by the path of its note."""
    count = Counter(key(company) for _, company in noes)
    several = [note for note, company in noes if count[key(company)] > 1]
    return {note.path: there.role for note in several if (there := application_of(search, note)) is not None}


def _told(company: str, apart: str | None) -> str:
    """`Alpha`, or `Alpha, Dev` where another line has the same words."""
    return company if not apart else apart if company in apart else f"{company}, {apart}"


def _tidy(text: str) -> str:
    """One blank line between paragraphs, none at the ends."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in text.split("\n"))).strip("\n")
