"""The tables of LinkedIn's "copy of your data": applications, saved jobs. Knows their headers, no note."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from vault_tools.core.taking.days import MDY, read_column
from vault_tools.core.taking.entries import Job, Unread
from vault_tools.core.taking.table import Row, find_header

APPLICATIONS = ("Application Date", "Company Name", "Job Title", "Job Url")
SAVED = ("Saved Date", "Job Url", "Job Title", "Company Name")
_JOB = re.compile(
    r"linkedin\.com/jobs/(?:view|collections)/(?:[^\s/?]*?-)?(\d{5,})|linkedin\.com\S*[?&]currentJobId=(\d{5,})"
)


class Archive(NamedTuple):
    """What one table of the archive holds."""

    jobs: tuple[Job, ...] = ()
    unread: tuple[Unread, ...] = ()


def job_key(text: str) -> str:
    """`linkedin:3456789012` from a link to a posting, however it is written; empty if there is none."""
    match = _JOB.search(text)
    return f"linkedin:{match[1] or match[2]}" if match else ""


def read_archive(
    rows: Sequence[Row], months: Mapping[str, int], name: str, order: str = ""
) -> Archive | None:
    """What a table of the archive says; None if it is none of them. Days are in US order unless they cannot be."""
    for header, read in ((APPLICATIONS, _applications), (SAVED, _saved)):
        place = find_header(rows, header)
        if place is not None:
            columns = {cell.casefold(): i for i, cell in enumerate(rows[place])}
            body = [_Row(columns, row, f"{name}, row {n}") for n, row in enumerate(rows[place + 1 :], 1)]
            return read(body, months, order)
    return None


@dataclass(frozen=True, slots=True)
class _Row:
    columns: Mapping[str, int]
    cells: Row
    where: str

    def __getitem__(self, name: str) -> str:
        place = self.columns.get(name.casefold(), len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""


def _applications(rows: Sequence[_Row], months: Mapping[str, int], order: str) -> Archive:
    return _jobs(rows, months, order, "Application Date", is_lead=False)


def _saved(rows: Sequence[_Row], months: Mapping[str, int], order: str) -> Archive:
    return _jobs(rows, months, order, "Saved Date", is_lead=True)


def _jobs(
    rows: Sequence[_Row], months: Mapping[str, int], order: str, dated: str, *, is_lead: bool
) -> Archive:
    days = read_column([row[dated] for row in rows], months, order=order, default=MDY)
    jobs, unread = [], []
    for row, day in zip(rows, days.days, strict=True):
        company, role, link = row["Company Name"], row["Job Title"], row["Job Url"]
        if not company or not role:
            missing = "company" if not company else "job title"
            unread.append(Unread(row.where, f"it names no {missing}"))
            continue
        key = job_key(link) or f"linkedin:{company} {role} {day}".casefold()
        if not is_lead and day is None:
            unread.append(Unread(row.where, f"its day cannot be read: {row[dated] or 'none'}"))
            continue
        jobs.append(
            Job(company, role, key, row.where, applied=None if is_lead else day, saved=day if is_lead else None, link=link, source="LinkedIn",
                stage="lead" if is_lead else "applied")
        )  # fmt: skip
    return Archive(tuple(jobs), unread=tuple(unread))
