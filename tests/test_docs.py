"""The words of the project are true: every shown command is run, every named one exists, every link leads on.

A block fenced as `console` is played: `$ ` begins a command, `> ` goes on with it, and what follows is what
it says on both streams. All blocks of a page run in one shell, in an empty home. `...` stands for lines left
out. A block whose fence names a file (`toml Templates/kinds.toml`) is written there. One fenced as `sh` is
not played; its commands only have to exist.
`python tests/test_docs.py --update` writes into the pages what is said now.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
WORDS = (*PAGES, ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md")

HOME = "/home/jo"  # how the empty home is shown on the pages
TODAY = "2026-11-22"
OWN_KIND = "new-coffee-chat"  # the worked example of docs/templates-and-kinds.md
NO_COMMAND = "deed"  # `vault deed` begins a file of the journal

_FENCE = re.compile(
    r"^```(?P<language>[a-z0-9]+)(?: (?P<file>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_SPAN = re.compile(r"(?<!`)`(?!`)((?:vault|vault-tools|python3? -m vault_tools) [^`\n]+)`(?!`)")
_LINK = re.compile(r"(?<!!)\[[^\]\n]+\]\((?P<target>[^)\s]+)\)")
_NEXT = "\x1e"  # printed before each command; the program itself shows no control character

plays = pytest.mark.skipif(os.name == "nt" or not shutil.which("bash"), reason="the pages are played in bash")
each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_text = pytest.mark.parametrize("page", WORDS, ids=lambda page: page.name)


# Playing a page -----------------------------------------------------------------------------------------


def commands_of(body: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines shown for it."""
    found: list[tuple[str, list[str]]] = []
    for line in body.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif not found:
            raise AssertionError(f"a console block begins with a command, not with {line!r}")
        elif line.startswith("> ") and not found[-1][1] and goes_on(found[-1][0]):
            found[-1] = (f"{found[-1][0]}\n{line[2:]}", [])
        else:
            found[-1][1].append(line)
    return found


def goes_on(command: str) -> bool:
    """Whether the shell waits for another line: after a backslash, or inside a text given with <<."""
    here = re.search(r"<<'?(\w+)'?", command)
    return command.endswith("\\") or (here is not None and here[1] not in command.split("\n")[1:])


def played(commands: list[str], folder: Path) -> list[list[str]]:
    """What each command says, in one shell; both streams through one pipe, as a terminal shows them."""
    home, shims = folder / "home", folder / "bin"
    home.mkdir()
    shims.mkdir()
    for name in ("vault", "vault-tools"):
        (shims / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m vault_tools "$@"\n')
        (shims / name).chmod(0o755)
    environment = {
        "HOME": str(home),
        "PATH": f"{shims}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(package_home()),
        "VAULT_TODAY": TODAY,
        "COLUMNS": "80",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
    }
    done = subprocess.run(
        ["bash", "--norc", "-c", "".join(f"printf '\\036'\n{command}\n" for command in commands)],
        cwd=home,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=300,
    )
    said = done.stdout.decode().replace(str(home), HOME).split(_NEXT)[1:]
    assert len(said) == len(commands), f"the shell ended before all commands were given: {said[-1:]}"
    return [without_end([line.rstrip() for line in text.split("\n")]) for text in said]


def without_end(lines: list[str]) -> list[str]:
    """The lines without the blank ones behind the last that is none."""
    last = max((n for n, line in enumerate(lines, 1) if line.strip()), default=0)
    return lines[:last]


def package_home() -> Path:
    """The folder that the tested package is imported from: the installed one, else this checkout."""
    spec = importlib.util.find_spec("vault_tools")
    return Path(spec.origin).parent.parent if spec and spec.origin else ROOT


def refreshed(text: str, folder: Path) -> str:
    """The page with what its commands say now; where it fits what is shown, not a character changes."""
    blocks = [
        (match, [(written(match), [])] if match["file"] else commands_of(match["body"]))
        for match in _FENCE.finditer(text)
        if match["file"] or match["language"] == "console"
    ]
    commands = [command for _, part in blocks for command, _ in part]
    said = iter(played(commands, folder) if commands else [])
    bodies = [[(command, shown, next(said)) for command, shown in part] for _, part in blocks]
    for (match, _), body in reversed(list(zip(blocks, bodies, strict=True))):
        if not match["file"]:
            told = "".join(_as_shown(*one) for one in body)
            text = text[: match.start("body")] + told + text[match.end("body") :]
    return text


def written(block: re.Match[str]) -> str:
    """The command that writes a block into the file its fence names."""
    file, folder = shlex.quote(block["file"]), shlex.quote(block["file"].rpartition("/")[0] or ".")
    return f"mkdir -p {folder}\nprintf %s {shlex.quote(block['body'])} > {file}"


def _as_shown(command: str, shown: list[str], real: list[str]) -> str:
    first, *others = command.split("\n")
    told = shown if fits(shown, real) else elided_alike(shown, real) + [""] * (shown[-1:] == [""])
    return "".join(f"{line}\n" for line in (f"$ {first}", *(f"> {line}" for line in others), *told))


def fits(shown: list[str], real: list[str]) -> bool:
    """Whether the lines say what was said, blank lines at the end aside; `...` stands for any lines."""
    parts = [
        r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line.rstrip()) + r"\n"
        for line in without_end(shown)
    ]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in real)) is not None


def elided_alike(shown: list[str], real: list[str]) -> list[str]:
    """The real lines, with as many kept at both ends as the shown ones had around their `...`."""
    marks = [n for n, line in enumerate(shown) if line.strip() == "..."]
    if not marks:
        return real
    head, tail = marks[0], len([line for line in shown[marks[-1] + 1 :] if line.strip()])
    if head + tail >= len(real):
        return real
    return [*real[:head], shown[marks[0]], *real[len(real) - tail :]]


@plays
@each_page
def test_what_a_page_shows_is_what_the_commands_say(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert refreshed(text, tmp_path.resolve()) == text, "if it is meant: python tests/test_docs.py --update"


# Names ---------------------------------------------------------------------------------------------------


def commands() -> set[str]:
    """Every command that `vault --help` lists outside any vault."""
    import click

    from vault_tools.cli.app import vault

    return set(vault.list_commands(click.Context(vault)))


def named_commands(line: str) -> Iterator[str]:
    """The commands that a line of shell gives to vault: `cd x && vault --today fri due` names due."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    while words:
        word = words.pop(0)
        is_module = word in ("python", "python3") and words[:2] == ["-m", "vault_tools"]
        if is_module:
            del words[:2]
        elif word not in ("vault", "vault-tools"):
            continue
        while words and words[0].startswith("-"):
            option = words.pop(0)
            if option in ("--vault", "--today") and words:
                words.pop(0)
        if words and re.fullmatch(r"[a-z][a-z-]*", words[0]):
            yield words[0]


@each_text
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lines = [line for m in _FENCE.finditer(text) if m["language"] == "sh" for line in m["body"].splitlines()]
    lines += _SPAN.findall(text)
    assert {name for line in lines for name in named_commands(line)} - commands() - {OWN_KIND} == set()


def test_every_command_that_the_program_itself_names_exists() -> None:
    ways = [ROOT / "templates", ROOT / "vault_tools"]
    files = [f for way in ways for f in sorted(way.rglob("*")) if f.suffix in (".py", ".j2", ".toml")]
    named = {
        (str(file.relative_to(ROOT)), name)
        for file in files
        for span in re.findall(r"`(vault [a-z][^`\n]*)`", file.read_text(encoding="utf-8"))
        for name in named_commands(span)
    }
    assert {(file, name) for file, name in named if name not in commands() | {OWN_KIND, NO_COMMAND}} == set()


def test_every_command_stands_in_the_readme_with_a_line() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = set(re.findall(r"^\| `vault ([a-z-]+)[^`]*` \| \S.*\|$", text, re.MULTILINE))
    assert rows == commands()


def test_every_setting_stands_in_the_formats(tmp_path: Path) -> None:
    from datetime import date

    from vault_tools.commands.init import init

    init(tmp_path / "vault", date(2026, 11, 22), default=None)
    settings: dict[str, Any] = tomllib.loads((tmp_path / "vault" / "vault.toml").read_text(encoding="utf-8"))
    names = {*settings, *settings["follow_ups"]} - {"follow_ups"}
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert {name for name in names if f"| `{name}` |" not in text} == set()


def test_every_key_of_due_json_stands_in_the_formats() -> None:
    from datetime import date

    from vault_tools.cli.records import follow_up
    from vault_tools.core.model import FollowUp

    keys = follow_up(FollowUp("31ab7f", "a.md", 1, "a", "a", date(2026, 11, 22))).keys()
    text = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [key for key in keys if f"| `{key}` |" not in text] == []


def test_every_step_stands_in_the_playbook_with_who_says_so() -> None:
    rows = tomllib.loads((ROOT / "templates" / "playbook.toml").read_text(encoding="utf-8"))["step"]
    text = (ROOT / "docs" / "playbook.md").read_text(encoding="utf-8")
    shown = re.findall(r"^\| `([a-z-]+)` \|.* \| (ours|S[0-4](?:, S[0-4])*) \|$", text, re.MULTILINE)
    assert shown == [(row["id"], ", ".join(row["source"]) or "ours") for row in rows]


# Links ---------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as code hosts make them."""
    bare = _FENCE.sub("", text)
    titles = re.findall(r"^#{1,6} +(.+?)\s*$", bare, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


@each_text
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    dead = []
    for match in _LINK.finditer(_FENCE.sub("", page.read_text(encoding="utf-8"))):
        target, _, anchor = match["target"].partition("#")
        if "://" in target:
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            dead.append(match["target"])
    assert dead == []


def test_every_page_of_the_docs_is_reached_from_the_readme() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[1:] if f"(docs/{page.name})" not in text] == []


if __name__ == "__main__":
    if sys.argv[1:] != ["--update"]:
        sys.exit("python tests/test_docs.py --update   writes into the pages what their commands say now")
    for one in PAGES:
        old = one.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as scratch:
            new = refreshed(old, Path(scratch).resolve())
        if new != old:
            one.write_text(new, encoding="utf-8")
            print(one.relative_to(ROOT))
