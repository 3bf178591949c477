"""The applications as a table for spreadsheets: CSV in which no cell is taken for a formula. Knows no file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from vault_tools.core.meaning.dates import day_of
from vault_tools.core.meaning.names import FORMULA, one_line
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.applications import Application, received_of, starts_of
from vault_tools.core.rules.catalogue import text_of
from vault_tools.core.rules.insight import held_by
from vault_tools.core.rules.pipeline import next_steps
from vault_tools.core.rules.search import Search

COLUMNS = (
    "Company", "Role", "Stage", "Applied", "Source", "Interviews", "Last interview", "Rejected",
    "Stage reached", "Next step", "Next due", "Referrer", "Recruiter", "Hiring manager", "Job URL", "Note",
)  # fmt: skip
HEADER = ",".join(f'"{name}"' for name in COLUMNS[:7])  # by these a table is known as ours


def sheet(search: Search) -> str:
    """One row an application, in the order of the notes; every cell in quotes, lines ended by CRLF."""
    nexts = next_steps(search)
    rows = (
        _row(search.applications[path], nexts.get(path), search.today) for path in sorted(search.applications)
    )
    return "".join(f"{_line(cells)}\r\n" for cells in (COLUMNS, *(map(cell, row) for row in rows)))


def _line(cells: Iterable[str]) -> str:
    return ",".join('"' + text.replace('"', '""') + '"' for text in cells)


def cell(value: str) -> str:
    """The text in one line. What a spreadsheet would reckon with gets an apostrophe in front."""
    text = one_line(value)
    return f"'{text}" if text[:1] and text[0] in FORMULA else text


def _row(application: Application, following: FollowUp | None, today: date) -> Sequence[str]:
    note = application.note
    last_no = application.rejections[-1] if application.rejections else None
    held = held_by(application, today)
    days = [day_of(moment) for interview in held if (moment := starts_of(interview)) is not None]
    return (
        application.company,
        application.role,
        application.stage,
        _day(application.applied),
        text_of(note, "source"),
        str(len(held)),
        _day(max(days, default=None)),
        _day(_received(last_no)),
        text_of(last_no, "stage_reached") if last_no is not None else "",
        following.text if following is not None else "",
        _day(following.due if following is not None else None),
        *(
            ", ".join(p.name for p in application.people[role])
            for role in ("referrer", "recruiter", "hiring_manager")
        ),
        text_of(note, "link"),
        note.path,
    )


def _received(no: Note | None) -> date | None:
    moment = received_of(no) if no is not None else None
    return day_of(moment) if moment is not None else None


def _day(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
