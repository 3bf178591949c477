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
from pathlib import Path
from statistics import median

from parts import LIBRARIES, PYTHON, REST
from run import HERE, PAGE, Bench

COLUMNS = (
    PYTHON, "import click", "import vault_tools", LIBRARIES, "look at every file", "read the notes", "parse the notes", "recall the notes",
    "kinds and playbook", "work out follow-ups", "work out the dashboard", "word the dashboard",
    "compare with the dashboard", "write", REST,
)  # fmt: skip
BEGIN, END = "<!-- where: begin -->", "<!-- where: end -->"


def measure(size: int, rounds: int, folder: Path) -> str:
    """The table, as Markdown."""
    bench = Bench(folder)
    root = bench.root(size)
    name = json.loads(root.with_name(f"{root.name}.truth.json").read_text("utf-8"))["open applications"][0]
    bench.quietly(root, "dashboard")
    due = subprocess.run([*bench.vault, "due", "--json"], cwd=root, env={**os.environ, **bench.env}, capture_output=True, check=True)  # fmt: skip
    id = next(f["id"] for f in json.loads(due.stdout) if f["origin"] == "line")
    anew = {"VAULT_NO_CACHE": "1"}
    tab = {"_VAULT_COMPLETE": "bash_complete", "COMP_WORDS": "vault done ", "COMP_CWORD": "2"}
    cases: dict[str, tuple[list[str], dict[str, str]]] = {
        "`--version`": (["--version"], {}),
        "`--help`": (["--help"], {}),
        "`due`, nothing changed": (["due"], {}),
        "`due`, nothing kept": (["due"], anew),
        "`done <Tab>`, nothing changed": ([], tab),
        "`next`, nothing kept": (["next"], anew),
        "`show`": (["show", id], {}),
        "`check`": (["check"], {}),
        "`stats`": (["stats"], {}),
        "`dashboard`": (["dashboard"], {}),
        "`done`": (["done", id], {}),
        "`new-contact`": (["new-contact", "Benchmark Person"], {}),
        "`new-rejection`": (["new-rejection", name, "--on", "2026-11-22T10:00"], {}),
    }
    spent: dict[str, list[dict[str, float]]] = {case: [] for case in cases}
    report = folder / "where.json"
    for number in range(rounds + 1):
        for case, (argv, env) in cases.items():
            if case.endswith("nothing changed"):
                time.sleep(0.1)  # a note that was saved just now may be saved again, and no answer is kept
                subprocess.run(
                    [*bench.vault, *argv],
                    cwd=root,
                    env={**os.environ, **bench.env, **env},
                    capture_output=True,
                )
            run = subprocess.run(
                [sys.executable, str(HERE / "parts.py"), str(report), *argv],
                cwd=root, env={**os.environ, **bench.env, **env}, capture_output=True,
            )  # fmt: skip
            if run.returncode not in (0, 1):
                raise SystemExit(f"{case} ended with {run.returncode}: {run.stderr.decode()[-2000:]}")
            if number:
                spent[case].append(ast.literal_eval(report.read_text()))
            if case in ("`done`", "`new-contact`", "`new-rejection`"):
                bench.quietly(root, "undo")
        print(f"  round {number} of {rounds}", file=sys.stderr)
    return _table(spent, size)


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
