"""One bad note is one line that says where, what and what to do; every other note still counts.

All of them lie in one vault at once, as real files. It is read by a real process that has no right to pass a
lock, as root would; what it takes is measured.
"""

from __future__ import annotations

import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rights import powerless

from vault_tools.commands.init import init
from vault_tools.core.meaning.copies import copy_of, numbered, numbered_copies
from vault_tools.core.meaning.notes import read_note
from vault_tools.store.vault import Vault

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes, devices and rights of other systems")

DAY = "2026-11-22"
MOST_SECONDS, MOST_MEGABYTES = 10, 400
VAULT = [sys.executable, "-m", "vault_tools"]

_BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
_TASK = "- [ ] {} 📅 2026-11-20\n"

# file -> (its text, the line that is told of it). Each has a task of its own that must count.
TEXTS: dict[str, tuple[str | bytes, str]] = {
    "colon": ("---\na: b: c\n---\n", '2: a colon inside a value needs quotes: a: "…"'),
    "twice": ("---\na: 1\na: 2\n---\n", "3: two properties named a; keep one"),
    "two blocks": (
        "---\ntype: contact\n---\n---\nrole: cook\n---\n",
        "4: a second block of properties, which nobody reads; move its lines into the first",
    ),
    "open block": (
        "---\nrole: cook\n",
        "1: the block of properties is never closed; add a line --- below it",
    ),
    "no text": (
        "---\n2026: x\n---\n",
        '2: the name of a property must be text; put it in quotes: "2026":',
    ),
    "bomb": (
        f"---\n{_BOMB}---\n",
        "7: aliases (*name) repeat each other too often; write the values out",
    ),
    "brackets": (
        f"---\na: {'[' * 100_000}{']' * 100_000}\n---\n",
        "2: lists inside lists without end; write a flat list",
    ),
    "stairs": (
        "---\n" + "".join(f"{' ' * n}a:\n" for n in range(2000)) + "---\n",
        "129: lists inside lists without end; write a flat list",
    ),
    "long list": (
        "---\na:\n" + "- x\n" * 1_500_000 + "---\n",
        "100002: more than 100000 values; keep them in a note of their own, below the properties",
    ),
    "latin 1": (b"caf\xe9\n", "1: not valid UTF-8 from here on; save the note as UTF-8"),
    "no such day": (
        "- [ ] x 📅 2026-02-30\n",
        "1: 📅 2026-02-30: there is no such day; write another",
    ),
    "log": (
        "---\ntype: contact\n---\n## Log\n- 2026-02-30 call\n\n## To do\n",
        "5: 2026-02-30: there is no such day; write another",
    ),
    "merge": (
        "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> other\n",
        "1: a merge left two versions here; keep one, and delete its marks",
    ),
}  # fmt: skip
# Each hides its own tasks, and no other's.
WHOLE: dict[str, tuple[str | bytes, str]] = {
    "fence": (
        "```py\n- [ ] hidden 📅 2026-11-20\n",
        "1: the code block opened here with ``` is never closed and hides all below; end it with ```",
    ),
    "comment": (
        "%% begun\n- [ ] hidden 📅 2026-11-20\n",
        "1: the comment opened here with %% is never closed and hides all below; end it with %%",
    ),
    "utf 16": (
        _TASK.format("hidden").encode("utf-16"),
        "1: not a text note (UTF-16, or a file of another kind); save it as UTF-8",
    ),
    "old mac": (
        b"words\r- [ ] hidden\r",
        "1: its lines end in CR alone, so it is read as one line; save it with line ends LF",
    ),
    "nul": (
        b"a\0b\n",
        "1: not a text note (UTF-16, or a file of another kind); save it as UTF-8",
    ),
    "large": (
        b"x\n" * (25 << 20),
        "1: it is 50 MB, and over 8 MB none is read; split it, or move it out",
    ),
}
# Days that count and that nobody means: told by `vault check` alone.
FAR = tuple(f"far.md:{n}: {day} lies a lifetime away; write the day that is meant"
            for n, day in enumerate(("9999-12-31", "0001-01-01", "9999-12-31"), 1))  # fmt: skip
# What is no bad note at all, and counts.
GOOD = {
    "plain": "",
    "no newline": "text\n",
    "far": "- [ ] rest 📅 9999-12-31\n- [ ] begin 📅 0001-01-01\n- [ ] on 🔁 every day 📅 9999-12-31\n",
    "separators": "a\u2028- [ ] none 📅 2026-11-20\u2029- [ ] none 📅 2026-11-20\x85- [ ] none 📅 2026-11-20\n",
    "quotes": ">" * 200_000 + " x\n",
    "escapes": "\x1b]0;owned\x07 \u202e\n",
    "tag": "---\na: !!python/object/apply:os.system ['false']\n---\n",
    "large value": f"---\na: {'y' * 7_000_000}\n---\n",
}


@dataclass
class Museum:
    """A vault with one of each; what is told of it, and the tasks that count, each by its own words."""

    root: Path
    told: list[str]
    counted: set[str]


def lay_out(root: Path) -> Museum:
    root.mkdir()
    (root / "vault.toml").write_text("")
    told, counted = [], set()
    for name, (text, message) in TEXTS.items():
        data = text if isinstance(text, bytes) else text.encode()
        (root / f"{name}.md").write_bytes(data + _TASK.format(name).encode())
        told.append(f"{name}.md:{message}")
        counted.add(name)
    for name, (text, message) in WHOLE.items():
        (root / f"{name}.md").write_bytes(text if isinstance(text, bytes) else text.encode())
        told.append(f"{name}.md:{message}")
    for name, text in GOOD.items():
        (root / f"{name}.md").write_bytes((text + _TASK.format(name)).encode())
        counted.add(name)
    (root / "folder.md").mkdir()
    (root / "folder.md" / "inside.md").write_text(_TASK.format("inside"))
    counted.add("inside")

    odd = "1: it is no file but a device, pipe or socket; take it out of the vault"
    os.mkfifo(root / "pipe.md")
    with socket.socket(socket.AF_UNIX) as end, pytest.MonkeyPatch.context() as here:
        here.chdir(root)  # the name of a socket must be short
        end.bind("socket.md")
    told += [f"pipe.md:{odd}", f"socket.md:{odd}"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        try:
            os.mknod(root / "zero.md", stat.S_IFCHR | 0o666, os.makedev(1, 5))
            told.append(f"zero.md:{odd}")
        except OSError:
            pass  # a machine that lets nobody make devices

    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(_TASK.format("outside"))
    for link, target in {
        "loop.md": "loop.md", "loop": ".", "nowhere.md": "gone.md", "within.md": "plain.md",
        "out.md": outside / "secret.md", "out": outside, "up": "..",
    }.items():  # fmt: skip
        os.symlink(target, root / link)
    nowhere = "1: a link that leads nowhere; delete it, or put its target back"
    out = "1: a link to a {0} outside the vault, so it is not followed; put the {0} itself here"
    told += [f"loop.md:{nowhere}", f"nowhere.md:{nowhere}", f"out.md:{out.format('note')}"]
    told += [f"out:{out.format('folder')}", f"up:{out.format('folder')}"]

    no_right = "cannot be read: you have no right to; give it to yourself (chmod u+rX)"
    (root / "locked.md").write_text(_TASK.format("locked"))
    (root / "locked.md").chmod(0)
    for name, mode in {"shut": 0, "names only": 0o444}.items():
        (root / name).mkdir()
        (root / name / "x.md").write_text(_TASK.format(name))
        (root / name).chmod(mode)
    told += [
        f"locked.md:1: {no_right}",
        f"shut:1: the folder {no_right}",
        f"names only/x.md:1: {no_right}",
    ]

    name = "a sync tool's conflict copy of plain.md; merge the two, then delete this one"
    (root / "plain.sync-conflict-20261122-101500-ABCDEFG.md").write_text(_TASK.format("copy"))
    told.append(f"plain.sync-conflict-20261122-101500-ABCDEFG.md:1: {name}")
    if sys.platform == "linux":  # other systems take no such names
        (root / "two\nlines.md").write_text(_TASK.format("two lines"))
        told.append(
            "two\ufffdlines.md:1: a line break stands in its name or its folder's, so nothing can link to it; rename it"
        )
        with open(os.fsencode(root) + b"/b\xffd.md", "wb") as file:
            file.write(_TASK.format("bad name").encode())
        told.append("b?d.md:1: its name is not valid UTF-8; rename it")
    return Museum(root, told, counted)


@pytest.fixture(scope="module")
def museum(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Museum]:
    powerless()
    place = lay_out(tmp_path_factory.mktemp("museum") / "v")
    yield place
    for folder in ("shut", "names only"):
        (place.root / folder).chmod(0o755)


def run(root: Path, *argv: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*powerless(), *VAULT, "--vault", str(root), "--today", DAY, *argv],
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_each_bad_note_is_one_line_with_the_way_out(museum: Museum) -> None:
    said = run(museum.root, "check")
    assert said.returncode == 1
    assert sorted(said.stdout.splitlines()) == sorted([*museum.told, *FAR])


def test_all_other_notes_still_count(museum: Museum) -> None:
    import json

    said = run(museum.root, "due", "--json")
    assert {row["text"].partition(" ]")[0] for row in json.loads(said.stdout)} - {"begin"} == museum.counted


def test_the_dashboard_names_them_and_shows_the_others(museum: Museum) -> None:
    made = run(museum.root, "dashboard")
    assert (made.returncode, made.stdout) == (0, "Dashboard.md\n"), made.stderr
    text = (museum.root / "Dashboard.md").read_text(encoding="utf-8")
    shown = {
        line.partition("] ")[2].partition(" ·")[0].strip("* ") for line in text.split("\n") if "- [ ]" in line
    }
    assert museum.counted <= shown
    assert f"## Notes that need a look · {len(museum.told)}\n" in text
    assert "- [[bomb]], line 7: aliases" in text.replace("(\\*name)", "")


def test_one_of_each_is_read_in_seconds_and_in_little_memory(museum: Museum) -> None:
    code = "import atexit, resource, sys; from vault_tools.__main__ import main; sys.argv[0] = 'vault'\n"
    code += "peak = lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n"
    code += "atexit.register(peak)\nmain()"
    begin = time.monotonic()
    said = subprocess.run(
        [sys.executable, "-c", code, "--vault", str(museum.root), "--today", DAY, "check"],
        capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    took = time.monotonic() - begin
    kilobytes = int(said.stderr.splitlines()[-1]) // (1024 if sys.platform == "darwin" else 1)
    assert len(said.stdout.splitlines()) > 20
    assert (took < MOST_SECONDS, kilobytes >> 10 < MOST_MEGABYTES) == (True, True), (took, kilobytes)


# Copies -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "Acme.sync-conflict-20261122-101500-ABCDEFG.md",
        "Acme.sync-conflict-20261122-101500-ABCDEFG.sync-conflict-20261123-080000-HIJKLMN.md",
        "Acme (Jo's conflicted copy 2026-11-22).md",
        "Acme (Jo’s conflicted copy 2026-11-22 (1)).md",
        "Acme (conflicted copy 2026-11-22 101500).md",
        "Acme (Conflicted copy Pixel 202611221015).md",
        "Acme (Konfliktkopie von Jo 2026-11-22).md",
        "Acme (In Konflikt stehende Kopie von Jo 2026-11-22).md",
        "Acme (Copie en conflit de Jo 2026-11-22).md",
        "Acme (Copia en conflicto de Jo 2026-11-22).md",
        "Acme (Copia in conflitto di Jo 2026-11-22).md",
        "Acme (Cópia em conflito de Jo 2026-11-22).md",
        "Acme (conflicterende kopie van Jo 2026-11-22).md",
        "Acme (wersja w konflikcie użytkownika Jo 2026-11-22).md",
        "Acme (конфликтующая копия Jo 2026-11-22).md",
        "Acme (Jo の競合コピー 2026-11-22).md",
        "Acme (Jo 的冲突副本 2026-11-22).md",
        "Acme (Case Conflict).md",
        "Acme (Unicode Encoding Conflict 1).md",
        "Acme (SFConflict jo@example.org 2026-11-22-10-15-00).md",
        "Acme_conflict-20261122-101500.md",
        "Acme_nas_Nov-22-101500-2026_Conflict.md",
        "Acme.Conflict.md",
        "Acme-DESKTOP-1A2B3C4.md",
        "Acme_REMOTE_4711.md",
    ],
)  # fmt: skip
def test_a_conflict_copy_names_its_original(name: str) -> None:
    assert copy_of(name) == "Acme.md"


@pytest.mark.parametrize(
    "name",
    ["Acme.md", "Acme 2.md", "Acme (2027).md", "Talk (conflict management).md", "Sales (copy).md",
     "Conflict copy.md", "Acme – Desktop Engineer.md", "DESKTOP-1A2B3C4.md", "Rules_BASE.md"],
)  # fmt: skip
def test_a_name_that_only_sounds_like_a_copy_is_a_note(name: str) -> None:
    assert copy_of(name) is None


@given(st.text(max_size=80))
def test_no_name_is_too_odd_to_be_told_from_a_copy(name: str) -> None:
    assert copy_of(f"{name}.md") != f"{name}.md"


def test_a_number_makes_a_copy_only_where_the_words_are_the_same() -> None:
    ours = b"- [ ] Thank [[Dana Lee]] \xf0\x9f\x93\x85 2026-11-20 ^fu-thank-panel-31ab7f\n"
    other = b"---\ntype: contact\n---\n- [ ] call \xf0\x9f\x93\x85 2026-11-20\n"
    talk = b"---\ntype: meeting\ntags: [work]\n---\n- [ ] write the minutes\n"
    texts = {
        "A/No.md": ours, "A/No 2.md": ours + b"\nmore\n",  # the same step stands in both
        "A/Kim.md": other, "A/Kim (1).md": other,  # word for word
        "A/Lou.md": other, "A/Lou 2.md": other.replace(b"call", b"write"),  # two people of one name
        "B/Kim 2.md": other,  # nothing beside it
        "Talk.md": b"", "Talk 2.md": b"",  # they say nothing to us
        "Bob.md": talk + b"red\n", "Bob 2.md": talk + b"blue\n",  # of a template of the user's
    }  # fmt: skip
    notes = [read_note(path, data) for path, data in texts.items()]
    assert numbered_copies(notes, numbered([note.path for note in notes]), {"contact"}.__contains__) == {
        "A/No 2.md": "A/No.md",
        "A/Kim (1).md": "A/Kim.md",
    }


def test_a_numbered_note_is_a_copy_from_the_save_on_that_makes_it_one_until_the_next(tmp_path: Path) -> None:
    init(tmp_path, date(2026, 11, 22))
    vault = Vault(tmp_path)

    def save(name: str, words: str) -> None:
        (tmp_path / name).write_text(
            f"---\ntype: contact\n---\n- [ ] {words} 📅 2026-11-20\n", encoding="utf-8"
        )
        time.sleep(0.06)

    def seen() -> set[str]:
        return {note.path for note in vault.look().notes} & {"Kim.md", "Kim 2.md", "Lou.md", "Lou 2.md"}

    for name in ("Kim.md", "Lou.md", "Lou 2.md"):
        save(name, "Call")
    save("Kim 2.md", "Write")
    assert seen() == {"Kim.md", "Kim 2.md", "Lou.md"}
    save("Kim 2.md", "Call")
    assert seen() == {"Kim.md", "Lou.md"}
    save("Lou.md", "Meet")
    assert seen() == {"Kim.md", "Lou.md", "Lou 2.md"}
    save("Kim.md", "Meet")
    assert seen() == {"Kim.md", "Kim 2.md", "Lou.md", "Lou 2.md"}
