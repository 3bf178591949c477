"""The dashboard while others write: an editor that saves in between, a power cut, a note edited too."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import ARTICLE, MEETUP, NOTES, TODAY, TOM, Desk, below, changed
from disk_faults import killed

from vault_tools.commands.refresh import Refreshed, refresh
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.errors import ChangedError
from vault_tools.store.scan import Look
from vault_tools.store.vault import Vault


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "vault")


class Interrupted(Vault):
    """A vault in which somebody saves while it is being looked at, or while a note is read to be changed."""

    def when(
        self, *, looked: Callable[[int], None] = lambda n: None, read: Callable[[int], None] = lambda n: None
    ) -> None:
        self.looked, self.was_read, self.looks, self.reads = looked, read, 0, 0

    def look(self) -> Look:
        seen = super().look()
        self.looks += 1
        self.looked(self.looks)
        return seen

    def read(self, path: str) -> bytes:
        data = super().read(path)
        self.reads += 1
        self.was_read(self.reads)
        return data


def refresh_while(desk: Desk, **happens: Callable[[int], None]) -> Refreshed:
    vault = Interrupted(desk.root)
    vault.when(**happens)
    session = Session(vault, TODAY, TODAY)
    with writing(session) as journal:
        return refresh(session, journal)


def only(number: int, act: Callable[[], None]) -> Callable[[int], None]:
    return lambda n: act() if n == number else None


@pytest.mark.parametrize("at", [1, 2])
def test_a_tick_that_is_saved_while_we_write_is_taken_in_too(desk: Desk, at: int) -> None:
    desk.tick("article")
    result = refresh_while(desk, looked=only(at, lambda: desk.tick("meetup")))
    assert result.taken == ("done: Send him the article on recalls", "done: Ask Tom about the meetup")
    assert desk.refresh_once().written is False


def test_words_that_are_saved_while_we_write_go_below_once(desk: Desk) -> None:
    desk.put_in("first", above="Next 7 days")
    refresh_while(desk, looked=only(1, lambda: desk.put_in("second", above="Next 7 days")))
    assert below(desk) == "first\nsecond\n"


def test_a_note_that_is_edited_while_we_change_it_keeps_both(desk: Desk) -> None:
    edited = {**NOTES, TOM: "A line more\n" + NOTES[TOM]}
    desk.tick("article")
    result = refresh_while(desk, read=only(1, lambda: desk.write(TOM, edited[TOM])))
    assert result.taken == ("done: Send him the article on recalls",)
    done = ARTICLE.replace("[ ]", "[x]") + " ✅ 2026-11-22"
    assert desk.notes() == changed(edited, TOM, ARTICLE, done)


def test_a_line_that_is_closed_while_we_close_it_is_closed_once(desk: Desk) -> None:
    done = ARTICLE.replace("[ ]", "[x]") + " ✅ 2026-11-20"
    notes = changed(NOTES, TOM, ARTICLE, done)
    desk.tick("article")
    assert refresh_while(desk, looked=only(1, lambda: desk.write(TOM, notes[TOM]))).taken == ()
    assert desk.notes() == notes


def test_a_dashboard_that_is_saved_again_and_again_is_given_up_with_nothing_lost(desk: Desk) -> None:
    def save() -> None:
        desk.text += "more\n"

    desk.put_in("mine", above="Next 7 days")
    with pytest.raises(ChangedError):
        refresh_while(desk, looked=lambda n: save())
    saved = below(desk)
    desk.refresh()
    assert below(desk) == f"mine\n\n{saved}"


def test_a_dashboard_that_is_made_while_we_make_it_is_taken_in(desk: Desk) -> None:
    text = desk.text
    (desk.root / desk.board).unlink()

    def synced() -> None:
        desk.text = text
        desk.tick("article")

    assert refresh_while(desk, looked=only(1, synced)).taken == ("done: Send him the article on recalls",)


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_power_cut_at_any_moment_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    notes = {
        TOM: NOTES[TOM] + "- [ ] Write to the alumni 🔁 every week 📅 2026-11-20\n",
        "Ana.md": "---\ntype: contact\nfollow_up: 2026-11-23\n---\n",
    }
    origin = Desk(tmp_path / "origin", notes)
    origin.text += "\n- [ ] Iron a shirt 📅 2026-11-24\n"
    origin.refresh()
    origin.tick("alumni")
    origin.tick("Follow up: Ana")
    origin.tick("article")
    origin.swap("article", "2026-11-21", "2026-11-30")
    origin.swap("meetup", "2026-11-25", "2026-11-24")
    origin.tick("Iron a shirt · due", "-")
    origin.swap("book", "Return the book", "Return both books")
    origin.put_in("mine\n- [ ] Buy a tie 📅 2026-11-24", above="Next 7 days")

    def copy(name: str) -> Desk:
        there = Desk.__new__(Desk)
        there.root, there.today, there.board = tmp_path / name / "vault", TODAY, origin.board
        shutil.copytree(origin.root, there.root)
        return there

    whole = copy("whole")
    whole.refresh()
    at, is_cut = 0, True
    while is_cut:
        desk = copy(f"cut-{at}")
        is_cut = killed(desk.refresh_once, at)
        desk.refresh_once()
        assert desk.content() == whole.content()
        at += 1
    assert at > 20
    assert (MEETUP in whole.read(TOM), below(whole).count("Buy a tie")) == (False, 1)
