"""Templates are compiled once: what is kept of them says the same, and is dropped in any doubt."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vault_tools.core.wording.rendering import Wording
from vault_tools.store.compiled import compiled
from vault_tools.store.templates import shipped, sources

OWN = "Hello {{ name }}{% if True %}\nand {{ '*you*' }}{% endif %}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "v" / "Templates" / "messages").mkdir(parents=True)
    (tmp_path / "v" / "Templates" / "messages" / "own.md.j2").write_text(OWN)
    return tmp_path / "v"


def said(root: Path, *, kept: bool = True) -> tuple[str, str, str]:
    wording = Wording(sources(root / "Templates"), compiled(root) if kept else None)
    values = {"name": "*Jo*"}
    name = "messages/own.md.j2"
    return wording.note(name, values), wording.message(name, values), wording.file(name, values)


def files(root: Path) -> list[Path]:
    from vault_tools.store.state import cache_home

    return sorted(Path(cache_home(root), "templates").glob("*"))


def stamps(root: Path) -> list[tuple[int, int]]:
    return [(file.stat().st_ino, file.stat().st_mtime_ns) for file in files(root)]


def test_what_is_kept_says_the_same_in_each_way_of_rendering(root: Path) -> None:
    fresh = said(root, kept=False)
    assert len(set(fresh)) == 3
    assert said(root) == fresh
    assert len(files(root)) == 3
    before = stamps(root)
    assert said(root) == fresh
    assert stamps(root) == before
    assert not list(root.rglob("*.*-*"))


def test_another_wording_of_the_user_counts_at_once(root: Path) -> None:
    said(root)
    (root / "Templates" / "messages" / "own.md.j2").write_text("Dear {{ name }}\n")
    assert said(root)[1] == "Dear *Jo*\n"


@pytest.mark.parametrize("damage", ["", "x", "cut", "turned", "older"])
def test_a_damaged_file_is_compiled_anew(root: Path, damage: str) -> None:
    fresh = said(root)
    for file in files(root):
        data = file.read_bytes()
        cases = {
            "cut": data[:-3],
            "turned": data[:-1] + bytes([data[-1] ^ 1]),
            "older": data.replace(b"template 1", b"template 0"),
        }
        file.write_bytes(cases.get(damage, damage.encode()))
    assert said(root) == fresh
    assert all(file.read_bytes().startswith(b"vault template 1\n") for file in files(root))


@pytest.mark.skipif(os.name == "nt", reason="needs Unix permissions")
def test_code_that_others_may_have_written_is_not_run(root: Path) -> None:
    fresh = said(root)
    other = root.parent / "w"
    (other / "Templates" / "messages").mkdir(parents=True)
    (other / "Templates" / "messages" / "own.md.j2").write_text("Another")
    for file in files(root):
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        file.chmod(0o666)
    before = stamps(root)
    assert said(root) == fresh
    assert stamps(root) != before


def test_where_nothing_can_be_kept_it_is_compiled_each_time(
    root: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = said(root, kept=False)
    (own_home / ".cache").write_text("a file where a folder should be")
    assert said(root) == fresh
    monkeypatch.setenv("VAULT_NO_CACHE", "1")
    assert compiled(root) is None


def test_every_template_of_ours_compiles_to_what_it_says(root: Path) -> None:
    for file in sorted(shipped().rglob("*.md.j2")):
        name = file.relative_to(shipped()).as_posix()
        for _ in range(2):
            Wording(sources(None), compiled(root)).compiles(name)
    assert len(files(root)) >= 20
