"""The benchmarks measure the right thing: the made-up vault is what it says it is, and the table tells the truth."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from vault_tools.cli.app import SECTIONS
from vault_tools.commands.session import Session
from vault_tools.core.model import Origin
from vault_tools.store.templates import load_kinds
from vault_tools.store.vault import Vault

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"
TODAY = date(2026, 11, 22)


def made(folder: Path, notes: int) -> dict[str, object]:
    subprocess.run(
        [sys.executable, str(BENCHMARKS / "make_vault.py"), str(folder), "-n", str(notes)],
        check=True, capture_output=True,
    )  # fmt: skip
    truth: dict[str, object] = json.loads(folder.with_name(f"{folder.name}.truth.json").read_text("utf-8"))
    return truth


def sum_of(folder: Path) -> str:
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return found.hexdigest()


def when(due: date) -> str:
    days = (due - TODAY).days
    return "overdue" if days < 0 else "today" if days == 0 else "week" if days <= 7 else "later"


def test_the_made_up_vault_is_the_same_each_time_and_what_is_said_of_it_is_true(tmp_path: Path) -> None:
    truth = made(tmp_path / "a", 400)
    made(tmp_path / "b", 400)
    assert sum_of(tmp_path / "a") == sum_of(tmp_path / "b")
    session = Session(Vault(tmp_path / "a"), TODAY, TODAY)
    names = {Origin.LINE: "lines", Origin.PROPERTY: "properties"}
    found = session.search().follow_ups
    counted = Counter(f"{names[f.origin]} {when(f.due)}" for f in found if f.origin in names)
    assert dict(counted) == {k: n for k, n in truth.items() if k.partition(" ")[0] in names.values()}
    assert len(counted) >= 6
    assert len(session.vault.look().notes) == truth["notes"]


def test_the_page_says_of_every_command_where_its_time_goes() -> None:
    _, _, page = (
        (BENCHMARKS.parent / "docs" / "benchmarks.md").read_text("utf-8").partition("## Where the time goes")
    )
    names = [
        *(f"new-{kind}" for kind in load_kinds(Path("nowhere"))),
        *(n for part in SECTIONS.values() for n in part),
    ]
    assert [name for name in names if not re.search(rf"`{name}(?: [a-z]+)?`", page)] == []
    assert len(names) > 30


@pytest.fixture
def goals(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    import goals

    return goals


def test_the_table_says_what_was_reached_what_was_missed_and_what_was_not_measured(goals) -> None:  # type: ignore[no-untyped-def]
    from processes import Run
    from watcher import Watched

    runs = {
        "click": [Run(0.030, 20), Run(0.060, 20), Run(0.030, 20)],
        "version": [Run(0.030, 20), Run(0.060, 20), Run(0.030, 20)],
        "help": [Run(0.036, 20), Run(0.072, 20), Run(0.036, 20)],
        "due 1000": [Run(0.060, 20), Run(0.120, 20), Run(0.030, 20)],
        "due 10000": [Run(0.030, 31)] * 3,
    }
    results = goals.Results(runs, {10_000: Watched([0.02] * 19 + [0.5], [0.4, 0.2, 0.3], 1, None, 35)})
    rows = {
        line.split(" | ")[0][2:]: line.split(" | ")[3:]
        for line in goals.table(results, has_rg=False).splitlines()
    }
    assert rows["`vault --version`"] == ["**1.00** × `import click`", "reached |"]
    assert rows["`vault --help`, in a vault"] == ["**1.20** × `import click`", "ok |"]
    assert rows["`vault due`, every file looked at, 1,000"] == ["**2.00** × `import click`", "missed |"]
    assert rows["peak memory of `due`, 10,000"] == ["**31.0** MB", "missed |"]
    assert rows["save to dashboard in a running watch, 10,000, p50"] == ["**20.0** ms", "reached |"]
    assert rows["peak memory of `watch`, 10,000"] == ["**35.0** MB", "reached |"]
    assert rows["1,000 saves in a burst: right after the last"] == ["**300** ms", "reached |"]
    assert rows["idle `watch`, 100,000: CPU a second"] == ["not measured", " |"]
    assert rows["first scan with nothing kept, 10,000"] == ["rg is not installed", " |"]
    assert "| after a burst 10000 | 300 ms | 200 ms | 400 ms | 35 MB |" in goals.times(results).splitlines()


def test_a_ratio_is_taken_within_a_round(goals) -> None:  # type: ignore[no-untyped-def]
    from processes import Run, ratio

    fast_then_slow = [Run(1, 1), Run(10, 1), Run(100, 1)]
    assert ratio([Run(2, 1), Run(20, 1), Run(200, 1)], fast_then_slow) == 2


def test_every_part_that_the_profile_times_is_there(goals) -> None:  # type: ignore[no-untyped-def]
    from importlib import import_module
    from operator import attrgetter

    from parts import PARTS

    places = [place.partition(":") for place in PARTS]
    assert all(callable(attrgetter(name)(import_module(module))) for module, _, name in places)


def test_one_command_measures_all_of_a_small_vault(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, str(BENCHMARKS / "run.py"), "--folder", str(tmp_path), "--sizes", "40", "--rounds", "1", "--no-watch"],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "| `vault --version` | ≤ 1.25 × `import click` |" in run.stdout
    assert all(f"\n| {name} " in run.stdout for name in ("click", "due 40", "tab 40", "new-rejection 40"))
