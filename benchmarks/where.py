"""Where the time of each command goes, as a table: processor time by part, each without the parts inside it.

    python benchmarks/where.py [--size 10000] [--rounds 3] [--write]

The parts are functions at the seams of `vault_tools`, known by name, and the imports by package. Counting costs a
little itself, most where a part is called for each note; so this is for shares, and `run.py` for figures.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from parts import LIBRARIES, PYTHON, REST
from run import HERE, PAGE, Bench

COLUMNS = (
    PYTHON, "import click", "import vault_tools", LIBRARIES, "look at every file", "read the notes", "parse the notes", "recall the notes",
    "kinds and playbook", "work out follow-ups", "work out the dashboard", "word the dashboard",
    "compare with the dashboard", "write", REST,
)  # fmt: skip
KEPT = "nothing changed"
BEGIN, END = "<!-- where: begin -->", "<!-- where: end -->"


_DEEDS = ("done", "snooze", "drop", "reschedule", "log", "close", "redo")
Case = tuple[list[str], dict[str, str]]


def cases(bench: Bench, root: Path) -> dict[str, Case]:
    """Every command that looks at the notes, under the name of its row: its words, and what it is run with."""
    truth = json.loads(root.with_name(f"{root.name}.truth.json").read_text("utf-8"))
    application = truth["open applications"][0]
    no = min(path.stem for path in (root / "Rejections").rglob("*.md"))
    talk = max(path.stem for path in (root / "Interviews").rglob("*.md"))  # named by their days: one ahead
    bench.quietly(root, "dashboard")
    asked = [*bench.vault, "due", "--json"]
    due = subprocess.run(asked, cwd=root, env=_environment(bench), capture_output=True, check=True)
    follow_ups = json.loads(due.stdout)
    id = next(f["id"] for f in follow_ups if f["origin"] == "line")
    word = next(f for f in follow_ups if f["origin"] == "cadence")
    anew = {"VAULT_NO_CACHE": "1"}
    tab = {"_VAULT_COMPLETE": "bash_complete", "COMP_WORDS": "vault done ", "COMP_CWORD": "2"}
    today = "2026-11-22"
    look: dict[str, Case] = {
        "`--version`": (["--version"], {}),
        "`--help`": (["--help"], {}),
        f"`due`, {KEPT}": (["due"], {}),
        "`due`, nothing kept": (["due"], anew),
        "`next`, nothing kept": (["next"], anew),
        f"`done <Tab>`, {KEPT}": ([], tab),
        "`prompt`, on a played day": (["prompt"], {}),
        "`show`": (["show", id], {}),
        "`draft`": (["draft", word["id"]], {}),
        "`open`": (["open", "--print", id], {}),
        "`stats`": (["stats"], {}),
        "`check`": (["check"], {}),
        "`dashboard`": (["dashboard"], {}),
        "`export calendar`": (["export", "calendar"], {}),
        "`export csv`": (["export", "csv"], {}),
        "`export json`": (["export", "json"], {}),
    }
    deeds = {
        "done": [id],
        "snooze": [id, "+3d"],
        "drop": [id, "--why", "measured"],
        "reschedule": [talk, "+40d"],
        "log": [word["person"], "Measured"],
        "close": [application, "--as", "withdrawn"],
        "new-application": ["--company", "Benchmark Works", "--role", "Planner"],
        "new-interview": [application, "--on", f"{today}T10:00"],
        "new-rejection": [application, "--on", f"{today}T10:00"],
        "new-contact": ["Benchmark Person"],
        "new-company": ["Benchmark House"],
        "new-hire": [no, "--name", "Benchmark Person"],
        "new-debrief": [no],
        "new-change": ["Benchmark letter"],
        "new-offer": [application],
        "new-plan-b": [],
        "undo": [],
        "redo": [],
    }
    return look | {f"`{name}`": ([name, *argv], {}) for name, argv in deeds.items()}


def measure(size: int, rounds: int, folder: Path) -> str:
    """The table, as Markdown."""
    bench = Bench(folder)
    root = bench.root(size)
    every = cases(bench, root)
    spent: dict[str, list[dict[str, float]]] = {case: [] for case in every}
    report = folder / "where.json"
    for number in range(rounds + 1):
        for case, (argv, env) in every.items():
            if case.endswith(KEPT):
                time.sleep(0.1)  # a note that was saved just now may be saved again, and no answer is kept
                subprocess.run(
                    [*bench.vault, *argv], cwd=root, env=_environment(bench, env), capture_output=True
                )
            if argv in (["undo"], ["redo"]):
                bench.quietly(root, *every["`done`"][0])
            if argv == ["redo"]:
                bench.quietly(root, "undo")
            run = subprocess.run(
                [sys.executable, str(HERE / "parts.py"), str(report), *argv],
                cwd=root, env=_environment(bench, env), capture_output=True,
            )  # fmt: skip
            if run.returncode not in (0, 1) or (run.returncode and argv != ["check"]):
                raise SystemExit(f"{case} ended with {run.returncode}: {run.stderr.decode()[-2000:]}")
            if number:
                spent[case].append(ast.literal_eval(report.read_text()))
            if argv and (argv[0] in _DEEDS or argv[0].startswith("new-")):
                bench.quietly(root, "undo")
        print(f"  round {number} of {rounds}", file=sys.stderr)
    return _table(spent, size)


def _environment(bench: Bench, more: Mapping[str, str] | None = None) -> dict[str, str]:
    return {**os.environ, **bench.env, **(more or {})}


def _table(spent: dict[str, list[dict[str, float]]], size: int) -> str:
    lines = [
        f"Milliseconds of processor time at {size:,} notes, medians.\n",
        f"| | all | {' | '.join(COLUMNS)} |",
        f"|{' --- |' * (len(COLUMNS) + 2)}",
    ]
    for case, runs in spent.items():
        every = [median(run.get(part, 0.0) for run in runs) * 1e3 for part in COLUMNS]
        cells = [f"{ms:,.0f}" if ms >= 0.5 else "" for ms in every]
        lines.append(f"| {case} | **{sum(every):,.0f}** | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "vault-tools-benchmarks")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    asked = parser.parse_args()
    said = measure(asked.size, asked.rounds, asked.folder.resolve())
    print(said)
    if asked.write:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{said}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
