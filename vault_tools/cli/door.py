"""The front door: a question that was answered before is answered from what was kept, as long as nothing changed.

Loads next to nothing, click least of all. It decides nothing: in any doubt it lets the command in.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence

from vault_tools.cli import COMPLETE, KEPT
from vault_tools.cli.outcome import DONE, INTERRUPTED, UnsaidError
from vault_tools.core.errors import VaultError
from vault_tools.store import answers
from vault_tools.store.finding import find_root

TYPE_CHECKING = False  # without `typing`, which takes as long to load as all of this
if TYPE_CHECKING:
    from typing import BinaryIO

_OPTIONS = ("--vault", "--today")
_HELP = ("--help", "-h")  # of a command is no question about a vault
_TERMINAL = (  # what cli/table.py asks the terminal about
    "COLUMNS", "NO_COLOR", "TERM", "TERM_PROGRAM", "TMUX", "FORCE_HYPERLINK",
    "VTE_VERSION", "WT_SESSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "DOMTERM",
)  # fmt: skip


class Question:
    """What is asked, of which vault, and for which day: the words, and where they are said."""

    __slots__ = ("day", "root", "words")

    def __init__(self, words: str, root: str, day: str) -> None:
        self.words = words
        self.root = root
        self.day = day


def answered(argv: Sequence[str]) -> int | None:
    """The exit code, if the answer was kept and has been said; None if the command has to be run."""
    try:
        question = asked(argv)
        if question is None:
            return None
        is_said = answers.replay(question.root, question.day, question.words, _say, _tell)
        return DONE if is_said else None
    except UnsaidError as unsaid:
        from vault_tools.cli.edge import not_said

        return not_said(unsaid)
    except KeyboardInterrupt:
        return INTERRUPTED


def _say(said: bytes) -> None:
    """A piece of the result, to stdout. UnsaidError if it cannot be written there."""
    try:
        _write(sys.stdout.buffer, said)
    except OSError as error:
        raise UnsaidError(error) from None


def _tell(said: bytes) -> None:
    """Talk, to stderr; if nobody can hear it, nothing else fails."""
    try:
        _write(sys.stderr.buffer, said)
    except OSError:
        pass


def _write(stream: BinaryIO, said: bytes) -> None:
    """All of it: a stream without a buffer takes as much at once as it likes, and says how much that was."""
    while said:
        written = stream.write(said)
        if not written:
            from errno import EAGAIN

            raise BlockingIOError(EAGAIN, os.strerror(EAGAIN))
        said = said[written:]
    stream.flush()


def asked(argv: Sequence[str]) -> Question | None:
    """The question, if it is one whose answer may be kept."""
    if os.environ.get(answers.WITHOUT) or os.name == "nt" or not _is_plain(sys.stdout, sys.stderr):
        return None
    given: dict[str, str] = {}
    if COMPLETE in os.environ:
        words = [os.environ.get(name, "") for name in (COMPLETE, "COMP_WORDS", "COMP_CWORD")]
        if any(option in words[1] for option in _OPTIONS):
            return None
    else:
        words = list(argv)
        while words and words[0].partition("=")[0] in _OPTIONS:
            option, mark, value = words.pop(0).partition("=")
            if not mark and not words:
                return None
            given[option] = value if mark else words.pop(0)
        if not words or words[0] not in KEPT or not set(_HELP).isdisjoint(words):
            return None
    try:
        root = find_root(given.get("--vault"), os.getcwd())
    except (VaultError, OSError, ValueError):
        return None
    # A played day may be counted from another one (`+7d`), so all count. Only to compare: the day itself is
    # read in `context`, and what it means there decides.
    played = given.get("--today", "") + "\0" + os.environ.get("VAULT_TODAY", "")
    return Question("\0".join([*words, *_place()]), root, f"{played}\0{time.strftime('%Y-%m-%d')}")


def _is_plain(*streams: object) -> bool:
    return all(
        (getattr(s, "encoding", "") or "").lower() == "utf-8" and hasattr(s, "buffer") for s in streams
    )


def _place() -> list[str]:
    """What of the terminal shows in an answer: colours, and how wide it is."""
    is_shown = [str(stream.isatty()) for stream in (sys.stdout, sys.stderr)]
    try:
        columns = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return [*is_shown, str(columns), *(os.environ.get(name, "") for name in _TERMINAL)]
