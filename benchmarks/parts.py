"""Run one command of `vault` and tell how much processor time each part of it took, without the parts inside it.

    python benchmarks/parts.py REPORT.json ARGUMENTS OF VAULT

Imports next to nothing itself, and wraps a module only when the command imports it: what is loaded is what counts.
"""

from __future__ import annotations

import sys
import time

TYPE_CHECKING = False  # typing itself would count
if TYPE_CHECKING:
    from typing import Any

STARTED = time.process_time()

PARTS = {
    "vault_tools.store.walk:folders": "look at every file",
    "vault_tools.store.scan:walk": "look at every file",
    "vault_tools.store.glance:glance": "look at every file",
    "vault_tools.store.answers:replay": "look at every file",
    "vault_tools.store.scan:read_bytes": "read the notes",
    "vault_tools.core.meaning.notes:read_note": "parse the notes",
    "vault_tools.store.scan:Reader._recall": "recall the notes",
    "vault_tools.store.memory:Memory.remember": "recall the notes",
    "vault_tools.store.templates:load_kinds": "kinds and playbook",
    "vault_tools.store.templates:load_playbook": "kinds and playbook",
    "vault_tools.core.rules.catalogue:catalogue": "work out follow-ups",
    "vault_tools.core.rules.facts:Facts.lines_of.func": "work out follow-ups",
    "vault_tools.core.rules.facts:Facts.applications.func": "work out follow-ups",
    "vault_tools.core.rules.facts:Facts.people.func": "work out follow-ups",
    "vault_tools.core.rules.facts:Facts.contacts.func": "work out follow-ups",
    "vault_tools.core.rules.facts:Facts.tiers.func": "work out follow-ups",
    "vault_tools.core.rules.facts:Facts.cadences.func": "work out follow-ups",
    "vault_tools.core.rules.search:Search.turns.func": "work out follow-ups",
    "vault_tools.core.rules.search:Search.asked.func": "work out follow-ups",
    "vault_tools.core.rules.search:Search.follow_ups.func": "work out follow-ups",
    "vault_tools.core.rules.board:board": "work out the dashboard",
    "vault_tools.core.wording.dashboard:page": "word the dashboard",
    "vault_tools.core.wording.frame:compose": "word the dashboard",
    "vault_tools.commands.wished:_sources_of": "compare with the dashboard",
    "vault_tools.commands.wished:fulfil": "compare with the dashboard",
    "vault_tools.store.write:put_in_place": "write",
    "vault_tools.store.write:replace": "write",
    "vault_tools.store.write:create": "write",
}
PACKAGES = {"click": "import click", "vault_tools": "import vault_tools"}
WHOLE = ("import click", "import the rest")
PYTHON, LIBRARIES, REST = "start Python", "import the rest", "everything else"


_GENERATOR = 0x20  # of a function's flags


class Watch:
    """The stack of parts that run; time goes to the innermost."""

    def __init__(self) -> None:
        self.spent = {PYTHON: STARTED}
        self._stack = [REST]
        self._since = STARTED

    def enter(self, part: str) -> None:
        self._book()
        self._stack.append(part)

    @property
    def part(self):  # type: ignore[no-untyped-def]
        return self._stack[-1]

    def leave(self) -> None:
        self._book()
        self._stack.pop()

    def _book(self) -> None:
        now = time.process_time()
        part = self._stack[-1]
        self.spent[part] = self.spent.get(part, 0.0) + now - self._since
        self._since = now

    def around(self, function: Any, part: str) -> Any:
        if function.__code__.co_flags & _GENERATOR:

            def pieces(*args, **named):  # type: ignore[no-untyped-def]
                found = function(*args, **named)
                while True:
                    self.enter(part)
                    try:
                        piece = next(found)
                    except StopIteration:
                        return
                    finally:
                        self.leave()
                    yield piece

            return pieces

        def called(*args, **named):  # type: ignore[no-untyped-def]
            self.enter(part)
            try:
                return function(*args, **named)
            finally:
                self.leave()

        return called


def run_and_tell(report: str, argv: list[str]) -> None:
    """In a child: run the command with every part timed, and leave the times in a file."""
    watch = Watch()
    import atexit
    import builtins
    import importlib.util  # of what Python has loaded anyway, nearly
    from operator import attrgetter

    by_module: dict[str, dict[str, str]] = {}
    for place, part in PARTS.items():
        module, _, name = place.partition(":")
        by_module.setdefault(module, {})[name] = part

    class Finder:
        """Wraps the parts of a module as soon as it is imported, and changes nothing about when that is."""

        def find_spec(self, name, path=None, target=None):  # type: ignore[no-untyped-def]
            parts = by_module.pop(name, None)
            spec = importlib.util.find_spec(name) if parts else None
            if parts is None or spec is None or spec.loader is None:
                return None
            execute = spec.loader.exec_module

            def exec_module(module):  # type: ignore[no-untyped-def]
                execute(module)
                for name, part in parts.items():
                    of, _, function = name.rpartition(".")
                    place = attrgetter(of)(module) if of else module
                    setattr(place, function, watch.around(getattr(place, function), part))

            spec.loader.exec_module = exec_module
            return spec

    sys.meta_path.insert(0, Finder())  # type: ignore[arg-type]
    import_ = builtins.__import__

    def timed(name, globals=None, locals=None, fromlist=(), level=0):  # type: ignore[no-untyped-def]
        if level == 0 and name in sys.modules and not fromlist:
            return import_(name, globals, locals, fromlist, level)
        package = (name or (globals or {}).get("__package__") or "").partition(".")[0]
        if level:
            package = (globals or {}).get("__package__", "").partition(".")[0]
        if watch.part in WHOLE:  # what click imports is click's
            return import_(name, globals, locals, fromlist, level)
        watch.enter(PACKAGES.get(package, LIBRARIES))
        try:
            return import_(name, globals, locals, fromlist, level)
        finally:
            watch.leave()

    builtins.__import__ = timed
    sys.argv[1:] = argv

    def tell() -> None:
        watch.enter(REST)
        builtins.__import__ = import_
        with open(report, "w") as file:
            file.write(repr(watch.spent))

    atexit.register(tell)
    from vault_tools.__main__ import main

    main()


if __name__ == "__main__":
    run_and_tell(sys.argv[1], sys.argv[2:])
