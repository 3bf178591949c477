"""What a whole run of the command says and leaves: exit codes, one line on stderr, streams that are closed."""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from life import Life, made_by_init

from vault_tools.cli.edge import run
from vault_tools.core.errors import StorageError
from vault_tools.store.finding import find_root
from vault_tools.store.refusal import refused
from vault_tools.store.state import config_dir

PACKAGE = Path(__file__).resolve().parent.parent
VAULT = [sys.executable, "-m", "vault_tools"]


def vault(
    *argv: str, out: int | None = subprocess.PIPE, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*VAULT, *argv],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        timeout=60,
    )


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    monkeypatch.setenv("VAULT_DIR", str(tmp_path / "v"))
    return made_by_init(tmp_path / "v").root


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["due"], 0, "Nothing is due"),
        (["check"], 0, "Every note can be read"),
        (["done", "abc123"], 1, "nothing is left to do"),
        (["new-rejection", "acme"], 1, "there is no application yet"),
        (["new-rejection"], 2, "needs APPLICATION"),
        (["new-application", "--company", "Acme"], 2, "needs --role"),
        (
            ["new-hire", "acme", "Lin Chen"],
            2,
            "'Lin Chen' is more than new-hire takes. Say what it is: --name \"Lin Chen\".",
        ),
        (["new-contact", "Lin", "Chen"], 2, 'Quote what belongs together: "Lin Chen".'),
        (
            ["new-application", "Acme Robotics", "Tester"],
            2,
            "'Acme Robotics Tester' is more than new-application takes. "
            'Say what each is: --company "Acme Robotics" --role "Tester".',
        ),
        (["new-application", "Acme", "Tester"], 2, 'Say what it is: --company "Acme Tester".'),
        (["drop", "x", "--why"], 2, "Option '--why' requires an argument. See `vault drop --help`."),
        (["new-contact", "Lin Chen", "Acme"], 2, 'Say what it is with an option, such as --company "Acme".'),
        (["new-interview", "a", "--on", "fri", "14:00"], 2, 'Quote what belongs together: --on "fri 14:00".'),
        (["new-interview", "a", "--round", "first", "fri"], 2, 'Say what it is: --on "fri".'),
        (["new-interview", "a", "--on", "fri", "--with", "Ida", "Falk"], 2, 'together: --with "Ida Falk".'),
        (["new-application", "--company=A", "B", "--role", "C", "D"], 2, '--company "A B" --role "C D".'),
        (["snooze", "abc123", "in", "3", "days"], 2, 'Quote what belongs together: "in 3 days".'),
        (["log", "grace", "talked", "about", "it"], 2, 'Quote what belongs together: "talked about it".'),
        (["close", "acme", "--as", "no-reply", "fri"], 2, "unexpected extra argument (fri). See"),
        (
            ["close", "acme", "--as", "no-reply", "--on", "0001-01-01"],
            2,
            "--on: 0001-01-01 is a lifetime away",
        ),
        (
            ["new-interview", "acme", "--on", "0206-11-24"],
            2,
            "--on: 0206-11-24 is a lifetime away; look at the",
        ),
        (
            ["log", "grace", "hi", "--on", "9999-01-01"],
            2,
            "--on: 9999-01-01 is a lifetime away; look at the year.",
        ),
        (["new-plan-b", "a"], 2, "'a' is more than new-plan-b takes. Say what it is with an option."),
        (
            ["new-rejection", "acme", "yesterday"],
            2,
            'more than new-rejection takes. Say what it is: --on "yesterday".',
        ),
        (["new-rejection", "acme", "--on", "noon"], 2, "16 nov; with a time: 2026-11-30T14:00. See"),
        (["new-rejection", "acme", "--on", "tomorrow"], 2, "2026-11-23 is still to come"),
        (["due", "7d"], 2, "Got unexpected extra argument (7d). See `vault due --help`."),
        (["snooze", "abc123", "32nd"], 2, "is not a day I can read"),
        (["snooze", "abc123", "yesterday"], 2, "is past"),
        (["reschedule", "acme", "noonish"], 2, "WHEN: 'noonish' is not a day I can read"),
        (
            ["reschedule", "acme", "fri"],
            1,
            "there is no interview to move or call off; `vault new-interview`",
        ),
        (["done", "abc123", "--on", "tomorrow"], 2, "2026-11-23 is still to come; give yesterday"),
        (["draft", "abc123", "--sent", "--on", "next fri"], 2, "2026-11-27 is still to come"),
        (["done", ""], 1, "which one?"),
        (["due", "--within", "yesterday"], 2, "looks ahead"),
        (["deu"], 2, "No such command 'deu'. Did you mean 'due'?"),
        (["new-aplication"], 2, "'new-application'"),
        (["--today", "2026-02-30", "due"], 2, "no such day"),
        (["--vault", "/nowhere/at/all", "due"], 1, "there is no such folder"),
        (["undo"], 1, "nothing to undo"),
    ],
)
def test_a_command_leaves_its_code_and_one_line(root: Path, argv: list[str], code: int, words: str) -> None:
    run = vault(*argv)
    assert (run.returncode, len(run.stderr.strip().splitlines())) == (code, 1), run.stderr
    assert words in run.stderr


def test_without_a_command_the_page_of_commands_is_shown_as_it_is() -> None:
    alone, asked = vault(), vault("--help")
    assert (alone.returncode, alone.stdout, alone.stderr) == (2, "", asked.stdout)


def test_next_does_not_say_that_nothing_is_due_where_something_is_long_late(root: Path) -> None:
    (root / "Call.md").write_text(
        "- [ ] Call Tom 📅 2026-10-01\n- [ ] Call Ann 📅 2026-11-25\n", encoding="utf-8"
    )
    run = vault("next")
    assert (run.returncode, run.stdout, run.stderr) == (
        0,
        "Nothing new is due. The next thing is in 3 days: Call Ann\n",
        "One thing is long late: `vault review` asks whether to do it, move it, or let it go.\n",
    )
    assert vault("dashboard").returncode == 0
    assert "[!tip] Nothing new is due today\n> What is long late waits further down" in (
        root / "Dashboard.md"
    ).read_text(encoding="utf-8")


def test_a_step_held_to_a_day_before_its_own_is_listed_by_its_own(root: Path) -> None:
    life = Life(root)
    life.applies("2026-11-01", "Norrland", "Welder", hiring_manager=["Lena Weiss"])
    life.meets("2026-11-10T10:00", "norrland", "final", "Lena Weiss")
    life.hears_no("2026-11-22T09:00", "norrland")
    said = {line.partition("  ")[2].strip() for line in vault("due", "--all").stdout.splitlines()}
    assert [line.split("  ")[0] for line in said if "Is the door still open" in line] == [
        "2027-02-22 in 92 days"
    ]
    assert [line.split("  ")[0] for line in said if "Thank Lena" in line] == ["held until 2026-11-24"]


def test_a_word_to_somebody_is_never_called_late(root: Path) -> None:
    (root / "Contacts").mkdir(exist_ok=True)
    (root / "Contacts" / "Tom Okafor.md").write_text(
        "---\ntype: contact\ntier: warm\n---\n## Log\n- 2026-06-01 coffee\n", encoding="utf-8"
    )
    (line,) = vault("due").stdout.splitlines()
    assert (
        line.partition("  ")[2] == "since Mon 13 Jul  Something short and useful for Tom Okafor  · Tom Okafor"
    )
    assert "due Mon 13 Jul, and a word would do" in vault("show", line.split()[0]).stdout


def test_an_address_that_is_none_becomes_plain_text(root: Path) -> None:
    link = ["--link", "http://[::1"]
    assert vault("new-application", "--company", "Acme", "--role", "Welder", *link).returncode == 0
    assert "[The posting](http:" in (root / "Applications" / "Acme – Welder.md").read_text(encoding="utf-8")


def test_check_leaves_1_where_a_note_cannot_be_read(root: Path) -> None:
    (root / "Bad.md").write_text("---\na: b: c\n---\n")
    run = vault("check")
    assert run.returncode == 1
    assert run.stdout.startswith("Bad.md:2: ")


def test_a_home_becomes_a_vault_only_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "jo"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    monkeypatch.delenv("VAULT_DIR", raising=False)
    run = vault("init", cwd=home)
    assert (run.returncode, run.stderr) == (
        2,
        f"vault: {home} has more in it than a search; name a folder: vault init ~/JobSearch. See `vault init --help`.\n",
    )
    assert list(home.iterdir()) == []
    assert vault("init", ".", cwd=home).returncode == 0
    assert vault("init", cwd=home).returncode == 0


def test_a_vault_inside_another_is_told_that_its_notes_count_in_both(root: Path) -> None:
    run = vault("init", str(root / "inner"))
    assert run.returncode == 0
    assert f"It stands inside another vault, {root}, and its notes count there as well.\n" in run.stderr


def test_a_default_vault_that_went_elsewhere_is_replaced_by_the_way_out_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "jo"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    monkeypatch.delenv("VAULT_DIR", raising=False)
    assert vault("init", "Search", cwd=home).returncode == 0
    (home / "Search").rename(home / "Moved")
    assert "`vault init DIR` makes one" in vault("due", cwd=home).stderr
    run = vault("init", "Moved", cwd=home)
    assert run.stderr.endswith(
        "is a vault already; nothing was missing. Commands anywhere else mean it now.\n"
    )
    assert vault("due", cwd=home).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="homes of others are told otherwise there")
@pytest.mark.parametrize(
    "argv", [("init",), ("demo",), ("export", "csv"), ("export", "calendar", "--split")], ids=" ".join
)
def test_a_home_that_nobody_has_is_refused_and_no_folder_is_called_so(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, ...]
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    before = os.listdir(tmp_path)
    run = vault(*argv, "~nobody-at-all/x.csv", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (
        1,
        "vault: ~nobody-at-all/x.csv: there is no home of 'nobody-at-all' here; write the whole path\n",
    )
    assert os.listdir(tmp_path) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows names its files in Unicode whatever the locale")
def test_names_are_utf8_also_where_the_locale_is_not(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("LC_ALL", "C"), ("PYTHONUTF8", "0"), ("PYTHONCOERCECLOCALE", "0")):
        monkeypatch.setenv(name, value)
    assert vault("new-contact", "Søren Ørsted").returncode == 0
    run = vault("log", "søren", "grüße")
    assert (run.returncode, run.stdout) == (0, "Logged: Søren Ørsted, Sun 22 Nov\n")
    note = (root / "Contacts" / "Søren Ørsted.md").read_text(encoding="utf-8")
    assert "- 2026-11-22 grüße" in note or "2026-11-22: grüße" in note
    assert vault("check").returncode == 0


def test_a_reader_that_went_away_leaves_no_traceback(root: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = vault("due", "--json", out=write)
    os.close(write)
    assert "Traceback" not in run.stderr and "Exception ignored" not in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
def test_a_full_disk_behind_stdout_is_no_success(root: Path) -> None:
    with open("/dev/full", "w") as full:
        run = vault("due", "--json", out=full.fileno())
    assert run.returncode != 0
    assert "Traceback" not in run.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
@pytest.mark.parametrize("what", ["calendar", "csv", "json"])
def test_an_export_that_cannot_be_printed_ends_as_any_other_result(root: Path, what: str) -> None:
    with open("/dev/full", "w") as full:
        run = vault("export", what, out=full.fileno())
    assert (run.returncode, run.stderr) == (
        4,
        "vault: The result could not be written to stdout (No space left on device); "
        "what was to be changed is changed.\n",
    )


ONE = ["done", "Call Kim"]
DEEDS = [ONE, ["snooze", "Call Kim", "+3d"], ["drop", "Call Kim", "--why", "moved"], ["undo"], ["dashboard"]]
QUESTIONS = [["due", "--json"], ["next"], ["check"], ["undo", "--list"], ["--help"]]


@pytest.fixture
def with_a_call(root: Path) -> Path:
    (root / "Kim.md").write_text(
        "- [ ] Call Bo 📅 2026-11-20\n- [ ] Call Kim 📅 2026-11-20\n", encoding="utf-8"
    )
    Life(root).done("2026-11-22", "Call Bo")
    return root


def notes(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*.md")}


def closing(*numbers: int) -> Callable[[], None]:
    """What a shell does for `>&-`."""

    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a shell does")
@pytest.mark.parametrize("argv", [*DEEDS, *QUESTIONS], ids=" ".join)
def test_where_stdout_is_closed_nothing_is_done(with_a_call: Path, argv: list[str]) -> None:
    before = notes(with_a_call)
    for numbers in ((1,), (0, 1, 2)) if argv == ONE else ((1,),):
        run = subprocess.run(
            [*VAULT, *argv], stderr=subprocess.PIPE, text=True, preexec_fn=closing(*numbers), timeout=60
        )
        assert run.returncode == 1
        assert run.stderr == (
            "" if 2 in numbers else
            "vault: stdout is closed: nothing was changed. Send it to /dev/null if nobody wants to see it.\n"
        )  # fmt: skip
    assert notes(with_a_call) == before


@pytest.mark.skipif(sys.platform == "win32", reason="closes streams as a shell does")
@pytest.mark.parametrize("argv", [ONE, ["dashboard"], ["next"]], ids=" ".join)
def test_where_nobody_hears_what_is_told_all_is_done_just_so(with_a_call: Path, argv: list[str]) -> None:
    run = subprocess.run(
        [*VAULT, *argv], stdout=subprocess.PIPE, text=True, preexec_fn=closing(0, 2), timeout=60
    )
    assert (run.returncode, bool(run.stdout)) == (0, True)
    for path, data in notes(with_a_call).items():  # and no word of it went into a file of that number
        assert b"Traceback" not in data and data.endswith(b"\n"), path


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a disk that is always full")
@pytest.mark.parametrize("argv", [ONE, ["undo"], ["dashboard"]], ids=" ".join)
def test_a_deed_whose_result_cannot_be_printed_is_done_and_says_so(
    with_a_call: Path, argv: list[str]
) -> None:
    before = notes(with_a_call)
    with open("/dev/full", "w") as full:
        run = vault(*argv, out=full.fileno())
    assert (run.returncode, run.stderr) == (
        4,
        "vault: The result could not be written to stdout (No space left on device); "
        "what was to be changed is changed.\n",
    )
    assert (notes(with_a_call) != before) == (argv != ["dashboard"])
    assert vault("dashboard").stdout == "Dashboard.md is up to date\n"


def test_a_deed_whose_reader_went_away_is_done(with_a_call: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    run = vault(*ONE, out=write)
    os.close(write)
    assert (run.returncode, run.stderr) == (4, "")
    assert "[x] Call Kim" in (with_a_call / "Kim.md").read_text(encoding="utf-8")


def test_a_deed_that_could_not_be_shown_is_made_good_by_the_next_command_even_if_that_is_refused(
    with_a_call: Path,
) -> None:
    board = with_a_call / "Dashboard.md"
    board.chmod(0o444)
    run = vault(*ONE)
    assert (run.returncode, run.stdout) == (4, "Done: Call Kim\n")
    assert run.stderr.startswith("Done, but the dashboard was not refreshed: ")
    assert len(run.stderr.splitlines()) == 1
    board.chmod(0o644)
    assert vault(*ONE).returncode == 1
    assert vault("dashboard").stdout == "Dashboard.md is up to date\n"


def test_what_keeps_the_dashboard_from_a_deed_is_told_and_the_deed_not_called_undone(
    with_a_call: Path,
) -> None:
    board = with_a_call / "Dashboard.md"
    board.unlink()
    board.mkdir()
    run = vault(*ONE)
    assert (run.returncode, run.stdout) == (4, "Done: Call Kim\n")
    assert run.stderr == (
        f"Done, but the dashboard was not refreshed: {board}: a folder stands where a file should be. "
        "Move that folder out of the way.\n"
    )


def test_a_dashboard_in_another_encoding_is_told_as_that(with_a_call: Path) -> None:
    board = with_a_call / "Dashboard.md"
    saved = board.read_text(encoding="utf-8").encode("utf-16")
    board.write_bytes(saved)
    run = vault("dashboard")
    assert (run.returncode, run.stderr) == (
        1,
        "vault: Dashboard.md: it is not a text note (UTF-16, or a file of another kind), "
        "so it was neither read nor written; save it as UTF-8\n",
    )
    assert board.read_bytes() == saved


def test_what_has_to_be_done_at_the_end_is_done(root: Path) -> None:
    code = (
        "import atexit; atexit.register(print, 'at the end'); from vault_tools.__main__ import main; main()"
    )
    run = subprocess.run([sys.executable, "-c", code, "check"], capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stdout) == (0, "at the end\n")


@pytest.mark.skipif(os.name == "nt", reason="rights of other systems")
def test_the_report_of_a_bug_is_for_the_user_alone_and_says_what_it_may_hold(
    root: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    report = config_dir() / "last-bug.txt"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.write_text("an old one")
    report.chmod(0o644)

    def broken(*_: object) -> None:
        raise RuntimeError("a line of a note")

    monkeypatch.setattr("vault_tools.store.locate.find_vault", broken)
    assert run(["check"]) == 3
    assert capfd.readouterr().err == (
        "vault: This is a bug of ours, not yours (RuntimeError: a line of a note). "
        f"The report is in {report}; it holds what you typed, and may hold a piece of a note: "
        "read it before you pass it on.\n"
    )
    assert report.stat().st_mode & 0o777 == 0o600
    assert report.read_text().endswith("\nRuntimeError: a line of a note\n")


def test_broken_kinds_are_told_and_everything_else_works(root: Path) -> None:
    (root / "Templates").mkdir()
    (root / "Templates" / "kinds.toml").write_text("[coffee-chat\n")
    assert "new-application" in vault("--help").stdout
    for name in ("new-coffee-chat", "new-application"):
        run = vault(name, "--company", "A", "--role", "B") if name == "new-application" else vault(name)
        assert run.returncode == 1
        assert len(run.stderr.splitlines()) == 1
        assert "kinds.toml:1" in run.stderr
    assert not (root / "Applications").exists()
    assert vault("due").returncode == 0


def test_the_terminal_is_asked_nothing_where_there_is_none(root: Path) -> None:
    for argv in (["new-application"], ["new-interview"], ["drop", "x"], ["init"]):
        assert "Traceback" not in vault(*argv, cwd=root).stderr


CLOSED = "{} cannot be read: you have no right to; give it to yourself (chmod u+rX)"


@pytest.fixture
def closed(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault whose folder gives nothing of what stands in it, also to whom may read everything."""
    real = os.stat

    def stat(path: str | Path, **more: object) -> os.stat_result:
        if Path(root) in Path(path).parents:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return real(path, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", stat)
    return root


def test_a_vault_that_is_named_and_may_not_be_read_is_not_called_none(
    closed: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["due"]) == 1
    assert capfd.readouterr() == ("", f"vault: {CLOSED.format(closed)}\n")
    assert run(["prompt"]) == 0
    assert capfd.readouterr() == ("?!\n", "")
    assert run(["--help"]) == 0
    assert capfd.readouterr().err == ""


def test_a_folder_that_may_not_be_read_is_never_taken_for_none_and_another_vault_used(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_by_init(tmp_path / "other")
    monkeypatch.setattr("vault_tools.store.finding.default_root", lambda: str(tmp_path / "other"))
    monkeypatch.delenv("VAULT_DIR")
    with pytest.raises(StorageError) as refused:
        find_root(None, str(closed / "Notes"))
    assert str(refused.value) == CLOSED.format(closed / "Notes")
    assert find_root(None, str(tmp_path)) == str(tmp_path / "other")


def test_a_closed_folder_in_a_vault_is_part_of_it(
    closed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VAULT_DIR")
    (tmp_path / "vault.toml").touch()
    assert find_root(str(tmp_path), "/") == find_root(None, str(closed)) == str(tmp_path)


@pytest.mark.parametrize("number", [*errno.errorcode, 0, 99_999])
def test_whatever_the_disk_says_a_refusal_ends_with_what_to_do(number: int) -> None:
    said = str(refused(OSError(number, os.strerror(number)), "a.md"))
    reason, _, way_out = said.removeprefix("a.md: ").partition(": nothing was changed. ")
    assert reason
    assert way_out.endswith(".")
    assert not way_out.startswith("Then")


@pytest.mark.parametrize(
    "name",
    ["vault.toml", "Templates/kinds.toml", "Templates/playbook.toml", "Templates/messages/thank-you.md.j2"],
)
def test_a_file_of_the_vault_that_may_not_be_read_is_named_with_the_way_out(
    root: Path, name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).touch()
    real = io.open

    def opened(file: object, *args: object, **more: object) -> object:
        if str(file) == str(root / name):
            raise PermissionError(errno.EACCES, "Permission denied", str(file))
        return real(file, *args, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", opened)
    assert run(["check"]) == 1
    out, err = capfd.readouterr()
    said = " ".join(f"{out}{err}".split()).replace(f"{root}/", "")
    assert re.search(
        rf"{re.escape(name)}(:1)?: cannot be read: you have no right to; give it to yourself \(chmod u\+rX\)",
        said,
    )


INTERRUPTED = """
import signal, sys
class Impatient:
    def find_spec(self, name, *_):
        if name in waiting:
            waiting.remove(name)
            signal.raise_signal(signal.SIGINT)
waiting = {waiting!r}
sys.meta_path.insert(0, Impatient())
from vault_tools.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "waiting",
    [
        ["vault_tools.cli"],
        ["vault_tools.cli.door"],
        ["vault_tools.store.answers"],
        ["vault_tools.cli.edge"],
        ["click"],
        ["click", "vault_tools.core.meaning.names"],  # again, while the first is told
    ],
    ids=" ".join,
)
def test_ctrl_c_ends_it_with_130_and_no_traceback_however_early_and_however_often(
    root: Path, waiting: list[str]
) -> None:
    code = INTERRUPTED.format(waiting=waiting)
    run = subprocess.run(
        [sys.executable, "-c", code, "due"], cwd=root, capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
    )  # fmt: skip
    assert (run.returncode, run.stdout) == (130, "")
    assert all(line.startswith("vault: Stopped.") for line in run.stderr.splitlines())
