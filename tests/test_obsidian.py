"""What a vault has for Obsidian: views, a style, its way of writing properties, its folders of templates."""

import json
import os
import re
from datetime import date
from pathlib import Path

import pytest
from desk import TODAY
from life import Life
from terminal import Terminal

from vault_tools.cli.edge import run
from vault_tools.commands.check import check
from vault_tools.commands.init import init
from vault_tools.commands.refresh import refresh
from vault_tools.commands.session import Session
from vault_tools.commands.writing import writing
from vault_tools.core.meaning import frontmatter, yaml_text
from vault_tools.core.meaning.dates import read_day
from vault_tools.core.meaning.property_edit import append_to_list, remove_property, set_property
from vault_tools.store.templates import load_kinds
from vault_tools.store.vault import Vault

HOUSE = Path(__file__).parent.parent
SNIPPET = HOUSE / "templates" / "obsidian" / "vault-dashboard.css"
OURS = ("Job search.base", ".obsidian/snippets/vault-dashboard.css")


def session(root, today=TODAY):
    return Session(Vault(root), today, today)


def without(text):
    """The dashboard without its class."""
    return text.replace("cssclasses:\n  - vault-dashboard\n", "")


# Setting it up --------------------------------------------------------------------------------------------


def test_without_the_option_nothing_of_it_is_there(tmp_path):
    made = init(tmp_path / "v", TODAY)
    assert [path for path in (*OURS, "appearance.json") if (tmp_path / "v" / path).exists()] == []
    assert not Vault(made.root).settings.maintain_next_due


def test_it_adds_views_a_style_that_is_off_and_the_dashboards_class(tmp_path):
    plain, root = tmp_path / "plain", tmp_path / "v"
    init(plain, TODAY)
    made = init(root, TODAY, obsidian=True)
    assert set(OURS) <= set(made.files)
    assert made.told == ()
    assert Vault(root).settings.maintain_next_due
    text = (root / "Dashboard.md").read_text()
    assert frontmatter.read(text).values["cssclasses"] == ["vault-dashboard"]
    assert without(text) == (plain / "Dashboard.md").read_text()
    assert sorted(p.name for p in (root / ".obsidian").iterdir()) == ["snippets", "types.json"]
    assert json.loads((root / ".obsidian" / "types.json").read_text())["types"]["next_due"] == "date"


def test_a_second_time_changes_nothing_and_what_is_there_is_the_users(tmp_path):
    root = tmp_path / "v"
    (root / ".obsidian" / "snippets").mkdir(parents=True)
    for path in OURS:
        (root / path).write_text("mine\n")
    (root / ".obsidian" / "appearance.json").write_text('{"enabledCssSnippets": []}')
    init(root, TODAY, obsidian=True)
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert init(root, TODAY, obsidian=True).files == ()
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert [(root / path).read_text() for path in OURS] == ["mine\n", "mine\n"]


def test_a_vault_that_is_there_keeps_its_settings_and_is_told(tmp_path):
    root = tmp_path / "v"
    init(root, TODAY)
    settings = (root / "vault.toml").read_bytes()
    made = init(root, TODAY, obsidian=True)
    assert made.files == (*OURS, "Dashboard.md")
    assert made.told == ("For the views of what is overdue, set maintain_next_due = true in vault.toml.",)
    assert (root / "vault.toml").read_bytes() == settings


def test_the_class_stays_when_the_dashboard_is_written_anew_and_joins_others(tmp_path):
    root = tmp_path / "v"
    init(root, TODAY)
    dashboard = root / "Dashboard.md"
    dashboard.write_text(dashboard.read_text().replace("tags:", "cssclasses: wide\ntags:"))
    init(root, TODAY, obsidian=True)
    (root / "Tom.md").write_text("- [ ] call Tom 📅 2026-11-22\n")
    current = session(root)
    with writing(current) as journal:
        assert refresh(current, journal).written
    assert frontmatter.read(dashboard.read_text()).values["cssclasses"] == ["wide", "vault-dashboard"]


@pytest.mark.skipif(os.name == "nt", reason="there is no pty")
@pytest.mark.parametrize(("answer", "added"), [("y", True), ("n", False), ("", False)])
def test_at_a_terminal_it_is_asked(tmp_path, answer, added):
    there = Terminal(tmp_path, "--today", TODAY.isoformat(), "init", "v")
    there.type("Jo", at="Your name")
    there.type(answer, at="Do you use Obsidian?")
    code, said = there.end()
    assert code == 0, said
    assert (tmp_path / "v" / OURS[0]).exists() is added


# The views ------------------------------------------------------------------------------------------------


def base(root):
    read = yaml_text.load((root / OURS[0]).read_text())
    assert isinstance(read, dict)
    return read


class Row:
    """One note as the filters of a base see it, in the little of their language that ours use."""

    def __init__(self, root, note, types, formulas, today):
        self.root, self.note, self.types, self.formulas, self.today = root, note, types, formulas, today

    def value(self, name):
        value = self.note.properties.get(name)
        return read_day(value) if self.types.get(name) in ("date", "datetime") else value

    def holds(self, filter_):
        if isinstance(filter_, dict):
            ((how, parts),) = filter_.items()
            assert how == "and"
            return all(self.holds(part) for part in parts)
        return bool(self.reckoned(filter_))

    def reckoned(self, text):
        """The expression in Python's words. What it does not know is an error, not a guess."""
        if folder := re.fullmatch(r'!file\.inFolder\("(.+)"\)', text):
            return not self.note.path.startswith(f"{folder[1]}/")
        text = re.sub(
            r"(!?)(\w+)\.isEmpty\(\)", lambda m: f"(value('{m[2]}') {'not in' if m[1] else 'in'} EMPTY)", text
        )
        text = re.sub(r"formula\.(\w+)", lambda m: f"formula('{m[1]}')", text)
        text = re.sub(r"\(\((today\(\) - next_due)\) / 86400000\)\.round\(\)", r"(\1).days", text)
        text = re.sub(r"\bif\(", "choose(", text)
        names = {*self.types, "type"}
        text = re.sub(r"(?<!['\w])([a-z_]+)\b(?!['(\w])(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)",
                      lambda m: f"value('{m[1]}')" if m[1] in names else m[0], text)  # fmt: skip
        known = {
            "value": self.value, "today": lambda: self.today, "EMPTY": (None, "", []),
            "formula": lambda name: self.reckoned(self.formulas[name]),
        }  # fmt: skip
        return _Lazily(known).of(text)


class _Lazily:
    """Reckons `choose(a, b, c)` as the `if` it stands for: what is not chosen may be no sum at all."""

    def __init__(self, known):
        self.known = known

    def of(self, text):
        text = text.strip()
        if text.startswith("choose(") and text.endswith(")"):
            condition, yes, no = self._parts(text[len("choose(") : -1])
            return self.of(yes) if self.of(condition) else self.of(no)
        return eval(text, {"__builtins__": {}}, self.known)

    def _parts(self, text):
        depth, parts, start = 0, [], 0
        for at, sign in enumerate(text):
            depth += (sign == "(") - (sign == ")")
            if sign == "," and not depth:
                parts.append(text[start:at])
                start = at + 1
        return [*parts, text[start:]]


def shown(root, view, today=TODAY):
    """The notes that a view shows, in its order."""
    read = base(root)
    types = json.loads((root / ".obsidian" / "types.json").read_text())["types"]
    rows = [
        Row(root, n, types, read["formulas"], today) for n in session(root, today).search().catalogue.notes
    ]
    (found,) = [v for v in read["views"] if v["name"] == view]
    kept = [row for row in rows if row.holds(read["filters"]) and row.holds(found["filters"])]
    for sort in reversed(found["sort"]):
        name = sort["property"].removeprefix("note.")
        kept.sort(key=lambda r: r.value(name) or date.min, reverse=sort["direction"] == "DESC")
    return [row.note.name for row in kept]


def test_the_views_show_applications_what_is_overdue_who_goes_cold_and_open_doors(tmp_path):
    life = Life(tmp_path / "v")
    init(life.root, TODAY, obsidian=True)
    life.applies("2026-05-04", "Globex", "Lead", referrer=["Ravi Menon"])
    life.meets("2026-05-12T10:00", "globex", "final", "Lena Weiss")
    life.hears_no("2026-05-18T16:00", "globex")
    life.applies("2026-11-02", "Initech", "Engineer", recruiter=["Grete Holm"])
    life.new("2026-11-02", "contact", name="Old Friend")
    friend = life.root / "Contacts" / "Old Friend.md"
    friend.write_text(
        friend.read_text().replace("type: contact", "type: contact\ntier: warm\nlast_contact: 2026-08-01")
    )
    (life.root / "Templates").mkdir()
    (life.root / "Templates" / "New.md").write_text("---\ntype: application\nstage: lead\n---\n")
    current = life.session("2026-11-22")
    with writing(current) as journal:
        refresh(current, journal)
    assert shown(life.root, "Applications") == ["Initech – Engineer", "Globex – Lead"]
    assert shown(life.root, "Overdue") == ["Globex – Lead", "2026-05-18 Globex – Lead", "Initech – Engineer"]
    assert shown(life.root, "Going cold") == ["Lena Weiss", "Ravi Menon", "Old Friend"]
    assert shown(life.root, "Doors") == ["2026-05-18 Globex – Lead"]
    assert shown(life.root, "Doors", date(2028, 5, 18)) == []
    assert shown(life.root, "Overdue", date(2026, 11, 2)) != shown(life.root, "Overdue")


def test_every_property_of_the_base_is_one_that_notes_have(tmp_path):
    init(tmp_path / "v", TODAY, obsidian=True)
    read = base(tmp_path / "v")
    ours = {p.name for kind in load_kinds(None).values() for p in kind.properties if p.written}
    ours |= {"type", "tier", "every", "closed", "next_due"}
    columns = {c for view in read["views"] for c in view["order"]}
    sorted_by = {s["property"] for view in read["views"] for s in view["sort"]}
    grouped = {view["groupBy"]["property"] for view in read["views"] if "groupBy" in view}
    named = {name.removeprefix("note.") for name in {*columns, *sorted_by, *grouped, *read["properties"]}}
    assert {name for name in named if "." not in name} - ours == set()
    assert {n for n in named if "." in n} <= {"file.name", *(f"formula.{f}" for f in read["formulas"])}
    assert {view["type"] for view in read["views"]} == {"table"}
    assert [view["name"] for view in read["views"]] == ["Applications", "Overdue", "Going cold", "Doors"]


def test_the_tiers_of_the_vault_say_when_somebody_goes_cold(tmp_path):
    root = tmp_path / "v"
    root.mkdir()
    (root / "vault.toml").write_text("[tiers]\nfamily = [14, 20]\n")
    init(root, TODAY, obsidian=True)
    assert base(root)["formulas"]["patience"] == (
        'if(every, every, if(tier == "family", 6, if(tier == "light", 91, if(tier == "steady", 56, '
        'if(tier == "warm", 42, 56)))))'
    )


def test_any_name_of_the_folder_of_templates_stands_whole_in_the_base(tmp_path):
    root = tmp_path / "v"
    root.mkdir()
    (root / "vault.toml").write_text("templates = 'Jo_s \"own\": #1 {x}'\n")
    init(root, TODAY, obsidian=True)
    assert base(root)["filters"] == {"and": ['!file.inFolder("Jo_s \\"own\\": #1 {x}")']}
    (root / OURS[0]).unlink()
    (root / "vault.toml").write_text('templates = "Jo\'s"\n')
    init(root, TODAY, obsidian=True)
    assert base(root)["filters"] == {"and": ['!file.inFolder("Jo\'s")']}


# The style ------------------------------------------------------------------------------------------------

KNOWN = {
    *(
        "--h2-size",
        "--h2-weight",
        "--h2-color",
        "--list-spacing",
        "--checklist-done-color",
        "--table-header-size",
    ),
    *("--checklist-done-decoration", "--table-header-weight", "--table-header-color", "--link-decoration"),
    *(
        "--internal-link-decoration",
        "--callout-color",
        "--font-semibold",
        "--font-normal",
        "--font-ui-smaller",
    ),
    *(
        "--font-smallest",
        "--text-muted",
        "--text-faint",
        "--background-modifier-border",
        "--background-secondary",
    ),
    *("--interactive-accent", "--mono-rgb-100", "--callout-tip"),
}


def test_the_style_touches_the_dashboard_alone_and_has_no_colour_of_its_own():
    text = re.sub(r"/\*.*?\*/", "", SNIPPET.read_text(), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", text)
    assert re.sub(r"[^{}]+\{[^{}]*\}", "", text).strip() == ""
    selectors = [s.strip() for heads, _ in rules for s in heads.split(",")]
    assert [s for s in selectors if s.split()[0] != ".vault-dashboard"] == []
    body = " ".join(declarations for _, declarations in rules)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|(?<![\w-])(?:rgb|hsl)|!important|url\(|@import", body) == []
    assert {*re.findall(r"--[a-z0-9-]+", body)} - KNOWN == set()
    assert all(re.fullmatch(r"\s*[a-z0-9-]+:\s*[^:;]+", d) for d in body.split(";") if d.strip())


# Its way of writing properties ----------------------------------------------------------------------------

# What the `yaml` package of Obsidian (2.7, no line width) makes of a text; tried with it, one by one.
WRITTEN = [
    ("[[Acme]]", '"[[Acme]]"'), ("a: b", '"a: b"'), ("a:b", "a:b"), ("x:", '"x:"'), (":x", ":x"), ("#x", '"#x"'),
    ("a#b", "a#b"), ("a #b", '"a #b"'), ("@x", '"@x"'), ("- a", '"- a"'), ("-a", "-a"), ("-", '"-"'), ("? x", '"? x"'),
    ("?x", "?x"), ("1", '"1"'), ("1.10", '"1.10"'), ("010", '"010"'), ("0o10", '"0o10"'), ("1e3", '"1e3"'),
    (".5", '".5"'), ("-1", '"-1"'), ("+1", '"+1"'), ("0x1f", '"0x1f"'), ("1_000", "1_000"), ("1,000", "1,000"),
    ("true", '"true"'), ("null", '"null"'), ("~", '"~"'), ("no", "no"), ("yes", "yes"), ("on", "on"),
    ("12:30", "12:30"), ("12:30:45", "12:30:45"), ("+1 555", "+1 555"), ("https://a.b/c?d=e#f", "https://a.b/c?d=e#f"),
    ("it's", "it's"), ('say "x"', 'say "x"'), ('"quoted"', "'\"quoted\"'"), ("'single'", "\"'single'\""), ("", '""'),
    ("  lead", '"  lead"'), ("trail ", '"trail "'), ("*x", '"*x"'), ("&x", '"&x"'), ("!x", '"!x"'), ("%x", '"%x"'),
    ("`x`", '"`x`"'), ("|", '"|"'), ("> x", '"> x"'), ("{a}", '"{a}"'), ("[a]", '"[a]"'), ("a, b", "a, b"),
    (",x", '",x"'), ("a ]", "a ]"), ("2026-11-20", "2026-11-20"), ("2026-11-20T10:30:00", "2026-11-20T10:30:00"),
    ("é – 美咲 🎉", "é – 美咲 🎉"), ("back\\slash", "back\\slash"), ("50%", "50%"), ("=", "="), ("word " * 40 + "end", "word " * 40 + "end"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "written"), WRITTEN)
def test_a_text_is_written_as_obsidian_writes_it(value, written):
    assert yaml_text.dump({"p": value}) == f"p: {written}\n"
    assert yaml_text.dump({"p": [value, "z"]}) == f"p:\n  - {written}\n  - z\n"


def test_a_note_that_obsidian_wrote_differs_in_the_one_property_that_is_set():
    note = (
        '---\ntype: application\ncompany: "[[Acme: Robotics]]"\nrole: \'Say "yes"\'\nstage: applied\nempty:\n'
        'dream: true\nevery: 30\ntags:\n  - application\n  - "#odd"\nnone: []\n---\nText\n'
    )
    assert set_property(note, "stage", "screening") == note.replace("stage: applied", "stage: screening")
    assert set_property(note, "empty", date(2026, 11, 20)) == note.replace("empty:", "empty: 2026-11-20")
    assert set_property(note, "every", None) == note.replace("every: 30", "every:")
    assert append_to_list(note, "tags", "[[x]]") == note.replace('"#odd"\n', '"#odd"\n  - "[[x]]"\n')
    assert append_to_list(note, "none", "a") == note.replace("none: []", "none:\n  - a")
    assert remove_property(note, "role") == note.replace("role: 'Say \"yes\"'\n", "")


def test_the_notes_of_the_sample_come_out_of_a_rewrite_as_they_went_in():
    root = HOUSE / "sample_vault"
    rewritten = 0
    for path in root.rglob("*.md"):
        text = path.read_text()
        block = frontmatter.find(text)
        if block is None or frontmatter.read(text).problem:
            continue
        written = "---\n" + yaml_text.dump(frontmatter.load(text, block)) + "---\n"
        assert text == written + text[block.end :], path
        rewritten += 1
    assert rewritten > 40


# Its folders of templates ---------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", ["Meta/Templates", "Vorlagen", "vorlagen/", "/Vorlagen"])
@pytest.mark.parametrize(
    ("file", "key"),
    [("templates.json", "folder"), ("plugins/templater-obsidian/data.json", "templates_folder")],
)
def test_the_template_folders_of_obsidian_and_templater_hold_no_notes_of_ours(
    tmp_path, capfd, monkeypatch, folder, file, key
):
    root = tmp_path / "v"
    init(root, TODAY)
    there = root / ("Vorlagen" if "orlagen" in folder else folder) / "deep"
    there.mkdir(parents=True)
    (there / "Daily.md").write_text(
        "---\ncreated: {{date}}: {{time}}\n---\n- [ ] plan the day 📅 2026-11-20\n"
    )
    (there.parent / "Next.md").write_text("<% tp.date.now() %>\n- [ ] ask 📅 2026-11-20\n")
    settings = root / ".obsidian" / file
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(json.dumps({key: folder, "other": 1}))
    monkeypatch.chdir(root)
    monkeypatch.setenv("VAULT_TODAY", TODAY.isoformat())
    assert run(["due", "--json"]) == 0
    assert capfd.readouterr() == ("[]\n", "")
    assert check(session(root)) == ()
    settings.write_text("{broken")
    assert [found.problem.path for found in check(session(root))] == [
        (there / "Daily.md").relative_to(root).as_posix()
    ]
    assert sorted(f.text for f in session(root).search().follow_ups) == ["ask", "plan the day"]
