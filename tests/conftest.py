"""What every test gets: a home of its own, so that none can touch the user's."""

import itertools
import pickle
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from jinja2 import Environment

# The same examples on every run, so that main stays green by no luck; `--hypothesis-profile=thorough` digs.
settings.register_profile(
    "quick", max_examples=25, derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("quick")


@pytest.fixture(scope="session", autouse=True)
def compiled_once() -> Iterator[None]:
    """Every vault of a test has its own templates, and all the same ones: Jinja compiles each text once in a process."""
    known: dict[object, Any] = {}
    compile_ = Environment.compile

    def compiled(self: Environment, source: Any, *args: Any, **named: Any) -> Any:
        how = (type(self), self.finalize, self.trim_blocks, self.lstrip_blocks, self.undefined)
        key = (how, source, args, tuple(named.items()))
        if not isinstance(source, str):  # it was read already
            return compile_(self, source, *args, **named)
        if key not in known:
            known[key] = compile_(self, source, *args, **named)
        return known[key]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Environment, "compile", compiled)
        yield


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Every command of a test reads the same tables: each text is parsed once in a process, and given out as a copy."""
    known: dict[str, bytes] = {}
    parse = tomllib.loads

    def loads(text: str, **named: Any) -> dict[str, Any]:
        if len(text) < 2_000 or named or not isinstance(text, str):
            return parse(text, **named)
        if text not in known:
            known[text] = pickle.dumps(parse(text))
        copy: dict[str, Any] = pickle.loads(known[text])
        return copy

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tomllib, "loads", loads)
        yield


_NUMBER = itertools.count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder. pytest's own looks for a free number among those of all tests before, thousands of them."""
    name = re.sub(r"\W", "_", request.node.name)[:20]  # a socket's path is short
    return tmp_path_factory.mktemp(f"{name}-{next(_NUMBER)}", numbered=False)


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, also for processes that a test starts; no vault and no played day from outside."""
    return move_into(tmp_path_factory.mktemp(f"home-{next(_NUMBER)}", numbered=False), monkeypatch)


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The same for a fixture of a whole module, which begins before any test has a home."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield move_into(tmp_path_factory.mktemp("home"), monkeypatch)


def move_into(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, str(home))
    for variable, folder in (
        ("XDG_CONFIG_HOME", ".config"),
        ("XDG_STATE_HOME", ".local/state"),
        ("XDG_CACHE_HOME", ".cache"),
        ("XDG_DATA_HOME", ".local/share"),
        ("APPDATA", "AppData/Roaming"),
        ("LOCALAPPDATA", "AppData/Local"),
    ):
        monkeypatch.setenv(variable, str(home / folder))
    for variable in ("VAULT_DIR", "VAULT_TODAY"):
        monkeypatch.delenv(variable, raising=False)
    assert Path.home() == home
    return home
