"""Start the command line: `vault`, `vault-tools` and `python -m vault_tools`."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # without `typing`, which takes as long to load as all of a `vault prompt`
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> None:
    """Run a command and leave with its exit code: 0 done, 1 refused, 2 misuse, 3 a bug, 130 interrupted."""
    try:
        code = _prompted(sys.argv[1:])
        if code != 0:
            _leave(_ended(sys.argv[1:]) if code is None else code)
    except KeyboardInterrupt:  # before the edge stands, or once more while it tells of the first
        deeds = sys.modules.get("vault_tools.store.untold")
        os._exit(4 if deeds is not None and deeds.untold else 130)


def _prompted(argv: list[str]) -> int | None:
    """The exit code, if that was all: a shell waits for its prompt before every command."""
    if argv != ["prompt"]:
        return None
    from vault_tools.cli.prompt import at_once

    return at_once()


def _ended(argv: list[str]) -> int:
    """The exit code of a command that was run, by the shortest way that knows the answer."""
    if sys.getfilesystemencoding() != "utf-8" and os.environ.get("PYTHONUTF8") != "1":
        _again_in_utf8()
    from vault_tools.cli import COMPLETE, KEPT

    if COMPLETE in os.environ or not set(KEPT).isdisjoint(argv):
        from vault_tools.cli.door import answered

        code = answered(argv)
        if code is not None:
            return code
    from vault_tools.cli.edge import run

    return run(argv)


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
        except (AttributeError, OSError, ValueError, KeyboardInterrupt):
            pass  # told in `run`, as far as it can be; and what is done by now is not stopped any more
    os._exit(code)


if __name__ == "__main__":
    main()
