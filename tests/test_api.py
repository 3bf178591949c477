"""The house from outside: what a program does with a vault, as docs/api.md tells it."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

import vault_tools
from vault_tools import OpenVault, VaultError, open_vault
from vault_tools.commands.init import init
from vault_tools.core.errors import AmbiguousError, NotFoundError
from vault_tools.core.rules.record import follow_up

TODAY = date(2026, 11, 22)


@pytest.fixture
def vault(tmp_path):
    init(tmp_path / "search", TODAY, default=None)
    return open_vault(tmp_path / "search", today=TODAY)


def write(vault, name, text):
    (vault.vault.root / name).write_text(text, encoding="utf-8")


def test_a_note_is_made_with_its_plan_and_ticked_off(vault):
    created = vault.create("application", company="Acme", role="Engineer", applied=date(2026, 11, 20))
    assert created.path == "Applications/Acme – Engineer.md"
    assert (vault.vault.root / created.path).is_file()
    (first,) = [f for f in vault.follow_ups(within=7) if f.step == "follow-company"]
    assert first.application == "Acme – Engineer"
    assert vault.complete(first.id).follow_ups == (first,)
    assert first.id not in {f.id for f in vault.follow_ups(within=7)}
    assert vault.undo() == f"done: {first.text}"
    assert first.id in {f.id for f in vault.follow_ups(within=7)}


def test_a_follow_up_has_the_fields_of_due_json_with_dates_as_dates(vault):
    vault.create("application", company="Acme", role="Engineer", applied="2026-11-01", recruiter=["Ann Lee"])
    vault.create("interview", application="acme", on="2026-11-19 10:00", interviewers=["Bo Ek"])
    vault.create("rejection", application="acme", received="2026-11-21")
    vault.create("contact", name="Zoe Ma", role="mentor")
    vault.log("Zoe", "coffee at the fair")
    write(vault, "Mine.md", "---\nfollow_up: 2026-11-20\n---\n")
    found = vault.follow_ups(everything=True)
    assert {f.origin for f in found} == {"line", "property", "cadence"}
    assert {f.held_because for f in found} > {None, "cooling-off"}
    for f in found:
        fields = json.loads(json.dumps({key: getattr(f, key) for key in follow_up(f)}, default=str))
        assert fields == follow_up(f)
        assert [f"{f.origin}", f"{f.held_because}"] == [str(fields["origin"]), str(fields["held_because"])]


def test_lists_numbers_and_moments_are_taken_as_they_are(vault):
    vault.create("application", company="Acme", role="Engineer")
    made = vault.create(
        "interview", application="Acme", on=datetime(2026, 11, 24, 10, 30), **{"with": ["Ann Lee", "Bo Ek"]}
    )
    text = (vault.vault.root / made.path).read_text(encoding="utf-8")
    assert "2026-11-24T10:30" in text
    assert "Ann Lee" in text and "Bo Ek" in text


def contacts(vault):
    return sorted(path.stem for path in vault.vault.root.glob("Contacts/*.md"))


def test_people_in_one_text_are_taken_apart_as_on_the_command_line(vault):
    vault.create("application", company="Beta", role="Eng", recruiter="Dana Lee, Omar Reyes")
    vault.create("interview", application="Beta", on="2026-11-22T10:00", interviewers="Ann Bee and Cy Dee")
    assert contacts(vault) == ["Ann Bee", "Cy Dee", "Dana Lee", "Omar Reyes"]
    thanks = sorted(f.text for f in vault.follow_ups(14) if f.text.startswith("Thank"))
    assert thanks == [f"Thank {who} by e-mail for the first round" for who in ("Ann Bee", "Cy Dee")]


def test_a_text_in_a_list_of_people_is_one_person(vault):
    vault.create("application", company="Beta", role="Eng", recruiter=["Weiss, Lena", "Omar Reyes"])
    assert contacts(vault) == ["Omar Reyes", "Weiss, Lena"]


def test_a_text_of_which_nobody_can_tell_whom_it_names_is_refused(vault):
    vault.create("application", company="Beta", role="Eng", applied="2026-11-02")
    vault.create("rejection", application="Beta", received="2026-11-20")
    before = contacts(vault)
    with pytest.raises(VaultError) as refused:
        vault.create("application", company="Acme", role="Eng", recruiter="Weiss, Lena")
    assert str(refused.value) == (
        "--recruiter: 'Weiss, Lena' may be one person or several; write each name as one says it, "
        'with a semicolon between two: "Dana Lee; Bob"'
    )
    with pytest.raises(VaultError) as refused:
        vault.create("hire", rejection="Beta", name="Dana Lee and Omar Reyes")
    assert str(refused.value) == "--name: 'Dana Lee and Omar Reyes' is more than one person, and it takes one"
    assert contacts(vault) == before


def test_a_property_that_is_given_by_two_names_is_refused(vault):
    vault.create("application", company="Beta", role="Eng", applied="2026-11-02")
    with pytest.raises(VaultError) as refused:
        vault.create("interview", application="Beta", starts="2026-11-24T15:00", on="2026-11-26T11:00")
    assert str(refused.value) == "'on' is another name of 'starts'; give one of them"
    assert not list(vault.vault.root.glob("Interviews/*.md"))


def test_none_is_what_is_not_given(vault):
    vault.create("application", company="Beta", role="Eng", applied="2026-11-02")
    made = vault.create(
        "interview", application="Beta", starts="2026-11-24", on=None, interviewers=[None, "Ann Lee"]
    )
    assert made.path == "Interviews/2026-11-24 Beta – Eng – first.md"
    assert contacts(vault) == ["Ann Lee"]


def test_what_is_snoozed_or_dropped_is_so_in_the_note(vault):
    write(vault, "Plan.md", "- [ ] Call 📅 2026-11-20\n- [ ] Write 📅 2026-11-20\n")
    vault.snooze("Call", until=date(2026, 11, 25))
    vault.drop("Write", why="no need")
    assert [(f.text, f.due) for f in vault.follow_ups(everything=True)] == [("Call", date(2026, 11, 25))]


def test_a_word_with_somebody_is_logged(vault):
    vault.create("contact", name="Ann Lee")
    logged = vault.log("Ann", "coffee at the fair", channel="coffee")
    assert logged.finished == ()
    assert "coffee at the fair" in (vault.vault.root / "Contacts/Ann Lee.md").read_text(encoding="utf-8")


def test_a_moment_or_a_word_is_taken_for_its_day(vault):
    write(vault, "Plan.md", "- [ ] Call Ann 📅 2026-11-20\n- [ ] Call Bo 📅 2026-11-20\n")
    vault.complete("Call Ann", on=datetime(2026, 11, 21, 3, 4))
    vault.snooze("Call Bo", until=datetime(2026, 12, 1, 3, 4))
    text = "- [x] Call Ann 📅 2026-11-20 ✅ 2026-11-21\n- [ ] Call Bo 📅 2026-12-01\n"
    assert (vault.vault.root / "Plan.md").read_text(encoding="utf-8") == text
    vault.snooze("Call Bo", until="+3d")
    assert "Call Bo 📅 2026-11-25" in (vault.vault.root / "Plan.md").read_text(encoding="utf-8")
    vault.create("contact", name="Ann Lee")
    vault.log("Ann", "coffee", on=datetime(2026, 11, 21, 9))
    assert "- 2026-11-21" in (vault.vault.root / "Contacts/Ann Lee.md").read_text(encoding="utf-8")


def test_a_day_on_the_wrong_side_of_today_is_refused(vault):
    write(vault, "Plan.md", "- [ ] Call Ann 📅 2026-11-20\n")
    for refused in (
        lambda: vault.complete("Call", on="tomorrow"),
        lambda: vault.snooze("Call", until=date(2026, 11, 21)),
        lambda: vault.snooze("Call", until="someday"),
        lambda: vault.log("Ann", on="never"),
    ):
        with pytest.raises(VaultError):
            refused()
    assert (vault.vault.root / "Plan.md").read_text(encoding="utf-8") == "- [ ] Call Ann 📅 2026-11-20\n"


def test_refusals_are_one_kind_of_error_and_change_nothing(vault):
    write(vault, "Plan.md", "- [ ] Call Ann 📅 2026-11-20\n- [ ] Call Bo 📅 2026-11-20\n")
    before = (vault.vault.root / "Plan.md").read_bytes()
    with pytest.raises(AmbiguousError):
        vault.complete("Call")
    with pytest.raises(NotFoundError):
        vault.complete("zzzzzz")
    with pytest.raises(VaultError):
        vault.create("application", company="Acme", applied="someday")
    with pytest.raises(VaultError, match="has no 'colour'"):
        vault.create("application", company="Acme", role="Engineer", colour="red")
    for several in (["Ann", "Bo"], {"name": "Ann"}):
        with pytest.raises(VaultError, match="name of a contact takes one text"):
            vault.create("contact", name=several)
    with pytest.raises(NotFoundError):
        vault.create("cake")
    assert (vault.vault.root / "Plan.md").read_bytes() == before


def test_where_no_follow_up_is_named_it_is_asked_which_one(vault):
    write(vault, "Notes.md", "- [ ] Call Ann 📅 2026-11-20\n")
    for deed in (
        lambda: vault.complete(),
        lambda: vault.snooze(until="+1d"),
        lambda: vault.drop(why="moved"),
        lambda: vault.complete(" "),
    ):
        with pytest.raises(NotFoundError) as refused:
            deed()
        assert (
            str(refused.value) == "which one? Give its id, or words of it; `vault due --all` lists them all"
        )


def test_a_follow_up_is_named_by_a_text_and_by_nothing_else(vault):
    write(vault, "Notes.md", "- [ ] Call Ann 📅 2026-11-20\n")
    (first,) = vault.follow_ups()
    for given, called in ((None, "NoneType"), (first, "FollowUp"), ([first.id], "list"), (5, "int")):
        for deed in (
            lambda given=given: vault.complete(given),
            lambda given=given: vault.snooze(first.id, given, until="+1d"),
            lambda given=given: vault.drop(given, why="moved"),
        ):
            with pytest.raises(VaultError) as refused:
                deed()
            said = f"a follow-up is named by a text, its `id` or words of it, and not by {called}"
            assert str(refused.value) == said
    assert (vault.vault.root / "Notes.md").read_text(encoding="utf-8") == "- [ ] Call Ann 📅 2026-11-20\n"


def test_a_note_that_cannot_be_read_is_named_beside_the_rest(vault):
    write(vault, "Plan.md", "- [ ] Call 📅 2026-11-20\n")
    write(vault, "Bad.md", "---\ntype: [\n---\n")
    assert [f.text for f in vault.follow_ups()] == ["Call"]
    assert [p.path for p in vault.problems] == ["Bad.md"]


def test_without_a_folder_it_is_the_vault_that_commands_mean(vault, monkeypatch):
    monkeypatch.chdir(vault.vault.root)
    monkeypatch.setenv("VAULT_TODAY", "2026-12-01")
    found = open_vault()
    assert (found.vault.root, found.today) == (vault.vault.root, date(2026, 12, 1))


def test_a_day_that_is_none_is_refused_as_the_vault_is_opened(vault):
    for none, said in (
        ("soon", "'soon' is not a day I can read"),
        ("2026-13-40", "there is no such day as 2026-13-40"),
        ("", "'' is not a day I can read"),
        (5, "'5' is not a day I can read"),
    ):
        with pytest.raises(VaultError) as refused:
            open_vault(vault.vault.root, today=none)
        assert str(refused.value) == f"{said}; give a date such as 2026-11-30, or tomorrow, fri, +3d, 2w, 1m"


def test_the_day_to_play_is_a_day_a_moment_or_what_one_types(vault, monkeypatch):
    monkeypatch.setenv("VAULT_TODAY", "2026-12-01")
    day, moment = date(2026, 12, 4), datetime(2026, 12, 4, 9, 30)
    opened = [open_vault(vault.vault.root, today=given) for given in (day, moment, "2026-12-04", "+3d")]
    assert [(o.today, o.now) for o in opened] == [(day, day), (day, moment), (day, day), (day, day)]


def test_no_vault_is_said_with_the_way_out(tmp_path):
    with pytest.raises(NotFoundError, match="vault init"):
        open_vault(tmp_path)


def test_the_dashboard_is_refreshed_and_takes_in_a_tick(vault):
    write(vault, "Plan.md", "- [ ] Call 📅 2026-11-20\n")
    assert vault.refresh().written
    page = vault.vault.root / "Dashboard.md"
    page.write_text(
        page.read_text(encoding="utf-8").replace("- [ ] **Call", "- [x] **Call", 1), encoding="utf-8"
    )
    vault.refresh()
    assert (vault.vault.root / "Plan.md").read_text(
        encoding="utf-8"
    ) == "- [x] Call 📅 2026-11-20 ✅ 2026-11-22\n"


def test_the_package_itself_loads_next_to_nothing():
    seen = "import sys, vault_tools; print(sorted(m for m in sys.modules if m.startswith('vault_tools')))"
    home = str(Path(vault_tools.__file__).parent.parent)
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, text=True, timeout=60, cwd=home)
    assert done.stdout == "['vault_tools']\n"
    assert OpenVault is vault_tools.api.OpenVault
    with pytest.raises(AttributeError):
        vault_tools.nonsense  # noqa: B018


def test_the_page_on_it_shows_what_happens(tmp_path, monkeypatch, capsys, own_home):
    import re

    page = (Path(__file__).resolve().parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    code, shown = re.search(r"```python\n(.*?)```\n+```text\n(.*?)```", page, re.DOTALL).groups()
    init(own_home / "search", TODAY, default=None)
    exec(code, {})
    assert capsys.readouterr().out == shown


def test_every_way_in_stands_on_the_page():
    page = (Path(__file__).resolve().parent.parent / "docs" / "api.md").read_text(encoding="utf-8")
    public = [name for name in vars(OpenVault) if not name.startswith("_")]
    assert [name for name in public if f"`{name}(" not in page] == []
