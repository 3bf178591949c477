"""What a vault.toml decides."""

import tomllib
from pathlib import Path

import pytest
from life import ANY_DAY, Life, begin

from vault_tools.commands.init import init
from vault_tools.core.errors import VaultError
from vault_tools.core.rules.settings import CHOICES, Scope, Settings, read_settings
from vault_tools.store.locate import load_settings
from vault_tools.store.templates import load_playbook


def test_an_empty_file_has_the_defaults() -> None:
    assert read_settings({}) == Settings()


def test_the_defaults_are_those_that_the_playbook_names() -> None:
    settings = load_playbook(None).settings
    assert {key: getattr(Settings(), key) for key in settings} == {
        key: s.default for key, s in settings.items()
    }
    assert {key: set(settings[key].choices) for key in CHOICES} == {
        key: set(choices) for key, choices in CHOICES.items()
    }


@pytest.mark.parametrize("old", [False, True], ids=["new", "old"])
def test_a_line_that_is_taken_out_of_the_file_of_init_leaves_its_value_or_the_one_named_above_it(
    tmp_path: Path, old: bool
) -> None:
    life = Life(tmp_path / "v")
    if old:
        life.write("Dashboard.md", "Mine.\n")
        life.write(".obsidian/plugins/obsidian-tasks-plugin/data.json", '{"globalFilter": "#task"}')
    init(life.root, ANY_DAY, default=None, name="Jo Park" if old else "", obsidian=old)
    lines = life.read("vault.toml").splitlines()
    begun = read_settings(tomllib.loads("\n".join(lines)))
    named = []
    for i, line in enumerate(lines):
        if not line.startswith("#") and " = " in line:
            without = read_settings(tomllib.loads("\n".join([*lines[:i], *lines[i + 1 :]])))
            if without != begun:
                key, other = line.partition(" = ")[0], lines[i - 1].partition("Without this line: ")[2][:-1]
                put = [*lines[:i], f"{key} = {other}", *lines[i + 1 :]]
                assert read_settings(tomllib.loads("\n".join(put))) == without
                named.append((key, other))
    expected = [
        ("name", '""'),
        ("dashboard", '"Dashboard.md"'),
        ("maintain_next_due", "false"),
        ("tag", '""'),
    ]
    assert named == (expected if old else [])
    assert "\n".join(lines).count("Without this line") == len(named)


def test_every_choice_says_who_recommends_it() -> None:
    for setting in load_playbook(None).settings.values():
        for who in setting.choices.values():
            assert who


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"gifts": "on"}, "'gifts' is no setting; known are"),
        ({"gift": "maybe"}, "gift is one of on, off, not 'maybe'"),
        ({"gift": True}, "gift is one of on, off, not True"),
        ({"cool_off": "24"}, "cool_off is a whole number from 0 to 720, not '24'"),
        ({"cool_off": True}, "cool_off is a whole number"),
        ({"cool_off": -1}, "cool_off is a whole number"),
        ({"unasked_most": 0}, "unasked_most is a whole number from 1"),
        ({"name": 3}, "name is text in quotes"),
        ({"dashboard": "../x.md"}, "dashboard is a path inside the vault"),
        ({"dashboard": "Start.txt"}, "its name ends in .md"),
        ({"templates": "/etc"}, "templates is a path inside the vault"),
        ({"follow_ups": []}, "begin it with \\[follow_ups\\]"),
        ({"follow_ups": {"tags": ""}}, "knows include, exclude and tag, not 'tags'"),
        ({"follow_ups": {"include": "Jobs"}}, "include is a list of folders"),
        ({"follow_ups": {"tag": ["job"]}}, "tag is text"),
    ],
)
def test_a_wrong_setting_is_refused_with_what_it_may_be(table: dict[str, object], message: str) -> None:
    with pytest.raises(VaultError, match=message):
        read_settings(table)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = Jo\n", '1: a value that cannot be read; words stand in straight quotes: name = "…"'),
        ("gift = 'on'\ngift = 'off'\n", "2: this name has a value already; keep one of the two"),
        ("[tiers]\n[tiers]\n", "2: this table stands here twice; write both below one head"),
        (
            "my name is Jo\n",
            "1: a line that is no setting; write name = value, or begin it with # for a remark",
        ),
        ('name = "Jo\n', "1: a quote is opened here and never closed; add the second one"),
        ("warm = [1\n", "1: a bracket is opened and never closed; add the ]"),
    ],
)
def test_a_slip_in_the_settings_is_told_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "vault.toml").write_text(text)
    with pytest.raises(VaultError) as refused:
        load_settings(tmp_path)
    assert str(refused.value) == f"{tmp_path}/vault.toml:{said}"


@pytest.mark.parametrize("folder", ["Work", "./Work", "Work/", "/Work/", "Old/../Work"])
def test_a_folder_is_meant_however_it_is_written(folder: str) -> None:
    scope = read_settings({"follow_ups": {"include": [folder], "exclude": [folder]}}).follow_ups
    assert (scope.include, scope.exclude) == (("Work",), ("Work",))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# mine\n\ncool_off = '24'\n", "3: cool_off is a whole number from 0 to 720, not '24'"),
        ("name = 'Jo'\ncolour = 3\n", "2: 'colour' is no setting"),
        ("[export]\ntodo = 'todo.ics'\ncsv = 3\n", "3: [export] csv is a path in quotes"),
        ("\n[follow_ups]\nexclude = []\ntag = 3\n", "4: [follow_ups] tag is text"),
        ("follow_ups.tags = 'job'\n", "1: [follow_ups] knows include, exclude and tag"),
        ("[tiers]\nwarm = 42\nsteady = 'often'\n", "3: [tiers] steady is a number of days"),
        ("[imports]\ndates = 'ymd'\n", "2: [imports] dates is dmy or mdy"),
        ("name = 'Jo'\ntiers = 3\n", "2: tiers is a table"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "vault.toml").write_text(text)
    with pytest.raises(VaultError) as refused:
        load_settings(tmp_path)
    assert str(refused.value).startswith(f"vault.toml:{said}")


def test_bad_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "vault.toml").write_text('name = "Jo"\ngift = on\n')
    with pytest.raises(VaultError, match=r"vault\.toml:2: "):
        load_settings(tmp_path)


def test_a_file_that_ends_too_soon_is_refused_with_its_last_line(tmp_path: Path) -> None:
    (tmp_path / "vault.toml").write_text('name = "Jo"\ncool_off = 24\nfollow_ups = [')
    with pytest.raises(VaultError, match=r"vault\.toml:3: "):
        load_settings(tmp_path)


def test_a_file_from_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "vault.toml").write_bytes(b'\xef\xbb\xbfname = "Jo"\r\ncool_off = 48\r\n')
    assert load_settings(tmp_path) == Settings(name="Jo", cool_off=48)


@pytest.mark.parametrize(
    ("scope", "path", "counts"),
    [
        (Scope(), "Anything.md", True),
        (Scope(include=("Jobs",)), "Jobs/a.md", True),
        (Scope(include=("Jobs/",)), "jobs/deep/a.md", True),
        (Scope(include=("Jobs",)), "Jobs 2/a.md", False),
        (Scope(include=("Jobs",)), "a.md", False),
        (Scope(exclude=("Home",)), "Home/a.md", False),
        (Scope(exclude=("Home/list.md",)), "Home/list.md", False),
        (Scope(include=("Jobs",), exclude=("Jobs/Old",)), "Jobs/Old/a.md", False),
        (Scope(include=("Zoe\u0308",)), "Zoë/a.md", True),
    ],
)
def test_folders_decide_which_notes_count(scope: Scope, path: str, counts: bool) -> None:
    assert (scope.takes_in(path) and not scope.leaves_out(path)) is counts


@pytest.mark.parametrize(
    ("tag", "line", "counts"),
    [
        ("", "Buy milk", True),
        ("job", "Call Dana #job", True),
        ("#job", "Call Dana #Job today", True),
        ("job", "Call Dana #jobs", False),
        ("job", "Call Dana job", False),
    ],
)
def test_a_tag_decides_which_lines_count(tag: str, line: str, counts: bool) -> None:
    assert Scope(tag=tag).has_tag(line) is counts


def test_settings_choose_among_the_users_lines_and_keep_those_of_the_playbook(tmp_path: Path) -> None:
    life = begin(tmp_path, '[follow_ups]\ninclude = ["Jobs"]\nexclude = ["Jobs/Old"]\ntag = "job"\n')
    life.applies("2026-11-20", "Norrland", "Engineer")
    life.write("Home.md", "- [ ] Buy milk #job 📅 2026-11-20\n")
    life.write("Jobs/list.md", "- [ ] Call Dana #job 📅 2026-11-20\n- [ ] Water the plants 📅 2026-11-20\n")
    life.write("Jobs/Old/list.md", "- [ ] Call Kim #job 📅 2026-11-20\n")
    life.write("Jobs/someone.md", "---\nfollow_up: 2026-11-20\n---\n")
    life.write("Someone.md", "---\nfollow_up: 2026-11-20\n---\n")
    assert sorted(life.texts("2026-11-20")) == [
        "Call Dana #job",
        "Find two good contacts at Norrland: whoever could refer you, and the recruiter",
        "Follow Norrland on LinkedIn",
        "Follow up: someone",
    ]


def test_what_is_excluded_is_out_whoever_wrote_it(tmp_path: Path) -> None:
    life = begin(tmp_path, '[follow_ups]\nexclude = ["Applications"]\n')
    life.applies("2026-11-20", "Norrland", "Engineer")
    assert life.all("2026-11-20") == ()


def test_a_character_that_no_name_can_hold_is_refused_by_the_file(tmp_path: Path) -> None:
    (tmp_path / "vault.toml").write_text('name = "Jo"\n[export]\ncsv = "a\\u0000.csv"\n', encoding="utf-8")
    with pytest.raises(VaultError, match=r"vault\.toml: the character NUL"):
        load_settings(tmp_path)


def test_bytes_of_a_name_that_are_no_text_are_left_out_of_the_file(tmp_path: Path) -> None:
    init(tmp_path / "v", ANY_DAY, name="J\udcf6rg\nPark", default=None)
    assert load_settings(tmp_path / "v").name == "J rg Park"
