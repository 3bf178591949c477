"""The walls of the design: imports only go down, the core touches nothing, each module says what it knows."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent / "vault_tools"
MODULES = {
    ".".join(path.relative_to(HOUSE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(HOUSE.rglob("*.py"))
}
MOST_LINES = 350

# What a layer may import of the house, longest name first; `vault_tools` alone is the version.
MAY = {
    "vault_tools.core.model": (),
    "vault_tools.core.errors": (),
    "vault_tools.core.meaning": ("core.model", "core.errors", "core.meaning"),
    "vault_tools.core.rules": ("core.model", "core.errors", "core.meaning", "core.rules"),
    "vault_tools.core.taking": ("core.model", "core.errors", "core.meaning", "core.rules", "core.taking"),
    "vault_tools.core.wording": ("core",),
    "vault_tools.store": ("core", "store"),
    "vault_tools.watch": ("core", "store", "watch"),
    "vault_tools.commands": ("core", "store", "commands", "watch"),
    "vault_tools.clock": ("core",),
    "vault_tools.api": ("core", "store", "commands", "clock"),
    "vault_tools.cli": ("core", "store", "commands", "watch", "cli", "api", "clock"),
    "vault_tools.__main__": ("cli",),
    "vault_tools": ("api", "core.errors"),
}
SHELL_ONLY = {
    *("os", "pathlib", "tempfile", "sqlite3", "sys", "subprocess", "time", "io", "shutil", "threading"),
    *(
        "click",
        "watchdog",
        "signal",
        "socket",
        "multiprocessing",
        "asyncio",
        "random",
        "secrets",
        "getpass",
        "fcntl",
        "glob",
    ),
}
PURE = {"sys.intern"}  # of what stands there
CLOCKS = {"today", "now", "utcnow", "time", "localtime", "monotonic"}


def layer(module: str) -> str:
    return next((name for name in MAY if module == name or module.startswith(f"{name}.")), "")


def imported(module: str) -> Iterator[str]:
    """Every module that one imports, inside functions too."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
            for _ in range(node.level - 1):
                package = package.rpartition(".")[0]
            base = ".".join(filter(None, [package if node.level else "", node.module or ""]))
            names = [f"{base}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES or name in PURE else base for name in names)


@pytest.mark.parametrize("module", MODULES)
def test_imports_only_go_down(module: str) -> None:
    allowed = tuple(f"vault_tools.{name}" for name in MAY.get(layer(module), ()))
    upward = [
        name
        for name in imported(module)
        if name.startswith("vault_tools.") and not any(name == a or name.startswith(f"{a}.") for a in allowed)
    ]
    assert upward == []


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("vault_tools.core")])
def test_the_core_has_no_disk_no_terminal_and_no_clock(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    assert {name.partition(".")[0] for name in imported(module) if name not in PURE} & SHELL_ONLY == set()
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    assert [
        f.id for f in called if isinstance(f, ast.Name) and f.id in ("open", "print", "input", "exec", "eval")
    ] == []
    assert [f.attr for f in called if isinstance(f, ast.Attribute) and f.attr in CLOCKS] == []


@pytest.mark.parametrize(
    "module", [m for m in MODULES if not m.startswith("vault_tools.cli") and m != "vault_tools.__main__"]
)
def test_only_the_command_line_knows_click(module: str) -> None:
    assert "click" not in {name.partition(".")[0] for name in imported(module)}


@pytest.mark.parametrize("module", [m for m in MODULES if not m.startswith("vault_tools.watch")])
def test_only_the_watcher_knows_watchdog(module: str) -> None:
    assert "watchdog" not in {name.partition(".")[0] for name in imported(module)}


@pytest.mark.parametrize("module", [m for m in MODULES if m != "vault_tools.clock"])
def test_the_calendar_day_is_read_in_one_place(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    read = [
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("today", "now", "utcnow")
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in ("date", "datetime")
    ]
    assert read == []


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_short_and_opens_with_what_it_knows(module: str) -> None:
    text = MODULES[module].read_text(encoding="utf-8")
    assert text.count("\n") <= MOST_LINES
    assert (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0].endswith((".", "?", ":"))


def test_every_part_of_the_house_stands_behind_a_wall() -> None:
    assert [m for m in MODULES if not layer(m) and m not in ("vault_tools", "vault_tools.core")] == []


def test_every_dependency_is_imported_by_somebody() -> None:
    everywhere = {name.partition(".")[0] for module in MODULES for name in imported(module)}
    assert {"click", "jinja2", "frontmatter", "watchdog"} <= everywhere


def _written_between_quotes(path: Path) -> Iterator[str]:
    """What an f-string that names a command prints between double quotes, if it was not made fit for a shell."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef):
            continue
        fit = {
            ast.unparse(target)
            for node in ast.walk(function)
            if isinstance(node, ast.Assign) and ast.unparse(node.value).startswith("fit_to_type(")
            for target in node.targets
        }
        for text in ast.walk(function):
            if not isinstance(text, ast.JoinedStr) or not re.search(r"vault |--", ast.unparse(text)):
                continue
            for before, value in pairwise(text.values):
                if not isinstance(value, ast.FormattedValue) or not isinstance(before, ast.Constant):
                    continue
                words = ast.unparse(value.value)
                opened = re.search(r'(?:vault |--)[^"]*"(?:\[\[)?$', str(before.value))
                if opened and words not in fit and not words.startswith("fit_to_type("):
                    yield f"{path.name}:{value.lineno}: {words}"


def test_a_name_in_a_command_to_be_typed_is_made_fit_for_a_shell() -> None:
    assert [found for path in MODULES.values() for found in _written_between_quotes(path)] == []
    templates = [p for p in (HOUSE.parent / "templates").rglob("*") if p.suffix in (".j2", ".toml")]
    texts = [(p.name, line) for p in templates for line in p.read_text(encoding="utf-8").split("\n")]
    commands = [(name, found) for name, line in texts for found in re.findall(r"`vault [^`]*`", line)]
    names = [(name, v) for name, found in commands for v in re.findall(r'"(\{\{[^}]*\}\})"', found)]
    assert names and [(name, value) for name, value in names if "| typed }}" not in value] == []
