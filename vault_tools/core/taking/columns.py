"""Which column of a tracker's table means what, and its rows as jobs. Knows words, rows and days, and no note."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from vault_tools.core.errors import TemplateError, VaultError
from vault_tools.core.meaning.names import one_line
from vault_tools.core.rules.applications import ENDED, OPEN
from vault_tools.core.taking.days import Days, read_column
from vault_tools.core.taking.entries import Job, Unread
from vault_tools.core.taking.linkedin import job_key
from vault_tools.core.taking.table import Row
from vault_tools.core.taking.words import squeezed, texts

PROPERTIES = ("company", "role", "stage", "applied", "saved", "ended", "link", "place", "salary", "source",
              "recruiter", "referrer", "notes")  # fmt: skip
PEOPLE = ("first_name", "last_name", "company", "role", "email", "link", "since")
NOTHING = "-"
_DAYS = ("applied", "ended", "saved")
# Notion writes one behind the name of each thing that is a page.
_PAGE = re.compile(r" \(https?://[^\s()]*\)")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]|\A\W*\d+\s*[-.:)]\s*")
_PARTS = re.compile(r"\s+[-–—]\s+|[/|,;:]")


class Synonyms(NamedTuple):
    """What columns and stages are called elsewhere, squeezed; `others` where nothing else is called so.

    `people` are the columns of a list of people, `totals` what stands before a sum, `yes` and `no` where a day could.
    """

    columns: Mapping[str, str]
    others: Mapping[str, str]
    stages: Mapping[str, str]
    people: Mapping[str, str]
    totals: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]


def read_synonyms(table: Mapping[str, Any], *, where: str) -> Synonyms:
    """The words of a parsed `table.toml`. Raises TemplateError naming what is wrong."""
    columns, others = (_named(table, part, where) for part in ("columns", "columns_else"))
    stages: dict[str, str] = {}
    for name, words in dict(table.get("stages", {})).items():
        if name not in (*OPEN, *ENDED):
            raise TemplateError(f"{where}: [stages] knows {', '.join((*OPEN, *ENDED))}, not '{name}'")
        stages.update({squeezed(word): name for word in texts(words, f"{where}: {name}")})
    cells = dict(table.get("cells", {}))
    totals, yes, no = (
        frozenset(map(squeezed, texts(cells.get(name, []), f"{where}: [cells] {name}")))
        for name in ("totals", "yes", "no")
    )
    return Synonyms(columns, others, stages, _named(table, "people", where, PEOPLE), totals, yes, no)


def _named(
    table: Mapping[str, Any], part: str, where: str, known: Sequence[str] = PROPERTIES
) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in dict(table.get(part, {})).items():
        if name not in known:
            raise TemplateError(f"{where}: [{part}] knows {', '.join(known)}, not '{name}'")
        found.update({squeezed(word): name for word in texts(words, f"{where}: {name}")})
    return found


@dataclass(frozen=True, slots=True)
class Mapped:
    """A table understood: which column is which property, how its days read, its jobs.

    `question` is a day that could be two, where neither the column nor the user says which order it has.
    """

    columns: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    order: str = ""
    question: str = ""
    jobs: tuple[Job, ...] = ()
    unread: tuple[Unread, ...] = field(default=())


def understand(
    rows: Sequence[Row],
    synonyms: Synonyms,
    months: Mapping[str, int],
    name: str,
    *,
    own: Mapping[str, str],
    order: str = "",
) -> Mapped | None:
    """A tracker's table; None if no row of it is a header with a company. `own` is what the user maps."""
    for place, row in enumerate(rows[:10]):
        columns = _columns(row, synonyms, own)
        if "company" in columns.values() and len(columns) > 1:
            return _mapped(row, rows[place + 1 :], columns, synonyms, months, name, order)
    return None


def read_own(pairs: Sequence[str]) -> dict[str, str]:
    """What `--map "Firma=company"` says, by the column. Raises VaultError naming the pair."""
    own = {}
    for pair in pairs:
        column, sign, name = pair.rpartition("=")
        if not sign or not column.strip() or name.strip() not in (*PROPERTIES, NOTHING):
            raise VaultError(
                f"--map {pair}: write column=property; a property is one of {', '.join(PROPERTIES)}, or - for none"
            )
        own[column.strip()] = name.strip()
    return own


def named(rows: Sequence[Row], mapped: Mapped | None) -> tuple[str, ...]:
    """What the columns of a table are called; of one that is not understood, the cells of its fullest first row."""
    if mapped is not None:
        return (*mapped.columns, *mapped.unknown)
    return tuple(filter(None, max(rows[:10], key=lambda row: sum(map(bool, row)), default=())))


def let_go(mapped: Mapped, own: Mapping[str, str]) -> dict[str, str]:
    """The columns of a table of which the user says that they mean nothing."""
    said = {squeezed(column) for column, name in own.items() if name == NOTHING}
    return {column: NOTHING for column in mapped.unknown if squeezed(column) in said}


def refuse_unknown(own: Mapping[str, str], there: Sequence[str], others: Sequence[str]) -> None:
    """Raise VaultError naming a column that the user maps and no table has, with those that are `there`.

    `others` are of tables that were not understood, and named where no other table is there.
    """
    known = {squeezed(column) for column in (*there, *others)}
    for column, name in own.items():
        if known and squeezed(column) not in known:
            shown = ", ".join(dict.fromkeys(one_line(column) for column in there or others))
            raise VaultError(f"--map {column}={name}: no table has a column {column}; there are {shown}")


def _columns(row: Row, synonyms: Synonyms, own: Mapping[str, str]) -> dict[str, str]:
    """Each column that means something, the user's word first, and each meaning once."""
    said = {squeezed(column): name for column, name in own.items()}
    found = {cell: said[squeezed(cell)] for cell in row if cell and squeezed(cell) in said}
    for names in (synonyms.columns, synonyms.others):
        for cell in row:
            name = names.get(squeezed(cell)) if cell else None
            if name and cell not in found and name not in found.values():
                found[cell] = name
    return {column: name for column, name in found.items() if name != NOTHING}


def _mapped(
    header: Row,
    body: Sequence[Row],
    columns: Mapping[str, str],
    synonyms: Synonyms,
    months: Mapping[str, int],
    name: str,
    order: str,
) -> Mapped:
    place = {what: header.index(column) for column, what in columns.items()}

    def cell(row: Row, what: str) -> str:
        at = place.get(what, len(row))
        return _PAGE.sub("", row[at]) if at < len(row) else ""

    def day_cell(row: Row, what: str) -> str:
        return "" if squeezed(cell(row, what)) in synonyms.yes | synonyms.no else cell(row, what)

    days: dict[str, Days] = {}
    for what in _DAYS:
        days[what] = read_column([day_cell(row, what) for row in body], months, order=order)
    decided = {d.order for d in days.values() if d.order}
    question = next((d.example for d in days.values() if d.is_open), "")
    if question and not decided:  # a deadline that nobody takes may still say how this table writes its days
        width = max(map(len, body), default=0)
        others = (
            read_column([row[at] if at < len(row) else "" for row in body], months) for at in range(width)
        )
        decided = {d.order for d in others if d.order}
    if question and len(decided) == 1:  # another column of the same table has said it
        for what in _DAYS:
            days[what] = read_column([day_cell(row, what) for row in body], months, order=next(iter(decided)))
        question = ""
    jobs: list[Job] = []
    unread: list[Unread] = []
    for number, row in enumerate(body):
        where = f"{name}, row {number + 1}"
        if squeezed(cell(row, "company")) in synonyms.totals:
            continue
        if not cell(row, "company") or not cell(row, "role"):
            missing = "company" if not cell(row, "company") else "role"
            unread.append(Unread(where, f"it names no {missing}"))
        elif number in days["applied"].unread:
            unread.append(
                Unread(where, f"its day cannot be read: {cell(row, 'applied')}; write it such as 2026-11-05")
            )
        else:
            cells = {w: cell(row, w) for w in PROPERTIES}
            odd = [w for w in ("ended", "saved") if number in days[w].unread]
            said = [f"{header[place[w]]}: {cells[w]}" for w in odd]
            cells["notes"] = "\n\n".join(filter(None, (*said, cells["notes"])))
            jobs.append(_job(cells, {w: days[w].days[number] for w in _DAYS}, synonyms, where))
    unknown = tuple(c for c in header if c and c not in columns)
    return Mapped(columns, unknown, next(iter(decided), ""), question, tuple(jobs), tuple(unread))


def _job(cells: Mapping[str, str], days: Mapping[str, date | None], synonyms: Synonyms, where: str) -> Job:
    said = cells["stage"]
    stage = _stage(said, synonyms)
    applied = days["applied"]
    if not stage:
        stage = "applied" if applied or squeezed(cells["applied"]) in synonyms.yes else "lead"
    if not applied and stage not in ("lead", *ENDED):
        applied = days["saved"]  # the nearest thing to it that such a table has
    notes = cells["notes"]
    if said and not synonyms.stages.get(squeezed(said)):
        notes = f"Status: {said}\n\n{notes}".strip()
    return Job(
        cells["company"], cells["role"], job_key(cells["link"]) or _row_key(cells, days), where,
        applied=None if stage == "lead" else applied, ended=days["ended"], saved=days["saved"], stage=stage, link=cells["link"],
        place=cells["place"], salary=cells["salary"], source=cells["source"],
        recruiter=_people(cells["recruiter"]), referrer=_people(cells["referrer"]), notes=notes,
    )  # fmt: skip


def _stage(said: str, synonyms: Synonyms) -> str:
    """A stage of ours: by all of what is said, or else without what stands aside, or by its first part that is one."""
    bare = _ASIDE.sub(" ", said)
    for text in (said, bare, *_PARTS.split(bare)):
        if stage := synonyms.stages.get(squeezed(text), ""):
            return stage
    return ""


def _row_key(cells: Mapping[str, str], days: Mapping[str, date | None]) -> str:
    """What a row is known by at the next import: company, role, link and day; a stage that moves is no part of it."""
    what = "\0".join([*(squeezed(cells[name]) for name in ("company", "role", "link")), str(days["applied"])])
    return f"table:{hashlib.sha256(what.encode()).hexdigest()[:12]}"


def _people(text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.replace(";", ",").split(",")]
    if len(names) == 2 and ";" not in text and all(name and " " not in name for name in names):
        names = [f"{names[1]} {names[0]}"]  # `Graf, Lena` is one
    return tuple(name for name in names if name and "@" not in name and any(c.isalpha() for c in name))
