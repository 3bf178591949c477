"""Lines with the same words at one company: what tells them apart, wherever they are listed."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from life import Life, begin

from vault_tools.cli.app import vault
from vault_tools.core.errors import AmbiguousError
from vault_tools.core.rules.apart import apart
from vault_tools.core.rules.picking import pick_follow_up

DAY = "2026-03-09"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """Two applications at Alpha through the same recruiter."""
    life = begin(tmp_path / "v")
    for role in ("Dev", "Lead"):
        life.applies("2026-03-02", "Alpha", role, recruiter=["Ann Lee"])
    return life


def told(life: Life, *notes: tuple[str, str]) -> list[str]:
    for path, text in notes:
        life.write(path, text)
    search = life.search(DAY)
    return sorted(apart(search.follow_ups, search.applications).values())


def ids(life: Life, piece: str) -> list[str]:
    return [f.id for f in sorted(life.due(DAY), key=lambda f: f.note) if piece in f.text]


def test_two_applications_are_told_by_their_roles(life: Life) -> None:
    assert set(told(life)) == {"Dev", "Lead"}


def test_two_of_one_role_are_told_by_the_names_of_their_notes(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    note = "---\ntype: application\ncompany: Alpha\nrole: Dev\n---\n- [ ] Ask Ann 📅 2026-03-09\n"
    assert told(life, ("A.md", note), ("B.md", note)) == ["A", "B"]


def test_two_notes_of_one_application_are_told_by_their_names(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    life.applies("2026-03-02", "Alpha", "Dev")
    for name in ("first", "final"):
        life.write(
            f"{name}.md",
            '---\ntype: interview\napplication: "[[Alpha – Dev]]"\n---\n- [ ] Prepare 📅 2026-03-09\n',
        )
    assert told(life) == ["final", "first"]


def test_lines_of_one_note_or_of_notes_without_a_company_stay_as_they_are(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    line = "- [ ] Call Tom 📅 2026-03-09\n"
    assert told(life, ("A.md", line + line), ("B.md", line)) == []


def test_due_next_and_the_tab_say_which(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = ids(life, "how things stand")

    def says(*argv: str) -> list[str]:
        return (
            CliRunner().invoke(vault, ["--vault", str(life.root), "--today", DAY, *argv]).stdout.splitlines()
        )

    asks = "Ask Ann Lee how things stand with the application"
    assert says("due")[:2] == [
        f"{one}  today        {asks} (Dev)  · Alpha",
        f"{two}  today        {asks} (Lead)  · Alpha",
    ]
    assert says("next") == [f"{asks} (Dev)  (today, {one})"]
    life.drop(DAY, two, "one question is enough")
    assert says("next") == [f"{asks}  (today, {one})"]


def test_on_the_dashboard_the_link_says_which(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    for role in ("Dev", "Lead"):
        life.applies("2026-03-02", "Alpha", role)
        life.meets("2026-03-08T10:00", role.lower(), "first", "Cy Dan")
    lines = [line for line in life.read("Dashboard.md").splitlines() if "Thank Cy Dan by e-mail" in line]
    assert [line.rpartition("|")[2].partition("]]")[0] for line in lines] == ["Alpha, Dev", "Alpha, Lead"]


def test_what_fits_more_than_one_is_listed_with_ids_and_may_be_said_as_it_is_listed(life: Life) -> None:
    search = life.search(DAY)
    one, two = sorted(ids(life, "how things stand"))
    names = {f.id: f"{f.text} ({(f.application or '')[8:]})" for f in search.follow_ups}
    with pytest.raises(AmbiguousError) as refused:
        pick_follow_up(search, "how things")
    assert str(refused.value) == (
        f"'how things' fits 2: {one}  {names[one]} · Alpha; {two}  {names[two]} · Alpha. "
        "Give the id in front of it, or more of its words and the company"
    )
    asked: list[object] = []
    found = pick_follow_up(search, "how things", lambda *question: asked.append(question) or 1)
    assert asked == [("Which follow-up?", [f"{one}  {names[one]} · Alpha", f"{two}  {names[two]} · Alpha"])]
    assert found.id == two
    assert pick_follow_up(search, names[one]).id == one
