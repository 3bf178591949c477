"""Names as file names, and which note a typed name means."""

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from life import Life, begin
from terminal import Terminal

from vault_tools.cli.edge import run
from vault_tools.commands.belonging import Asker
from vault_tools.core.errors import AmbiguousError, NotFoundError
from vault_tools.core.meaning.names import MAX_BYTES, file_name, key, note_name, one_line, people_in
from vault_tools.core.meaning.notes import read_note
from vault_tools.core.rules.catalogue import Catalogue, catalogue, text_of
from vault_tools.core.rules.persons import Meant, company_meant, is_same_company, person_meant


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Norrland Robotics", "Norrland Robotics"),
        ("AC/DC: Live?", "AC-DC-Live"),
        ("C# & [Co] ^x", "C & Co x"),
        ("Søren Ørsted", "Søren Ørsted"),
        ("  a\tb\u202e ", "a b"),
        (".hidden", "hidden"),
        ("..", "untitled"),
        ("CON", "CON_"),
        ("nul.txt", "nul_.txt"),
        ("ends in a dot.", "ends in a dot"),
        ("Kim | 50%% off", "Kim-50% off"),
        ("999.md", "999-md"),
        ("Ann.MD.", "Ann-MD"),
        ("con.md", "con_-md"),
        (f"{'x' * 227}.mdx", f"{'x' * 227}-md"),
        (".md", "md"),
        ("", "untitled"),
        ("美咲", "美咲"),
    ],
)
def test_a_name_becomes_a_file_name_that_every_system_takes(name: str, file: str) -> None:
    assert file_name(name) == file


@given(st.text())
def test_any_text_becomes_a_name_that_is_safe_in_a_path_and_in_a_link(text: str) -> None:
    name = file_name(text)
    assert name and not set(name) & set('/\\:*?"<>|#^[]`\n\r\t\0')
    assert len(name.encode()) <= MAX_BYTES
    assert (
        name == name.strip(" .") and not name.startswith(".") and note_name(f"{name}.md") == note_name(name)
    )
    assert unicodedata.is_normalized("NFC", name)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert one_line(text).splitlines() in ([], [one_line(text)])


def test_no_character_that_steers_or_hides_is_left_in_one_line() -> None:
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp", "Cs") or code in (0x200B, 0xFEFF):
            assert one_line(f"a{chr(code)}b") == "a b"


def test_names_are_equal_without_case_and_in_both_unicode_forms() -> None:
    assert key("ZOË") == key("zoe\u0308") == key("Zoë")
    assert key("Straße") == key("STRASSE")


# ------------------------------------------------------------------------------------- which note is meant


def notes(**texts: str) -> Catalogue:
    """Notes by path, `__` for `/`, from the lines of their properties."""
    return catalogue(
        read_note(f"{path.replace('__', '/').replace('_', ' ')}.md", f"---\n{text}\n---\n".encode())
        for path, text in texts.items()
    )


def test_the_one_note_of_that_name_at_this_company_is_meant() -> None:
    known = notes(
        Contacts__Dana_Lee='type: contact\ncompany: "[[Globex]]"',
        People__Dana_Lee='company: "[[Norrland]]"',
    )
    assert person_meant(known, "Dana Lee", "Norrland").note == known.by_path["people/dana lee"]


def test_a_note_of_any_kind_and_folder_without_a_company_is_meant() -> None:
    known = notes(Friends__Dana_Lee="type: person\ntags: [friend]")
    assert person_meant(known, "dana lee", "Norrland").note == known.by_path["friends/dana lee"]


def test_an_alias_and_the_other_unicode_form_mean_the_same_person() -> None:
    known = notes(Contacts__Zoë="type: contact\naliases: [Zoë Krantz, ZK]")
    zoe = known.notes[0]
    for typed in ("zoe\u0308", "ZOË", "Zoe\u0308 Krantz", "zk", "[[Zoë]]"):
        assert person_meant(known, typed, "Norrland").note == zoe


def test_the_same_name_at_another_company_is_somebody_else_until_the_user_says_so() -> None:
    known = notes(Contacts__Dana_Lee='type: contact\ncompany: "[[Globex]]"')
    assert person_meant(known, "Dana Lee", "Norrland") == Meant(
        "Dana Lee", None, "Dana Lee (Norrland)", "Dana Lee", known.notes[0]
    )


def test_a_link_means_the_note_it_leads_to_wherever_they_work() -> None:
    known = notes(Contacts__Dana_Lee='type: contact\ncompany: "[[Globex]]"')
    assert person_meant(known, "[[Dana Lee]]", "Norrland").note == known.notes[0]


def test_two_of_one_name_without_a_company_are_never_guessed_between() -> None:
    known = notes(A__Dana_Lee="type: contact", B__Dana_Lee="type: contact")
    assert person_meant(known, "Dana Lee", "Norrland").note is None
    assert person_meant(known, "Dana Lee", "Norrland").file == "Dana Lee (Norrland)"


def test_nobody_of_that_name_is_somebody_new() -> None:
    assert person_meant(notes(), "Dana Lee", "Norrland") == Meant("Dana Lee", None, "Dana Lee")
    assert person_meant(notes(), "Dana/Lee", "Norrland") == Meant("Dana/Lee", None, "Dana-Lee", "Dana/Lee")


def test_an_application_or_a_company_of_that_name_is_no_person() -> None:
    known = notes(Companies__Dana_Lee="type: company")
    assert person_meant(known, "Dana Lee", "Norrland") == Meant(
        "Dana Lee", None, "Dana Lee (Norrland)", "Dana Lee"
    )


def test_a_company_note_of_the_users_in_another_folder_is_meant() -> None:
    known = notes(Wiki__Norrland="tags: [firm]", Contacts__Norrland="type: contact")
    assert company_meant(known, "norrland").note == known.by_path["wiki/norrland"]


def test_a_company_of_ours_goes_before_a_note_of_that_name() -> None:
    known = notes(Wiki__Norrland="tags: [firm]", Companies__Norrland="type: company")
    assert company_meant(known, "norrland").note == known.by_path["companies/norrland"]


def test_a_company_is_the_same_by_its_alias_but_is_called_by_its_own_name() -> None:
    known = notes(Companies__Norrland_Robotics="type: company\naliases: [NR]")
    assert company_meant(known, "nr").name == "Norrland Robotics"
    assert is_same_company(known, "NR", "norrland robotics")
    assert not is_same_company(known, "NR", "Globex")
    assert not is_same_company(known, "", "")


def test_a_company_whose_file_had_to_be_named_differently_is_called_by_its_real_name() -> None:
    known = notes(**{"Companies__AC-DC": "type: company\naliases: [AC/DC]"})
    assert company_meant(known, "AC/DC").name == "AC/DC"
    assert company_meant(known, "[[AC-DC]]").name == "AC/DC"


def test_a_slash_in_plain_text_is_no_folder() -> None:
    (note,) = notes(x='role: Frontend/Backend Engineer\ncompany: "[[Wiki/Norrland]]"').notes
    assert text_of(note, "role") == "Frontend/Backend Engineer"
    assert text_of(note, "company") == "Norrland"


# ---------------------------------------------------------------------------------------- through a command


def test_people_and_company_are_made_once_and_linked(tmp_path: Path) -> None:
    life = begin(tmp_path)
    created = life.applies(
        "2026-10-12",
        "Norrland",
        "Engineer",
        referrer="Dana Lee",
        recruiter=["Dana Lee", "dana lee"],
        hiring_manager="DANA LEE",
    )
    assert created.made == (
        "Applications/Norrland – Engineer.md",
        "Companies/Norrland.md",
        "Contacts/Dana Lee.md",
    )
    links = [line for line in life.read(created.path).split("\n") if "[[" in line][:4]
    assert links == [
        'company: "[[Norrland]]"',
        '  - "[[Dana Lee]]"',
        '  - "[[Dana Lee]]"',
        '  - "[[Dana Lee]]"',
    ]


def test_a_stub_has_at_most_eight_lines(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-10-12", "Norrland", "Engineer", recruiter="Dana Lee", hiring_manager="Kim Roe")
    for path in ("Contacts/Dana Lee.md", "Contacts/Kim Roe.md", "Companies/Norrland.md"):
        text = life.read(path)
        assert text.count("\n") <= 8, text
    assert life.read("Contacts/Dana Lee.md") == (
        '---\ntype: contact\ncompany: "[[Norrland]]"\nrole: recruiter\ntags:\n  - contact\n---\n## Log\n'
    )


def test_notes_of_the_users_elsewhere_are_linked_and_not_doubled(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Wiki/Norrland.md", "A firm up north.\n")
    life.write("People/Dana Lee.md", "Met at the fair.\n")
    created = life.applies("2026-10-12", "norrland", "Engineer", recruiter="dana lee")
    assert created.made == (created.path,)
    assert 'company: "[[Norrland]]"' in life.read(created.path)
    assert "[[Dana Lee]]" in life.read(created.path)
    assert life.read("People/Dana Lee.md") == "Met at the fair.\n"


def test_without_a_terminal_a_namesake_gets_a_note_of_their_own_and_it_is_said(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-10-01", "Globex", "Lead", recruiter="Dana Lee")
    created, told = life.new_and_told(
        "2026-10-12",
        "application",
        company="Norrland",
        role="Engineer",
        applied="2026-10-12",
        recruiter="Dana Lee",
    )
    assert created.made[2] == "Contacts/Dana Lee (Norrland).md"
    assert "aliases:\n  - Dana Lee\n" in life.read("Contacts/Dana Lee (Norrland).md")
    assert told == [
        "Dana Lee is at Globex already, so Dana Lee (Norrland) is a new note beside that one. "
        'If they are the same: `vault undo`, and again with --recruiter "[[Dana Lee]]".'
    ]
    life.meets("2026-10-20", "norrland", "first", "Dana Lee")
    assert life.search("2026-10-20").follow_ups[-1].person_note == "Contacts/Dana Lee (Norrland).md"


def test_at_a_terminal_a_namesake_may_be_the_same(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.applies("2026-10-01", "Globex", "Lead", recruiter="Dana Lee")
    asked: list[str] = []
    asker = Asker(None, lambda question: not asked.append(question))
    created = life.new(
        "2026-10-12",
        "application",
        asker=asker,
        company="Norrland",
        role="Engineer",
        recruiter="Dana Lee",
        referrer="Dana Lee",
    )
    assert asked == ["Is this the same Dana Lee who is at Globex?"]
    assert created.made == ("Applications/Norrland – Engineer.md", "Companies/Norrland.md")


def test_two_notes_of_one_name_are_linked_by_their_paths(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Contacts/Dana Lee.md", '---\ntype: contact\ncompany: "[[Globex]]"\n---\n')
    life.write("People/Dana Lee.md", '---\ntype: person\ncompany: "[[Norrland]]"\n---\n')
    life.applies("2026-10-12", "Norrland", "Engineer", recruiter="Dana Lee")
    assert '  - "[[People/Dana Lee|Dana Lee]]"' in life.read("Applications/Norrland – Engineer.md")
    assert [(f.person, f.person_note) for f in life.all("2026-10-12") if f.step == "status-check"] == [
        ("Dana Lee", "People/Dana Lee.md"),
        ("Dana Lee", "People/Dana Lee.md"),
    ]


def test_a_company_named_like_its_owner_keeps_both_apart(tmp_path: Path) -> None:
    life = begin(tmp_path)
    created = life.applies("2026-10-12", "Dana Lee", "Engineer", recruiter="Dana Lee")
    assert created.made[1:] == ("Companies/Dana Lee.md", "Contacts/Dana Lee (contact).md")
    assert {f.person_note for f in life.all("2026-10-12") if f.step == "status-check"} == {
        "Contacts/Dana Lee (contact).md"
    }


def test_names_in_two_unicode_forms_make_one_note(tmp_path: Path) -> None:
    life = begin(tmp_path)
    created = life.applies("2026-10-12", "Zoe\u0308 AB", "Engineer", recruiter=["Bjo\u0308rn", "Björn"])
    assert created.made == ("Applications/Zoë AB – Engineer.md", "Companies/Zoë AB.md", "Contacts/Björn.md")
    life.meets("2026-10-20", "zoë ab", "first", "bjo\u0308rn")
    assert list(life.files()) == [
        "Applications/Zoë AB – Engineer.md",
        "Companies/Zoë AB.md",
        "Contacts/Björn.md",
        "Interviews/2026-10-20 Zoë AB – Engineer – first.md",
        "vault.toml",
    ]


# -------------------------------------------------------------------------------------- by a piece of a name


def two_at_norrland(root: Path) -> Life:
    life = begin(root)
    life.applies("2026-10-01", "Norrland", "Lead")
    life.applies("2026-10-02", "Norrland", "Engineer")
    return life


def test_a_piece_that_fits_two_applications_is_refused_with_both(tmp_path: Path) -> None:
    with pytest.raises(AmbiguousError, match="Norrland – Engineer; Norrland – Lead"):
        two_at_norrland(tmp_path).hears_no("2026-10-20", "norrland")


def test_at_a_terminal_the_user_chooses(tmp_path: Path) -> None:
    life = two_at_norrland(tmp_path)
    created = life.new(
        "2026-10-20",
        "rejection",
        asker=Asker(lambda _, answers: answers.index("Norrland – Lead")),
        application="norr",
    )
    assert created.path == "Rejections/2026-10-20 Norrland – Lead.md"


def test_an_ended_application_is_meant_only_if_nothing_open_fits(tmp_path: Path) -> None:
    life = two_at_norrland(tmp_path)
    life.hears_no("2026-10-20", "norrland – lead")
    assert life.hears_no("2026-10-21", "norrland").path == "Rejections/2026-10-21 Norrland – Engineer.md"


def test_where_no_name_is_near_those_that_there_are_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as refused:
        two_at_norrland(tmp_path).hears_no("2026-10-20", "zzz")
    assert str(refused.value) == (
        "no application has 'zzz' in its name; there are Norrland – Engineer; Norrland – Lead"
    )


def test_an_unknown_name_suggests_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(
        NotFoundError, match=r"'norland' in its name; did you mean Norrland – (Engineer|Lead)\?"
    ):
        two_at_norrland(tmp_path).hears_no("2026-10-20", "norland")


def test_at_a_terminal_it_is_asked_first_which_one_is_meant(tmp_path: Path) -> None:
    life = two_at_norrland(tmp_path)
    asked = Terminal(life.root, "--today", "2026-10-20", "new-rejection", "norrland")
    asked.type("2", at="Which application? ")
    asked.type("", at="When did it come [now]: ")
    code, said = asked.end()
    assert code == 0 and "Rejections/2026-10-20 Norrland – Lead.md" in said
    nobody = Terminal(life.root, "--today", "2026-10-20", "new-rejection", "zzz")
    assert nobody.end() == (
        1, "vault: no application has 'zzz' in its name; there are Norrland – Engineer; Norrland – Lead\n"
    )  # fmt: skip


def test_where_no_answer_would_do_nothing_is_asked_and_what_comes_first_is_said(tmp_path: Path) -> None:
    code, said = Terminal(begin(tmp_path / "v").root, "new-rejection").end()
    assert (code, said) == (
        1, "vault: there is no application yet; `vault new-application` writes one down\n",
    )  # fmt: skip


@pytest.mark.parametrize("command", ["new-application", "new-contact"])
def test_what_is_stopped_at_a_question_is_told_on_a_line_of_its_own(tmp_path: Path, command: str) -> None:
    life = begin(tmp_path / "v")
    before = life.files()
    asked = Terminal(life.root, command)
    asked.type("\x04", at=": ")  # Ctrl-D
    code, said = asked.end()
    assert code == 130
    assert "vault: Stopped. What was not finished has changed nothing." in said.split("\n")
    assert life.files() == before


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Dana Lee", ("Dana Lee",)),
        ("Dana Lee, Omar Reyes", ("Dana Lee", "Omar Reyes")),
        ("Dana Lee , Omar de la Cruz,", ("Dana Lee", "Omar de la Cruz")),
        ("Ada, Bob and Cy", ("Ada", "Bob", "Cy")),
        ("Ada Lovelace, Bob Ray, and Cy", ("Ada Lovelace", "Bob Ray", "Cy")),
        ("Ada and Bob", ("Ada", "Bob")),
        ("Ada; Bob", ("Ada", "Bob")),
        ("Lee, Dana; Reyes, Omar", ("Lee, Dana", "Reyes, Omar")),
        ("Ada, Bob, Cy", ("Ada", "Bob", "Cy")),
        ("Dana Lee, PhD", ("Dana Lee, PhD",)),
        ("Martin Luther King, Jr.", ("Martin Luther King, Jr.",)),
        ("Dana Lee, M.D., MBA, Omar Reyes", ("Dana Lee, M.D., MBA", "Omar Reyes")),
        ("Metin And", ("Metin And",)),
        ("Sandy Anderson & Sons", ("Sandy Anderson & Sons",)),
        ("Lee, Dana", ()),
        ("van Dyke, Dick", ()),
        ("Lee, Dana, Reyes, Omar", ()),
        ("Lee, Dana, Omar Reyes", ()),
        ("Lee, Dana and Reyes, Omar", ()),
        (",", ()),
    ],
)
def test_several_people_in_one_text_are_told_apart_or_it_is_not_guessed(
    text: str, people: tuple[str, ...]
) -> None:
    assert people_in(text) == people


def typed(life: Life, *argv: str) -> int:
    return run(["--vault", str(life.root), "--today", "2026-11-20", *argv])


def test_an_option_takes_people_apart_as_the_question_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-20", "Tyrell", "Engineer")
    assert typed(life, "new-interview", "tyrell", "--on", "2026-11-21", "--with", "Dana Lee, Omar Reyes") == 0
    assert sorted(p.stem for p in (tmp_path / "Contacts").iterdir()) == ["Dana Lee", "Omar Reyes"]
    before = life.files()
    assert typed(life, "new-interview", "tyrell", "--on", "2026-11-27", "--with", "Weiss, Lena") == 2
    assert (
        "--with: 'Weiss, Lena' may be one person or several; write each name as one says it"
        in capsys.readouterr().err
    )
    assert life.files() == before


def test_a_person_whose_note_is_called_so_is_one(tmp_path: Path) -> None:
    life = begin(tmp_path)
    life.write("Contacts/Weiss, Lena.md", "---\ntype: contact\n---\n")
    assert (
        typed(life, "new-application", "--company", "Tyrell", "--role", "x", "--recruiter", "weiss, lena")
        == 0
    )
    assert [p.name for p in (tmp_path / "Contacts").iterdir()] == ["Weiss, Lena.md"]


def test_an_option_for_one_person_refuses_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    life = begin(tmp_path)
    life.applies("2026-11-01", "Tyrell", "Engineer")
    life.hears_no("2026-11-18T10:00", "tyrell")
    assert typed(life, "new-hire", "tyrell", "--name", "Dana Lee and Omar Reyes") == 2
    assert (
        "--name: 'Dana Lee and Omar Reyes' is more than one person, and it takes one"
        in capsys.readouterr().err
    )


def test_blanks_where_something_is_needed_are_asked_about_again(tmp_path: Path) -> None:
    life = begin(tmp_path / "v")
    there = Terminal(life.root, "new-application", "--role", "x", "--applied", "no")
    there.type("   ", at="Which company")
    there.type("Acme", at="Which company")
    code, said = there.end()
    assert code == 0 and "Error: something has to stand here\n" in said
    assert [p.name for p in (life.root / "Applications").iterdir()] == ["Acme – x.md"]
