"""Two watchers on two copies that a real sync tool keeps alike: they end on the same bytes, and then rest.

Syncthing runs twice on this machine, over the loopback alone: no discovery, no relay, no network beyond it.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from life import Life

DAY = "2026-11-22"
DEADLINE = 40.0
QUIET = 3.0  # seconds in which nothing may be written any more
LINE = "- [ ] {} 📅 2026-11-20\n"

pytestmark = pytest.mark.skipif(
    not shutil.which("syncthing") or os.name == "nt", reason="needs syncthing, a tool that syncs folders"
)


class Side:
    """One machine: a folder, the sync tool that carries it over, and the watcher on it."""

    def __init__(self, place: Path) -> None:
        self.home, self.root = place / "home", place / "v"
        self.root.mkdir(parents=True)
        self.port, self.gui = free_port(), free_port()
        made = subprocess.run(
            ["syncthing", "generate", "--home", str(self.home), "--no-default-folder"],
            capture_output=True, text=True, env={**os.environ, "HOME": str(place)}, timeout=30,
        )  # fmt: skip
        found = re.search(r"\b(?:[A-Z2-7]{7}-){7}[A-Z2-7]{7}\b", made.stdout + made.stderr)
        assert found is not None, made.stdout + made.stderr
        self.id = found[0]

    def knows(self, other: Side) -> None:
        """Write what the sync tool does: this folder with that other one, on the loopback."""
        devices = "".join(
            f'<device id="{side.id}"><address>tcp://127.0.0.1:{side.port}</address></device>'
            for side in (self, other)
        )
        within = "".join(f'<device id="{side.id}"/>' for side in (self, other))
        off = "".join(
            f"<{name}>false</{name}>"
            for name in ("globalAnnounceEnabled", "localAnnounceEnabled", "relaysEnabled", "natEnabled",
                         "crashReportingEnabled", "startBrowser", "announceLANAddresses")
        )  # fmt: skip
        (self.home / "config.xml").write_text(
            f'<configuration version="35"><folder id="v" path="{self.root}" type="sendreceive" rescanIntervalS="3600" '
            f'fsWatcherEnabled="true" fsWatcherDelayS="1">{within}</folder>{devices}'
            f'<gui enabled="true" tls="false"><address>127.0.0.1:{self.gui}</address><apikey>k</apikey></gui>'
            f"<options><listenAddress>tcp://127.0.0.1:{self.port}</listenAddress>{off}<urAccepted>-1</urAccepted>"
            "<autoUpgradeIntervalH>0</autoUpgradeIntervalH><reconnectionIntervalS>1</reconnectionIntervalS>"
            "</options></configuration>"
        )

    def notes(self) -> dict[str, bytes]:
        return {p.name: p.read_bytes() for p in sorted(self.root.rglob("*.md"))}

    def __enter__(self) -> Side:
        with ExitStack() as stack:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
            home = str(self.home.parent)
            self.sync = stack.enter_context(
                ended(
                    ["syncthing", "serve", "--home", str(self.home), "--no-browser", "--no-upgrade", "--no-restart",
                     "--skip-port-probing"],
                    env={**os.environ, "HOME": home, "STNODEFAULTFOLDER": "1"}, **quiet,
                )
            )  # fmt: skip
            self.watch = stack.enter_context(
                ended(
                    [sys.executable, "-m", "vault_tools", "--vault", str(self.root), "--today", DAY, "watch"],
                    env={**os.environ, "HOME": home, "XDG_STATE_HOME": f"{home}/state"},
                    **quiet,
                )
            )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()


class ended:  # noqa: N801  # reads as what it does
    """A process with all that it started; it is ended with the block."""

    def __init__(self, argv: list[str], **more: object) -> None:
        self._process = subprocess.Popen(argv, **more)  # type: ignore[call-overload]

    def __enter__(self) -> subprocess.Popen[bytes]:
        return self._process

    def __exit__(self, *_: object) -> None:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._process.pid, sign)
                self._process.wait(5)
                return
            except subprocess.TimeoutExpired:
                continue
            except ProcessLookupError:
                return


def free_port() -> int:
    with socket.socket() as at:
        at.bind(("127.0.0.1", 0))
        port: int = at.getsockname()[1]
        return port


def until(what: Callable[[], bool], words: str) -> None:
    end = time.monotonic() + DEADLINE
    while time.monotonic() < end:
        try:
            if what():
                return
        except OSError:
            pass  # a file that is being exchanged
        time.sleep(0.1)
    pytest.fail(f"never came: {words}")


def until_at_rest(sides: tuple[Side, Side]) -> None:
    """Two watchers that answer each other would never come to it."""

    def stamps() -> list[int]:
        return [p.stat().st_mtime_ns for side in sides for p in sorted(side.root.rglob("*.md"))]

    def are_quiet() -> bool:
        before, end = stamps(), time.monotonic() + QUIET
        while time.monotonic() < end:
            time.sleep(0.1)
            if stamps() != before:
                return False
        return True

    until(are_quiet, "rest")


@pytest.fixture
def sides(tmp_path: Path) -> Iterator[tuple[Side, Side]]:
    one, other = Side(tmp_path / "one"), Side(tmp_path / "other")
    (one.root / "vault.toml").write_text("")
    (other.root / "vault.toml").write_text("")
    (one.root / "Tasks.md").write_text(LINE.format("call Kim") + LINE.format("write Lou"))
    one.knows(other)
    other.knows(one)
    with one, other:
        yield one, other


def test_two_watchers_on_two_synced_copies_end_on_the_same_bytes_and_rest(sides: tuple[Side, Side]) -> None:
    one, other = sides

    def alike(*words: str) -> bool:
        notes = one.notes()
        return notes == other.notes() and all(word in notes["Dashboard.md"].decode() for word in words)

    until(lambda: alike("call Kim", "write Lou"), "the first dashboard on both")
    old = (one.root / "Dashboard.md").read_bytes()

    # One ticks the dashboard here, and another note is written over there, at the same time.
    ticked = (
        old.decode()
        .replace("- [ ] **call Kim", "- [x] **call Kim")
        .replace("- [ ] call Kim", "- [x] call Kim")
    )
    assert ticked.encode() != old
    (one.root / "Dashboard.md").write_text(ticked)
    (other.root / "More.md").write_text(LINE.format("ask Max"))
    until(lambda: alike("ask Max", "write Lou", "Done today"), "both edits on both dashboards")
    assert "- [x] call Kim 📅 2026-11-20 ✅ 2026-11-22\n" in one.notes()["Tasks.md"].decode()

    # An old dashboard comes back, as it does where a machine was off for a while. Nothing on it is an edit.
    written = {name: data for name, data in one.notes().items() if name in ("Tasks.md", "More.md")}
    (other.root / "Dashboard.md").write_bytes(old)
    until(lambda: alike("Done today", "ask Max"), "the dashboard of today on both")

    until_at_rest(sides)
    assert alike("Done today", "ask Max")
    assert {name: data for name, data in one.notes().items() if name in written} == written
    assert {f.text for f in Life(one.root).due(DAY)} == {"write Lou", "ask Max"}
