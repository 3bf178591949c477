"""Reads what people have: files, folders, zips, mailboxes. Gives names and bytes; knows what none of them means."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from vault_tools.core.errors import NotFoundError, VaultError
from vault_tools.store.mbox import mails
from vault_tools.store.refusal import refused
from vault_tools.store.walk import unreadable

MOST_FILE = 64 * 1024 * 1024  # bytes of one file that is no mailbox
MOST_ZIP = 512 * 1024 * 1024  # bytes that a zip may unpack to, in all
MOST_ENTRIES = 20_000
_LOOKED_AT = 4096
_NOTHING = "nothing in it is a mail, a table or a page"
_TOO_LARGE = f"it has more than {MOST_FILE >> 20} MB"
_READ = (".csv", ".tsv", ".txt", ".eml", ".emlx", ".html", ".htm", ".mht", ".mhtml", ".mbox", ".mbx", ".json")
_OFFICE = "a workbook or a document; save the table as CSV, and give that"
_OUTLOOK = "Outlook's own form; save the mails as .eml, or as a mailbox with Thunderbird, and give that"
_FOREIGN = {".xlsx": _OFFICE, ".xlsm": _OFFICE, ".xls": _OFFICE, ".ods": _OFFICE, ".numbers": _OFFICE, ".docx": _OFFICE,
            ".msg": _OUTLOOK, ".pst": _OUTLOOK, ".ost": _OUTLOOK, ".olm": _OUTLOOK}  # fmt: skip
# What an entry raises where it is broken: bz2 says so with an OSError, LZMA with an error of its own name.
_DAMAGED = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, RuntimeError, OSError)
Passed = Callable[[str, str], None]
Went = Callable[[int], None]
_SKIPPED = ("__macosx", ".git", ".obsidian", "node_modules")


class Piece(NamedTuple):
    """One file, or one mail of a mailbox: its name as it is shown, and its bytes. `is_mail` is said by where it lies."""

    name: str
    data: bytes
    is_mail: bool = False


def size_of(path: Path) -> int:
    """How many bytes there are to be gone through in a file or folder; 0 where that cannot be told."""
    try:
        if not path.is_dir():
            return path.stat().st_size
        return sum(file.size for file in _files(path))
    except (OSError, VaultError):  # who reads it will say so
        return 0


def pieces(path: Path, passed: Passed, went: Went = lambda _bytes: None) -> Iterator[Piece]:
    """Everything in a file, folder, zip or mailbox. What is passed over is told by name, with the reason.

    `went` is told how many more bytes were gone through.

    Raises VaultError if the path itself is not there, or is a zip that cannot be trusted.
    """
    try:
        status = os.stat(path)
        if stat.S_ISDIR(status.st_mode):
            yield from _folder(path, passed, went)
        elif not stat.S_ISREG(status.st_mode):
            raise VaultError(f"{path} is no file; name a file or a folder")
        else:
            yield from _file(path, path.name, status.st_size, passed, went)
    except FileNotFoundError as error:
        raise NotFoundError(f"{path}: there is no such file or folder") from error
    except OSError as error:
        raise refused(error, path) from error


def _file(path: Path, name: str, size: int, passed: Passed, went: Went) -> Iterator[Piece]:
    if (why := _FOREIGN.get(path.suffix.casefold())) is not None:
        passed(name, why)
        went(size)
        return
    with open(path, "rb") as file:
        head = file.read(_LOOKED_AT)
    if head.startswith(b"PK\x03\x04"):
        yield from _zip(path, name, passed)
        went(size)
        return
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"From ") and b"\n" in head:
        yield from _mailbox(path, name, passed, went)
        return
    if size > MOST_FILE:
        passed(name, _TOO_LARGE)
    else:
        yield Piece(name, path.read_bytes())
    went(size)


def _folder(root: Path, passed: Passed, went: Went) -> Iterator[Piece]:
    has_some = False

    def unread(error: OSError) -> None:
        nonlocal has_some
        folder = Path(error.filename)
        if folder == root:
            raise error
        has_some = True
        passed(folder.relative_to(root).as_posix(), f"it {unreadable(error)}")

    for file in _files(root, unread):
        has_some = True
        try:
            if not file.is_mail:
                yield from _file(file.path, file.name, file.size, passed, went)
                continue
            if file.size > MOST_FILE:
                passed(file.name, _TOO_LARGE)
            else:
                yield Piece(file.name, file.path.read_bytes(), is_mail=True)
        except OSError as error:
            passed(file.name, f"it {unreadable(error)}")
        went(file.size)
    if not has_some:
        passed(
            root.name or str(root),
            f"{_NOTHING}; a file that has another ending is read if it is named itself",
        )


class _File(NamedTuple):
    path: Path
    name: str
    size: int
    is_mail: bool


def _files(root: Path, unread: Callable[[OSError], None] | None = None) -> Iterator[_File]:
    """Every file below that may be one of ours, and the mails of a Maildir, in the order of their names.

    `unread` is told of a folder, or a file of one, that the disk does not give.
    """
    count = 0
    for here, folders, files in os.walk(root, onerror=unread):
        folders[:] = sorted(
            f
            for f in folders
            if f.casefold() not in _SKIPPED
            and (f in ("new", "cur", "tmp") or not f.startswith(".") or _is_maildir(Path(here) / f))
        )
        is_maildir = Path(here).name in ("new", "cur") and _is_maildir(Path(here).parent)
        if Path(here).name == "tmp" and _is_maildir(Path(here).parent):
            continue  # mails that are only being delivered
        for file in sorted(files):
            path = Path(here) / file
            if not is_maildir and (
                file.startswith(".")
                or (not file.casefold().endswith((*_READ, *_FOREIGN, ".zip", "mbox")) and "." in file)
            ):
                continue
            try:
                status = path.lstat()
            except OSError as error:
                if unread is not None and not isinstance(error, FileNotFoundError):
                    unread(error)
                continue
            if not stat.S_ISREG(status.st_mode):
                continue
            count += not is_maildir  # a mailbox may have as many as it likes
            if count > MOST_ENTRIES:
                raise VaultError(
                    f"{root} has more than {MOST_ENTRIES} files; name a smaller folder, or the files themselves"
                )
            yield _File(path, path.relative_to(root).as_posix(), status.st_size, is_maildir)


def _is_maildir(folder: Path) -> bool:
    return os.path.isdir(folder / "cur") and os.path.isdir(folder / "new")


def _mailbox(path: Path, name: str, passed: Passed, went: Went) -> Iterator[Piece]:
    number = 0
    for number, data in enumerate(mails(path, MOST_FILE, went), 1):
        if data is None:
            passed(f"{name}, mail {number}", _TOO_LARGE)
        else:
            yield Piece(f"{name}, mail {number}", data, is_mail=True)
    if not number and path.stat().st_size <= MOST_FILE:
        yield Piece(name, path.read_bytes())


def _zip(path: Path, name: str, passed: Passed) -> Iterator[Piece]:
    """The files in a zip. Nothing is unpacked to the disk, so a path inside it leads nowhere."""
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise VaultError(
                    f"{name} holds {len(entries)} files, which is too many to be an export; unpack it and name what you want"
                )
            read = found = 0
            for entry in sorted(entries, key=lambda e: e.filename):
                parts = [p for p in entry.filename.replace("\\", "/").split("/") if p not in ("", ".", "..")]
                inner = "/".join(parts)
                if (
                    entry.is_dir()
                    or not parts
                    or parts[-1].startswith(".")
                    or not inner.casefold().endswith(_READ)
                    or "__macosx" in entry.filename.casefold()
                ):
                    continue
                if entry.flag_bits & 1:
                    raise VaultError(f"{name} is locked with a password; unpack it, and name the folder")
                try:
                    with archive.open(entry) as file:
                        data = file.read(MOST_FILE + 1)
                except Exception as error:
                    if not isinstance(error, _DAMAGED) and type(error).__name__ != "LZMAError":
                        raise
                    passed(f"{name}: {inner}", f"it is damaged ({error})")
                    continue
                read += len(data)
                if len(data) > MOST_FILE or read > MOST_ZIP:
                    raise VaultError(
                        f"{name} unpacks to far more than an export has ({inner}); nothing of it was read"
                    )
                if data.startswith(b"From ") and inner.casefold().endswith((".mbox", ".mbx")):
                    passed(f"{name}: {inner}", "a mailbox inside a zip; unpack it, and name it itself")
                    continue
                found += 1
                yield Piece(inner, data)
            if not found:
                passed(name, _NOTHING)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise VaultError(f"{name} is no zip that can be read ({error}); fetch it once more") from error
