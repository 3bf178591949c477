"""Listen to what a command says, and keep it as the answer to its question. Knows streams, not what is said."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from vault_tools.cli.outcome import UnsaidError
from vault_tools.store.answers import Keeping, Tally, ground, tag

if TYPE_CHECKING:
    from vault_tools.cli.door import Question
    from vault_tools.commands.session import Session


class Ear:
    """Hears one command. What it came from is measured before and after: only what stayed the same is kept."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self._session: Session | None = None
        self._ground: Tally | None = None
        self._told: list[bytes] = []
        self._out = sys.stdout
        self.keeping = Keeping(question.root, question.words)

    def opened(self, session: Session) -> None:
        """The command reads this vault."""
        before = self._settings()
        templates = session.vault.settings.templates
        self._ground = ground(self.question.root, self.question.day, templates)
        is_other = self._session is not None or str(session.vault.root) != self.question.root
        self._session = None if is_other or before != self._settings() else session

    def heard(self, said: bytes) -> None:
        if self._told:  # said again, all of stdout comes before stderr: on a terminal that must look the same
            self.keeping.drop()
        self.keeping.said(said)

    def heard_beside(self, said: bytes) -> None:
        self._told.append(said)
        try:
            self._out.flush()
        except OSError as error:
            raise UnsaidError(error) from None

    def keep(self) -> None:
        """Keep what was said, if it is sure to be said again as long as nothing changes."""
        session, before = self._session, self._ground
        if session is None or before is None or session.vault.reader.looks != 1:
            return self.keeping.drop()
        found, templates = session.vault.reader.found, session.vault.settings.templates
        after = ground(self.question.root, self.question.day, templates)
        settled = before.is_settled(found.taken) and found.tally.is_settled(found.taken)
        if not settled or not session.vault.reader.is_sound or before.sum != after.sum:
            return self.keeping.drop()
        way = tuple(sorted(session.vault.reader.apart)), templates
        self.keeping.finish(tag(before, found.tally.sum), way, b"".join(self._told))
        return None

    def _settings(self) -> bytes:
        tally = Tally()
        tally.add_file(f"{self.question.root}/vault.toml")
        return tally.sum


class _Tee:
    """A stream that somebody listens to. Flushed once, at the end: a pipe need not be told of each line."""

    def __init__(self, stream: TextIO, heard: Callable[[bytes], None]) -> None:
        self._stream, self._heard = stream, heard
        self.buffer = _Below(stream, heard)

    def write(self, text: str) -> int:
        self._heard(
            text.encode("utf-8", "replace")
        )  # first: what nobody can hear now may be heard the next time
        return self._stream.write(text)

    def flush(self) -> None:
        if self._stream.isatty():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Below:
    """What lies below it: click writes there what is bytes already, as an answer to a Tab is."""

    def __init__(self, stream: TextIO, heard: Callable[[bytes], None]) -> None:
        self._stream, self._heard = stream, heard

    def write(self, data: bytes) -> int:
        self._stream.flush()
        self._heard(data)
        return self._stream.buffer.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream.buffer, name)


@contextmanager
def listening(question: Question) -> Iterator[Ear]:
    """Hear what is said meanwhile; kept if nothing goes wrong, also by an exit with 0, as completion ends."""
    ear = Ear(question)
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Tee(out, ear.heard), _Tee(err, ear.heard_beside)
    try:
        yield ear
    except SystemExit as end:
        if end.code:
            ear.keeping.drop()
        else:
            ear.keep()
        raise
    except BaseException:  # also Ctrl-C: half an answer must not be kept for a whole one
        ear.keeping.drop()
        raise
    else:
        ear.keep()
    finally:
        sys.stdout, sys.stderr = out, err
