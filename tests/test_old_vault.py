"""A vault of years that a job search moves into: its people, companies and words were there before, and mean theirs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from life import Life, begin

from vault_tools.cli.edge import run
from vault_tools.core.errors import VaultError

Said = tuple[int, str, str]
DAY = "2026-11-22"


@pytest.fixture
def life(tmp_path: Path) -> Life:
    return begin(tmp_path / "v")


@pytest.fixture
def vault(life: Life, capsys: pytest.CaptureFixture[str]) -> Callable[..., Said]:
    def call(*argv: str) -> Said:
        code = run(["--vault", str(life.root), "--today", DAY, *argv])
        return code, *capsys.readouterr()

    return call


# ------------------------------------------------------------------------------------ people and companies


def test_of_notes_that_share_a_name_the_one_among_the_companies_is_meant(life: Life) -> None:
    life.write("10 Projects/Globex.md", "The move of their server.\n")
    life.write("Companies/Globex.md", "# Globex\n")
    life.write("Work/Clients/Globex.md", "---\ntype: client\n---\n")
    made = life.applies(DAY, "Globex", "Analyst", recruiter=["Grete Holm"])
    for path in (made.path, "Contacts/Grete Holm.md"):
        assert 'company: "[[Companies/Globex|Globex]]"' in life.read(path)


def test_a_contact_is_meant_before_another_note_of_that_name(life: Life) -> None:
    life.write("Books/Ada Byron.md", "A life of hers.\n")
    life.write("People/Ada Byron.md", "---\ntype: contact\n---\n")
    made = life.applies(DAY, "Globex", "Analyst", referrer=["Ada Byron"])
    assert '  - "[[People/Ada Byron|Ada Byron]]"' in life.read(made.path)


@pytest.mark.parametrize(
    ("kind", "path", "text"),
    [
        ("company", "Companies/Hooli.md", "# Hooli\n"),
        ("company", "Companies/Hooli.md", "---\ntype: client\n---\n"),
        ("contact", "Contacts/Hooli.md", "met at the conference\n"),
        ("contact", "Contacts/Hooli.md", "---\ntype: person\n---\n"),
    ],
)
def test_who_has_a_note_in_that_folder_gets_no_second_one_beside_it(
    life: Life, kind: str, path: str, text: str
) -> None:
    life.write(path, text)
    with pytest.raises(
        VaultError, match=f"{path} is there already; write `type: {kind}` into its properties"
    ):
        life.new(DAY, kind, name="Hooli")


def test_a_name_that_a_note_of_another_kind_has_is_told(life: Life) -> None:
    life.write("10 Projects/Hooli.md", "---\ntype: project\n---\n")
    made, told = life.new_and_told(DAY, "company", name="Hooli")
    assert made.path == "Companies/Hooli (company).md"
    assert told[0] == "10 Projects/Hooli.md has that name already, so this one is Hooli (company)."


@pytest.mark.parametrize("name", ["Mina Okafor", "mina okafor", "[[Mina Okafor]]", "MO"])
@pytest.mark.parametrize("kind", ["type: person\n", ""])
def test_a_word_with_somebody_whose_note_is_of_no_kind_is_logged_there(
    life: Life, vault: Callable[..., Said], kind: str, name: str
) -> None:
    path = life.write("People/Mina Okafor.md", f"---\n{kind}aliases: MO\n---\nfrom school\n")
    life.write("People/Grete Holm.md", "---\ntype: contact\n---\n")
    assert vault("log", name, "a call")[:2] == (0, "Logged: Mina Okafor, Sun 22 Nov\n")
    assert life.read(path) == f"---\n{kind}aliases: MO\n---\nfrom school\n\n## Log\n\n- 2026-11-22 a call\n"


def test_a_piece_of_a_name_means_nobody_whose_note_is_of_no_kind(
    life: Life, vault: Callable[..., Said]
) -> None:
    life.write("People/Mina Okafor.md", "from school\n")
    code, _, said = vault("log", "mina", "a call")
    assert code == 1 and "`vault new-contact` writes one down" in said


def test_of_two_that_are_called_so_neither_is_guessed(life: Life, vault: Callable[..., Said]) -> None:
    life.write("A/Mina.md", "one\n")
    life.write("B/Mina.md", "other\n")
    code, _, said = vault("log", "Mina", "a call")
    assert code == 1
    assert said.endswith(
        "A/Mina.md and B/Mina.md are called so: write `type: contact` into the one that is meant\n"
    )
