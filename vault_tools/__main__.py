"""Start the command line: `vault`, `vault-tools` and `python -m vault_tools`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run a command and leave with its exit code: 0 done, 1 refused, 2 misuse, 3 a bug, 130 interrupted."""
    from vault_tools.cli.edge import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
