"""Start the command line: `vault`, `vault-tools` and `python -m vault_tools`."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # without `typing`, which takes as long to load as all of a `vault prompt`
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> None:
    """Run a command and leave with its exit code: 0 done, 1 refused, 2 misuse, 3 a bug, 130 interrupted."""
    if sys.argv[1:] == ["prompt"]:  # a shell waits for it before every command
        from vault_tools.cli.prompt import at_once

        if at_once():
            return
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        _again_in_utf8()
    from vault_tools.cli import COMPLETE, KEPT

    code = None
    if COMPLETE in os.environ or not set(KEPT).isdisjoint(sys.argv):
        from vault_tools.cli.door import answered

        code = answered(sys.argv[1:])
    if code is None:
        from vault_tools.cli.edge import run

        code = run(sys.argv[1:])
    _leave(code)


def _again_in_utf8() -> None:
    """Begin anew where the locale would read names of notes as something else: they are UTF-8 on every machine.

    Else a note called `Søren` were not found, and the dashboard drawn without it.
    """
    if sys.executable and os.name == "posix":
        said = getattr(sys.stdout, "encoding", None) or "utf-8"
        os.environ.setdefault("PYTHONIOENCODING", f"{said}:replace")  # the terminal stays what it is
        os.environ["PYTHONUTF8"] = "1"
        words = [word.encode("utf-8", "surrogateescape") for word in sys.orig_argv[1:]]
        os.execv(sys.executable, [os.fsencode(sys.executable), *words])


def _leave(code: int) -> NoReturn:
    """End without taking apart, piece by piece, all that was read: that is a tenth of a first look.

    What has to be done at an end is done, and what was said is out.
    """
    import atexit

    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):
            pass  # told in `run`, as far as it can be
    os._exit(code)


if __name__ == "__main__":
    main()
