"""`vault open`: the right note, at the right line, in the right program, and nothing through a shell."""

import json
import os
import shlex
import shutil
import stat
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from desk import ACME, NOTES, TODAY, TOM, Desk
from hypothesis import given
from hypothesis import strategies as st

from vault_tools.cli.edge import run
from vault_tools.core.meaning.spots import heading_above, line_of
from vault_tools.store.locate import load_toml
from vault_tools.store.templates import shipped

INITECH = "Applications/Initech – Automation Engineer.md"
ODD = "Notes/$(touch hit) `x` & 'y' 100% #1?.md"
ALIASED = NOTES[TOM].replace("tags:\n  - contact", 'tags: [contact]\naliases: "Okafor, T."')
posix = pytest.mark.skipif(os.name == "nt", reason="the programs of the test are shell scripts")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    desk = Desk(
        tmp_path / "my vault",
        {**NOTES, TOM: ALIASED, "Weekly.md": "- [ ] look 📅 2026-11-24 ^mine\n", ODD: "odd\n"},
    )
    monkeypatch.chdir(desk.root)
    monkeypatch.setenv("VAULT_TODAY", TODAY.isoformat())
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "vi")
    return desk


def shown(capfd, *args):
    """What `vault open --print` says: the pieces of a command, or a link."""
    assert run(["open", "--print", *args]) == 0, capfd.readouterr().err
    out = capfd.readouterr().out.removesuffix("\n")
    return out if out.startswith("obsidian://") else shlex.split(out)


def obsidian_knows(home, path, id="ab12cd34"):
    folder = home / ".config" / "obsidian"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "obsidian.json").write_text(
        json.dumps({"vaults": {id: {"path": str(path), "ts": 1, "open": True}}})
    )


def parts(link):
    """The parameters of a link, decoded as an application decodes them."""
    found = urlsplit(link)
    assert (found.scheme, found.netloc) == ("obsidian", "open")
    return {name: value for name, (value,) in parse_qs(found.query, strict_parsing=True).items()}


@pytest.mark.parametrize(
    ("piece", "note", "line"),
    [
        ("", "Dashboard.md", None),
        ("Tom Okafor", TOM, None),
        (TOM, TOM, None),
        ("[[Tom Okafor]]", TOM, None),
        ("okafor, t", TOM, None),
        ("initech", INITECH, None),
        ("automation", INITECH, None),
        ("31ab7f", ACME, 6),
        ("31ab", ACME, 6),
        ("^31ab7f", ACME, 6),
        ("article on recalls", TOM, 7),
        ("tom", TOM, None),  # and not the Automation Engineer
        ("Tom Okafor#To do", TOM, 6),
        (f"{ACME}#^fu-who-was-hired-7t0zcy", ACME, 7),
    ],
)
def test_an_id_a_name_a_path_or_words_name_a_line(desk, capfd, piece, note, line):
    place = [f"+{line}"] if line else []
    assert shown(capfd, piece) == ["vi", *place, str(desk.root / note)]


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        ("zzz", "vault: no note and no open follow-up has 'zzz' in its name, id or words\n"),
        ("Tom Okafor#Nowhere", "vault: Contacts/Tom Okafor.md has no heading 'Nowhere'\n"),
        ("Tom Okafor#^nope", "vault: Contacts/Tom Okafor.md has no block '^nope'\n"),
    ],
)
def test_what_is_not_there_is_refused_in_one_line(desk, capfd, piece, said):
    assert run(["open", piece]) == 1
    assert capfd.readouterr() == ("", said)


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        ("vim", ["vim", "+7", "F"]),
        ("/usr/local/bin/nvim -u NONE", ["/usr/local/bin/nvim", "-u", "NONE", "+7", "F"]),
        ("emacsclient -t", ["emacsclient", "-t", "+7", "F"]),
        ("nano", ["nano", "+7", "F"]),
        ("code --wait", ["code", "--wait", "--goto", "F:7"]),
        ("subl -w", ["subl", "-w", "F:7"]),
        ("hx", ["hx", "F:7"]),
        ("kate", ["kate", "--line", "7", "F"]),
        ("idea", ["idea", "--line", "7", "F"]),
        ('"/opt/my editor/ed it" -x', ["/opt/my editor/ed it", "-x", "F"]),
    ],
)
def test_each_editor_is_told_the_line_in_its_own_way(desk, capfd, monkeypatch, editor, expected):
    monkeypatch.setenv("VISUAL", editor)
    file = str(desk.root / TOM)
    assert shown(capfd, "article") == [
        word.replace("F", file) if word[:1] == "F" else word for word in expected
    ]


def test_every_form_has_a_file_and_a_line_and_no_editor_two_of_them():
    forms = load_toml(shipped() / "editors.toml")["form"]
    assert [
        f for f in forms if "{file}" not in "".join(f["arguments"]) or "{line}" not in "".join(f["arguments"])
    ] == []
    names = [name for form in forms for name in form["editors"]]
    assert sorted(names) == sorted({*names})


def test_a_vault_of_obsidian_opens_there_at_the_block_or_the_heading(desk, capfd, own_home):
    obsidian_knows(own_home, desk.root)
    assert parts(shown(capfd, "31ab7f")) == {
        "vault": "ab12cd34",
        "file": "Rejections/2026-11-04 Acme Robotics#^fu-thank-panel-31ab7f",
    }
    assert parts(shown(capfd, "article")) == {"vault": "ab12cd34", "file": "Contacts/Tom Okafor#To do"}
    assert parts(shown(capfd, "look")) == {"vault": "ab12cd34", "file": "Weekly#^mine"}
    assert parts(shown(capfd, "initech")) == {"vault": "ab12cd34", "file": INITECH.removesuffix(".md")}
    assert "%20" in shown(capfd, "Tom Okafor") and "+" not in shown(capfd, "Tom Okafor")


def test_a_vault_inside_one_of_obsidians_is_named_from_there(desk, capfd, own_home):
    obsidian_knows(own_home, desk.root.parent)
    assert parts(shown(capfd, "Tom Okafor")) == {"vault": "ab12cd34", "file": "my vault/Contacts/Tom Okafor"}


def test_the_setting_decides(desk, capfd, own_home, monkeypatch):
    obsidian_knows(own_home, desk.root)
    desk.write("vault.toml", 'open_with = "editor"\n')
    assert shown(capfd, "Tom Okafor") == ["vi", str(desk.root / TOM)]
    monkeypatch.setenv("EDITOR", "")
    assert run(["open"]) == 1
    assert "set VISUAL or EDITOR" in capfd.readouterr().err
    (own_home / ".config" / "obsidian" / "obsidian.json").write_text("{broken")
    desk.write("vault.toml", 'open_with = "obsidian"\n')
    assert parts(shown(capfd, "Tom Okafor")) == {"path": str(desk.root / TOM)}
    desk.write("vault.toml", 'open_with = "notepad"\n')
    assert run(["open"]) == 1
    assert "open_with is one of auto, obsidian, editor" in capfd.readouterr().err


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a screen there")
def test_without_a_screen_the_editor_goes_first(desk, capfd, own_home, monkeypatch):
    obsidian_knows(own_home, desk.root)
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert shown(capfd, "Tom Okafor") == ["vi", str(desk.root / TOM)]


def program(folder: Path, name: str, code: int = 0) -> Path:
    """A program that writes down what it is given, one argument a line, and ends with a code."""
    folder.mkdir(exist_ok=True)
    said = folder / f"{name}.said"
    (folder / name).write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > {shlex.quote(str(said))}\nexit {code}\n")
    (folder / name).chmod((folder / name).stat().st_mode | stat.S_IXUSR)
    return said


@posix
def test_a_name_full_of_signs_reaches_the_editor_whole(desk, tmp_path, monkeypatch, capfd):
    said = program(tmp_path / "bin", "vim")
    monkeypatch.setenv("EDITOR", shlex.quote(str(tmp_path / "bin" / "vim")))
    assert run(["open", ODD]) == 0
    assert said.read_text() == f"{desk.root / ODD}\n"
    assert run(["open", "31ab7f"]) == 0
    assert said.read_text() == f"+6\n{desk.root / ACME}\n"
    assert not (desk.root / "hit").exists()


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="macOS opens links with a program of its own")
def test_what_obsidian_does_not_open_the_editor_does(desk, own_home, tmp_path, monkeypatch, capfd):
    obsidian_knows(own_home, desk.root)
    folder = tmp_path / "bin"
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{Path(shutil.which('sh') or '/bin/sh').parent}")
    monkeypatch.setenv("EDITOR", str(folder / "nano"))
    link, edited = program(folder, "xdg-open"), program(folder, "nano")
    assert run(["open", "31ab7f"]) == 0
    assert parts(link.read_text().strip())["file"].endswith("#^fu-thank-panel-31ab7f")
    assert not edited.exists()
    program(folder, "xdg-open", code=3)
    assert run(["open", "31ab7f"]) == 0
    assert edited.read_text() == f"+6\n{desk.root / ACME}\n"
    program(folder, "nano", code=1)
    assert run(["open", "31ab7f"]) == 1
    assert capfd.readouterr().err.endswith("was not opened\n")


def test_an_editor_that_is_not_there_is_named(desk, monkeypatch, capfd):
    monkeypatch.setenv("EDITOR", "no-such-editor")
    assert run(["open"]) == 1
    assert capfd.readouterr().err.splitlines()[-1] == (
        "vault: no-such-editor could not be started (No such file or directory): set EDITOR to yours"
    )
    monkeypatch.setenv("EDITOR", 'vi "-c')
    assert run(["open"]) == 1
    assert "has a quote that is not closed" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("text", "line", "heading"),
    [
        ("# One\na\n## Two\nb\n", 4, "Two"),
        ("# One\na\n## Two\nb\n", 2, "One"),
        ("a\n# One\n", 1, None),
        ("# One\n```\n# no heading\n```\nb\n", 5, "One"),
        ("# One\n~~~~\n~~~\n# no\n~~~~\n# Two\nb\n", 7, "Two"),
        ("# Same\na\n# Same\nb\n", 4, None),  # a link would go to the first
        ("# A: [[b]] #c ^d | e ##\r\nx\r\n", 2, "A b c d e"),
        ("#no heading\n#\nx\n", 3, None),
    ],
)
def test_the_heading_above_a_line(text, line, heading):
    assert heading_above(text, line) == heading


@given(st.text(alphabet="#` ~ab:[^|]\n\r"), st.integers(1, 20))
def test_the_heading_that_is_given_is_found_again_above_the_line(text, line):
    heading = heading_above(text, line)
    if heading is not None:
        found = line_of(text, heading)
        assert found is not None and found <= line
