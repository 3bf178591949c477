"""What is wrong in a vault, and the mending of what is certain. Decides nothing: the core finds, the journal writes."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from stat import S_IWUSR
from typing import NamedTuple

from vault_tools.commands.export import doubled_places
from vault_tools.commands.old_pages import old_pages
from vault_tools.commands.property_types import other_types
from vault_tools.commands.refresh import refresh_or_tell
from vault_tools.commands.session import Session, retried
from vault_tools.commands.unmet import unmet
from vault_tools.commands.writing import writing
from vault_tools.core.errors import StorageError, VaultError
from vault_tools.core.meaning.copies import original_of
from vault_tools.core.meaning.mending import mended
from vault_tools.core.model import Edit, Problem
from vault_tools.core.rules import dead_ends, findings
from vault_tools.core.rules.cadence import tier_problems
from vault_tools.core.rules.findings import About, Finding, Mend
from vault_tools.core.rules.moved import moved_interviews
from vault_tools.core.rules.settings import Settings
from vault_tools.store.locate import SETTINGS_FILE, setting_in
from vault_tools.store.refusal import gone, write_protected
from vault_tools.store.zones import is_zone, wall_clock

_COPY = "copy of "
_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+))?: (?P<message>.+)", re.DOTALL)


class Mended(NamedTuple):
    """What was mended, as (path, what was done); what is left to be done by hand."""

    done: tuple[tuple[str, str], ...]
    left: tuple[Finding, ...]


def check(session: Session) -> tuple[Finding, ...]:
    """Everything that is wrong, in the groups' order, then by path and line. Broken settings hide nothing else."""
    found = list(_broken_files(session))
    search, kinds = session.search(), session.vault.kinds
    mends: dict[str, Mend | None] = {}
    found += [_of_note(session, problem, mends) for problem in session.problems]
    found += (
        Finding(p, About.VALUE) for p in tier_problems(search.catalogue, search.people, search.settings)
    )
    found += (Finding(problem_of(session, error), About.VALUE) for error in unmet(session, search))
    found += (Finding(problem_of(session, error), About.VALUE) for error in doubled_places(session).values())
    found += (Finding(p, About.NOTE) for p in old_pages(session, search))
    found += findings.values(search, kinds)
    found += (Finding(p, About.VALUE) for p in other_types(session.vault.root, kinds, search.catalogue.notes))
    if is_zone("UTC"):  # else this machine has no list of them
        found += findings.zones(search, is_zone)
    found += dead_ends.without_type(search, kinds)
    found += dead_ends.dead_links(search, kinds)
    found += dead_ends.steps(search)
    found += dead_ends.doubled_ids(search)
    found += moved_interviews(search)
    found += dead_ends.nothing_next(search, session.problems)
    if not any(f.about is About.TEMPLATE for f in found):
        from vault_tools.commands.rehearsal import rehearsed, unknown_names

        wrong = tuple(unknown_names(session)) or rehearsed(session, search)
        found += (Finding(problem_of(session, error), About.TEMPLATE) for error in wrong)
    order = list(About)
    unique = {(f.problem, f.about): f for f in found}.values()
    return tuple(
        sorted(
            unique, key=lambda f: (order.index(f.about), f.problem.path, f.problem.line, f.problem.message)
        )
    )


def mend(session: Session) -> Mended:
    """Mend what is certain, as one deed that can be undone. Refused while the settings or kinds are broken."""
    session.vault.again()
    for name in ("settings", "kinds", "playbook"):  # the dashboard is drawn from them
        getattr(session.vault, name)
    with writing(session) as journal:

        def attempt() -> tuple[list[Edit], tuple[tuple[str, str], ...]]:
            edits, done = _edits(session, check(session))
            if edits:
                journal.carry_out(f"mended {len(edits)} note{'s' * (len(edits) > 1)}", edits)
            return edits, done

        edits, done = retried(attempt)
        if edits:
            refresh_or_tell(session, journal)
    return Mended(done, check(session))


def problem_of(session: Session, error: VaultError) -> Problem:
    """An error about a file of the vault, as a problem of that file."""
    found = _PLACE.fullmatch(str(error))
    if found is None:
        return Problem(SETTINGS_FILE, 1, str(error))
    path = found["path"].removeprefix(f"{session.vault.root}/")
    templates = session.vault.settings.templates
    for place in (path, f"{templates}/{path}", f"{templates}/{path.rpartition('/')[2]}"):
        if (session.vault.root / place).is_file():
            path = place
            break
    return Problem(path, int(found["line"] or 1), found["message"])


def _broken_files(session: Session) -> Iterator[Finding]:
    """What of the settings, kinds and playbook cannot be read; ours hold for the rest of the check."""
    from vault_tools.store.templates import load_kinds, load_playbook

    vault = session.vault
    vault.again()
    for name, instead in (
        ("settings", Settings),
        ("kinds", lambda: load_kinds(None)),
        ("playbook", lambda: load_playbook(None)),
    ):
        try:
            getattr(vault, name)
        except VaultError as error:
            vault.__dict__[name] = instead()
            yield Finding(problem_of(session, error), About.TEMPLATE)
    try:
        wall_clock(vault.settings.timezone, setting_in(vault.root))
    except VaultError as error:
        yield Finding(problem_of(session, error), About.TEMPLATE)


def _of_note(session: Session, problem: Problem, mends: dict[str, Mend | None]) -> Finding:
    """A problem of a note with its mend; `mends` has those of the notes that were tried already."""
    if _COPY in problem.message:
        return Finding(problem, About.NOTE, _mend_of(session, problem))
    if problem.path not in mends:
        mends[problem.path] = _mend_of(session, problem)
    return Finding(problem, About.NOTE, mends[problem.path])


def _mend_of(session: Session, problem: Problem) -> Mend | None:
    """How the text of a note can be mended by itself; a conflict copy that says the same goes."""
    name = problem.path.rpartition("/")[2]
    try:
        data = session.vault.read(problem.path)
        if _COPY in problem.message and (original := original_of(name)) is not None:
            folder = problem.path[: len(problem.path) - len(name)]
            same = session.vault.read(f"{folder}{original}") == data
            return Mend(f"deletes it, since {original} says the same", lambda _: None) if same else None
        _, done = mended(problem.path, data)
    except (OSError, VaultError):
        return None
    return Mend(", ".join(done), lambda now: mended(problem.path, now)[0]) if done else None


def _status(session: Session, path: str) -> os.stat_result:
    """What a note is on the disk. ChangedError if it is no longer there."""
    try:
        return (session.vault.root / path).stat()
    except FileNotFoundError as error:
        raise gone(path) from error


def _edits(session: Session, found: tuple[Finding, ...]) -> tuple[list[Edit], tuple[tuple[str, str], ...]]:
    """Each note once, with all that is certain about it; what cannot be changed is left for the next check."""
    edits: dict[str, Edit] = {}
    done: dict[tuple[str, str], None] = {}
    protected: dict[str, None] = {}
    files: dict[tuple[int, int], str] = {}  # one file under two names is mended under the first
    for finding in found:
        path, mend = finding.problem.path, finding.mend
        if mend is None or (path in edits and edits[path].after is None):
            continue
        status = _status(session, path)
        if files.setdefault((status.st_dev, status.st_ino), path) != path:
            continue
        before = edits[path].before if path in edits else session.vault.read(path)
        now = edits[path].after if path in edits else before
        try:
            after = mend.change(now or b"")
        except VaultError:
            continue
        if after is not None and not status.st_mode & S_IWUSR:
            protected[path] = None
        elif after != now:
            edits[path] = Edit(path, before, after)
            done[path, mend.says] = None
    refusals = [str(write_protected(session.vault.root / path)) for path in protected]
    if refusals and not edits:
        raise StorageError(refusals[0])
    session.told.extend(line for line in refusals if line not in session.told)
    return list(edits.values()), tuple(done)
