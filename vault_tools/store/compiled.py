"""Templates as Jinja has compiled them, kept outside the vault. Knows bytes and a folder, not what a template says.

Compiling the dashboard takes longer than all that is done with it. It is only a memory: damaged, old, from another
version, or where nothing can be kept, the template is compiled anew.
"""

# A file: the mark, the sum of everything the code came from, the sum of the code, the code.

from __future__ import annotations

import hashlib
import marshal
import os
import sys

from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket, BytecodeCache

from vault_tools import __version__
from vault_tools.core.wording import neutral, rendering, sandbox
from vault_tools.store.answers import WITHOUT
from vault_tools.store.state import cache_home, make_private

_MARK = b"vault template 1\n"
_SUM = 20


def compiled(root: str | os.PathLike[str]) -> rendering.Compiled | None:
    """Where the templates of a vault are kept compiled, for each way of rendering; None if nothing is to be kept."""
    if os.environ.get(WITHOUT):
        return None
    folder, program = os.path.join(cache_home(root), "templates"), _program()
    return lambda way: _Kept(folder, way, program)


class _Kept(BytecodeCache):
    """The code of one way of rendering: what Jinja makes of a template depends on it."""

    def __init__(self, folder: str, way: str, program: bytes) -> None:
        self._folder, self._way, self._program = folder, way, program

    def load_bytecode(self, bucket: Bucket) -> None:
        wanted = _MARK + self._origin(bucket)
        try:
            with open(self._path(bucket), "rb") as file:
                if not _is_ours_alone(file.fileno()):
                    return
                data = file.read()
        except OSError:
            return
        code = data[len(wanted) + _SUM :]
        if data.startswith(wanted) and data[len(wanted) : len(wanted) + _SUM] == _sum(code):
            try:
                bucket.code = marshal.loads(code)
            except (EOFError, ValueError, TypeError):
                bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        code = marshal.dumps(bucket.code)
        path = self._path(bucket)
        draft = f"{path}.{os.getpid()}"
        try:
            make_private(self._folder)
            flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
            with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
                file.write(_MARK + self._origin(bucket) + _sum(code) + code)
            os.replace(draft, path)
        except OSError:
            try:
                os.unlink(draft)
            except OSError:
                pass

    def _path(self, bucket: Bucket) -> str:
        return os.path.join(self._folder, f"{self._way}-{bucket.key}")

    def _origin(self, bucket: Bucket) -> bytes:
        return _sum(b"\0".join((self._program, self._way.encode(), bucket.checksum.encode())))


def _program() -> bytes:
    """What compiles: Python, Jinja, and our own filters, which Jinja may carry out as it compiles."""
    parts = [sys.version, jinja_version, __version__]
    for module in (rendering, sandbox, neutral):
        status = os.stat(module.__file__ or "")
        parts += [str(status.st_mtime_ns), str(status.st_size)]
    return "\0".join(parts).encode()


def _is_ours_alone(fd: int) -> bool:
    """Whether nobody else may have written it: what is in it is run."""
    if sys.platform == "win32":
        return True
    status = os.fstat(fd)
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:_SUM]
