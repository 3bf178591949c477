"""What the disk answers, in words with the way out. Knows error numbers, touches no file."""

from __future__ import annotations

import errno
import os
import re

from vault_tools.core.errors import ChangedError, StorageError

_WORDS = {
    errno.ENOSPC: ("no space left on the disk", "Make room and run it again."),
    errno.EDQUOT: ("no space left in your disk quota", "Make room and run it again."),
    errno.EROFS: ("the disk is read-only", "Make it writable and run it again."),
    errno.EACCES: ("no permission", "Give yourself the right to read and write it and its folder."),
    errno.EPERM: ("not permitted", "Look at the owner and the flags of the file and its folder."),
    errno.EIO: ("the disk reported an error", "Check the disk, then run it again."),
    errno.EMFILE: ("too many files are open", "Run it again, or raise the limit with `ulimit -n`."),
    errno.ENFILE: ("too many files are open on this machine", "Close some programs and run it again."),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "Choose a shorter one."),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "Move that file out of the way."),
    errno.EISDIR: ("a folder stands where a file should be", "Move that folder out of the way."),
    errno.EEXIST: ("something else stands there", "Move it out of the way."),
    errno.ENOENT: ("a part of the path is not there", "Look whether a link there leads nowhere."),
    errno.ELOOP: ("the link leads back to itself", "Mend the link."),
}
_UNCHANGED = re.compile(r"[:;] nothing was changed(?=\.)")
_ANY = "Look whether the disk is well and lets you write there, then run it again."


def refused(error: OSError, path: str | os.PathLike[str]) -> StorageError:
    """One line for an operating system's refusal: which path, why, and what to do."""
    reason, way_out = _WORDS.get(error.errno or 0, (error.strerror or str(error), _ANY))
    return StorageError(f"{os.fspath(path)}: {reason}: nothing was changed. {way_out}")


def behind_a_deed(error: Exception) -> str:
    """The refusal of what follows a deed: that nothing was changed is said of a file, and would be taken for the deed."""
    return _UNCHANGED.sub("", str(error), count=1)


def changed(path: str | os.PathLike[str]) -> ChangedError:
    """Somebody else saved the file after we had read it."""
    return ChangedError(f"{os.fspath(path)} was changed by somebody else just now: left alone. Run it again.")


def gone(path: str | os.PathLike[str]) -> ChangedError:
    """The file was removed or renamed after we had read it."""
    return ChangedError(f"{os.fspath(path)} is no longer there: nothing was changed. Run it again.")


def taken(path: str | os.PathLike[str], by: str | None = None) -> ChangedError:
    """A file of that name is there already, or one `by` a name that some disks take for the same."""
    also = f" as {by}" if by else ""
    return ChangedError(f"{os.fspath(path)} already exists{also}: left alone. Choose another name.")


def write_protected(path: str | os.PathLike[str]) -> StorageError:
    """The owner has taken away his own right to write, which says: leave this alone."""
    return StorageError(f"{os.fspath(path)} is write-protected; `chmod u+w` it if it should be changed.")


def not_a_note(path: str | os.PathLike[str]) -> StorageError:
    """A folder, a pipe or a device."""
    return StorageError(f"{os.fspath(path)} is not an ordinary file; nothing was changed. Move it away.")
