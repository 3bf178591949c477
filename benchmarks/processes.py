"""Run whole processes in turn and take their time and their peak memory. Knows no vault.

Every round starts each command once, so that a slow spell of the machine hits all of them: only ratios within a
round count. The peak of a child cannot read below this process's own size, so this one stays small.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Command:
    """One command line. `before` and `after` are not measured: they make the same start for each round."""

    argv: Sequence[str]
    cwd: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None


@dataclass(frozen=True)
class Run:
    seconds: float
    megabytes: float


def in_turn(commands: Mapping[str, Command], rounds: int) -> dict[str, list[Run]]:
    """So many runs of each, after one that does not count."""
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            if command.before is not None:
                command.before()
            run = once(command)
            if command.after is not None:
                command.after()
            if number:
                runs[name].append(run)
        _tell(f"round {number} of {rounds}" if number else "first round, not counted")
    return runs


def once(command: Command) -> Run:
    """One run; a command that fails ends the benchmark, since its time would mean nothing."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command.argv, cwd=command.cwd, env={**os.environ, **command.env},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    said = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - start
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command.argv)} ended with {process.returncode}: {said.decode()[-2000:]}")
    return Run(seconds, usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10))


def median(runs: Sequence[Run]) -> float:
    """Seconds."""
    return statistics.median(run.seconds for run in runs)


def peak(runs: Sequence[Run]) -> float:
    """Megabytes: the median of the peaks."""
    return statistics.median(run.megabytes for run in runs)


def ratio(runs: Sequence[Run], to: Sequence[Run]) -> float:
    """The median of the ratios of each round."""
    return statistics.median(a.seconds / b.seconds for a, b in zip(runs, to, strict=True))


def _tell(what: str) -> None:
    print(f"  {time.strftime('%H:%M:%S')} {what}", file=sys.stderr)
