"""What is measured, and how good it has to be: one row a goal. Knows results by name, not how they were got."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from processes import Run, median, peak, ratio
from watcher import Watched

Runs = Mapping[str, Sequence[Run]]


@dataclass(frozen=True)
class Results:
    """The runs by command; of sizes that were asked for, the watchers."""

    runs: Runs
    watched: Mapping[int, Watched]

    def against(self, name: str, base: str) -> float:
        return ratio(self.runs[name], self.runs[base])


@dataclass(frozen=True)
class Row:
    """A goal: what must hold, what to reach for, in which unit, and how to get it; KeyError says: not measured."""

    name: str
    must: float
    reach: float
    unit: str
    value: Callable[[Results], float]


def _against(name: str, base: str) -> Callable[[Results], float]:
    return lambda r: r.against(name, base)


def _seen(size: int, what: Callable[[Watched], float | None]) -> Callable[[Results], float]:
    def value(results: Results) -> float:
        found = what(results.watched[size])
        if found is None:
            raise KeyError(size)
        return found

    return value


def _megabytes(name: str) -> Callable[[Results], float]:
    return lambda r: peak(r.runs[name])


def _growth(r: Results) -> float:
    return median(r.runs["first scan 100000"]) / median(r.runs["first scan 10000"])


CLICK, RG, WALK = "× `import click`", "× rg", "× walk and stat"
ROWS = (
    Row("`vault --version`", 1.25, 1.15, CLICK, _against("version", "click")),
    Row("`vault --help`, in a vault", 1.25, 1.15, CLICK, _against("help", "click")),
    Row("first scan with nothing kept, 10,000", 10, 7, RG, _against("first scan 10000", "rg 10000")),
    Row("first scan with nothing kept, 100,000", 10, 6, RG, _against("first scan 100000", "rg 100000")),
    Row("growth of the first scan, 10,000 to 100,000", 11, 11, "×", _growth),
    Row("`vault due`, every file looked at, 1,000", 1.4, 0.7, CLICK, _against("due 1000", "click")),
    Row("`vault due`, every file looked at, 10,000", 3.0, 2.2, CLICK, _against("due 10000", "click")),
    Row("`vault due`, every file looked at, 100,000", 2.2, 1.6, WALK, _against("due 100000", "walk 100000")),
    Row("completion of `vault done <Tab>`, 10,000", 3, 2, CLICK, _against("tab 10000", "click")),
    Row("save to dashboard in a running watch, 10,000, p50", 60, 30, "ms", _seen(10_000, lambda w: w.p50 * 1e3)),
    Row("save to dashboard in a running watch, 10,000, p95", 120, 120, "ms", _seen(10_000, lambda w: w.p95 * 1e3)),
    Row("1,000 saves in a burst: right after the last", 300, 300, "ms", _seen(10_000, lambda w: w.burst and w.burst * 1e3)),
    Row("1,000 saves in a burst: writes of the dashboard", 5, 2, "writes", _seen(10_000, lambda w: w.writes)),
    Row("peak memory of `due`, 10,000", 30, 20, "MB", _megabytes("due 10000")),
    Row("peak memory of `due`, 100,000", 60, 25, "MB", _megabytes("due 100000")),
    Row("peak memory of the first scan, 10,000", 45, 35, "MB", _megabytes("first scan 10000")),
    Row("peak memory of the first scan, 100,000", 150, 80, "MB", _megabytes("first scan 100000")),
    Row("peak memory of `watch`, 10,000", 45, 35, "MB", _seen(10_000, lambda w: w.peak)),
    Row("peak memory of `watch`, 100,000", 120, 60, "MB", _seen(100_000, lambda w: w.peak)),
    Row("idle `watch`, 100,000: CPU a second", 1, 0.1, "ms", _seen(100_000, lambda w: w.idle)),
    Row("`vault new-rejection`, 10,000", 6, 4, CLICK, _against("new-rejection 10000", "click")),
)  # fmt: skip


def table(results: Results, *, has_rg: bool) -> str:
    """The goals with what was measured, as Markdown."""
    lines = ["| | must | reach for | measured | |", "| --- | --- | --- | --- | --- |"]
    for row in ROWS:
        try:
            value = row.value(results)
        except KeyError:
            said, mark = ("rg is not installed" if row.unit == RG and not has_rg else "not measured"), ""
        else:
            said, mark = f"**{_number(value)}** {row.unit}", _mark(value, row)
        lines.append(f"| {row.name} | ≤ {row.must:g} {row.unit} | {row.reach:g} | {said} | {mark} |")
    return "\n".join(lines)


def times(results: Results) -> str:
    """The bare figures behind the ratios, as Markdown."""
    lines = ["| | median | least | most | peak |", "| --- | --- | --- | --- | --- |"]
    for name, found in results.runs.items():
        lines.append(_row(name, [run.seconds for run in found], f"{peak(found):.0f} MB"))
    for size, seen in results.watched.items():
        for name, seconds in (("save to dashboard", seen.saves), ("after a burst", seen.bursts)):
            if seconds:
                lines.append(_row(f"{name} {size}", seconds, f"{seen.peak:.0f} MB" if seen.peak else ""))
    return "\n".join(lines)


def _row(name: str, seconds: Sequence[float], most: str) -> str:
    figures = (statistics.median(seconds), min(seconds), max(seconds))
    return f"| {name} | {' | '.join(f'{_number(s * 1e3)} ms' for s in figures)} | {most} |"


def _mark(value: float, row: Row) -> str:
    return "reached" if value <= row.reach else "ok" if value <= row.must else "missed"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
