"""Read files, know them by their content, and give what they hold as values. Asks only which order a day has."""

from __future__ import annotations

import gc
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from vault_tools.commands.going import Bars, Went, going
from vault_tools.commands.session import Session
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.names import one_line
from vault_tools.core.meaning.toml_edit import with_words
from vault_tools.core.meaning.toml_statements import Names
from vault_tools.core.model import Edit
from vault_tools.core.taking import columns, linkedin, people, posting, table
from vault_tools.core.taking.days import DMY, MDY, read_day
from vault_tools.core.taking.entries import Acquaintance, Job
from vault_tools.core.taking.mail import Mail, html_of, read_mails
from vault_tools.core.taking.verdict import ANSWERS, Sort, judge
from vault_tools.store.finding import SETTINGS_FILE
from vault_tools.store.incoming import Piece, pieces, size_of
from vault_tools.store.templates import load_synonyms

_HEADERS = re.compile(rb"\A(?:[\x21-\x39\x3b-\x7e]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}")
_OF_A_MAIL = re.compile(
    rb"^(?:from|received|message-id|return-path|delivered-to):", re.IGNORECASE | re.MULTILINE
)
_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)$")  # of a mail in a Maildir: T is thrown away, D a draft
# A file .emlx says first how many bytes its mail has.
_APPLE = re.compile(rb"(\d{1,9})[ \t]*\n(?=[\x21-\x39\x3b-\x7e]+:)")
_HUNT = 100  # mails: what reads one leaves classes behind, 40 KB, that nothing but a hunt for garbage finds
_HTML = re.compile(
    rb"\A\s*(?:\xef\xbb\xbf)?\s*(?:<!doctype|<html|<!--|<head|<body|<div|<script)", re.IGNORECASE
)


class Said(Protocol):
    """What the user says of an import, and how to ask them."""

    @property
    def dates(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def save(self) -> bool: ...
    @property
    def choose(self) -> object: ...
    @property
    def progress(self) -> Bars | None: ...


@dataclass(slots=True)
class Gathered:
    """Everything that was read, a sentence for each source, and what could not be."""

    jobs: list[Job] = field(default_factory=list)
    people: list[Acquaintance] = field(default_factory=list)
    mails: list[Mail] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    unread: list[tuple[str, str]] = field(default_factory=list)
    settings: Edit | None = None


def gather(session: Session, paths: Iterable[Path], wishes: Said) -> Gathered:
    """What the files hold. Raises VaultError if one is not there, or a day could be two and nobody can be asked."""
    every = tuple(paths)
    with going(wishes.progress, "Reading the files", sum(map(size_of, every))) as went:
        reader = _Reader(session, wishes, went)
        for path in every:
            reader.read(path)
    out = reader.out
    if reader.there or not (out.jobs or out.people or out.mails):
        columns.refuse_unknown(columns.read_own(wishes.columns), reader.there, reader.others)
    if wishes.save and reader.mapped:
        out.settings = _saved(session, reader.mapped, reader.order)
        out.said.append("How the columns were read goes into vault.toml.")
    return out


class _Reader:
    def __init__(self, session: Session, wishes: Said, went: Went) -> None:
        settings = session.vault.settings.imports
        self.out = Gathered()
        self.mapped: dict[str, str] = {}
        self.there = list[str]()  # the columns of tables that are understood
        self.others = list[str]()  # and those of the others
        self.order = wishes.dates
        self._choose = wishes.choose
        self._went = went
        self._default = wishes.dates or settings.dates
        self._own = {**settings.columns, **columns.read_own(wishes.columns)}
        self._vault = session.vault
        self._months = session.vault.words.months
        self._synonyms = load_synonyms(session.vault.templates)

    def read(self, path: Path) -> None:
        out = self.out
        before, mails = (len(out.jobs), len(out.people), len(out.mails), len(out.said)), len(out.mails)
        passed: list[tuple[str, str]] = []
        unknown = []
        for count, piece in enumerate(pieces(path, lambda name, why: passed.append((name, why)), self._went)):
            if not self._take(piece):
                unknown.append(piece.name)
            if count % _HUNT == 0:
                gc.collect(0)
        if len(out.mails) > mails:
            count = len(out.mails) - mails
            out.said.append(f"{path.name}: {count} mail{'' if count == 1 else 's'}")
        out.unread += passed
        if unknown and (len(out.jobs), len(out.people), len(out.mails), len(out.said)) == before:
            first = (
                ""
                if unknown == [path.name]
                else f"{unknown[0]}: "
                if len(unknown) == 1
                else f"{len(unknown)} files: "
            )
            out.unread.append(
                (
                    path.name or str(path),
                    f"{first}no mail, no table with companies, no saved posting, nothing of LinkedIn's that is used here",
                )
            )

    def _take(self, piece: Piece) -> bool:
        length = _APPLE.match(piece.data)
        if length is not None:
            piece = piece._replace(data=piece.data[length.end() : length.end() + int(length[1])])
        head = piece.data[:8192].replace(b"\r\n", b"\n")
        is_mail = piece.is_mail or (_HEADERS.match(head) is not None and _OF_A_MAIL.search(head) is not None)
        if is_mail and b"Snapshot-Content-Location:" not in head:
            mails = read_mails(piece.data, piece.name)
            flags = _FLAGS.search(piece.name)
            if not mails:
                self.out.unread.append((piece.name, "it is no mail that can be read"))
            elif flags is not None and "T" in flags[1]:
                mails = tuple(mail._replace(is_deleted=True) for mail in mails)
            elif flags is not None and "D" in flags[1]:
                mails = tuple(mail._replace(labels=(*mail.labels, "drafts")) for mail in mails)
            self.out.mails += (self._lightened(mail) for mail in mails)
            return True
        if _HTML.match(head) or is_mail:
            return self._posting(piece, html_of(piece.data) if is_mail else table.decoded(piece.data))
        return self._table(piece)

    def _lightened(self, mail: Mail) -> Mail:
        """A mail without its words, if whatever else is known of it makes it no answer: most in a mailbox are none."""
        verdict = judge(mail, self._vault.lexicon, known=True, house=True, months=self._months)
        if verdict.sort in ANSWERS:
            return mail
        return mail._replace(text="", told=verdict.sort.value, is_deleted=verdict.sort is Sort.DELETED)

    def _posting(self, piece: Piece, html: str) -> bool:
        found = posting.read_posting(html)
        if found is None:
            return False
        if not found.company:
            self.out.unread.append(
                (
                    piece.name,
                    f"the posting “{found.role}” names no company; give it: vault new-application --from",
                )
            )
            return True
        self.out.jobs.append(job_of_posting(found, piece.name))
        self.out.said.append(f"{piece.name}: a posting, {found.company} – {found.role}")
        return True

    def _table(self, piece: Piece) -> bool:
        if (
            b"\0" in piece.data[:4096]
            and not piece.data.startswith((b"\xff\xfe", b"\xfe\xff"))
            and piece.data[:400].count(b"\0") < 40
        ):
            return False
        try:
            rows = table.rows(table.decoded(piece.data))
        except ValueError as error:
            self.out.unread.append((piece.name, f"it is no table that can be read: {error}"))
            return True
        archive = linkedin.read_archive(rows, self._months, piece.name, self._default)
        if archive is not None:
            leads = sum(job.stage == "lead" for job in archive.jobs)
            what = [
                (len(archive.jobs) - leads, "application"),
                (leads, "saved job"),
            ]
            self.out.said.append(
                f"{piece.name}, LinkedIn: {', '.join(f'{n} {w}' + ('' if n == 1 else 's') for n, w in what if n) or 'nothing in it'}"
            )
            self.out.jobs += archive.jobs
            self.out.unread += [(row.where, row.why) for row in archive.unread]
            return True
        acquaintances = people.read_people(rows, self._synonyms, self._months, self._default)
        if acquaintances is not None:
            count = len(acquaintances)
            self.out.said.append(f"{piece.name}: {count} connection{'' if count == 1 else 's'}")
            self.out.people += acquaintances
            return True
        return self._tracker(piece, rows)

    def _tracker(self, piece: Piece, rows: Sequence[table.Row]) -> bool:
        mapped = columns.understand(
            rows, self._synonyms, self._months, piece.name, own=self._own, order=self._default
        )
        (self.others if mapped is None else self.there).extend(columns.named(rows, mapped))
        if mapped is None:
            return False
        if mapped.question:
            order = self._asked(piece.name, mapped.question)
            mapped = columns.understand(
                rows, self._synonyms, self._months, piece.name, own=self._own, order=order
            )
            assert mapped is not None
            self.order = order
        self.mapped.update({**mapped.columns, **columns.let_go(mapped, self._own)})
        shown = ", ".join(
            f"{column} = {name}" if column.casefold() != name else column
            for column, name in mapped.columns.items()
        )
        order = {DMY: "; days are day/month", MDY: "; days are month/day"}.get(mapped.order, "")
        count = len(mapped.jobs)
        self.out.said.append(
            f"{piece.name}: a table of {count} job{'' if count == 1 else 's'}; {shown}{order}"
            + (f"; not used: {', '.join(mapped.unknown)}" if mapped.unknown else "")
        )
        self.out.jobs += mapped.jobs
        self.out.unread += [(row.where, row.why) for row in mapped.unread]
        return True

    def _asked(self, name: str, example: str) -> str:
        """Which of two days is meant; refused where nobody can be asked."""
        first, second = (read_day(example, self._months, order=order) for order in (DMY, MDY))
        assert first is not None and second is not None
        said = [f"{day.day} {day:%B} {day.year}" for day in (first, second)]
        if not callable(self._choose):
            raise VaultError(
                f"{name}: {example} is {said[0]} or {said[1]}; say which: --dates dmy or --dates mdy"
            )
        order = self._choose(f"{name}: {example} is", [*said, "neither: stop here"])
        if order > 1:
            raise VaultError(
                f"{name}: nothing was done; --dates dmy or --dates mdy says how its days are written"
            )
        self._default = (DMY, MDY)[order]
        return self._default


def job_of_posting(found: posting.Posting, where: str) -> Job:
    """A saved posting as a lead."""
    return Job(
        found.company, found.role, found.key, where, stage="lead", link=found.link, place=found.place,
        salary=found.salary, text=found.text,
    )  # fmt: skip


def my_addresses(mails: Sequence[Mail], said: Iterable[str]) -> frozenset[str]:
    """Whose mails these are: what the user says, and the address that most of them were sent to."""
    mine = {address.casefold() for address in said}
    if len(mails) >= 3:
        address, count = (
            Counter(a for mail in mails for a in mail.to).most_common(1)[0]
            if any(m.to for m in mails)
            else ("", 0)
        )
        if count * 2 >= len(mails):
            mine.add(address)
    return frozenset(mine)


def _saved(session: Session, mapped: dict[str, str], order: str) -> Edit:
    """The columns in the tables of vault.toml that keep them; everything else stays."""
    before = session.vault.read(SETTINGS_FILE)
    words: dict[Names, str] = {("imports", "dates"): order} if order else {}
    words |= {("imports", "columns", one_line(column)): name for column, name in mapped.items()}
    return Edit(SETTINGS_FILE, before, with_words(before.decode(), words, SETTINGS_FILE).encode())
