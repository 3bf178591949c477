"""What a command brings along before it begins: the modules it imports, never the time it takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from vault_tools.cli.app import SECTIONS, VaultGroup, vault
from vault_tools.cli.briefly import BRIEFLY
from vault_tools.store.kind_names import helps_of_kinds
from vault_tools.store.templates import load_kinds

REPO = Path(__file__).parent.parent
HEAVY = {
    "jinja2",
    "yaml",
    "ryaml",
    "frontmatter",
    "watchdog",
    "importlib.metadata",
    "tomllib",
    "sqlite3",
    "hashlib",
    "urllib",
    "email",
}
LISTING = """
import atexit, sys
atexit.register(lambda: print(*sys.modules, sep="\\n", file=sys.stderr))
from vault_tools.__main__ import main
main()
"""


def imported(cwd: Path, *argv: str, tab: str | None = None) -> set[str]:
    """The modules that a run of the command has at its end."""
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    if tab is not None:
        env |= {"_VAULT_COMPLETE": "bash_complete", "COMP_WORDS": tab, "COMP_CWORD": str(tab.count(" "))}
    run = subprocess.run(
        [sys.executable, "-c", LISTING, *argv], cwd=cwd, env=env, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout
    return set(run.stderr.splitlines())


def ours(modules: set[str]) -> set[str]:
    return {m.removeprefix("vault_tools.") for m in modules if m.startswith("vault_tools.")}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    from datetime import date

    from vault_tools.commands.init import init

    init(tmp_path / "v", date(2026, 11, 22))
    (tmp_path / "v" / "Tom.md").write_text("- [ ] call Tom 📅 2026-11-22\n", encoding="utf-8")
    return tmp_path / "v"


def test_the_version_is_told_without_click(root: Path) -> None:
    modules = imported(root, "--version")
    assert ours(modules) == {"__main__", "cli", "cli.edge", "cli.outcome", "core", "core.errors"}
    assert modules & {"click", "re", "typing", "collections", "pathlib", "inspect", "enum"} == set()


def test_the_version_without_click_is_the_one_with_it() -> None:
    def said(*argv: str) -> tuple[int, str, str]:
        run = subprocess.run(
            [sys.executable, "-m", "vault_tools", *argv], cwd=REPO, capture_output=True, text=True
        )
        return run.returncode, run.stdout, run.stderr

    assert said("--version") == said("--version", "due")


def test_help_imports_no_command_and_reads_no_toml(root: Path) -> None:
    modules = imported(root, "--help")
    assert ours(modules) == {
        *("__main__", "cli", "cli.edge", "cli.outcome", "cli.app", "cli.briefly", "core", "core.errors"),
        *("store", "store.kind_names", "store.finding", "store.state"),
    }
    assert modules & (HEAVY | {"pathlib", "shutil", "dataclasses"}) == set()


def test_completing_a_command_imports_no_command(root: Path) -> None:
    modules = imported(root, tab="vault d")
    assert ours(modules) & {"cli.look", "cli.do", "cli.new", "cli.context"} == set()
    assert {m for m in ours(modules) if m.startswith(("commands", "core.rules", "core.meaning"))} == set()
    assert modules & (HEAVY | {"dataclasses", "shutil"}) <= {"tomllib"}


def test_the_help_of_a_command_opens_no_vault(root: Path) -> None:
    for command in ("due", "done"):
        modules = imported(root, command, "--help")
        assert {m for m in ours(modules) if m.startswith(("commands", "core.rules"))} == set()
        assert modules & HEAVY == set()


@pytest.mark.parametrize("argv", [("due",), ("due", "--json"), ("due", "--within", "7d")])
def test_a_look_at_what_is_due_brings_no_templates_and_no_watcher(root: Path, argv: tuple[str, ...]) -> None:
    modules = imported(root, *argv)
    assert "core.meaning.kinds" not in ours(modules)
    assert modules & {"jinja2", "watchdog", "importlib.metadata", "email", "markupsafe"} == set()
    assert {m for m in ours(modules) if m.startswith(("core.wording", "watch", "commands"))} == {
        "commands", "commands.session",
    }  # fmt: skip


@pytest.mark.parametrize("argv", [("new-contact", "Dana Lee"), ("snooze", "Tom", "3d"), ("done", "Tom")])
def test_a_deed_on_plain_properties_brings_no_yaml(root: Path, argv: tuple[str, ...]) -> None:
    assert imported(root, *argv) & {"yaml", "ryaml", "frontmatter"} == set()


def test_completing_an_id_brings_no_templates_and_no_watcher(root: Path) -> None:
    modules = imported(root, tab="vault done ")
    assert modules & {"jinja2", "watchdog", "importlib.metadata", "email", "markupsafe"} == set()
    assert {m for m in ours(modules) if m.startswith(("core.wording", "watch", "commands"))} == {
        "commands", "commands.session",
    }  # fmt: skip


def test_the_list_of_commands_has_their_own_words() -> None:
    group = vault
    assert isinstance(group, VaultGroup)
    ctx = click.Context(group, info_name="vault")
    names = [name for section in SECTIONS.values() for name in section]
    own = {name: group.get_command(ctx, name) for name in names}
    assert {name: c.get_short_help_str(limit=80) for name, c in own.items() if c is not None} == BRIEFLY


def test_the_heads_of_the_kinds_say_what_their_tables_say(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(root)
    assert helps_of_kinds(None) == {name: kind.help for name, kind in load_kinds(None).items()}


@pytest.mark.parametrize("settings", ['templates = "Mine"\n', 'templates="Templates"\n', "templates = 3\n"])
def test_a_vault_that_may_have_kinds_of_its_own_is_read_whole(root: Path, settings: str) -> None:
    (root / "vault.toml").write_text(settings)
    assert helps_of_kinds(str(root)) is None


def test_a_kind_of_the_vault_stands_in_the_help(root: Path) -> None:
    (root / "Templates").mkdir()
    (root / "Templates" / "kinds.toml").write_text(
        '[coffee-chat]\nhelp = "Coffee."\nfolder = "Coffee"\nfile = "{{ with }}"\n'
    )
    assert helps_of_kinds(str(root)) is None
    said = subprocess.run(
        [sys.executable, "-m", "vault_tools", "--vault", str(root), "--help"],
        cwd=REPO,
        capture_output=True,
        text=True,
    )
    assert "new-coffee-chat  Coffee." in said.stdout
    assert said.stderr == ""


@pytest.mark.parametrize("columns", ["", "0", "40", "70", "96", "300", "x"])
def test_help_is_as_wide_as_click_would_have_it(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from vault_tools.cli.app import _width

    monkeypatch.setenv("COLUMNS", columns)
    assert _width(100) == click.HelpFormatter(max_width=100).width
