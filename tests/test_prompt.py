"""`3!` in the prompt of a shell: true, quick to load, and never in the way."""

import os
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from vault_tools.commands.init import init

PACKAGE = Path(__file__).resolve().parent.parent
TODAY = date.today()


@pytest.fixture
def vault(tmp_path, monkeypatch):
    root = tmp_path / "search"
    init(root, TODAY, default=None)
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE))
    monkeypatch.chdir(root)
    return root


def run(*args, **more):
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", *args], capture_output=True, text=True, timeout=60, **more
    )
    return done.returncode, done.stdout, done.stderr


def owe(root, *days_late):
    lines = [f"- [ ] Call {n} 📅 {TODAY - timedelta(days=n)}\n" for n in days_late]
    (root / "Plan.md").write_text("".join(lines), encoding="utf-8")


def test_it_counts_what_is_overdue_however_long(vault):
    owe(vault, 0, 1, 2, 40)
    run("next")
    assert run("prompt") == (0, "3!\n", "")


def test_it_is_empty_when_nothing_is_overdue(vault):
    owe(vault, 0)
    assert run("prompt") == run("prompt") == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a shell does")
def test_where_nobody_can_see_it_it_ends_as_any_command(vault):
    owe(vault, 1)
    run("next")
    assert run("prompt") == (0, "1!\n", "")
    code, _, told = run("prompt", preexec_fn=lambda: os.close(1))
    assert (code, told) == (
        1,
        "vault: stdout is closed: nothing was changed. Send it to /dev/null if nobody wants to see it.\n",
    )
    if not Path("/dev/full").exists():  # a disk that is always full
        return
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "vault_tools", "prompt"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert (done.returncode, done.stderr) == (
        4,
        "vault: The result could not be written to stdout (No space left on device); "
        "what was to be changed is changed.\n",
    )


def test_every_deed_brings_it_up_to_date(vault):
    owe(vault, 1, 2)
    run("dashboard")
    assert run("prompt") == (0, "2!\n", "")
    assert run("done", "Call 1")[0] == 0
    assert run("prompt") == (0, "1!\n", "")


def test_while_a_no_is_fresh_it_is_empty(vault):
    owe(vault, 1)
    run("new-application", "--company", "Acme", "--role", "Engineer")
    assert run("new-rejection", "Acme")[0] == 0
    assert run("prompt") == (0, "", "")


def test_another_day_is_counted_anew(vault):
    owe(vault, 0)
    run("dashboard")
    assert run("prompt", env={**os.environ, "VAULT_TODAY": str(TODAY + timedelta(days=1))}) == (0, "1!\n", "")


def test_more_than_the_dashboard_has_room_for_are_all_counted(vault):
    owe(vault, *range(1, 351))
    run("dashboard")
    assert run("prompt") == (0, "350!\n", "")


def test_without_a_vault_it_says_nothing(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE))
    assert run("prompt", cwd=tmp_path) == (0, "", "")


def test_a_vault_that_cannot_be_read_shows_as_a_question(vault, own_home):
    shutil.rmtree(own_home / ".cache")
    (vault / "vault.toml").write_text("signature = [\n")
    assert run("prompt") == (0, "?!\n", "")


@pytest.mark.parametrize("damage", [b"", b"\xff\xfe", b"2026-11-22", b"2026-11-22 many", b"x" * 5000])
def test_a_damaged_memory_is_no_harm(vault, own_home, damage):
    owe(vault, 1)
    run("dashboard")
    (memory,) = (own_home / ".cache").rglob("overdue")
    memory.write_bytes(damage)
    assert run("prompt") == (0, "1!\n", "")


def test_where_nothing_can_be_kept_it_still_counts(vault, own_home):
    shutil.rmtree(own_home / ".cache")
    (own_home / ".cache").write_text("a file where a folder should be")
    owe(vault, 1)
    assert run("prompt") == run("prompt") == (0, "1!\n", "")


def test_a_known_number_is_printed_without_loading_anything(vault):
    owe(vault, 1)
    run("dashboard")
    seen = "import sys, vault_tools.__main__ as m; sys.argv[1:] = ['prompt']; m.main(); print(sorted({n.partition('.')[0] for n in sys.modules} & {'click', 'jinja2', 'pathlib', 'typing', 'dataclasses', 're', 'json', 'sqlite3'}))"
    done = subprocess.run([sys.executable, "-S", "-c", seen], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("1!\n[]\n", "")
