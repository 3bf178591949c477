"""What a person is called: a name without titles, its words, the one for a greeting. Knows names, and no notes."""

from __future__ import annotations

import re

from vault_tools.core.meaning.names import key

_TITLES = re.compile(
    "dr|prof|mr|mrs|ms|mx|miss|sir|dame|rev|ing|dring|dipl|mag|herr|frau|mme|mlle|m|sr|sra|dott|ir|drs"
)


def first_name(name: str) -> str:
    """What one is greeted by: `Dr. Lena Weiss` and `Weiss, Lena` are Lena; `Ms. Tanaka` and `J. P. Morgan` are that."""
    last, comma, given = name.partition(",")
    words = (given if comma and given.strip() else last).split()
    called = _without_titles(words)
    plain = [word for word in called if not word.endswith(".")]
    if not comma and len(words) > 1 and len(plain) == 1 and plain == words[-1:]:
        return " ".join(words)  # a surname behind a title, or initials: nobody is greeted by that alone
    return (plain or called or words or [name])[0]


def plain_name(name: str) -> str:
    """The name as it is compared: `Dr. Lena Weiss`, `Weiss, Lena` and `lena weiss` are one."""
    last, comma, given = name.partition(",")
    words = f"{given} {last}".split() if comma else name.split()
    return key(" ".join(_without_titles(words) or words))


def _without_titles(words: list[str]) -> list[str]:
    return [word for word in words if not _TITLES.fullmatch(re.sub("[.-]", "", key(word)))]
