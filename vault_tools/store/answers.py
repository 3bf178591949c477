"""What was said to a question about a vault, kept for as long as nothing it came from changes.

Knows stamps, bytes and a folder outside the vault; not what a question means. Imports little: it is run at every
Tab. A kept answer is only a memory: damaged, old or gone, the question is answered anew.
"""

# A file: the mark, the tag of the vault as it was, the check of the rest, three lengths; then what went to stdout,
# what went to stderr, and the way (which paths the walk passed over, where the templates are).

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Iterable

from vault_tools import __version__
from vault_tools.store.finding import READ_BESIDE
from vault_tools.store.state import cache_home, make_private
from vault_tools.store.walk import CHANGED, Listing, folders, tick

TYPE_CHECKING = False  # without `typing`, which takes as long to load as all of this
if TYPE_CHECKING:
    from typing import BinaryIO

try:
    from _blake2 import blake2b as blake2b  # hashlib would load OpenSSL, 2 ms at every Tab
except ImportError:
    from hashlib import blake2b as blake2b

Way = tuple[tuple[str, ...], str]  # paths that the walk passes over, the folder of templates
WITHOUT = "VAULT_NO_CACHE"

_MARK = b"vault answer 1\n"
_TAG = len(_MARK)
_CHECK = _TAG + 16
_SIZES = _CHECK + 4
_START = _SIZES + 3 * 8
_CHUNK = 1 << 18
_MOST_BYTES, _MOST_FILES = 256 << 20, 24


class Tally:
    """The sum over everything a walk sees; two are equal if nothing happened between them."""

    __slots__ = ("_sum", "newest")

    def __init__(self) -> None:
        self._sum = blake2b(digest_size=16)
        self.newest = 0

    def add(self, listing: Listing) -> None:
        """One folder of the walk."""
        from array import array

        folder, rows, odd = listing
        if odd:
            self.add_text(repr(odd))
        if not rows:
            return
        names, *columns = zip(*rows, strict=True)
        self.add_text("\0".join((folder, *names)))
        try:
            for column in columns:
                self._sum.update(array("Q", column))
        except OverflowError:  # a time before 1970
            self.add_text(repr(columns))
        self._look(max(columns[CHANGED - 1]), columns[CHANGED - 1])

    def add_text(self, text: str) -> None:
        self._sum.update(b"%d\n" % len(text))
        self._sum.update(text.encode("utf-8", "surrogatepass"))

    def add_file(self, path: str) -> None:
        """One file by its path, whether it is there or not."""
        try:
            status = os.stat(path)
        except OSError:
            self.add_text(f"{path}\0")
            return
        stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        self.add_text(f"{path}\0{stamp}")
        self._look(stamp[CHANGED - 1], stamp[CHANGED - 1 : CHANGED])

    def _look(self, newest: int, times: Iterable[int]) -> None:
        self.newest = max(self.newest, newest + tick(newest, times))

    def is_settled(self, now: int) -> bool:
        """Whether whatever is saved from that moment on, in ns, is sure to change the sum."""
        return self.newest < now

    @property
    def sum(self) -> bytes:
        return bytes(self._sum.digest())


def ground(root: str, day: str, templates: str) -> Tally:
    """The sum over everything but the notes that an answer may come from: the day, settings, templates, program."""
    tally = Tally()
    tally.add_text(f"{__version__} {sys.hexversion} {day}\0{templates}")
    _add_house(tally)
    for name in READ_BESIDE:
        tally.add_file(f"{root}/{name}")
    tally.add_text(
        str(os.path.exists(f"{root}/.obsidian/workspace.json"))
    )  # Obsidian saves it at every click
    for folder, _, names in os.walk(f"{root}/{templates}"):
        for name in sorted(names):
            tally.add_file(f"{folder}/{name}")
    return tally


def program() -> bytes:
    """The sum over the program itself: who works on it would else get what the one before it read and said."""
    tally = Tally()
    tally.add_text(f"{__version__} {sys.hexversion}")
    _add_house(tally)
    return tally.sum


def _add_house(tally: Tally) -> None:
    house = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    for folder in (house, os.path.join(os.path.dirname(house), "templates")):
        _add_program(tally, folder)


def _add_program(tally: Tally, folder: str) -> None:
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in found:
        if entry.is_dir():
            if entry.name != "__pycache__":
                _add_program(tally, entry.path)
        else:
            status = entry.stat()
            tally.add_text(f"{entry.path}\0{status.st_size}\0{status.st_mtime_ns}")


def tag(base: Tally, notes: bytes) -> bytes:
    """What an answer stands and falls with: the ground, and the sum of a walk."""
    return bytes(blake2b(base.sum + notes, digest_size=16).digest())


def replay(
    root: str, day: str, question: str, say: Callable[[bytes], None], tell: Callable[[bytes], None]
) -> bool:
    """Say again what was said to a question, if nothing has changed since. Looks at every file of the vault.

    What `say` raises must be no OSError: only the memory's own are none of the user's business.
    """
    try:
        with open(_path(root, question), "rb", buffering=0) as file:
            kept = _read(file)
            if kept is None:
                return False
            found, (apart, templates), length, told = kept
            walked = Tally()
            for listing in folders(root, apart):
                walked.add(listing)
            if tag(ground(root, day, templates), walked.sum) != found:
                return False
            file.seek(_START)
            while length and (piece := file.read(min(length, _CHUNK))):
                say(piece)
                length -= len(piece)
            tell(told)
    except (OSError, ValueError, EOFError, TypeError):
        return False
    return True


def _read(file: BinaryIO) -> tuple[bytes, Way, int, bytes] | None:
    """The tag, the way, how long the answer is and what goes to stderr; None if the file is not whole."""
    from zlib import crc32

    start = file.read(_START)
    if not start.startswith(_MARK):
        return None
    found, check, lengths = start[_TAG:_CHECK], start[_CHECK:_SIZES], start[_SIZES:]
    out, err, way = (int.from_bytes(lengths[at : at + 8], "big") for at in (0, 8, 16))
    if os.fstat(file.fileno()).st_size != _START + out + err + way:
        return None
    sum_ = 0
    while piece := file.read(_CHUNK):
        sum_ = crc32(piece, sum_)
    if crc32(lengths, sum_).to_bytes(4, "big") != check:
        return None
    file.seek(_START + out)
    told = file.read(err)
    return found, marshal.loads(file.read(way)), out, told


class Keeping:
    """An answer that is being given: `said` takes its pieces, then `finish` keeps it or `drop` forgets it.

    Where the folder cannot be written, or the disk is full, the answer is just not kept.
    """

    def __init__(self, root: str, question: str) -> None:
        self._path = _path(root, question)
        self._draft = f"{self._path}.{os.getpid()}"
        self._length = self._sum = 0
        self._file: BinaryIO | None = None
        try:
            make_private(os.path.dirname(self._path))
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
            self._file = os.fdopen(os.open(self._draft, flags, 0o600), "wb", buffering=_CHUNK)
            self._file.write(bytes(_START))
        except OSError:
            self.drop()

    def said(self, piece: bytes) -> None:
        """A piece of what goes to stdout."""
        self._length += len(piece)
        if self._length > _MOST_BYTES // 2:
            self.drop()
        self._write(piece)

    def finish(self, found: bytes, way: Way, err: bytes) -> None:
        """Keep it under the tag of the vault as it was."""
        from zlib import crc32

        head = marshal.dumps(way)
        self._write(err)
        self._write(head)
        if self._file is None:
            return
        lengths = b"".join(n.to_bytes(8, "big") for n in (self._length, len(err), len(head)))
        check = crc32(lengths, self._sum).to_bytes(4, "big")
        try:
            self._file.seek(0)
            self._file.write(_MARK + found + check + lengths)
            self._file.close()
            replace_kept(self._draft, self._path)
            _tidy(os.path.dirname(self._path))
        except OSError:
            self.drop()

    def drop(self) -> None:
        """Forget it."""
        if self._file is not None:
            for end in (self._file.close, lambda: os.unlink(self._draft)):
                try:
                    end()
                except OSError:
                    continue
        self._file = None

    def _write(self, piece: bytes) -> None:
        from zlib import crc32

        if self._file is None:
            return
        try:
            self._file.write(piece)
        except OSError:
            self.drop()
        self._sum = crc32(piece, self._sum)


def replace_kept(draft: str, path: str) -> None:
    """Let a new file of memory take the place of the old one, which is gone first: to exchange them would wait for the disk."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass
    os.replace(draft, path)


def _tidy(folder: str) -> None:
    """Leave room for the answers of the last days only."""
    with os.scandir(folder) as entries:
        found = [(entry.stat().st_mtime_ns, entry.stat().st_size, entry.path) for entry in entries]
    room = _MOST_BYTES
    for number, (_, size, path) in enumerate(sorted(found, reverse=True)):
        room -= size
        if number and (number >= _MOST_FILES or room < 0):
            os.unlink(path)


def _path(root: str, question: str) -> str:
    name = blake2b(question.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return os.path.join(cache_home(root), "answers", name)
