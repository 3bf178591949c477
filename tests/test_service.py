"""The service: each system's file says what it should, whatever the folder is called; the verifier agrees."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from datetime import date
from pathlib import Path

import pytest

from vault_tools.commands.init import init
from vault_tools.commands.service import install, place_for
from vault_tools.commands.units import windows_line
from vault_tools.core.errors import VaultError

PACKAGE = Path(__file__).resolve().parent.parent
ODD = ["search", "my job search", 'the "100%" $HOME ${x} search', "søk & <finn>", "it's %h; new\\n"]

pytestmark = pytest.mark.skipif(os.name == "nt", reason="these folder names cannot be on Windows")


@pytest.fixture
def vault(request, tmp_path, monkeypatch):
    root = tmp_path / getattr(request, "param", "my search")
    init(root, date(2026, 11, 22), default=None)
    monkeypatch.setenv("PYTHONPATH", str(PACKAGE))
    return root


odd_names = pytest.mark.parametrize("vault", ODD, indirect=True)


def run(root, *args, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "vault_tools", "--vault", str(root), "service", *args],
        capture_output=True, text=True, timeout=60, env={**os.environ, **environment},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@odd_names
def test_launchd_starts_exactly_this_watch(vault):
    agent = plistlib.loads(place_for(vault, "launchd").text.encode())
    assert agent["ProgramArguments"][-4:] == ["--vault", str(vault), "watch", "--notify"]
    assert Path(agent["ProgramArguments"][0]).is_absolute()
    assert (agent["RunAtLoad"], agent["KeepAlive"]) == (True, {"SuccessfulExit": False})


@odd_names
def test_windows_starts_exactly_this_watch(vault):
    space = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
    task = ElementTree.fromstring(place_for(vault, "windows").text.split("?>", 1)[1])
    line = task.findtext(f".//{space}Arguments")
    assert line is not None and line.endswith(windows_line(["--vault", str(vault), "watch", "--notify"]))


@odd_names
@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(vault, tmp_path):
    place = place_for(vault, "systemd")
    unit = tmp_path / place.path.name
    unit.write_text(place.text, encoding="utf-8")
    running = tmp_path / "running"
    running.mkdir(mode=0o700)
    check = ["systemd-analyze", "--user", "verify", str(unit)]
    environment = {**os.environ, "XDG_RUNTIME_DIR": str(running)}
    done = subprocess.run(check, capture_output=True, text=True, timeout=60, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    unit.write_text(place.text.replace("Nice=10", "Nice=ten"), encoding="utf-8")
    assert "nice" in subprocess.run(check, capture_output=True, text=True, timeout=60, env=environment).stderr


@odd_names
def test_systemd_is_given_each_word_in_quotes_with_its_signs_escaped(vault):
    (line,) = [x for x in place_for(vault, "systemd").text.split("\n") if x.startswith("ExecStart=")]
    shell = line.removeprefix("ExecStart=").replace("$$", "$").replace("%%", "%")
    assert shlex.split(shell)[-4:] == ["--vault", str(vault), "watch", "--notify"]


@odd_names
def test_the_same_vault_has_the_same_service(vault):
    assert place_for(vault, "systemd") == place_for(vault, "systemd")
    assert place_for(vault, "systemd").path != place_for(vault.parent, "systemd").path


@pytest.mark.parametrize("system", ["systemd", "launchd", "windows"])
def test_print_shows_the_file_and_writes_nothing(vault, own_home, system):
    before = sorted(own_home.rglob("*"))
    code, said, _ = run(vault, "install", "--print", "--system", system)
    assert (code, "vault service install" in said) == (0, True)
    assert sorted(own_home.rglob("*")) == before


@pytest.fixture
def control(tmp_path, monkeypatch):
    """A systemctl that writes down what it is told, and says yes."""
    if sys.platform != "linux":
        pytest.skip("systemd is for Linux")
    told = tmp_path / "told"
    program = tmp_path / "bin" / "systemctl"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\necho \"$@\" >> '{told}'\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return told


def test_it_is_installed_asked_for_and_removed(vault, control, own_home):
    place = place_for(vault, "systemd")
    assert run(vault, "install") == (
        0,
        f"{place.path}\n",
        "The dashboard is kept true from now on, and from every login on.\n",
    )
    name = place.path.name
    assert control.read_text().splitlines() == ["--user daemon-reload", f"--user enable --now {name}"]
    assert run(vault, "install")[1] == f"{place.path} is up to date\n"
    assert run(vault, "status") == (0, f"{place.label} runs.\n{place.path}\n", "")
    assert run(vault, "remove")[:2] == (0, f"{place.path} is gone.\n")
    assert control.read_text().splitlines()[-1] == f"--user disable --now {name}"
    assert run(vault, "status")[0] == 1
    assert run(vault, "remove")[:2] == (0, "Nothing is installed.\n")


def test_where_the_system_cannot_be_told_the_commands_are_shown(vault, control):
    (control.parent / "bin" / "systemctl").write_text(
        "#!/bin/sh\necho 'Failed to connect to bus' >&2; exit 1\n"
    )
    code, said, told = run(vault, "install")
    assert (code, said) == (1, f"{place_for(vault, 'systemd').path}\n")
    assert "systemctl --user enable --now" in told
    assert "cannot be asked here" in run(vault, "status")[1]


def test_a_unit_that_is_not_ours_is_left_alone(vault, control):
    place = place_for(vault, "systemd")
    place.path.parent.mkdir(parents=True)
    place.path.write_text("[Unit]\nDescription=mine\n")
    assert run(vault, "install")[0] == 1
    assert run(vault, "remove")[0] == 1
    assert place.path.read_text() == "[Unit]\nDescription=mine\n"


@pytest.mark.skipif(sys.platform != "linux", reason="other disks have no such names")
def test_a_folder_whose_name_is_no_text_is_refused_and_no_file_is_left(tmp_path):
    root = tmp_path / os.fsdecode(b"s\xf8k")
    init(root, date(2026, 11, 22), default=None)
    place = place_for(root, "systemd")
    with pytest.raises(VaultError, match="bytes in its name that are no text, and no service"):
        install(place)
    assert not place.path.exists()
