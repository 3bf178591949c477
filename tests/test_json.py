"""What every command says with --json keeps to docs/vault.schema.json."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator, FormatChecker

from vault_tools.cli.app import vault as program

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs" / "vault.schema.json").read_text(encoding="utf-8"))

SAID = [
    ("due", ["due", "--all"]),
    ("due", ["due"]),
    ("next", ["next"]),
    ("show", ["show", "nn6vn3"]),
    ("show", ["show", "Look through the job boards"]),
    ("draft", ["draft", "nn6vn3"]),
    ("done", ["done", "nn6vn3", "fyje"]),
    ("done", ["done", "Look through the job boards"]),
    ("snooze", ["snooze", "hwzb55", "+3d"]),
    ("drop", ["drop", "hwzb55", "--why", "enough"]),
    ("reschedule", ["reschedule", "second", "+1w"]),
    ("log", ["log", "Tom", "met at the fair", "--channel", "coffee"]),
    ("close", ["close", "umbrella", "--as", "withdrawn"]),
    ("close", ["close", "northwind", "--as", "accepted", "--yes", "--withdraw-others"]),
    ("close", ["close", "globex", "--door"]),
    ("close", ["close", "second", "--called-off"]),
    ("close", ["close", "résumé of one page", "--done"]),
    ("undo", ["undo"]),
    ("redo", ["redo"]),
    ("undo --list", ["undo", "--list"]),
    ("dashboard", ["dashboard"]),
    ("check", ["check"]),
    ("stats", ["stats"]),
    ("new", ["new-application", "--company", "Hooli", "--role", "Engineer"]),
    ("new", ["new-rejection", "Initech"]),
    ("new", ["new-contact", "Mia Ek"]),
    ("import", ["import", "{brought}", "--yes"]),
    ("import", ["import", "{brought}", "--dry-run"]),
]


@pytest.fixture
def demo(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "sample_vault", tmp_path / "v")
    monkeypatch.setenv("VAULT_TODAY", "2026-11-22")
    return tmp_path / "v"


def keeps_to(name: str, value: object) -> list[str]:
    schema = {"$ref": f"#/$defs/{name.replace(' ', '%20')}", "$defs": SCHEMA["$defs"]}
    found = Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(value)
    return [f"{error.json_path}: {error.message}" for error in found]


@pytest.mark.parametrize(("name", "words"), SAID, ids=[" ".join(words[:2]) for _, words in SAID])
def test_what_is_said_keeps_to_the_schema(demo, name, words):
    if name.startswith(("undo", "redo")):
        CliRunner().invoke(program, ["--vault", str(demo), "done", "nn6vn3"])
    if name == "redo":
        CliRunner().invoke(program, ["--vault", str(demo), "undo"])
    brought = demo.parent / "brought"
    brought.mkdir()
    (brought / "t.csv").write_text(
        "Company,Role,Status,Applied\nGlobex,Tester,Applied,2026-11-19\nTyrell,Dev,Wishlist,\n,nobody,,\n"
    )
    (brought / "mail.eml").write_bytes(
        b"From: Ann <ann@globex.example>\nTo: me@x.example\nSubject: Your application\nDate: Fri, 20 Nov 2026 10:12:00 +0000\n"
        b"Message-ID: <1@x>\n\nPerhaps. We will see whether we go on with the Tester role at Globex.\n"
    )
    words = [word.format(brought=brought) for word in words]
    said = CliRunner().invoke(program, ["--vault", str(demo), *words, "--json"])
    assert said.exit_code == (1 if name == "check" else 0), said.output
    value = json.loads(said.stdout)
    assert value
    assert keeps_to(name, value) == []


def test_the_export_keeps_to_the_schema(demo):
    said = CliRunner().invoke(program, ["--vault", str(demo), "export", "json"])
    assert keeps_to("export json", json.loads(said.stdout)) == []


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(program)
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        yield name, command


def test_every_command_that_speaks_json_is_in_the_schema():
    speaking = {name for name, command in commands() if any("--json" in p.opts for p in command.params)}
    named = {"new" if name.startswith("new-") else name for name in speaking}
    assert named - {name for name, _ in SAID} == set()
    assert named - set(SCHEMA["$defs"]) == set()


def test_the_schema_is_one_and_refuses_what_it_does_not_know():
    Draft202012Validator.check_schema(SCHEMA)
    assert keeps_to("undo", {"label": "x", "paths": [], "more": 1}) != []
    assert keeps_to("undo", {"label": "x"}) != []
    assert keeps_to("done", {"follow_ups": [], "next_due": ["2026-02-30"]}) != []
