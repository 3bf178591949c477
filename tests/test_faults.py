"""A whole command on a disk that fails, or killed, at any call: a no is recorded whole or not at all."""

import errno
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from desk import ARTICLE, TOM, Desk
from disk_faults import CHANGING, calls_of, failing, killed, stopped
from life import Life, final_round

from vault_tools.commands.session import Session
from vault_tools.core.errors import StoppedError, StorageError, VaultError
from vault_tools.store import exchange
from vault_tools.store.untold import untold
from vault_tools.store.vault import Vault

DAY = "2026-11-18"
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


class Warm(Life):
    """A life whose sessions share their compiled templates: most of a command's time, and no part of this."""

    def session(self, day: str) -> Session:
        session = super().session(day)
        if "wording" not in self.__dict__:
            self.__dict__["wording"] = session.wording
        session.__dict__["wording"] = self.__dict__["wording"]
        return session


class Story:
    """A vault before a no, copied anew for each attempt, and what an undisturbed no makes of it."""

    def __init__(self, folder: Path) -> None:
        self._origin, self.life = folder / "origin", Warm(folder / "v")
        final_round(self._origin)
        self.before = self.again()
        self.deed()
        self.after = self.content()

    def again(self) -> dict[str, bytes]:
        shutil.rmtree(self.life.root, ignore_errors=True)
        shutil.rmtree(Vault(self.life.root).state, ignore_errors=True)
        shutil.copytree(self._origin, self.life.root)
        return self.content()

    def deed(self) -> None:
        self.life.hears_no(f"{DAY}T16:40", "norrland")

    def content(self) -> dict[str, bytes]:
        """Every file, hidden ones too."""
        return {p.relative_to(self.life.root).as_posix(): p.read_bytes() for p in _files(self.life.root)}

    def notes(self) -> dict[str, bytes]:
        return without_dashboard(self.content())


def _files(root: Path) -> list[Path]:
    return sorted(p for p in root.rglob("*") if p.is_file())


def without_dashboard(content: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in content.items() if path != "Dashboard.md"}


def refusal_of(deed: Callable[[], object]) -> VaultError:
    with pytest.raises(VaultError) as refused:
        deed()
    return refused.value


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("no"))


def points(calls: list[str]) -> list[int]:
    """Every call that changes something, and of those that only look every twentieth."""
    return [at for at, name in enumerate(calls) if name in CHANGING or name == "renameat2" or at % 20 == 0]


def test_whichever_call_fails_a_no_is_recorded_whole_or_not_at_all(story: Story) -> None:
    story.again()
    calls = calls_of(story.deed)
    ends = set()
    for at in points(calls):
        story.again()
        told: list[str] = []
        try:
            with failing(at, (errno.ENOSPC, errno.EIO)[at % 2]):
                told = story.life.new_and_told(
                    DAY, "rejection", application="norrland", received=f"{DAY}T16:40"
                )[1]
        except (VaultError, OSError):
            assert story.content() == story.before, (at, calls[at])
            story.deed()
            ends.add("refused")
        else:
            assert story.notes() == without_dashboard(story.after), (at, calls[at])
            if (
                story.content() != story.after
            ):  # the deed was done, drawing it failed: said, and made good for
                assert story.content()["Dashboard.md"] == story.before["Dashboard.md"], (at, calls[at])
                assert any("Done, but the dashboard was not refreshed: " in line for line in told), at
                assert "already" in str(refusal_of(story.deed))
                ends.add("behind")
        assert story.content() == story.after, (at, calls[at])
    assert ends == {"refused", "behind"}


def test_killed_at_any_call_a_no_is_made_whole_by_the_next_command_which_says_so(story: Story) -> None:
    is_cut, at, said = True, 0, set()
    while is_cut:
        story.again()
        is_cut = killed(story.deed, at)
        visible = {path: data for path, data in story.notes().items() if ".vault-" not in path}
        for path, data in visible.items():
            assert data in (story.before.get(path), story.after.get(path)), (at, path)
        try:
            story.deed()
        except VaultError as refused:
            said.update(getattr(refused, "__notes__", ()))
        assert story.content() == story.after, at
        at += 1
    assert at > 20
    assert said == {
        "An interrupted command was finished: new rejection: 2026-11-18 Norrland Robotics – Controls Engineer"
    }


def test_stopped_at_any_call_it_is_said_what_is_done(story: Story) -> None:
    """Whoever is told that nothing was changed types it again."""
    story.again()
    calls, said = calls_of(story.deed), set()
    for at in points(calls):
        story.again()
        untold.clear()
        try:
            with stopped(at):
                story.deed()
        except KeyboardInterrupt as error:
            found = error
        else:
            continue  # a call that clears up behind an error is not there
        is_done, told = bool(untold), " and ".join(untold)
        if not is_done and not isinstance(found, StoppedError):
            visible = {path: data for path, data in story.notes().items() if ".vault-" not in path}
            assert visible == without_dashboard(story.before), (at, calls[at])
        if is_done:
            assert story.notes() == without_dashboard(story.after), (at, calls[at])
        try:
            story.deed()
        except VaultError as refused:
            assert is_done or isinstance(found, StoppedError), (at, calls[at])
            assert "already" in str(refused)
        else:
            assert not is_done, (at, calls[at])
        assert story.content() == story.after, (at, calls[at])
        said.add(told if is_done else str(found))
    assert said == {
        "",
        "What was being written is finished by the next command, or taken back.",
        "“new rejection: 2026-11-18 Norrland Robotics – Controls Engineer” is done",
    }


# ------------------------------------------------------------------------- what the disk does not give


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault")


def unreadable(path: Path, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Opening this file, or listing this folder, fails so many times."""
    left = [times]

    def refusing(original: Callable[..., object]) -> Callable[..., object]:
        def call(place: object, *args: object, **kwargs: object) -> object:
            is_meant = not isinstance(place, int) and os.fspath(place) == os.fspath(path)  # type: ignore[call-overload]
            if left[0] and is_meant:
                left[0] -= 1
                raise OSError(errno.EIO, os.strerror(errno.EIO), os.fspath(path))
            return original(place, *args, **kwargs)

        return call

    monkeypatch.setattr(os, "open", refusing(os.open))
    monkeypatch.setattr(os, "scandir", refusing(os.scandir))


@pytest.mark.parametrize("place", [TOM, "Contacts"])
def test_a_disk_that_stumbles_once_makes_no_note_seem_deleted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    unreadable(desk.root / place, monkeypatch, times=1)
    assert desk.refresh_once().written is False
    assert desk.content() == desk.before


def test_beside_a_folder_that_cannot_be_read_a_copy_is_still_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "---\ntype: contact\n---\n- [ ] Call 📅 2026-11-20\n"
    (tmp_path / "Locked").mkdir()
    for name in ("vault.toml", "Acme.md", "Acme 2.md"):
        (tmp_path / name).write_text(text if name.endswith(".md") else "", encoding="utf-8")
    unreadable(tmp_path / "Locked", monkeypatch, times=10**6)
    vault = Vault(tmp_path)
    assert [note.path for note in vault.look().notes] == ["Acme.md"]
    (tmp_path / "Acme 2.md").write_text(f"{text}- [ ] Write 📅 2026-11-21\n", encoding="utf-8")
    time.sleep(0.06)  # the first of the two looks is sure to believe it
    assert [note.path for note in vault.look().notes] == ["Acme 2.md", "Acme.md"]


def test_a_vault_that_cannot_be_listed_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(place: object) -> object:
        raise OSError(errno.EIO, os.strerror(errno.EIO), place)

    monkeypatch.setattr(os, "scandir", failing)
    with pytest.raises(OSError, match="Input/output error") as refused:
        Vault(tmp_path).reader.look()
    assert refused.value.filename == str(tmp_path)


def test_a_dashboard_drawn_without_an_unread_note_names_it_and_keeps_the_others(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    unreadable(desk.root / TOM, monkeypatch, times=2)  # looked at twice
    desk.refresh_once()
    assert "cannot be read (Input/output error)" in desk.text
    assert "Look up who has the job now" in desk.text
    assert "Ask Tom about the meetup" not in desk.text
    desk.refresh_once()  # and it is back
    assert desk.content() == desk.before


def test_a_deed_takes_no_line_from_the_dashboard_that_it_could_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = final_round(tmp_path)
    life.write("Mine.md", "- [ ] Call Kim 📅 2026-11-10\n")
    life.write("Other.md", "- [ ] Call Bo 📅 2026-11-10\n")
    life.done(DAY, "Call Bo")
    shown = life.read("Dashboard.md")
    unreadable(tmp_path / "Other.md", monkeypatch, times=10**6)
    from vault_tools.commands import deeds

    session = life.session(DAY)
    deeds.complete(session, ["Call Kim"])
    assert (session.is_behind, life.read("Dashboard.md")) == (True, shown)
    assert session.told == [
        "Done, but the dashboard was not refreshed: Other.md: cannot be read (Input/output error). "
        "`vault dashboard` draws it from the others."
    ]


def test_a_tick_whose_note_cannot_be_read_stays_on_the_dashboard_until_it_can(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.tick("article")
    ticked = desk.content()
    with monkeypatch.context() as broken:
        unreadable(desk.root / TOM, broken, times=10**6)
        with pytest.raises(StorageError, match=r"Tom Okafor\.md: .* waits there until it can be"):
            desk.refresh_once()
    assert desk.content() == ticked
    assert desk.refresh_once().taken == ("done: Send him the article on recalls",)


# ---------------------------------------------------------------------------- the dashboard, and a kill


def saved_and_killed_around_the_swap(desk: Desk, save: Callable[[], None]) -> None:
    """In a child: somebody saves right before the dashboard is swapped in, and we die right after."""
    child = os.fork()
    if not child:
        swap = exchange._rename

        def last(*args: object) -> bool:
            save()
            swap(*args)  # type: ignore[arg-type]
            os.kill(os.getpid(), signal.SIGKILL)
            return True

        exchange._rename = last  # type: ignore[assignment]
        with suppress(BaseException):
            desk.refresh_once()
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def test_a_tick_saved_in_the_instant_of_a_kill_is_taken_in_by_the_next_command(desk: Desk) -> None:
    text, before = desk.text, desk.line("article")
    desk.text = text + "\nMine.\n"
    with_words = desk.text

    def save() -> None:
        desk.text = with_words.replace(before, before.replace("- [ ]", "- [x]"))

    desk.write("New.md", "- [ ] Buy a tie 📅 2026-11-22\n")  # so that there is something to draw
    saved_and_killed_around_the_swap(desk, save)
    assert desk.refresh_once().taken == ("done: Send him the article on recalls",)
    assert ARTICLE.replace("[ ]", "[x]") in desk.read(TOM)
    assert desk.text.endswith("\nMine.\n")
    assert "Buy a tie" in desk.text
    assert [name for name in os.listdir(desk.root) if name.startswith(".vault-")] == []


def test_what_was_left_beside_the_dashboard_long_ago_is_swept(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vault_tools.store import temporary

    left = Path(temporary.name_beside(os.fspath(desk.root / desk.board)))
    left.write_bytes(b"half a dashb")
    desk.write("New.md", "- [ ] Buy a tie 📅 2026-11-22\n")
    desk.refresh_once()
    assert left.exists()  # a moment old: somebody may be at work on another machine
    now = temporary.time.time()
    monkeypatch.setattr(temporary.time, "time", lambda: now + 61)
    desk.write("New.md", "- [ ] Buy two ties 📅 2026-11-22\n")
    desk.refresh_once()
    assert not left.exists()


# ------------------------------------------------------------------------------------- two at once


def test_commands_at_once_do_one_line_each_and_lose_none(tmp_path: Path) -> None:
    life = final_round(tmp_path)
    names = ["Ada", "Bo", "Cy", "Dee", "Eve"]
    life.write("Calls.md", "".join(f"- [ ] Call {name} 📅 2026-11-10\r\n" for name in names))
    children = []
    for name in names:
        child = os.fork()
        if not child:
            code = 1
            with suppress(BaseException):
                life.done(DAY, f"Call {name}")
                code = 0
            os._exit(code)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * len(names)
    assert life.read("Calls.md") == "".join(f"- [x] Call {name} 📅 2026-11-10 ✅ {DAY}\r\n" for name in names)


def test_a_deed_that_is_tried_again_stays_with_the_line_it_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life = final_round(tmp_path)
    life.write("Calls.md", "- [ ] Call Kim 📅 2026-11-10\n")
    read, saves = Vault.read, ["- [ ] Call Kim's boss 📅 2026-11-10\n"]

    def late(vault: Vault, path: str) -> bytes:
        if saves and path == "Calls.md":
            life.write("Calls.md", saves.pop())
        return read(vault, path)

    monkeypatch.setattr(Vault, "read", late)
    with pytest.raises(VaultError):
        life.done(DAY, "Call Kim")
    assert life.read("Calls.md") == "- [ ] Call Kim's boss 📅 2026-11-10\n"
