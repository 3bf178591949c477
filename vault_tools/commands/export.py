"""Hand the search to other programs: as a calendar, a table, JSON; into a file or folder that we then keep."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vault_tools.commands.session import Session, retried
from vault_tools.core.errors import StorageError, VaultError
from vault_tools.core.meaning.names import json_escaped, key
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.settings import one_place
from vault_tools.store import write
from vault_tools.store.changes import Change, Creation, Removal, Replacement
from vault_tools.store.locate import setting_in
from vault_tools.store.outside import expanded
from vault_tools.store.refusal import refused

if TYPE_CHECKING:
    from vault_tools.core.wording.ical import Component

CALENDAR, TODO, CSV, JSON = "calendar", "todo", "csv", "json"
_BOM = b"\xef\xbb\xbf"  # by it Excel knows that a table is UTF-8
_HEAD = 200  # bytes among which our mark stands


class Kept(NamedTuple):
    """What became of a file or folder: how many items it holds, and whether a byte changed.

    `in_the_way` has the foreign files whose names those of ours would have: these were left, and ours not written.
    """

    path: Path
    items: int
    is_changed: bool
    in_the_way: tuple[Path, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """What the user should know of it."""
        return tuple(
            f"{path} has the name of a file of ours but is none, so it was left and ours not written; move it away"
            for path in self.in_the_way
        )


def whole_search(session: Session) -> Search:
    """The search as it is now. Raises StorageError while the disk does not give a note, which would be missing."""
    search = session.search()
    unread = [problem for problem in session.problems if problem.is_unread]
    if unread:
        why = unread[0].message.partition(";")[0]
        raise StorageError(f"{unread[0].path}: {why}, and an export would lack it: nothing was written")
    return search


def exported(search: Search, what: str) -> bytes:
    """The export as it goes to a pipe; it follows from the notes and the day alone."""
    return _made(search, what, {})


def keep_file(search: Search, what: str, path: Path, *, force: bool = False) -> Kept:
    """Write it into a file, if its bytes differ. Raises VaultError if a file is there that is not ours."""
    end = _ENDS[what]
    if path.suffix.lower() != end:
        raise VaultError(f"{path} is no name for it; let it end in {end}")
    _refuse_file(path.parent, "name a file that lies in a folder")
    before = write.current(path)
    if before is not None and not force and not _is_ours(what, before):
        raise VaultError(f"{path} exists and was not made by `vault export`; give another name, or --force")
    data = _made(search, what, _revisions(what, before))
    if what == CSV:
        data = _BOM + data
    if before is None:
        write.create(path, data)
    elif before != data:
        write.replace(path, before, data)
    return Kept(path, _count(what, data), before != data)


def keep_folder(search: Search, what: str, folder: Path) -> Kept:
    """One file an item, `<uid>.ics`; those of ours whose item is gone are removed, others are not touched."""
    from vault_tools.core.wording.calendar import revised, single

    _refuse_file(folder, f"name a folder, for one file an item, or a file that ends in {_ENDS[what]}")
    ours = _ours_in(folder, what)
    before = {uid: found for data in ours.values() for uid, found in _revisions(what, data).items()}
    changes: list[Change] = []
    wanted: set[str] = set()
    in_the_way: list[Path] = []
    for component in revised(_components(search, what), before):
        name, data = f"{component.uid}.ics", single(component).encode()
        wanted.add(name)
        there = ours.get(name)
        if there is None and write.current(folder / name) is not None:
            in_the_way.append(folder / name)
        elif there is None:
            changes.append(Creation(folder / name, data))
        elif there != data:
            changes.append(Replacement(folder / name, there, data))
    changes += [Removal(folder / name, data) for name, data in ours.items() if name not in wanted]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refused(error, folder) from error
    write.put_in_place(changes)
    return Kept(folder, len(wanted) - len(in_the_way), bool(changes), tuple(in_the_way))


def _refuse_file(folder: Path, way_out: str) -> None:
    """Raises VaultError where a file is named as a folder: what stands there is right, and the name is not."""
    for path in (folder, *folder.parents):
        if os.path.exists(path):
            if not os.path.isdir(path):
                raise VaultError(f"{path} is a file, and no folder; {way_out}")
            return


def keep_fresh(session: Session, search: Search) -> None:
    """Write what `[export]` in vault.toml names. What goes wrong is told; it is no reason to refuse a deed."""
    doubled = doubled_places(session)
    for what, named in _wanted(session).items():
        try:
            if what in doubled:
                raise doubled[what]
            kept = _keep(search, what, session.vault.root / expanded(Path(named)))
            session.told += [f"[export] {what} in vault.toml: {sentence}." for sentence in kept.told]
        except VaultError as error:
            session.told.append(f"The export ([export] {what} in vault.toml) was not written: {error}")


def doubled_places(session: Session) -> dict[str, VaultError]:
    """The exports in vault.toml whose place one before them has, however it is spelled: with `~`, whole, by a link."""
    root, taken, doubled = session.vault.root, dict[str, str](), dict[str, VaultError]()
    for what, named in _wanted(session).items():
        with suppress(StorageError):  # of a home that there is not; it is told where it would be written
            place = os.path.realpath(root / expanded(Path(named)))
            if (other := taken.setdefault(key(place), what)) != what:
                doubled[what] = one_place(what, other, named, setting_in(root))
    return doubled


def _wanted(session: Session) -> dict[str, str]:
    """The exports that vault.toml names, each with its path as it stands there."""
    settings = session.vault.settings.export
    paths = {CALENDAR: settings.calendar, TODO: settings.todo, CSV: settings.csv, JSON: settings.json}
    return {what: named for what, named in paths.items() if named}


def _keep(search: Search, what: str, path: Path) -> Kept:
    keep = keep_file if path.suffix.lower() == _ENDS[what] else keep_folder
    return retried(lambda: keep(search, what, path))  # another watch may be quicker: look at what it wrote


def _made(search: Search, what: str, before: Mapping[str, Component]) -> bytes:
    if what == CSV:
        from vault_tools.core.wording.sheet import sheet

        return sheet(search).encode()
    if what == JSON:
        from vault_tools.core.rules.record import whole

        return (json_escaped(json.dumps(whole(search), ensure_ascii=False, indent=2)) + "\n").encode()
    from vault_tools.core.wording.calendar import calendar, revised

    return calendar(revised(_components(search, what), before)).encode()


def _components(search: Search, what: str) -> tuple[Component, ...]:
    from vault_tools.core.rules.agenda import closed_steps, meetings, open_steps
    from vault_tools.core.wording.calendar import events, todos
    from vault_tools.store.zones import wall_clock

    if what == TODO:
        return todos((*open_steps(search), *closed_steps(search)))
    return events(open_steps(search), meetings(search), wall_clock(search.settings.timezone))


def _revisions(what: str, data: bytes | None) -> dict[str, Component]:
    if data is None or what not in (CALENDAR, TODO):
        return {}
    from vault_tools.core.wording.ical import read

    return read(data.decode("utf-8", "replace"))


def _is_ours(what: str, data: bytes) -> bool:
    return _mark(what) in (data[:_HEAD] if what in (CSV, JSON) else data) or not data.strip()


def _mark(what: str) -> bytes:
    if what == CSV:
        from vault_tools.core.wording.sheet import HEADER

        return HEADER.encode()[: _HEAD - len(_BOM)]
    if what == JSON:
        from vault_tools.core.rules.record import FORMAT

        return f'"format": "{FORMAT}"'.encode()
    from vault_tools.core.wording.ical import PRODUCT

    return PRODUCT.encode()


def _ours_in(folder: Path, what: str) -> dict[str, bytes]:
    """The files of this export in a folder: by their name, and by the mark or that very id inside.

    A program in which an item was changed puts a mark of its own in the place of ours, and keeps the id.
    """
    from vault_tools.core.wording.calendar import HOST

    try:
        names = sorted(os.listdir(folder))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise refused(error, folder) from error
    found = {}
    for name in names:
        if name.endswith(f"@{HOST}.ics") and name.startswith("todo-") == (what == TODO):
            data = write.current(folder / name)
            if data is not None and (_is_ours(what, data) or _is_of(name.removesuffix(".ics"), data)):
                found[name] = data
    return found


def _is_of(uid: str, data: bytes) -> bool:
    return f"UID:{uid}".encode() in data.splitlines()


def _count(what: str, data: bytes) -> int:
    if what == JSON:
        return len(json.loads(data)["notes"])
    return data.count(b"\r\n") - 1 if what == CSV else data.count(b"\r\nBEGIN:V")


_ENDS: Mapping[str, str] = {CALENDAR: ".ics", TODO: ".ics", CSV: ".csv", JSON: ".json"}
