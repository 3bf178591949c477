"""`vault prompt`: how much is overdue, in two characters, for the prompt of a shell."""

from __future__ import annotations

import click

from vault_tools.cli import context as at
from vault_tools.core.errors import NotFoundError, VaultError


@click.command(short_help="Print `3!` for the prompt of a shell.")
def prompt() -> None:
    """Print `3!` if three follow-ups are overdue, and nothing if none is, or if a no is fresh.

    It says what the last command, or `vault watch`, has counted today. Never fails, as a prompt must not:
    without a vault it prints nothing, and `?!` where the vault cannot be read.
    """
    from vault_tools.commands.counting import overdue_now

    try:
        number = overdue_now(at.session())
    except NotFoundError:
        return
    except (VaultError, OSError):
        at.say("?!")
        return
    if number:
        at.say(f"{number}!")
