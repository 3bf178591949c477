"""Behind a Tab in real shells: a name with spaces stays one word, an id is explained and not typed."""

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from vault_tools.commands.init import init

TODAY = date(2026, 11, 22)
PACKAGE = Path(__file__).resolve().parent.parent
NAMES = ("Nordwind, Inc – Head of Data & AI", "Nordlicht – Controller")


@pytest.fixture
def vault(tmp_path, monkeypatch):
    root = tmp_path / "search"
    init(root, TODAY)
    for name in NAMES:
        note = root / "Applications" / f"{name}.md"
        note.parent.mkdir(exist_ok=True)
        note.write_text(
            "---\ntype: application\nstage: applied\napplied: 2026-11-20\n---\n- [ ] Say: “hello” 📅 2026-11-22 ^fu-follow-company-31ab7f\n- [ ] Call 📅 2026-11-22 ^fu-follow-company-32ab7f\n"
            if name == NAMES[0]
            else "---\ntype: application\nstage: applied\napplied: 2026-11-20\n---\n",
            encoding="utf-8",
        )
    shims = tmp_path / "bin"
    shims.mkdir()
    for name in ("vault", "vault-tools"):
        (shims / name).write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m vault_tools "$@"\n')
        (shims / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{shims}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE))
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.chdir(root)
    return root


def needs(shell):
    return pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not installed")


def offered_by_bash(*words):
    """COMPREPLY for a line whose last word is being typed."""
    listed = " ".join(shlex.quote(word) for word in words)
    play = f"""
        source <(vault completion bash)
        COMP_WORDS=({listed}) COMP_CWORD={len(words) - 1} COMP_TYPE=9 COLUMNS=60
        _vault_completion vault
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "--norc", "-c", play], capture_output=True, text=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.splitlines()


def typed(argv, first, keys, wanted):
    """What an interactive shell shows once `keys` were typed, waited for until `wanted` stands there."""
    process, terminal = pty.fork()
    if process == 0:
        os.environ.update(TERM="xterm", COLUMNS="200")
        os.execvp(argv[0], argv)
    said = b""

    def until(words, seconds=30.0):
        nonlocal said
        end = time.monotonic() + seconds
        while words.encode() not in said and time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                try:
                    said += os.read(terminal, 65536)
                except OSError:
                    break
        return words.encode() in said

    try:
        os.write(terminal, first.encode() + b"; echo re''ady\n")
        assert until("ready"), said.decode(errors="replace")
        said = b""
        os.write(terminal, keys.encode())
        assert until(wanted), said.decode(errors="replace")
    finally:
        os.close(terminal)
        os.kill(process, 9)
        os.waitpid(process, 0)


@needs("bash")
def test_bash_offers_a_name_with_spaces_and_signs_as_one_word(vault):
    (found,) = offered_by_bash("vault", "new-interview", "Nordw")
    assert shlex.split(found) == [NAMES[0]]
    assert found != NAMES[0]


@needs("bash")
def test_bash_leaves_a_name_as_it_is_behind_a_typed_quote(vault):
    assert offered_by_bash("vault", "new-interview", "'Nordw") == [NAMES[0]]


@needs("bash")
def test_bash_writes_what_would_end_or_change_a_quote_so_that_it_stays_the_name(vault):
    name = """Bob the $HOME "O'Neil" \\ `id` & Sons"""
    (vault / "Contacts").mkdir(exist_ok=True)
    (vault / "Contacts" / f"{name}.md").write_text("---\ntype: contact\n---\n", encoding="utf-8")
    for quote in ("'", '"'):
        (found,) = offered_by_bash("vault", "log", f"{quote}Bob")
        line = f"printf %s {quote}{found}{quote}"
        assert subprocess.run(["bash", "-c", line], capture_output=True, text=True).stdout == name


@needs("bash")
def test_bash_offers_names_that_are_longer_than_the_line(vault):
    name = "Nord and South Institute for Manufacturing Engineering – Research Engineer (m, f, d)"
    note = "---\ntype: application\nstage: applied\napplied: 2026-11-20\n---\n- [ ] Call 📅 2026-11-22 ^fu-follow-company-33ab7f\n"
    (vault / "Applications" / f"{name}.md").write_text(note, encoding="utf-8")
    offered = {shlex.split(one)[0] for one in offered_by_bash("vault", "close", "Nord")}
    assert offered == {*NAMES, name}


@needs("bash")
def test_bash_explains_ids_where_there_are_several_and_types_the_one(vault):
    assert offered_by_bash("vault", "done", "3") == [
        "31ab7f  (2026-11-22 Say: “hello”)",
        "32ab7f  (2026-11-22 Call)",
    ]
    assert offered_by_bash("vault", "done", "31") == ["31ab7f"]


@needs("bash")
def test_bash_completes_commands_and_days(vault):
    assert offered_by_bash("vault", "sno") == ["snooze"]
    assert offered_by_bash("vault", "snooze", "31ab7f", "tom") == ["tomorrow"]


@needs("zsh")
def test_zsh_types_a_name_with_spaces_as_one_word(vault):
    start = "autoload -Uz compinit; compinit -u -D; source <(vault completion zsh)"
    typed(["zsh", "-f", "-i"], start, "vault new-interview Nordl\t", "Nordlicht\\ –\\ Controller")


@needs("fish")
def test_fish_types_a_name_with_a_comma_whole(vault):
    typed(
        ["fish", "--no-config", "-i"],
        "vault completion fish | source",
        "vault new-interview Nordw\t",
        "Nordwind,\\ Inc\\ –\\ Head\\ of\\ Data\\ \\&\\ AI",
    )


def run(*args):
    return subprocess.run(
        [sys.executable, "-m", "vault_tools", *args], capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_in_a_pipe_the_script_is_printed_and_nothing_is_written(vault, own_home, shell):
    done = run("completion", shell)
    assert (done.returncode, done.stderr) == (0, "")
    assert "vault completion" in done.stdout and "_vault" in done.stdout.lower()
    assert list(own_home.rglob("*completion*")) == []


FORWARD = ["today", "tomorrow", "mon", "tue", "wed", "thu", "fri", "+3d", "1w", "2w", "1m"]
BACK = ["today", "yesterday", *(f"2026-11-{day}" for day in (20, 19, 18, 17, 16, 15))]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["snooze", "31ab7f", ""], FORWARD),
        (["new-interview", "nordlicht", "--on", ""], FORWARD),
        (["reschedule", "nordlicht", ""], FORWARD),
        (["new-offer", "nordlicht", "--respond-by", ""], FORWARD),
        (["new-rejection", "nordlicht", "--on", ""], BACK),
        (["done", "31ab7f", "--on", ""], BACK),
        (["log", "Nora", "rang", "--on", "y"], ["yesterday"]),
        (["new-application", "--applied", ""], ["today", "yesterday", "no"]),
        (["due", "--within", ""], ["3d", "7d", "2w", "1m", "3m"]),
    ],
)
def test_a_day_is_offered_on_the_side_of_today_on_which_it_can_be(vault, monkeypatch, words, offered):
    monkeypatch.setenv("_VAULT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", shlex.join(["vault", *words[:-1]]) + f" {words[-1]}")
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    assert [line.split("\t")[1] for line in run().stdout.splitlines() if line] == offered


@pytest.mark.parametrize("words", [["show", ""], ["done", "--on", "y"], ["new-interview", ""]])
def test_a_day_to_play_that_is_none_is_no_word_behind_a_tab(vault, monkeypatch, words):
    monkeypatch.setenv("VAULT_TODAY", "foo")
    monkeypatch.setenv("_VAULT_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", shlex.join(["vault", *words[:-1]]) + f" {words[-1]}")
    monkeypatch.setenv("COMP_CWORD", str(len(words)))
    assert (run().returncode, run().stderr) == (0, "")


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("Nordlicht – C", "plain\n'Nordlicht – Controller'\nNordlicht – Controller"), ("--h", "plain\n--help")],
)
def test_powershell_gets_a_name_with_spaces_in_quotes(vault, monkeypatch, asked, shown):
    monkeypatch.setenv("_VAULT_COMPLETE", "powershell_complete")
    monkeypatch.setenv("COMP_WORDS", f"vault new-interview '{asked}'")
    monkeypatch.setenv("COMP_CWORD", "2")
    assert run().stdout.startswith(shown)


def test_at_a_terminal_it_is_put_where_the_shell_looks_and_taken_away_again(vault, own_home):
    from terminal import Terminal

    place = own_home / ".config/fish/completions/vault.fish"
    assert Terminal(vault, "completion", "fish").end()[0] == 0
    assert place.read_text(encoding="utf-8") == run("completion", "fish").stdout
    code, said = Terminal(vault, "completion", "fish").end()
    assert (code, "is up to date" in said) == (0, True)
    assert run("completion", "fish", "--remove").stdout == f"{place} is gone.\n"
    assert not place.exists()


def test_a_file_that_is_not_ours_is_left_alone(vault, own_home):
    from terminal import Terminal

    place = own_home / ".config/fish/completions/vault.fish"
    place.parent.mkdir(parents=True)
    place.write_text("# my own\n")
    code, said = Terminal(vault, "completion", "fish").end()
    assert (code, "was not written by vault: left alone" in said) == (1, True)
    assert run("completion", "fish", "--remove").returncode == 1
    assert place.read_text() == "# my own\n"


def test_without_a_name_it_is_the_shell_of_the_user(vault, monkeypatch):
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert run("completion").stdout == run("completion", "fish").stdout
    monkeypatch.setenv("SHELL", "/bin/odd")
    done = run("completion")
    assert (done.returncode, "Which shell?" in done.stderr) == (2, True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no HOME")
def test_without_a_home_the_script_is_printed_and_nothing_is_written_at_the_root(vault, monkeypatch):
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, "")
    assert run("completion", "fish").returncode == 0
    done = run("completion", "fish", "--remove")
    assert (done.returncode, done.stdout) == (1, "")
    assert "no home folder is known; set HOME" in done.stderr
