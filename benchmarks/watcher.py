"""Save notes beside a running `vault watch`, and see when the dashboard is right, how often it was written, at what cost."""

from __future__ import annotations

import os
import statistics
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

NOTE = "Benchmark.md"  # saved again and again; it has one line, and that stands first on the dashboard
_TICK = 0.0005
_PATIENCE = 600.0
_BURSTS = 5  # where in its waiting a burst ends is chance


@dataclass(frozen=True)
class Watched:
    """Seconds from each save to the dashboard, and from the end of each burst; its most writes; ms of CPU a second; MB."""

    saves: Sequence[float] = ()
    bursts: Sequence[float] = ()
    writes: int | None = None
    idle: float | None = None
    peak: float | None = None

    @property
    def p50(self) -> float:
        return statistics.median(self.saves)

    @property
    def burst(self) -> float | None:
        return statistics.median(self.bursts) if self.bursts else None

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.saves, n=20)[-1]


class Watcher:
    """`vault watch` on one vault, from its start until it is quiet, to its end."""

    def __init__(self, vault: Path, argv: Sequence[str], env: Mapping[str, str], today: str) -> None:
        self.vault, self.today = vault, today
        self.dashboard = vault / "Dashboard.md"
        self._save("begin")
        self._process = subprocess.Popen(
            argv, cwd=vault, env={**os.environ, **env},
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            self._until("begin")
            self._rest()
        except TimeoutError:
            self.stop()
            raise

    def measure(self, *, saves: int, burst: int, idle: float) -> Watched:
        """The saves one by one, then the bursts, then idle seconds."""
        dice = Random(7)
        took = []
        for number in range(saves):
            time.sleep(dice.uniform(0.12, 0.4))  # not in step with anything it may wait for
            start = self._save(f"save {number}", by_renaming=number % 2 == 1)
            took.append(self._until(f"save {number}") - start)
        bursts = [self._burst(burst, f"last {number}") for number in range(_BURSTS)] if burst else []
        writes = max(writes for _, writes in bursts) if bursts else None
        self._rest()
        spent = self._idle(idle) if idle else None
        return Watched(took, [took for took, _ in bursts], writes, spent, self._peak())

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(30)
        (self.vault / NOTE).unlink()

    def _save(self, word: str, *, by_renaming: bool = False) -> float:
        """Save the note as an editor does, in place or by renaming; the moment when it is done."""
        # fourteen days late, the oldest that is not folded away: the first line, however many others there are
        due = date.fromisoformat(self.today) - timedelta(days=14)
        text = f"- [ ] 🔺 {word} of the benchmark 📅 {due}\n"
        path = self.vault / NOTE
        if by_renaming:
            hidden = self.vault / f".{NOTE}.new"
            hidden.write_text(text, encoding="utf-8")
            hidden.replace(path)
        else:
            path.write_text(text, encoding="utf-8")
        return time.perf_counter()

    def _until(self, word: str) -> float:
        """The moment when the dashboard has these words."""
        wanted, seen = f"{word} of the benchmark".encode(), None
        end = time.perf_counter() + _PATIENCE
        while (now := time.perf_counter()) < end:
            if (stamp := self._stamp()) != seen:
                seen = stamp
                try:
                    if wanted in self.dashboard.read_bytes():
                        return now
                except FileNotFoundError:
                    pass
            if self._process.poll() is not None:
                break
            time.sleep(_TICK)
        raise TimeoutError(f"vault watch never wrote {word!r} on the dashboard")

    def _burst(self, count: int, word: str) -> tuple[float, int]:
        """Save so many notes, the last with a new word; seconds from that until it is right, and all writes on the way."""
        notes = sorted((self.vault / "Daily").rglob("*.md"))[:count]
        before = {note: note.read_bytes() for note in notes}
        stamps: list[tuple[int, int] | None] = [self._stamp()]
        is_over = threading.Event()

        def count_writes() -> None:
            while not is_over.is_set():
                if (stamp := self._stamp()) != stamps[-1]:
                    stamps.append(stamp)
                time.sleep(_TICK)

        counter = threading.Thread(target=count_writes)
        counter.start()
        for number, (note, data) in enumerate(before.items()):
            note.write_bytes(data + f"\n- [ ] ⏫ burst {number} 📅 {self.today}\n".encode())
        start = self._save(word)
        took = self._until(word) - start
        self._rest()
        is_over.set()
        counter.join()
        writes = len([stamp for stamp in stamps[1:] if stamp is not None])
        for note, data in before.items():
            note.write_bytes(data)
        self._rest()
        return took, writes

    def _idle(self, seconds: float) -> float:
        """Milliseconds of CPU a second while nothing happens."""
        before, start = self._cpu(), time.perf_counter()
        time.sleep(seconds)
        return (self._cpu() - before) / 1e6 / (time.perf_counter() - start)

    def _rest(self) -> None:
        """Until it has used nearly no CPU for a second."""
        end = time.perf_counter() + _PATIENCE
        before = self._cpu()
        while time.perf_counter() < end:
            time.sleep(1.0)
            now = self._cpu()
            if now - before < 5_000_000:
                return
            before = now

    def _stamp(self) -> tuple[int, int] | None:
        try:
            status = self.dashboard.stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _cpu(self) -> int:
        """Nanoseconds on a CPU, of all its threads."""
        total = 0
        for task in Path(f"/proc/{self._process.pid}/task").iterdir():
            try:
                total += int((task / "schedstat").read_text().split()[0])
            except OSError:
                continue
        return total

    def _peak(self) -> float:
        """Megabytes."""
        lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
