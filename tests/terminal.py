"""Somebody at a terminal: runs the program on a real one and answers when it asks."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

DEADLINE = 30.0
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """One running command. Keys are pressed once it waits for one, lines typed once it waits for a line."""

    def __init__(self, cwd: Path, *args: str, env: dict[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        self._said = b""
        self._read = 0
        self._process = subprocess.Popen(
            [sys.executable, "-m", "vault_tools", *args],
            stdin=slave, stdout=slave, stderr=slave, cwd=cwd, start_new_session=True,
            env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **(env or {})},
        )  # fmt: skip
        os.close(slave)

    def press(self, key: str) -> str:
        """Press a single key at the next question; gives what was said before it."""
        said = self._until(" q quit", raw=True)
        os.write(self._master, key.encode())
        return said

    def type(self, line: str, *, at: str) -> str:
        """Answer a question in words."""
        said = self._until(at, raw=False)
        os.write(self._master, f"{line}\n".encode())
        return said

    def interrupt(self) -> None:
        """Ctrl-C at the next question."""
        self.press("\x03")

    def end(self) -> tuple[int, str]:
        """The exit code, and everything that was said."""
        while self._take():
            pass
        code = self._process.wait(DEADLINE)
        os.close(self._master)
        return code, self.said

    @property
    def said(self) -> str:
        return _STYLE.sub("", self._said.decode(errors="replace")).replace("\r\n", "\n")

    def _until(self, words: str, *, raw: bool) -> str:
        start = time.monotonic()
        while time.monotonic() - start < DEADLINE:
            fresh = self._said[self._read :].decode(errors="replace")
            if words in _STYLE.sub("", fresh) and self._is_raw() == raw:
                self._read = len(self._said)
                return _STYLE.sub("", fresh).replace("\r\n", "\n")
            if not self._take(0.02) and self._process.poll() is not None:
                break
        self._process.send_signal(signal.SIGKILL)
        raise AssertionError(f"it never asked {words!r}:\n{self.said}")

    def _is_raw(self) -> bool:
        return not termios.tcgetattr(self._master)[3] & termios.ICANON

    def _take(self, wait: float = DEADLINE) -> bool:
        """Read what there is; False if nothing comes."""
        ready, _, _ = select.select([self._master], [], [], wait)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the other side is closed
            return False
        self._said += data
        return bool(data)
