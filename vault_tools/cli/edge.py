"""The one place where an error becomes a line on stderr and an exit code. Imports click only where a command runs."""

from __future__ import annotations

import gc
import os
import sys

from vault_tools.cli import COMPLETE, KEPT
from vault_tools.cli.outcome import (
    BEHIND,
    BUG,
    DONE,
    INTERRUPTED,
    MISUSE,
    REFUSED,
    UnsaidError,
)
from vault_tools.core.errors import VaultError

_TOO_MANY = "Got unexpected extra argument"  # as click says it

TYPE_CHECKING = False  # typing itself is 2 ms, a sixth of `vault --version`
if TYPE_CHECKING:
    from collections.abc import Sequence

    import click


def run(argv: Sequence[str]) -> int:
    """Run one command; whatever goes wrong is told in one line, and nothing of it reaches the user as a traceback."""
    if not _has_streams():
        _say("stdout is closed: nothing was changed. Send it to /dev/null if nobody wants to see it.")
        return REFUSED
    if was_here := sys.modules.get("vault_tools.store.untold"):
        was_here.untold.clear()
    gc.disable()  # what a command makes it needs to its end; to look through it all takes as long as to make it
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
        except (AttributeError, ValueError, OSError):
            pass
    try:
        code = _version() if list(argv) == ["--version"] and COMPLETE not in os.environ else _command(argv)
        _let_out()
    except KeyboardInterrupt as stopped:
        return _stopped(stopped)
    except VaultError as error:
        for sentence in getattr(error, "__notes__", ()):
            _say(sentence)
        _say(str(error))
        return _closed(error.exit_code)
    except UnsaidError as unsaid:
        return not_said(unsaid)
    except BrokenPipeError:
        return _closed(REFUSED)
    except OSError as error:
        _say(f"{_where(error)}{error.strerror or error}. {_way_out(error)}")
        return _closed(REFUSED)
    except Exception as error:  # the last net: a bug must not look like the user's fault
        return _closed(_bug(error, argv))
    return _closed(code)


def not_said(unsaid: UnsaidError) -> int:
    """End where all is done, and the result cannot be written."""
    cause = unsaid.args[0]
    if not isinstance(cause, BrokenPipeError):  # whoever reads has seen enough
        why = f"The result could not be written to stdout ({cause.strerror})"
        _say(f"{why}; what was to be changed is changed.")
    return _closed(BEHIND)


def _let_out() -> None:
    """What was said and is held back yet; a stdout that refuses it now is no other than one that did at once."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise UnsaidError(error) from None


def _stopped(stopped: KeyboardInterrupt) -> int:
    """Say what became of it. Who is told that nothing was changed types it again."""
    import signal

    from vault_tools.store.untold import untold

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends anyway
    try:
        if untold:
            _say(f"Stopped. {' and '.join(untold)}; `vault dashboard` shows it.")
            return _closed(BEHIND)
        _say(f"Stopped. {stopped if stopped.args else 'What was not finished has changed nothing.'}")
        return _closed(INTERRUPTED)
    finally:
        signal.signal(signal.SIGINT, before)


def _version() -> int:
    """What click's option says too, for scripts that ask again and again: click is most of its time."""
    from vault_tools import __version__

    print(f"vault {__version__}")
    return DONE


def _command(argv: Sequence[str]) -> int:
    import click

    from vault_tools.cli.app import vault

    if COMPLETE in os.environ:  # a shell asks, behind a Tab
        from vault_tools.cli.shells import register

        register()
    try:
        question = None
        if COMPLETE in os.environ or not set(KEPT).isdisjoint(argv):
            from vault_tools.cli.door import asked

            question = asked(argv)
        if question is None:
            code = vault.main(list(argv), prog_name="vault", standalone_mode=False)
        else:
            from vault_tools.cli.ear import listening

            with listening(question) as ear:
                code = vault.main(list(argv), prog_name="vault", standalone_mode=False, obj=ear)
    except click.exceptions.NoArgsIsHelpError as error:  # a page, and not to be folded into one line
        click.echo(error.format_message(), err=True)
        return MISUSE
    except click.UsageError as error:
        _say_usage(error)
        return MISUSE
    except click.Abort as stopped:
        if stopped.__cause__ is None:  # at a question, whose line nobody has ended
            click.echo(err=True)
        raise (
            stopped.__cause__ if isinstance(stopped.__cause__, KeyboardInterrupt) else KeyboardInterrupt
        ) from None
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        _say(error.format_message())
        return error.exit_code
    return code if isinstance(code, int) else DONE  # click hands back the code of an Exit


def _has_streams() -> bool:
    """Whether there is a stdout. What is closed is opened on nothing, or a note would get its number: and with
    it, for the time that it is open, all that anybody writes there.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number: this one
    has_stdout = sys.stdout is not None
    sys.stdin = sys.stdin or os.fdopen(0, encoding="utf-8")
    sys.stdout = sys.stdout or os.fdopen(1, "w", encoding="utf-8")
    sys.stderr = sys.stderr or os.fdopen(2, "w", encoding="utf-8")
    return has_stdout


def _say(message: str) -> None:
    import click

    from vault_tools.core.meaning.names import printable

    try:
        click.echo(f"vault: {printable(' '.join(message.split()))}", err=True)
    except (OSError, ValueError):
        pass


def _say_usage(error: click.UsageError) -> None:
    command = error.ctx.command_path if error.ctx else "vault"
    message = error.format_message().rstrip()
    if error.ctx is not None and error.ctx.command_path.count(" ") == 1 and message.startswith(_TOO_MANY):
        from vault_tools.cli.extra import extras, quotes_for

        message = f"{message}. {quotes_for(extras(error.ctx))}".rstrip(". ")
    _say(f"{message}{'' if message.endswith(('.', '?', '!', '?)')) else '.'} See `{command} --help`.")


def _where(error: OSError) -> str:
    return f"{error.filename}: " if error.filename else ""


def _way_out(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "There is no space left; make room and run it again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "Check who may read and write there, and run it again."
    return "Nothing was left half-written; run it again."


def _closed(code: int) -> int:
    """Leave no stream that fails once more when Python ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
            except (OSError, ValueError):
                pass
    return code


def _bug(error: Exception, argv: Sequence[str]) -> int:
    import traceback

    from vault_tools import __version__
    from vault_tools.store.state import config_home, make_private

    report = (
        f"vault {__version__}, Python {sys.version.split()[0]}, {sys.platform}\nvault {' '.join(argv)}\n\n"
    )
    report += "".join(traceback.format_exception(error))
    place = os.path.join(config_home(), "last-bug.txt")
    try:
        make_private(os.path.dirname(place))
        try:
            os.unlink(place)  # whoever may read the old one, and wherever it leads
        except FileNotFoundError:
            pass
        with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(report.encode("utf-8", "replace"))
        kept = (
            f"The report is in {place}; it holds what you typed, and may hold a piece of a note: "
            "read it before you pass it on."
        )
    except OSError:
        kept = "It could not be written down."
    _say(f"This is a bug of ours, not yours ({type(error).__name__}: {error}). {kept}")
    return BUG
