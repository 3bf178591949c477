"""Measure every goal against `rg`, `import click` and a plain walk, in turn and in the same run.

    python benchmarks/run.py [--sizes 1000 10000 100000] [--rounds N] [--write]

Prints the table of goals as Markdown; `--write` puts it into docs/benchmarks.md, with the machine. Never fails
because something is slow: a loaded machine is no bug. The vaults are made once, in `--folder`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

from goals import Results, table, times
from processes import Command, in_turn, once
from watcher import NOTE, Watched, Watcher

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "benchmarks.md"
TODAY = "2026-11-22"
SCRIPT = "import sys\nfrom vault_tools.__main__ import main\nsys.exit(main())\n"  # what pip puts in the place of `vault`
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
OPEN_TASKS = r"^[\s>]*(?:[-*+]|\d+[.)]) \[[ /]\] .*(?:📅|⏳|\[(?:due|scheduled)::)"


class Bench:
    """The place where it happens: the vaults, a home of its own, the command as it is installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.vault = [sys.executable, str(folder / "vault")]
        home = folder / "home"
        self.env = {
            "HOME": str(home),
            "XDG_STATE_HOME": str(home / "state"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONPATH": str(HERE.parent),
            "VAULT_TODAY": TODAY,
            "PYTHONPYCACHEPREFIX": str(home / "bytecode"),  # kept, as it is for what pip installed
        }
        home.mkdir(parents=True, exist_ok=True)
        (folder / "vault").write_text(SCRIPT)
        for variable in ("PYTHONDONTWRITEBYTECODE", "VAULT_DIR", "_VAULT_COMPLETE"):
            os.environ.pop(variable, None)

    def root(self, size: int) -> Path:
        """The vault of that size, made if it is not there."""
        root = self.folder / f"notes-{size}"
        if not root.with_name(f"{root.name}.truth.json").exists():
            print(f"making {size:,} notes in {root}", file=sys.stderr)
            make = [sys.executable, str(HERE / "make_vault.py"), str(root), "-n", str(size), "--force"]
            subprocess.run(make, check=True, stdout=subprocess.DEVNULL)
        return root

    def quietly(self, root: Path, *argv: str) -> None:
        subprocess.run(
            [*self.vault, *argv], cwd=root, env={**os.environ, **self.env}, check=True, capture_output=True
        )

    def command(self, root: Path | None, *argv: str, **more: str) -> Command:
        return Command([*self.vault, *argv], str(root or self.folder), {**self.env, **more})

    def first_scan(self, root: Path) -> Command:
        """With nothing kept: the cache is another one, and taken away before each run."""
        cache = self.folder / "home" / "empty"
        return Command(
            [*self.vault, "due", "--json"], str(root), {**self.env, "XDG_CACHE_HOME": str(cache)},
            before=lambda: shutil.rmtree(cache, ignore_errors=True),
        )  # fmt: skip

    def after_a_save(self, root: Path, command: Command) -> Command:
        """The same once a note was saved, so that it has to be answered anew."""
        note, number = root / NOTE, iter(range(1_000_000))

        def save() -> None:
            note.write_text(f"- [ ] save {next(number)} of the benchmark 📅 {TODAY}\n", encoding="utf-8")

        return replace(command, before=save, after=note.unlink)

    def new_rejection(self, root: Path) -> Command:
        """A no for an open application, taken back after each run."""
        truth = json.loads(root.with_name(f"{root.name}.truth.json").read_text(encoding="utf-8"))
        argv = ["new-rejection", truth["open applications"][0], "--on", f"{TODAY}T10:00"]

        return Command([*self.vault, *argv], str(root), self.env, after=lambda: self.quietly(root, "undo"))


def again(command: Command) -> Command:
    """For the second time: what was read and answered before may be kept, and every file is looked at."""
    return replace(command, before=lambda: _quietly(command))


def _quietly(command: Command) -> None:
    once(command)


def commands(bench: Bench, sizes: list[int]) -> dict[str, Command]:
    """Everything that ends by itself, by the name under which the goals know it."""
    python = sys.executable
    found = {
        "python": Command([python, "-c", "pass"], env=bench.env),
        "click": Command([python, "-c", "import click"], env=bench.env),
        "help": bench.command(bench.root(sizes[-1]), "--help"),
        "version": bench.command(None, "--version"),
    }
    for size in sizes:
        root = bench.root(size)
        bench.quietly(root, "dashboard")
        if shutil.which("rg"):
            found[f"rg {size}"] = Command(
                ["rg", "-n", "--no-heading", "-g", "*.md", "-e", OPEN_TASKS, str(root)]
            )
        found[f"walk {size}"] = Command([python, str(HERE / "walk.py"), str(root)], env=bench.env)
        found[f"first scan {size}"] = bench.first_scan(root)
        found[f"due {size}"] = again(bench.command(root, "due"))
        found[f"due {size}, a note saved"] = bench.after_a_save(root, bench.command(root, "due"))
        if size > 10_000:
            continue
        tab = bench.command(root, _VAULT_COMPLETE="bash_complete", COMP_WORDS="vault done ", COMP_CWORD="2")
        found[f"tab {size}"] = again(tab)
        found[f"tab {size}, a note saved"] = bench.after_a_save(root, tab)
        found[f"new-rejection {size}"] = bench.new_rejection(root)
    return found


def watched(bench: Bench, size: int) -> Watched:
    print(f"watching {size:,} notes", file=sys.stderr)
    watcher = Watcher(bench.root(size), [*bench.vault, "watch"], bench.env, TODAY)
    try:
        if size >= 100_000:
            return watcher.measure(saves=10, burst=0, idle=20.0)
        return watcher.measure(saves=60, burst=min(1000, size // 4), idle=5.0)
    finally:
        watcher.stop()
        bench.quietly(bench.root(size), "dashboard")


def machine() -> str:
    """The processor, Python and the kernel; no names."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]  # fmt: skip
        model = names[0] if names else model
    rg = subprocess.run(["rg", "--version"], capture_output=True, text=True).stdout.split("\n")[0] if shutil.which("rg") else "no rg"  # fmt: skip
    return (
        f"{model}, {os.cpu_count()} cores; Python {platform.python_version()}; "
        f"{platform.system()} {platform.release().partition('-')[0]}; {rg}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "vault-tools-benchmarks")
    parser.add_argument("--no-watch", action="store_true", help="only what ends by itself")
    parser.add_argument("--write", action="store_true", help=f"put the table into {PAGE.name}")
    asked = parser.parse_args()
    bench = Bench(asked.folder.resolve())
    start = os.getloadavg()[0]
    runs = in_turn(commands(bench, sorted(asked.sizes)), asked.rounds)
    sizes = [] if asked.no_watch or not Path("/proc/self/schedstat").exists() else sorted(asked.sizes)
    seen = {}
    for size in sizes:
        if size >= 10_000 or len(sizes) == 1:
            try:
                seen[size] = watched(bench, size)
            except TimeoutError as error:  # what was measured so far is not to be lost
                print(f"{size:,} notes: {error}", file=sys.stderr)
    results = Results(runs, seen)
    load = f"{start:.1f} at the start, {os.getloadavg()[0]:.1f} at the end"
    said = (
        f"{machine()}. Load {load}. {asked.rounds} rounds, {date.today()}.\n\n"
        f"{table(results, has_rg=shutil.which('rg') is not None)}\n\n{times(results)}"
    )
    print(said)
    if asked.write:
        head, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        PAGE.write_text(f"{head}{BEGIN}\n{said}\n{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
