"""Start the command line: `vault`, `vault-tools` and `python -m vault_tools`."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run a command and leave with its exit code: 0 done, 1 refused, 2 misuse, 3 a bug, 130 interrupted."""
    if sys.argv[1:] == ["prompt"]:  # a shell waits for it before every command
        from vault_tools.cli.prompt import at_once

        if at_once():
            return
    from vault_tools.cli import COMPLETE, KEPT

    code = None
    if COMPLETE in os.environ or not set(KEPT).isdisjoint(sys.argv):
        from vault_tools.cli.door import answered

        code = answered(sys.argv[1:])
    if code is None:
        from vault_tools.cli.edge import run

        code = run(sys.argv[1:])
    sys.exit(code)


if __name__ == "__main__":
    main()
