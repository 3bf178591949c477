"""Go through the folders of a vault. Knows names and stamps, opens no file; imports little: it is run at every Tab."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

MOST_BYTES = 8 * 1024 * 1024
TICK, COARSE_TICK = 50_000_000, 2_100_000_000  # ns within which a second save may leave the same stamp
CHANGED = 2 if os.name == "nt" else 3  # of a row: anybody may set the time of the last save, not this one
_SKIPPED = {
    "node_modules",
    "__pycache__",
    "$recycle.bin",
    "system volume information",
    "@eadir",
    "lost+found",
}
# Of names in lower case: where none of these stands, none is a conflict copy, see `copies.copy_of`.
_COPIES = (
    "conflict",
    "konfli",
    "conflit",
    "-desktop-",
    "-laptop-",
    "_base_",
    "_local_",
    "_remote_",
    "_backup_",
)
_FOREIGN_COPIES = ("конфл", "競合", "冲突", "衝突", "충돌", "çakış", "σύγκρουσ", "ütköz")
_RARE_COPIES = ("tegenstrijdig", "modstridende", "ristiriit")
_OUTSIDE = "a link to a {0} outside the vault, so it is not followed; put the {0} itself here"
_BY_DESCRIPTOR = os.scandir in os.supports_fd  # then each stat has a name to resolve, and no long path
_KIND, _FILE, _FOLDER, _LINK = 0o170000, 0o100000, 0o040000, 0o120000

Row = tuple[str, int, int, int, int]  # name, size, times of the last save and the last change, inode
Listing = tuple[str, list[Row], list[tuple[str, str]]]


def folders(base: str, apart: Iterable[str] = ()) -> Iterator[Listing]:
    """Each folder that may hold notes: its path (empty for the top one), its notes, what is wrong as (path, why).

    Hidden, template and tool folders, and conflict copies, are no sources; `apart` has paths, folders or notes,
    that are passed over. Links that lead out of the vault are not followed. OSError if the top cannot be read.
    """
    passed = [folded(path.strip("/")) for path in apart]
    pending = [""]
    while pending:
        folder = pending.pop()
        rows: list[Row] = []
        inner: list[str] = []
        odd: list[tuple[str, str]] = []
        descriptor = -1
        try:
            path = f"{base}/{folder}" if folder else base
            if _BY_DESCRIPTOR:
                descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
            with os.scandir(path if descriptor < 0 else descriptor) as entries:
                for entry in entries:
                    name = entry.name
                    first = name[0]
                    if first == "." or first == "~":
                        continue
                    try:
                        if name[-3:] != ".md" and name[-3:].lower() != ".md":
                            if entry.is_dir(follow_symlinks=False):
                                inner.append(name)
                            elif entry.is_symlink() and _leads_out(base, _inside(folder, name)):
                                odd.append((name, _OUTSIDE.format("folder")))
                            continue
                        status = entry.stat(follow_symlinks=False)
                        kind = status.st_mode & _KIND
                        if kind == _FILE and status.st_size <= MOST_BYTES:
                            rows.append(
                                (name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
                            )
                        elif kind == _FOLDER:
                            inner.append(name)
                        else:
                            odd.append((name, _why_not(base, _inside(folder, name), status)))
                    except OSError as error:
                        odd.append((name, unreadable(error)))
        except OSError as error:
            if not folder:
                error.filename = base  # a descriptor is no name that somebody could be told
                raise
            yield folder, [], [(shown(folder), f"the folder {unreadable(error)}")]
            continue
        finally:
            if descriptor >= 0:
                os.close(descriptor)
        rows.sort()
        if passed and (here := _passed_here(passed, folder)):
            rows = [row for row in rows if folded(row[0]) not in here]
            odd = [(name, why) for name, why in odd if folded(name) not in here]
            inner = [name for name in inner if folded(name) not in here]
        if _are_strange("\0".join([folder, *(row[0] for row in rows)])):
            rows = _without_strange(folder, rows, odd)
        inner = [name for name in inner if name.lower() not in _SKIPPED]
        pending += sorted(_inside(folder, name) for name in inner)
        yield folder, rows, [(shown(_inside(folder, name)), why) for name, why in sorted(odd) if why]


def tick(time: int, others: Iterable[int] = (), usual: int = TICK) -> int:
    """How long, in ns, a file saved at that time may be saved again under the same stamp: some disks count in seconds.

    Where `others` of that disk are no whole seconds, it is the `usual` time.
    """
    is_coarse = time % 1_000_000_000 == 0 and not any(other % 1_000_000_000 for other in others)
    return COARSE_TICK if is_coarse else usual


def folded(path: str) -> str:
    """What two paths are compared by, see `names.key`."""
    if path.isascii():
        return path.lower()
    from vault_tools.core.meaning.names import key

    return key(path)


def shown(path: str) -> str:
    """A path that can be printed on one line, whatever bytes it has."""
    return path.encode("utf-8", "replace").decode().replace("\n", "\ufffd").replace("\r", "\ufffd")


def unreadable(error: OSError) -> str:
    """Why a note or folder cannot be read, and what to do; see `is_unread`."""
    import errno

    if error.errno in (errno.EACCES, errno.EPERM):
        return "cannot be read: you have no right to; give it to yourself (chmod u+rX)"
    if error.errno == errno.EISDIR:
        return "is a folder where a file should be; move it out of the way"
    if error.errno == errno.EFBIG:
        return f"is over {MOST_BYTES >> 20} MB, and none such is read; split it, or move it out"
    return f"cannot be read ({error.strerror}); look whether the disk is well, and make a copy of the vault"


def is_unread(why: str) -> bool:
    """Whether what is wrong is that the disk did not give it, so that nobody knows what it says."""
    return why.removeprefix("the folder ").startswith("cannot be read")


def _inside(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _passed_here(passed: list[str], folder: str) -> set[str]:
    """The folded names in this folder that are passed over."""
    wanted = folded(folder)
    return {name for above, _, name in (path.rpartition("/") for path in passed) if above == wanted}


def _are_strange(names: str) -> bool:
    """Whether any of these may be a name to leave out; nearly always none is."""
    try:
        names.encode("utf-8")
    except UnicodeEncodeError:
        return True
    if "\n" in names or "\r" in names:
        return True
    low = names.lower()
    found = any(trace in low for trace in (*_COPIES, *_RARE_COPIES))
    return found or (not low.isascii() and any(trace in low for trace in _FOREIGN_COPIES))


def _without_strange(folder: str, rows: list[Row], odd: list[tuple[str, str]]) -> list[Row]:
    """The notes without those whose name no other system could read, and without conflict copies."""
    kept = []
    for row in rows:
        problem = _strange(_inside(folder, row[0]), row[0])
        if problem:
            odd.append((row[0], problem))
        else:
            kept.append(row)
    return kept


def _strange(path: str, name: str) -> str:
    if problem := _odd_name(path):
        return problem
    from vault_tools.core.meaning.copies import copy_of

    original = copy_of(name)
    return (
        f"a sync tool's conflict copy of {original}; merge the two, then delete this one" if original else ""
    )


def _odd_name(path: str) -> str:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return "its name is not valid UTF-8; rename it"
    if "\n" in path or "\r" in path:
        return "a line break stands in its name or its folder's, so nothing can link to it; rename it"
    return ""


def _why_not(base: str, path: str, status: os.stat_result) -> str:
    """Why something is no note; empty if nobody needs to know."""
    if problem := _odd_name(path):
        return problem
    kind = status.st_mode & _KIND
    if kind == _LINK:
        return _link(base, path)
    if kind != _FILE:
        return "it is no file but a device, pipe or socket; take it out of the vault"
    return f"it is {status.st_size >> 20} MB, and over {MOST_BYTES >> 20} MB none is read; split it, or move it out"


def _link(base: str, path: str) -> str:
    """A link to a note inside is counted where the note stands; one that leads out is not followed."""
    real = os.path.realpath(f"{base}/{path}")
    if not os.path.exists(real):
        return "a link that leads nowhere; delete it, or put its target back"
    return _OUTSIDE.format("note") if is_outside(base, real) else ""


def _leads_out(base: str, path: str) -> bool:
    """Whether a link leads to a folder outside; one inside is counted where it stands."""
    real = os.path.realpath(f"{base}/{path}")
    return os.path.isdir(real) and is_outside(base, real)


def is_outside(base: str, real: str) -> bool:
    """Whether a real path does not lie in a vault."""
    home = os.path.realpath(base)
    try:
        return os.path.commonpath([real, home]) != home
    except ValueError:  # on another drive
        return True
