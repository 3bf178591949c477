"""Counts the work of one command, not its time: what it opens, looks into, reads and writes. Run in a child process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

REPO = Path(__file__).parent.parent

# Python tells its audit hooks of every file opened and every folder listed; that a note is parsed only we know.
_COUNTING = """
import json, os, sys
from collections import Counter
root, report = sys.argv[1], sys.argv[2]
opened, listed, renamed, parsed = Counter(), Counter(), Counter(), Counter()
last_folder = [""]

def hear(event, args):
    if event == "open" and isinstance(args[0], (str, bytes, os.PathLike)):
        path = os.path.abspath(os.fsdecode(os.fspath(args[0])))
        flags = args[2] if isinstance(args[2], int) else 0
        if flags & getattr(os, "O_DIRECTORY", 0):
            last_folder[0] = path  # to be listed by its descriptor
        if path.startswith(root + os.sep) and not flags & os.O_DIRECTORY:
            opened[path[len(root) + 1:]] += 1
    elif event == "os.scandir" and args[0] is not None:
        path = last_folder[0] if isinstance(args[0], int) else os.path.abspath(os.fsdecode(os.fspath(args[0])))
        if path == root or path.startswith(root + os.sep):
            listed[path[len(root) + 1:]] += 1

sys.addaudithook(hear)
sys.argv[1:] = sys.argv[3:]

class Counted:
    # the module is left as it is until something imports it: what a command loads is part of its work
    def find_spec(self, name, path, target=None):
        if name != "vault_tools.core.meaning.notes":
            return None
        sys.meta_path.remove(self)
        import importlib.util
        spec = importlib.util.find_spec(name)
        execute = spec.loader.exec_module

        def exec_module(module):
            execute(module)
            read = module.read_note

            def read_note(path, data):
                parsed[path] += 1
                return read(path, data)

            module.read_note = read_note

        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, Counted())
def tell():
    with open(report, "w") as file:
        json.dump({"opened": opened, "listed": listed, "parsed": parsed}, file)

import atexit
atexit.register(tell)
from vault_tools.__main__ import main
main()
"""


@dataclass(frozen=True)
class Work:
    """What one run did inside the vault: times by path; the files that are others now, with their bytes."""

    opened: Counter[str]
    listed: Counter[str]
    parsed: Counter[str]
    written: dict[str, int]
    code: int
    said: str

    @property
    def notes_opened(self) -> int:
        return sum(n for path, n in self.opened.items() if path.endswith(".md"))

    @property
    def notes_parsed(self) -> int:
        return self.parsed.total()


def work(root: Path, scratch: Path, *argv: str, tab: str | None = None) -> Work:
    """Run a command in the vault and count."""
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    if tab is not None:
        env |= {"_VAULT_COMPLETE": "bash_complete", "COMP_WORDS": tab, "COMP_CWORD": str(tab.count(" "))}
    before = _stamps(root)
    report = scratch / "work.json"
    run = subprocess.run(
        [sys.executable, "-c", _COUNTING, str(root), str(report), *argv],
        cwd=root, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60,
    )  # fmt: skip
    assert run.returncode in (0, 1), run.stderr
    counts = {name: Counter(found) for name, found in json.loads(report.read_text()).items()}
    after = _stamps(root)
    written = {path: stamp[2] for path, stamp in after.items() if before.get(path) != stamp}
    written |= {path: 0 for path in before if path not in after}
    return Work(**counts, written=written, code=run.returncode, said=run.stdout + run.stderr)


def _stamps(root: Path) -> dict[str, tuple[int, int, int]]:
    found = {}
    for path in root.rglob("*"):
        status = path.stat()
        if path.is_file():
            found[path.relative_to(root).as_posix()] = (status.st_ino, status.st_mtime_ns, status.st_size)
    return found
