"""`vault draft`: the words of a follow-up or to a person, handed on, kept in the note, marked as sent."""

from __future__ import annotations

import email
import email.policy
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from life import FINAL, KNOWN, NO, Life, begin, built_once

from vault_tools.cli.edge import run
from vault_tools.commands.log_entry import log_touch_edit
from vault_tools.core.errors import VaultError
from vault_tools.core.meaning.called import first_name
from vault_tools.core.meaning.notes import decode, encode, read_note
from vault_tools.core.wording.draft_places import put_draft
from vault_tools.core.wording.drafts import Draft, from_note, in_sentence
from vault_tools.core.wording.mail import address_in, eml, mailto
from vault_tools.core.wording.spoken import ago_words, since_words

DAY = "2026-11-10"
LENA, YUKI = "Contacts/Lena Weiss.md", "Contacts/Yuki Sato.md"
TO_YUKI = """Subject: Thank you for the conversation

Dear Yuki,

Thank you for your time today. What I enjoyed most was the night shift that names its robots.

I came away wanting the job more.

All the best
Jo Berg
"""

Run = Callable[..., "Said"]


class Said:
    """What one command printed, and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def life(tmp_path: Path) -> Life:
    """A final round that was held today, with a word written down for one of the two who were met."""
    return built_once(tmp_path / "vault", held_today)


def held_today(root: Path) -> Life:
    life = begin(root, 'name = "Jo Berg"\n')
    life.applies("2026-10-12", "Norrland Robotics", "Controls Engineer", **KNOWN)
    life.meets(f"{DAY}T14:00", "norrland", "final", "Lena Weiss", "Yuki Sato")
    life.edit(
        FINAL,
        "### Yuki Sato\n\nWhat I enjoyed hearing from them: ",
        "### Yuki Sato\n\nWhat I enjoyed hearing from them: The night shift that names its robots",
    )
    return life


@pytest.fixture
def vault(life: Life, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def command(*words: str, today: str = DAY) -> Said:
        monkeypatch.setenv("VAULT_TODAY", today)
        code = run(["--vault", str(life.root), *words])
        return Said(code, *capfd.readouterr())

    return command


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that write down what they are given; nothing else is on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", ":0")
    return folder


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!{sys.executable}\nimport sys\n{text}\n", encoding="utf-8")
    (folder / name).chmod(0o755)


def mail_program(folder: Path) -> Path:
    opened = folder / "opened"
    program(folder, "xdg-open", f"open({str(opened)!r}, 'w', encoding='utf-8').write(sys.argv[1])")
    return opened


posix = pytest.mark.skipif(
    os.name == "nt" or sys.platform == "darwin", reason="xdg-open and xclip are stood in for"
)


# Printing -----------------------------------------------------------------------------------------


def test_a_draft_is_printed_and_nothing_is_written(life: Life, vault: Run) -> None:
    before = life.files()
    said = vault("draft", "yuki sato by e-mail")
    assert (said.code, said.out, said.err) == (0, TO_YUKI, "")
    assert life.files() == before


def test_what_stands_in_the_note_is_the_draft(life: Life, vault: Run) -> None:
    assert vault("draft", "yuki sato by e-mail", "--write").out == f"{FINAL}\n"
    life.edit(FINAL, "> I came away wanting the job more.", "> I came away humming \\*all\\* the way.")
    mine = TO_YUKI.replace("wanting the job more", "humming *all* the way")
    assert vault("draft", "yuki sato by e-mail").out == mine
    assert vault("draft", "yuki sato by e-mail", "--fresh").out == TO_YUKI


def test_a_name_alone_means_the_letter_that_can_be_sent_today(life: Life, vault: Run) -> None:
    to_yuki = [f for f in life.all(DAY) if f.person == "Yuki Sato"]
    assert len(to_yuki) > 1
    assert sum(not f.is_held and f.due.isoformat() <= DAY for f in to_yuki) == 1
    assert vault("draft", "Yuki Sato").out == vault("draft", "yuki").out == TO_YUKI
    life.write("Own.md", f"- [ ] ask [[Yuki Sato]] for the slides 📅 {DAY}\n")  # it has no words
    assert vault("draft", "Yuki Sato").out == TO_YUKI


def test_where_nothing_can_be_sent_today_a_name_means_the_next_letter_and_it_is_said(
    life: Life, vault: Run
) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    said = vault("draft", "lena", today="2026-11-18")
    assert said.out.startswith("Subject: Thank you for the conversation\n\nDear Lena,")
    assert said.err.startswith(
        "The next one: Thank Lena Weiss (hiring manager) and ask to be considered again (in 2 days)\n"
    )
    life.done("2026-11-20", "Thank Lena Weiss (hiring")
    assert "The next one: Is the door still open?" in vault("draft", "lena", today="2026-11-21").err
    assert vault("draft", "thank", today="2026-11-18").code == 1  # to whom?


def test_a_letter_about_a_round_quotes_that_round_alone(life: Life, vault: Run) -> None:
    vault("draft", "Yuki Sato", "--sent")
    life.meets("2026-11-20T10:00", "norrland", "second final", "Yuki Sato")
    said = vault("draft", "Yuki Sato", today="2026-11-20").out
    assert "I enjoyed hearing how your team works." in said and "robots" not in said


def test_who_was_not_there_is_told_what_was_noted_in_that_round(life: Life, vault: Run) -> None:
    said = vault("draft", life.id_of(DAY, "Tell Grete Holm")).out
    assert "What I liked best was the night shift that names its robots." in said


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (True, "stay in touch; you have my invitation to connect."),
        (False, "stay in touch, and will send you an invitation to connect."),
    ],
)
def test_nobody_is_promised_an_invitation_that_they_have(
    life: Life, vault: Run, done: bool, said: str
) -> None:
    invitation = life.id_of(DAY, "Invite Yuki Sato")
    life.done(DAY, "yuki sato by e-mail")  # thanks are no invitation
    if done:
        life.done("2026-11-12", invitation)
    life.hears_no("2026-11-13", "norrland")
    thanks = next(f.id for f in life.all("2026-11-16") if f.step == "thank-panel" and f.person == "Yuki Sato")
    assert said in vault("draft", thanks, "--fresh").out


def test_a_sentence_has_one_stop_behind_a_name_that_ends_with_one(life: Life, vault: Run) -> None:
    life.applies("2026-11-02", "Kite & Co.", "VP Eng.", recruiter=["Rae Kite"])
    life.hears_no("2026-11-05", "kite")
    said = vault("draft", "Rae Kite", "--message", "insight-from-recruiter").out
    assert "between me and Kite & Co. Few people" in said


def test_show_and_draft_have_the_same_words(life: Life, vault: Run) -> None:
    assert vault("draft", "yuki sato by e-mail").out.strip() in vault("show", "yuki sato by e-mail").out


def test_without_a_name_it_says_that_nobody_signed(life: Life, vault: Run) -> None:
    life.write("vault.toml", "")
    said = vault("draft", "yuki sato by e-mail")
    assert said.out.endswith("All the best\n")
    assert said.err == 'Nobody has signed it: put name = "…" into vault.toml.\n'


def test_a_signature_of_several_lines_stands_below_the_name(life: Life, vault: Run) -> None:
    life.write("vault.toml", 'name = "Jo Berg"\nsignature = """\n+47 000\njo.example\n"""\n')
    assert vault("draft", "yuki sato by e-mail").out.endswith("All the best\nJo Berg\n+47 000\njo.example\n")


def test_a_hand_written_line_takes_the_words_that_are_named(life: Life, vault: Run) -> None:
    life.write("Ideas.md", "- [ ] Ring [[Yuki Sato]] about the fair 📅 2026-11-12\n")
    refused = vault("draft", "about the fair")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(
        "vault: “Ring Yuki Sato about the fair” has no words of its own; choose with --message: ask-acqu"
    )
    said = vault("draft", "about the fair", "--message", "stay-in-touch")
    assert said.out.startswith("Dear Yuki,\n\nThank you again for the conversation.")


def test_a_line_that_concerns_nobody_has_nobody_to_write_to(life: Life, vault: Run) -> None:
    life.write("Ideas.md", "- [ ] Buy paper 📅 2026-11-12\n")
    said = vault("draft", "paper", "--message", "stay-in-touch")
    assert (said.code, said.err) == (
        1, "vault: “Buy paper” concerns nobody, so there is nobody to write to; link a person in it\n",
    )  # fmt: skip


def test_a_person_stands_in_for_an_id(vault: Run) -> None:
    said = vault("draft", "Yuki Sato", "--message", "congratulations", "--about", "Your talk at the fair")
    assert said.out == (
        "Subject: Congratulations!\n\nDear Yuki,\n\n"
        "I have just seen it: Your talk at the fair. Wow, congratulations!\n\n"
        "It made me smile, and there is no need to answer.\n\nAll the best\nJo Berg\n"
    )
    assert (
        vault("draft", "yuki", "--message", "congratulations", "--about", "Your talk at the fair").out
        == said.out
    )


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (
            ["Grete Holm", "--message", "hymn"],
            "vault: there is no message 'hymn'; --message is one of ask-acquaintance, ask-feedback, ",
        ),
        (
            ["Grete Holm", "--message", "../../vault"],
            "vault: there is no message '../../vault'; --message is one of ",
        ),
        (["Nobody At All"], "vault: no open follow-up has the id or the words 'Nobody At All'; "),
        (["by e-mail"], "vault: 'by e-mail' fits 2: "),
    ],
)
def test_what_is_not_there_is_refused_with_the_way_out(vault: Run, words: list[str], error: str) -> None:
    said = vault("draft", *words)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith(error)


def test_a_person_with_nothing_open_is_asked_which_words(life: Life, vault: Run) -> None:
    life.write("Contacts/Mira Okoro.md", "---\ntype: contact\n---\n")
    assert vault("draft", "mira").err.startswith(
        "vault: which words for Mira Okoro? choose with --message: ask-acquaintance (a word from inside), ask-feedback ("
    )


@pytest.mark.parametrize(
    "words", [("--mail", "--copy"), ("--eml", "a.eml", "--mail"), ("--on", DAY), ("--channel", "post")]
)
def test_options_that_do_not_go_together_are_misuse(vault: Run, words: tuple[str, ...]) -> None:
    assert vault("draft", "yuki sato by e-mail", *words).code == 2


# A vault's own words ------------------------------------------------------------------------------


def test_a_vault_has_words_in_its_own_language(life: Life, vault: Run) -> None:
    life.write("vault.toml", 'name = "Jo Berg"\nlanguage = "de"\n')
    life.write(
        "Templates/messages/de/thank-after-interview.md.j2",
        "Title: Dank\nSubject: Danke\n\nGuten Tag {{ person.name }},\n\ndanke für das Gespräch am "
        "{{ day.day }}.{{ day.month }}.\n\n{{ signature }}\n",
    )
    said = vault("draft", "yuki sato by e-mail")
    assert (
        said.out == "Subject: Danke\n\nGuten Tag Yuki Sato,\n\ndanke für das Gespräch am 10.11.\n\nJo Berg\n"
    )
    assert vault("draft", "grete", "--message", "stay-in-touch").out.startswith("Dear Grete,")


def test_a_no_is_written_with_the_drafts_of_the_language(life: Life) -> None:
    life.write("vault.toml", 'name = "Jo Berg"\nlanguage = "de"\n')
    life.write(
        "Templates/messages/de/thank-after-no.md.j2",
        "Title: Dank\nSubject: Danke\n\nGuten Tag\n\n{{ signature }}\n",
    )
    life.hears_no("2026-11-18T16:40", "norrland")
    assert "> [!note]- To Yuki Sato: Dank\n> Subject: Danke\n>\n> Guten Tag\n" in life.read(NO)


TWICE = """[[step]]
id = "thank-panel"
series = "thank-panel"
offset = [2, 20]
latest = [5, 40]
text = ["Thank {{ person }}", "Thank {{ person }} again"]
"""


@pytest.mark.parametrize(
    ("typed_on", "places"),
    [("2026-11-18", ["0", "1", "0", "1"]), ("2026-12-01", ["0", "0"])],  # the first ones are over by then
)
def test_a_letter_has_one_place_in_the_series_of_its_person_in_the_note_and_anew(
    life: Life, vault: Run, typed_on: str, places: list[str]
) -> None:
    life.write("Templates/playbook.toml", TWICE)
    life.write("Templates/messages/thank-after-no.md.j2", "Title: thanks\n\nDear, {{ index }}\n")
    life.hears_no("2026-11-18", "norrland", typed_on=typed_on)
    thanks = [f.id for f in life.all("2026-12-10") if f.step == "thank-panel"]
    written = [vault("draft", letter, today="2026-12-10").out for letter in thanks]
    assert sorted(written) == sorted(f"Dear, {place}\n" for place in places)
    assert [vault("draft", letter, "--fresh", today="2026-12-10").out for letter in thanks] == written


def test_a_message_of_the_vault_is_listed_and_taken(life: Life, vault: Run) -> None:
    life.write(
        "Templates/messages/happy-new-year.md.j2",
        "Title: new year\nSubject: Hello\n\nDear {{ person.first }},\n",
    )
    assert "happy-new-year" in vault("draft", "yuki", "--message", "?").err
    assert vault("draft", "yuki", "--message", "happy-new-year").out == "Subject: Hello\n\nDear Yuki,\n"


@pytest.mark.parametrize("language", ["../..", "", "d", "de/x", "deutsch"])
def test_a_language_is_a_short_code(life: Life, vault: Run, language: str) -> None:
    life.write("vault.toml", f'language = "{language}"\n')
    assert (
        vault("due").err
        == f"vault: vault.toml:1: language is a short code, such as 'en' or 'de', not '{language}'\n"
    )


# Looking again ------------------------------------------------------------------------------------


def test_a_letter_that_asks_why_where_it_may_not_is_told_and_still_printed(vault: Run) -> None:
    said = vault("draft", "Yuki Sato", "--message", "ask-feedback")
    assert said.out.startswith("Subject: One question")
    assert said.err == (
        "Look again: It asks for the reason: “could do better”. "
        "By ask_why = insight you ask only the recruiter and whoever referred you.\n"
    )


def test_the_recruiter_may_be_asked_for_insight(life: Life, vault: Run) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    said = vault("draft", "call grete", today="2026-11-23")
    assert "If you hear how they decided" in said.out
    assert said.err == ""


def test_the_twin_of_a_letter_to_a_colleague_is_told(life: Life, vault: Run) -> None:
    life.edit(FINAL, ": The night shift that names its robots", ": ")
    assert vault("draft", "yuki sato by e-mail").err == (
        "Look again: It is nearly the same as the one to Lena Weiss; colleagues compare. Change a sentence.\n"
    )


def test_the_twin_in_another_note_of_the_company_is_told(life: Life, vault: Run) -> None:
    life.write(
        "Contacts/Omar Haddad.md",
        '---\ntype: contact\ncompany: "[[Norrland Robotics]]"\nfollow_up: 2026-11-12\n---\n',
    )
    life.write("Ideas.md", "- [ ] Ring [[Omar Haddad]] 📅 2026-11-12\n")
    assert vault("draft", "ring omar", "--message", "stay-in-touch", "--write").code == 0
    twin = "It is nearly the same as the one to Omar Haddad; colleagues compare. Change a sentence."
    assert (
        vault("draft", "Yuki Sato", "--message", "stay-in-touch").err == ""
    )  # one of them has met her, and says so
    life.edit("Ideas.md", "Thank you again for your time", "Thank you again for the conversation")
    assert vault("draft", "Yuki Sato", "--message", "stay-in-touch").err == f"Look again: {twin}\n"


def test_a_step_that_is_held_is_told(life: Life, vault: Run) -> None:
    life.hears_no("2026-11-18T16:40", "norrland")
    said = vault("draft", "thank yuki", today="2026-11-18")
    assert said.err == "Look again: It is held until Fri 20 Nov: the cool-off after a no.\n"


# Keeping it in the note ---------------------------------------------------------------------------


def test_a_draft_is_put_below_its_list_and_every_other_byte_stays(life: Life, vault: Run) -> None:
    before = life.read(FINAL)
    assert vault("draft", "yuki sato by e-mail", "--write").code == 0
    tail = life.id_of(DAY, "Thank Yuki Sato by e-mail")
    callout = "> [!note]- To Yuki Sato: thank you\n" + "".join(
        f"> {line}".rstrip() + "\n" for line in TO_YUKI.removesuffix("\n").split("\n")
    )
    assert life.read(FINAL) == before.replace("\n\n## Notes", f"\n\n{callout}\n^draft-{tail}\n\n## Notes")
    life.undo(DAY)
    assert life.read(FINAL) == before


def test_a_draft_that_stands_is_written_over_only_when_asked(life: Life, vault: Run) -> None:
    vault("draft", "yuki sato by e-mail", "--write")
    once = life.read(FINAL)
    life.edit(FINAL, "I came away wanting the job more.", "My own words.")
    mine = life.read(FINAL)
    said = vault("draft", "yuki sato by e-mail", "--write")
    assert (said.out, said.err) == ("", f"A draft stands in {FINAL} already; --fresh renders it anew.\n")
    assert life.read(FINAL) == mine
    assert vault("draft", "yuki sato by e-mail", "--write", "--fresh").out == f"{FINAL}\n"
    assert life.read(FINAL) == once
    life.undo(DAY)
    assert life.read(FINAL) == mine


def test_drafts_stand_in_the_order_in_which_they_were_written(life: Life, vault: Run) -> None:
    ids = [life.id_of(DAY, f"Thank {name} by e-mail") for name in ("Yuki Sato", "Lena Weiss")]
    for tail in ids:
        vault("draft", tail, "--write")
    marks = [line for line in life.read(FINAL).split("\n") if line.startswith("^draft-")]
    assert marks == [f"^draft-{tail}" for tail in ids]


def test_a_letter_to_a_person_has_no_note_to_stand_in(vault: Run) -> None:
    said = vault("draft", "Yuki Sato", "--message", "congratulations", "--write")
    assert (said.code, said.err) == (
        1, "vault: a draft is kept beside a follow-up, and this letter has none: leave --write out\n",
    )  # fmt: skip


OTHER = "> [!note]- b\n> c\n\n^draft-aaaaaa"
WORDS = Draft("a word", "Hello", "Dear Yuki,\n\n- [ ] no task 📅 2026-01-01\n> no quote\n# no heading")


@pytest.mark.parametrize(
    ("text", "below", "expected"),
    [
        ("- [ ] a\n- [ ] b\n\nText.\n", 1, "- [ ] a\n- [ ] b\n\n{}\n\nText.\n"),
        ("- [ ] a\n# Next\n", 1, "- [ ] a\n\n{}\n\n# Next\n"),
        ("- [ ] a", 1, "- [ ] a\n\n{}"),
        ("- [ ] a\r\n\r\nText.\r\n", 1, "- [ ] a\r\n\r\n{}\r\n\r\nText.\r\n"),
        ("- [ ] a\n\n  more of a\n\n- [ ] b\n\nText.", 1, "- [ ] a\n\n  more of a\n\n- [ ] b\n\n{}\n\nText."),
        ("> - [ ] a\n> text\n\nText.", 1, "> - [ ] a\n> text\n\n{}\n\nText."),
        (f"- [ ] a\n\n{OTHER}\n\nText.", 1, f"- [ ] a\n\n{OTHER}\n\n{{}}\n\nText."),
        ("- [ ] a\n<!-- hidden\n\n-->\nText.\n", 1, "- [ ] a\n<!-- hidden\n\n-->\nText.\n\n{}\n"),
        ("---\ntype: contact\n---\n", None, "---\ntype: contact\n---\n\n{}\n"),
        ("\ufeffText.\n\n", None, "\ufeffText.\n\n{}\n"),
        ("", None, "{}\n"),
    ],
)  # fmt: skip
def test_where_a_draft_is_put(text: str, below: int | None, expected: str) -> None:
    new = put_draft(text, "31ab7f", WORDS, heading="To Yuki: a word", below=below, path="a.md")
    callout = (
        "> [!note]- To Yuki: a word\n> Subject: Hello\n>\n> Dear Yuki,\n>\n> \\- \\[ \\] no task 2026-01-01\n"
        "> \\> no quote\n> \\# no heading\n\n^draft-31ab7f"
    )
    assert new == expected.format(callout.replace("\n", "\r\n") if "\r\n" in text else callout)
    assert from_note(new, "31ab7f") == Draft("To Yuki: a word", "Hello", WORDS.body.replace("📅 ", ""))
    assert [t.task for t in read_note("a.md", encode(new)).tasks] == [
        t.task for t in read_note("a.md", encode(text)).tasks
    ]


def test_a_draft_that_nobody_could_see_is_refused() -> None:
    with pytest.raises(VaultError) as error:
        put_draft("Text.\n\n```\n", "31ab7f", WORDS, heading="To Yuki", below=None, path="a.md")
    assert str(error.value).startswith("a.md: a code block or comment in it is never closed")


# Mail ---------------------------------------------------------------------------------------------


@posix
def test_mail_opens_with_recipient_subject_and_text(life: Life, vault: Run, programs: Path) -> None:
    opened = mail_program(programs)
    life.edit(YUKI, "tags:", 'email: "Yuki Sato <yuki+jobs@norrland.example>"\ntags:')
    said = vault("draft", "yuki sato by e-mail", "--mail")
    assert (said.code, said.out, said.err) == (
        0,
        "Opened in your mail program: Thank you for the conversation (to yuki+jobs@norrland.example)\n",
        "",
    )  # fmt: skip
    link = urlsplit(opened.read_text(encoding="utf-8"))
    subject, _, body = TO_YUKI.removesuffix("\n").partition("\n\n")
    assert (link.scheme, unquote(link.path)) == ("mailto", "yuki+jobs@norrland.example")
    assert parse_qs(link.query) == {
        "subject": [subject.removeprefix("Subject: ")],
        "body": [body.replace("\n", "\r\n")],
    }


@posix
def test_mail_with_something_to_look_at_is_not_opened_where_nobody_can_be_asked(
    vault: Run, programs: Path
) -> None:
    opened = mail_program(programs)
    said = vault("draft", "Yuki Sato", "--message", "ask-feedback", "--mail")
    assert (said.code, said.out, opened.exists()) == (1, "", False)
    assert said.err.endswith(
        "vault: not opened: look at it again first. "
        "Change the draft in its note (--write puts it there), or use --eml FILE\n"
    )


@posix
@pytest.mark.parametrize(("answer", "is_opened"), [("y", True), ("n", False)])
def test_at_a_terminal_it_asks_first(life: Life, programs: Path, answer: str, is_opened: bool) -> None:
    opened = mail_program(programs)
    master, slave = os.openpty()
    os.write(master, f"{answer}\n".encode())
    command = [sys.executable, "-m", "vault_tools", "--vault", str(life.root), "draft", "Yuki Sato"]
    with subprocess.Popen(
        [*command, "--message", "ask-feedback", "--mail"],
        stdin=slave, stdout=slave, stderr=slave, cwd=Path(__file__).parent.parent,
        env={**os.environ, "VAULT_TODAY": DAY},
    ) as started:  # fmt: skip
        os.close(slave)
        said = b""
        while True:
            try:
                piece = os.read(master, 4096)
            except OSError:
                break
            if not piece:
                break
            said += piece
    os.close(master)
    assert b"Send it anyway?" in said
    assert (started.returncode, opened.exists()) == (0 if is_opened else 1, is_opened)


@posix
def test_a_text_too_long_for_a_link_is_handed_on_beside_it(life: Life, vault: Run, programs: Path) -> None:
    opened = mail_program(programs)
    life.write("Templates/messages/saga.md.j2", "Subject: Saga\n\n" + "Word and word. " * 900 + "\n")
    said = vault("draft", "Yuki Sato", "--message", "saga", "--mail")
    assert opened.read_text(encoding="utf-8") == "mailto:?subject=Saga"
    assert said.out.startswith("Word and word. ")
    assert "It is too long for a mail link: here is the text, to be pasted in." in said.err
    program(programs, "xclip", f"open({str(programs / 'copied')!r}, 'wb').write(sys.stdin.buffer.read())")
    said = vault("draft", "Yuki Sato", "--message", "saga", "--mail")
    assert said.out == "Opened in your mail program: Saga\n"
    assert "the text is on the clipboard, paste it in." in said.err
    assert (programs / "copied").read_text() == ("Word and word. " * 900).rstrip()


@posix
def test_without_a_mail_program_it_says_the_way_out(vault: Run, programs: Path) -> None:
    program(programs, "xdg-open", "sys.exit(4)")
    said = vault("draft", "yuki sato by e-mail", "--mail")
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith(
        "vault: no mail program could be opened; "
        "--eml FILE writes a draft that one opens, --copy puts the text on the clipboard\n"
    )


@given(st.text(), st.text())
def test_a_mail_link_is_plain_ascii_and_reads_back(subject: str, body: str) -> None:
    link = mailto("a+b@c.example", subject, body)
    assert link.isascii() and link.startswith("mailto:a%2Bb@c.example") and " " not in link
    assert set(parse_qs(urlsplit(link).query, strict_parsing="?" in link)) <= {"subject", "body"}


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("dana@acme.example", "dana@acme.example"),
        ("Dana Lee <dana.lee@acme.example>", "dana.lee@acme.example"),
        ("[dana@acme.example](mailto:dana@acme.example)", "dana@acme.example"),
        (["", "dana@acme.example", "b@c.example"], "dana@acme.example"),
        ("dana@acme.example?bcc=all@evil.example", ""),
        ("dana@acme.example%0aBcc:all@evil.example", ""),
        ("dana@acme.example\nBcc: all@evil.example", "dana@acme.example"),
        ("dana..lee@acme.example", ""),
        ("dana at acme", ""),
        (12, ""),
        (None, ""),
    ],
)
def test_the_address_in_a_property(value: object, address: str) -> None:
    assert address_in(value) == address


# A mail file --------------------------------------------------------------------------------------


def test_a_mail_file_is_a_draft_with_the_same_bytes_each_time(life: Life, vault: Run, tmp_path: Path) -> None:
    life.edit(YUKI, "tags:", "email: yuki@norrland.example\ntags:")
    first, second = tmp_path / "a.eml", tmp_path / "b.eml"
    assert vault("draft", "yuki sato by e-mail", "--eml", str(first)).out == f"{first}\n"
    vault("draft", "yuki sato by e-mail", "--eml", str(second))
    assert first.read_bytes() == second.read_bytes()
    message = email.message_from_bytes(first.read_bytes(), policy=email.policy.default)
    assert dict(message.items()) == {
        "X-Unsent": "1",
        "To": "Yuki Sato <yuki@norrland.example>",
        "Subject": "Thank you for the conversation",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }
    assert message.get_content().replace("\r\n", "\n") == TO_YUKI.partition("\n\n")[2]


def test_a_file_that_is_there_is_never_written_over(vault: Run, tmp_path: Path) -> None:
    there = tmp_path / "a.eml"
    there.write_text("mine", encoding="utf-8")
    said = vault("draft", "yuki sato by e-mail", "--eml", str(there))
    assert (said.code, said.out) == (1, "")
    assert said.err.endswith(f"vault: {there} already exists, and it is left as it is; give another name\n")
    assert there.read_text(encoding="utf-8") == "mine"


def test_without_an_address_the_file_has_no_recipient_and_says_so(vault: Run, tmp_path: Path) -> None:
    said = vault("draft", "yuki sato by e-mail", "--eml", str(tmp_path / "a.eml"))
    assert said.err == f"No address of Yuki Sato is known: {YUKI} has no `email`.\n"
    assert b"To:" not in (tmp_path / "a.eml").read_bytes()


def test_no_foreign_text_becomes_a_header(life: Life, vault: Run, tmp_path: Path) -> None:
    life.write(
        "Applications/Evil.md",
        '---\ntype: application\ncompany: "Evil\\r\\nBcc: all@evil.example"\n'
        'role: "Boss\\nTo: b@evil.example"\n'
        'stage: applied\napplied: 2026-11-01\nrecruiter:\n  - "[[Mal]]"\n---\n',
    )
    life.write(
        "Contacts/Mal.md",
        '---\ntype: contact\nemail: "mal@evil.example"\naliases:\n  - "Mal\\nBcc: c@evil.example"\n---\n',
    )
    file = tmp_path / "a.eml"
    assert vault("draft", "Mal", "--message", "status-check", "--eml", str(file)).code == 0
    message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert set(message.keys()) == {
        "X-Unsent", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert message["To"].addresses[0].addr_spec == "mal@evil.example"
    assert message["Subject"] == "My application as Boss To: b@evil.example"


ANY = st.text(st.characters(codec=None))  # surrogates too: a note may hold bytes that are no text


@given(
    ANY,
    ANY,
    ANY,
    st.sampled_from(["", "a@b.example", "ä@b.example", "a@bücher.example", "a@" + "b" * 80 + ".example"]),
)
def test_any_text_makes_a_mail_file_with_our_headers_alone(
    name: str, subject: str, body: str, address: str
) -> None:
    data = eml(name, address, subject, body)
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert set(message.keys()) <= {
        "X-Unsent", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip
    assert data.isascii() and len(message.defects) == 0
    assert data == eml(name, address, subject, body)


def test_what_a_note_holds_never_steers_the_terminal(life: Life, vault: Run) -> None:
    life.edit(FINAL, "names its robots", "names\x1b]0;x\x07 its robots")
    said = vault("draft", "yuki sato by e-mail")
    assert "\x1b" not in said.out + said.err and "\x07" not in said.out + said.err


# The clipboard ------------------------------------------------------------------------------------


@posix
def test_the_text_goes_to_the_clipboard_without_its_subject(vault: Run, programs: Path) -> None:
    copied = programs / "copied"
    program(programs, "xsel", f"open({str(copied)!r}, 'wb').write(sys.stdin.buffer.read())")
    said = vault("draft", "yuki sato by e-mail", "--copy")
    assert (said.code, said.out) == (0, "On the clipboard; its subject: Thank you for the conversation\n")
    assert copied.read_text(encoding="utf-8") == TO_YUKI.partition("\n\n")[2].removesuffix("\n")


@posix
def test_without_a_clipboard_it_says_the_way_out(vault: Run, programs: Path) -> None:
    said = vault("draft", "yuki sato by e-mail", "--copy")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        "vault: nothing here can fill the clipboard (wl-copy, xclip, xsel, pbcopy, clip); "
        "leave --copy out and take it from the terminal, or write a file with --eml FILE\n"
    )


# Sent ---------------------------------------------------------------------------------------------


def test_sent_completes_the_follow_up_and_counts_as_contact(life: Life, vault: Run) -> None:
    said = vault("draft", "yuki sato by e-mail", "--sent", "--on", "2026-11-11", today="2026-11-12")
    assert (said.code, said.out) == (0, "Sent: Thank Yuki Sato by e-mail for the final round\n")
    (line,) = [one for one in life.lines(FINAL) if one.startswith("- [x]")]
    assert line == "- [x] Thank [[Yuki Sato]] by e-mail for the final round 📅 2026-11-10 ✅ 2026-11-11"
    assert life.search("2026-11-12").contacts.last[YUKI] == date(2026, 11, 11)


def test_a_letter_to_a_person_is_logged_when_it_is_sent(life: Life, vault: Run) -> None:
    before = life.read(YUKI)
    said = vault("draft", "Yuki Sato", "--message", "congratulations", "--sent", today="2026-11-22")
    assert (said.code, said.out) == (0, "Sent, and logged with Yuki Sato: congratulations\n")
    assert life.read(YUKI) == before.rstrip("\n") + "\n\n- 2026-11-22 email: congratulations\n"
    assert life.search("2026-11-22").contacts.last[YUKI] == date(2026, 11, 22)
    life.undo("2026-11-22")
    assert life.read(YUKI) == before


def test_the_log_says_what_a_letter_was_about(life: Life, vault: Run) -> None:
    said = vault(
        "draft", "Yuki Sato", "--message", "congratulations", "--about", "the talk in Graz", "--sent"
    )
    assert said.out == "Sent, and logged with Yuki Sato: congratulations: the talk in Graz\n"
    assert "- 2026-11-10 email: congratulations: the talk in Graz\n" in life.read(YUKI)


def test_a_letter_that_nobody_named_cannot_have_been_sent(life: Life, vault: Run) -> None:
    vault("new-contact", "Mira Okoro")
    before = life.files()
    said = vault("draft", "mira", "--sent")
    assert (said.code, said.out, said.err) == (
        1,
        "",
        "vault: what was sent to Mira Okoro? --message says which letter; "
        'in your own words: vault log "Mira Okoro" "…"\n',
    )
    assert life.files() == before


def test_a_second_question_speaks_of_a_first_only_where_one_was_sent(life: Life, vault: Run) -> None:
    life.applies("2026-11-02", "Tyrell", "Test Engineer", recruiter=["Mira Okoro"])
    life.drop("2026-11-09", "Ask Mira Okoro how things stand", "they were away")
    first = vault("draft", "Ask Mira Okoro once more", today="2026-11-16").out
    assert "On 2 November I applied" in first and "I wrote last week" not in first
    life.undo("2026-11-16")
    life.done("2026-11-09", "Ask Mira Okoro how things stand")
    assert "I wrote last week" in vault("draft", "Ask Mira Okoro once more", today="2026-11-16").out


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-16", "today"),
        ("2026-11-15", "yesterday"),
        ("2026-11-10", "on Tuesday"),
        ("2026-11-09", "last week"),
        ("2026-11-08", "two weeks ago"),
        ("2026-10-30", "two weeks ago"),
        ("2026-10-29", "a few weeks ago"),
        ("2026-10-02", "a few weeks ago"),
        ("2026-10-01", "in October"),
        ("2026-01-05", "in January"),
        ("2025-12-01", "in December 2025"),
    ],
)
def test_how_long_ago_something_was_is_said_by_the_days_that_have_gone_by(day: str, words: str) -> None:
    assert ago_words(date.fromisoformat(day), date(2026, 11, 16)) == words  # a Monday


def test_a_second_question_says_when_the_first_was_asked(life: Life, vault: Run) -> None:
    life.applies("2026-11-02", "Tyrell", "Test Engineer", recruiter=["Mira Okoro"])
    life.done("2026-11-09", "Ask Mira Okoro how things stand")
    for day, when in {
        "2026-11-10": "last week",
        "2026-12-18": "a few weeks ago",
        "2027-01-11": "in November",
    }.items():
        said = vault("draft", "Ask Mira Okoro once more", today=day).out  # on the 10th it is for the 16th
        assert f"I wrote {when} about my application as Test Engineer at Tyrell" in said


def test_a_letter_to_the_recruiter_does_not_speak_of_a_team_of_theirs(life: Life, vault: Run) -> None:
    life.meets("2026-11-10T09:00", "norrland", "screening", "Grete Holm")
    said = vault("draft", "Thank Grete Holm by e-mail").out
    assert "I enjoyed hearing more about the position and the people." in said and "your team" not in said


NEWS = """Subject: Controls Engineer at Norrland Robotics: any news?

Dear Grete,

It has been about a week since the final round for the Controls Engineer position at Norrland Robotics, and I am still very interested. Is there any news, or anything you need from me?

All the best
Jo Berg
"""


def test_a_question_for_news_names_the_job_and_says_we_only_to_somebody_who_was_met(
    life: Life, vault: Run
) -> None:
    assert vault("draft", "Ask Grete Holm politely", today="2026-11-17").out == NEWS
    life.applies("2026-10-20", "Tyrell", "Test Engineer", recruiter=["Mira Okoro"])
    life.meets("2026-11-03T09:00", "tyrell", "screening", "Mira Okoro")
    life.meets("2026-11-10T09:00", "tyrell", "first")
    assert (
        "since the first round for the Test Engineer position at Tyrell, and I am still glad that we spoke."
        in vault("draft", "Ask Mira Okoro politely", today="2026-11-17").out
    )


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (0, "a few days"), (5, "about a week"), (10, "about a week"), (11, "about two weeks"), (24, "a few weeks"),
        (60, "about two months"), (90, "a few months"), (320, "a few months"), (365, "about a year"), (500, "more than a year"),
    ],
)  # fmt: skip
def test_how_long_it_has_been_is_said_by_the_days_that_have_gone_by(ago: int, words: str) -> None:
    assert since_words(date(2026, 11, 16) - timedelta(ago), date(2026, 11, 16)) == words
    assert since_words(None, date(2026, 11, 16)) == "some time"


def test_a_letter_speaks_of_the_time_that_has_gone_by(life: Life, vault: Run) -> None:
    said = vault("draft", "Ask Grete Holm politely", today="2026-12-04").out
    assert "It has been a few weeks since the final round" in said
    life.hears_no("2026-12-05", "norrland")
    word = life.id_of("2026-12-08", "door still open")
    assert "It is a few months since the conversation" in vault("draft", word, today="2027-03-05").out
    late = vault("draft", word, today="2027-11-10").out
    assert "It is about a year since the conversation" in late and "settling in" not in late
    asked = vault("draft", "Third word", today="2028-05-20").out
    assert asked.startswith("Subject: A hello\n") and "It is more than a year since the conv" in asked


@pytest.mark.parametrize(
    ("piece", "subject", "words"),
    [
        (
            "open?",
            "Tyrell, and what comes next",
            "It is a few months since my application as Test Engineer at Tyrell. I came across something that may be "
            "of use to you: …\n\nIf anything has changed at Tyrell, or does one day, I would be glad to hear of it from you.",
        ),
        (
            "Second",
            "Still following Tyrell",
            "I have kept an eye on Tyrell since we were in touch, and was glad to see …\n\nI would still like to work there. "
            "If something opens where somebody like me would help, I would be happy to hear of it.",
        ),
        (
            "Third",
            "A year on",
            "It is about a year since my application at Tyrell. One thing since then that you may like to hear of: …\n\n"
            "I still think of what they are building there. If there is a place for me in it, now or later, I would like to hear of it.",
        ),
        (
            "Last",
            "One last hello",
            "It has been a good while since my application at Tyrell, and this is the last time that I write without being "
            "asked. I was glad of your time, and I wish you well.\n\nIf you ever think of me for something, I will be glad to answer.",
        ),
    ],
)
def test_a_recruiter_is_asked_for_a_second_chance_at_the_company_and_has_no_team_of_that_kind(
    life: Life, vault: Run, piece: str, subject: str, words: str
) -> None:
    life.applies("2026-10-20", "Tyrell", "Test Engineer", recruiter=["Mira Okoro"])
    life.meets("2026-11-03T09:00", "tyrell", "first")
    life.hears_no("2026-11-06", "tyrell")
    said = vault("draft", piece, today="2027-02-04").out
    assert said == f"Subject: {subject}\n\nDear Mira,\n\n{words}\n\nAll the best\nJo Berg\n"


@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_after_an_offer_no_letter_says_that_they_took_somebody_else(
    life: Life, vault: Run, fresh: tuple[str, ...]
) -> None:
    life.new("2026-11-16", "offer", application="norrland")
    life.hears_no("2026-11-18", "norrland")
    said = vault("draft", "Ask Ravi", *fresh, today="2026-11-23").out
    assert "Norrland Robotics made me an offer, and in the end it came to nothing." in said
    assert "I would be curious what changed." in said
    assert "new colleague" not in vault("draft", "door still open", today="2027-02-16").out


@pytest.mark.parametrize("fresh", [(), ("--fresh",)])
def test_nobody_is_thanked_for_a_talk_that_never_took_place(
    life: Life, vault: Run, fresh: tuple[str, ...]
) -> None:
    life.new("2026-11-12", "interview", application="norrland", starts="2026-11-24T10:00", round="last",
             interviewers=["Yuki Sato", "Ines Roth"])  # fmt: skip
    assert "Thank you again for the conversation." in vault("draft", "Yuki", "--message", "ask-feedback").out
    life.hears_no("2026-11-18T16:40", "norrland")
    said = vault("draft", "Thank Yuki", *fresh, today="2026-11-26").out
    assert said.startswith("Subject: Thank you for the conversation\n")
    said = vault("draft", "Ines Roth", "--message", "thank-after-no", today="2026-11-26").out
    assert said.startswith(
        "Subject: Thank you for your time\n\nDear Ines,\n\nThank you for your time and for"
    )


def test_whoever_is_known_inside_is_asked_in_words_that_are_ready(life: Life, vault: Run) -> None:
    life.applies("2026-11-02", "Tyrell", "Test Engineer")
    life.write(
        "Contacts/Mira Okoro.md", '---\ntype: contact\ncompany: "[[Tyrell]]"\nconnected: 2020-01-05\n---\n'
    )
    life.hears_no("2026-11-06", "tyrell")
    said = vault("draft", "Ask Mira Okoro", today="2026-11-11").out
    assert said.startswith(
        "Subject: Tyrell: may I ask you something?\n\nDear Mira,\n\nI applied as Test Engineer at"
    )


def test_the_channel_is_that_of_the_step_or_what_is_said(life: Life, vault: Run) -> None:
    vault("draft", "Lena Weiss", "--message", "connect-with-hire", "--sent")
    vault("draft", "Lena Weiss", "--message", "congratulations", "--sent", "--channel", "post 📅")
    assert [f"{touch.day} {touch.text}" for touch in read_note(LENA, life.read(LENA).encode()).log] == [
        "2026-11-10 linkedin: connect with hire",
        "2026-11-10 post: congratulations",
    ]


def test_a_channel_that_is_named_is_logged_with_the_line_that_is_ticked(life: Life, vault: Run) -> None:
    before = life.files()
    said = vault(
        "draft", "yuki sato by e-mail", "--sent", "--channel", "post", "--on", "2026-11-11", today="2026-11-12"
    )  # fmt: skip
    assert (said.code, said.out) == (0, "Sent, and logged with Yuki Sato: thank after interview\n")
    assert sum(one.startswith("- [x]") for one in life.lines(FINAL)) == 1
    (touch,) = read_note(YUKI, life.read(YUKI).encode()).log
    assert (str(touch.day), touch.text) == ("2026-11-11", "post: thank after interview")
    life.undo("2026-11-12")
    assert life.files() == before


def test_a_property_that_asked_for_it_is_emptied_and_the_touch_logged(life: Life, vault: Run) -> None:
    life.edit(YUKI, "tags:", "follow_up: 2026-11-09\ntags:")
    before = life.read(YUKI)
    vault("draft", "follow up: yuki", "--message", "congratulations", "--sent")
    assert life.read(YUKI) == before.replace("follow_up: 2026-11-09\n", "follow_up:\n").rstrip("\n") + (
        "\n\n- 2026-11-10 email: congratulations\n"
    )
    life.undo(DAY)
    assert life.read(YUKI) == before


def test_a_contact_that_is_due_by_its_tier_is_written_to_and_logged(life: Life, vault: Run) -> None:
    life.write(
        "Contacts/Mira Okoro.md", "---\ntype: contact\ntier: warm\n---\n## Log\n\n- 2026-01-05 coffee\n"
    )
    due = life.id_of(DAY, "useful for Mira Okoro")
    said = vault("draft", due, "--about", "https://example.org/recalls")
    assert "I came across this and thought of you: https://example.org/recalls\n" in said.out
    assert vault("draft", due, "--sent").out == "Sent, and logged with Mira Okoro: cheesecake\n"
    assert "- 2026-01-05 coffee\n- 2026-11-10 email: cheesecake" in life.read("Contacts/Mira Okoro.md")
    assert "useful for Mira Okoro" not in " ".join(f.text for f in life.due(DAY))


# The log ------------------------------------------------------------------------------------------

LINE, OLD = "- 2026-11-22 email: hello", "- 2026-11-01 call"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", f"## Log\n\n{LINE}\n"),
        ("Text.\n", f"Text.\n\n## Log\n\n{LINE}\n"),
        ("Text.", f"Text.\n\n## Log\n\n{LINE}"),
        ("## Log\n", f"## Log\n\n{LINE}\n"),
        ("## Log", f"## Log\n\n{LINE}"),
        ("## Log\n\n## Notes\n", f"## Log\n\n{LINE}\n\n## Notes\n"),
        ("# log\n## Notes\n", f"# log\n## Notes\n\n{LINE}\n"),
        ("## Log\n- 2026-11-01 call\n", f"## Log\n- 2026-11-01 call\n{LINE}\n"),
        ("## Log\n- 2026-12-01 call\n\n## Notes", f"## Log\n- 2026-12-01 call\n{LINE}\n\n## Notes"),
        (f"## Log\n{OLD}\n  on\n\n  and on\n\nA.\n", f"## Log\n{OLD}\n  on\n\n  and on\n{LINE}\n\nA.\n"),
        (f"## Log\r\n{OLD}\r\n\r\n## Notes\r\n", f"## Log\r\n{OLD}\r\n{LINE}\r\n\r\n## Notes\r\n"),
        ("\ufeff## Log\n\nA word.\n", f"\ufeff## Log\n\nA word.\n\n{LINE}\n"),
        ("## Log\n<!-- a\n", None),
        ("## Log\n<!-- a\n-->\n## Notes\n", f"## Log\n<!-- a\n-->\n\n{LINE}\n\n## Notes\n"),
    ],
)  # fmt: skip
def test_where_a_touch_is_logged(text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(VaultError):
            log_touch_edit("a.md", encode(text), date(2026, 11, 22), "email", "hello")
    else:
        new = log_touch_edit("a.md", encode(text), date(2026, 11, 22), "email", "hello")
        assert new.decode() == expected
        assert read_note("a.md", new).log[-1].text == "email: hello"


@given(st.binary(max_size=200), st.text(max_size=50), st.text(max_size=50))
def test_logging_a_touch_adds_one_line_to_any_note_and_changes_none(
    data: bytes, channel: str, text: str
) -> None:
    try:
        new = log_touch_edit("a.md", data, date(2026, 11, 22), channel, text)
    except VaultError:
        return
    before, after = decode(data), decode(new)
    kept = iter(after.split("\n"))
    assert all(
        any(line.removesuffix("\r") == there.removesuffix("\r") for there in kept)
        for line in before.split("\n")
    )
    old, now = read_note("a.md", data), read_note("a.md", new)
    assert len(now.log) == len(old.log) + 1
    assert [t.task for t in now.tasks] == [t.task for t in old.tasks]
    assert now.properties == old.properties


# Names --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Dana Lee", "Dana"), ("Dr. Lena Weiss", "Lena"), ("Prof. Dr.-Ing. Lena Weiss", "Lena"),
        ("Weiss, Lena", "Lena"), ("J. R. Okafor", "J. R. Okafor"), ("Madonna", "Madonna"), ("Dr.", "Dr."), ("", ""),
        ("Anne-Marie Pons", "Anne-Marie"), ("Ms. Tanaka", "Ms. Tanaka"), ("Dr. J. Weiss", "Dr. J. Weiss"),
        ("Lena W.", "Lena"),
    ],
)  # fmt: skip
def test_what_one_is_greeted_by(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The move to Rust", "the move to Rust"),
        ("Rust on the line", "Rust on the line"),
        ("THE move", "THE move"),
        ("", ""),
    ],
)
def test_a_note_s_own_words_go_on_in_a_sentence(text: str, expected: str) -> None:
    assert in_sentence(text) == expected
