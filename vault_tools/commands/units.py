"""What a system is told so that it keeps `vault watch` running: the text of its file. Knows each one's quoting.

systemd.syntax(7), systemd.service(5); launchd.plist(5); the schema of scheduled tasks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from string import Template

from vault_tools.core.errors import VaultError


@dataclass(frozen=True, slots=True)
class Service:
    """What is to run, for whom: `command` as words, `environment` beyond what a login sets, `log` for launchd."""

    label: str
    name: str
    command: tuple[str, ...]
    user: str
    log: str
    environment: Mapping[str, str] = field(default_factory=dict)


def systemd_unit(service: Service, template: str) -> str:
    """A unit of the user's own systemd."""
    return Template(template).substitute(
        name=_specifiers(_clean(service.name)),
        command=" ".join(_systemd_word(word, in_command=True) for word in service.command),
        environment="\n".join(
            f"Environment={_systemd_word(f'{key}={value}')}" for key, value in service.environment.items()
        ),
    )


def launchd_agent(service: Service) -> str:
    """An agent of the user for launchd, as plistlib writes it."""
    import plistlib

    wanted = {
        "Label": service.label,
        "ProgramArguments": [_clean(word) for word in service.command],
        "RunAtLoad": True,
        "KeepAlive": {"SuccessfulExit": False},
        "ProcessType": "Background",
        "StandardErrorPath": service.log,
        "StandardOutPath": service.log,
        **({"EnvironmentVariables": dict(service.environment)} if service.environment else {}),
    }
    first, rest = plistlib.dumps(wanted, sort_keys=False).decode("utf-8").split("\n", 1)
    return f"{first}\n<!-- An agent of the user, written by `vault service install`. -->\n{rest}"


def windows_task(service: Service, template: str) -> str:
    """A task for Windows, started when the user logs in."""
    from xml.sax.saxutils import escape

    program, *arguments = service.command
    return Template(template).substitute(
        name=escape(_clean(service.name)),
        user=escape(_clean(service.user)),
        program=escape(_clean(program)),
        arguments=escape(windows_line([_clean(word) for word in arguments])),
    )


def windows_line(words: Sequence[str]) -> str:
    """Words as one line, as the C runtime of Windows takes it apart."""
    import subprocess

    return subprocess.list2cmdline(words)


def _systemd_word(word: str, *, in_command: bool = False) -> str:
    text = _specifiers(_clean(word)).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text.replace("$", "$$") if in_command else text}"'


def _specifiers(text: str) -> str:
    return text.replace("%", "%%")


def _clean(text: str) -> str:
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise VaultError(f"a path with a line break or a control character cannot be a service: {text!r}")
    return text
