"""The hidden files beside a note while it is replaced: their names, their making, their sweeping.

Knows nothing of what the bytes mean.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import time
from contextlib import suppress
from pathlib import Path

_OURS = re.compile(r"\.vault-[0-9a-f]{8}-[0-9a-f]{12}\.tmp")
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends
_NO_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.ENOTTY)  # network disks that know no such thing
_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | _BINARY | getattr(os, "O_NOFOLLOW", 0)


class OwnerLostError(Exception):
    """A new file cannot be given to the owner of the old one."""


def read(path: str) -> bytes:
    """All bytes of a file."""
    # Unbuffered and non-blocking: a pipe that is named like a note must not hang us.
    fd = os.open(path, os.O_RDONLY | _BINARY | getattr(os, "O_NONBLOCK", 0))
    try:
        parts = []
        while part := os.read(fd, 1 << 20):
            parts.append(part)
        return b"".join(parts)
    finally:
        os.close(fd)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte and wait until the disk has them."""
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
    sync(fd)


def sync(fd: int) -> None:
    """Wait until the disk has all of a file, or a folder's names."""
    if sys.platform == "darwin":  # its fsync stops at the drive's own memory, see fsync(2) there
        import fcntl

        try:
            fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
        except OSError as error:
            if error.errno not in _NO_SYNC:
                raise
        else:
            return
    os.fsync(fd)


def name_beside(path: str) -> str:
    """A free hidden name in the same folder; it tells which file it belongs to without its length."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".vault-{_mark(name)}-{_here()}{os.urandom(4).hex()}.tmp")


def written_beside(path: str, data: bytes, mode: int, like: os.stat_result | None = None) -> str:
    """Write a complete, durable hidden file in the folder of `path` and give its name.

    With `like`, owner, extended attributes and mode are those of the file at `path`.
    """
    temp = name_beside(path)
    fd = os.open(temp, _NEW, mode)
    try:
        try:
            if like is not None:
                _copy_owner(fd, like)
                _copy_attributes(fd, path)
                _copy_mode(fd, like)
            write_all(fd, data)
        finally:
            os.close(fd)
    except BaseException:  # also Ctrl-C: nothing of ours stays beside the user's notes
        discard(temp)
        raise
    return temp


def discard(temp: str) -> None:
    """Remove a hidden file of ours; what cannot be removed now is swept later."""
    try:
        os.unlink(temp)
    except FileNotFoundError:
        pass
    except OSError:
        with suppress(OSError):  # once more: a disk may stumble
            os.unlink(temp)


def sync_folder(folder: str) -> None:
    """Wait until the names in a folder are on the disk."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        sync(fd)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise
    finally:
        os.close(fd)


def leftovers(path: str) -> tuple[str, ...]:
    """The hidden files that a killed command of this machine and user left beside this one file."""
    folder, name = os.path.split(path)
    begin = f".vault-{_mark(name)}-{_here()}"
    ours = [x for x in _names(folder) if x.startswith(begin) and _OURS.fullmatch(x)]
    return tuple(os.path.join(folder, x) for x in ours)


def sweep(folder: str | Path, older_than: float = 60.0) -> int:
    """Remove hidden files of killed commands from a folder; the writer lock must be held.

    Younger ones than `older_than` seconds stay: a writer on another machine, which our lock does not
    reach, may be at work.
    """
    swept = 0
    for name in _names(os.fspath(folder)):
        if _OURS.fullmatch(name):
            temp = os.path.join(folder, name)
            with suppress(OSError):
                # Not mtime: a displaced note keeps its own, only the rename moved its ctime.
                if time.time() - os.lstat(temp).st_ctime >= older_than:
                    os.unlink(temp)
                    swept += 1
    return swept


def _names(folder: str) -> list[str]:
    with suppress(OSError):
        return os.listdir(folder)
    return []


def _mark(name: str) -> str:
    from zlib import crc32

    return f"{crc32(os.fsencode(name)):08x}"


def _here() -> str:
    """Told by its name, what another machine is writing in a shared folder right now is not taken for a leftover."""
    from zlib import crc32

    if sys.platform == "win32":
        machine = os.environ.get("COMPUTERNAME", "")
    else:
        machine = os.uname().nodename
    return f"{crc32(os.fsencode(machine + os.path.expanduser('~'))) & 0xFFFF:04x}"


def _copy_owner(fd: int, like: os.stat_result) -> None:
    if sys.platform == "win32":
        return
    made = os.fstat(fd)
    if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
        try:
            os.fchown(fd, like.st_uid, like.st_gid)
        except PermissionError:
            raise OwnerLostError from None


def _copy_attributes(fd: int, source: str) -> None:
    if sys.platform != "linux":
        _copy_attributes_on_a_mac(fd, source)
        return
    try:
        wanted, made = os.listxattr(source), os.listxattr(fd)
    except OSError:  # a disk without them
        return
    for name in made:
        if name.startswith("system.posix_acl") and name not in wanted:  # inherited from the folder
            os.removexattr(fd, name)
    for name in wanted:
        try:
            value = os.getxattr(source, name)
            if name not in made or os.getxattr(fd, name) != value:
                os.setxattr(fd, name, value)
        except OSError:
            if name.startswith(("user.", "system.posix_acl")):  # the rest is the system's own affair
                raise


def _copy_attributes_on_a_mac(fd: int, source: str) -> None:
    with suppress(ImportError, AttributeError, OSError):
        import posix

        copy = posix._fcopyfile  # type: ignore[attr-defined]  # what shutil copies files with
        original = os.open(source, os.O_RDONLY)
        try:
            copy(original, fd, 1 | 4)  # copyfile.h: the access list and the attributes, such as Finder tags
        finally:
            os.close(original)


def _copy_mode(fd: int, like: os.stat_result) -> None:
    mode = like.st_mode & 0o7777
    # Only if it differs: a FAT disk has one mode for all files and refuses to set any.
    if hasattr(os, "fchmod") and os.fstat(fd).st_mode & 0o7777 != mode:
        os.fchmod(fd, mode)
