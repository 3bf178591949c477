"""Names of companies and roles, made comparable. Knows the lists of `import/words.toml`, and no note."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.names import one_line

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_BRACKETS = re.compile(r"[(\[{][^()\[\]{}]{0,60}[)\]}]")
_NUMBER = re.compile(r"\b(?:req|job|id|ref|r|jr)?[-_ #:]*\d{4,}\b", re.IGNORECASE)


class Words(NamedTuple):
    """What may be missing from a name, and the months by every form of their names."""

    legal_forms: frozenset[str]
    behind_forms: frozenset[str]
    role_noise: frozenset[str]
    months: Mapping[str, int]

    def company(self, name: str) -> str:
        """What two companies' names are compared by: `The Acme Robotics, Inc.` and `ACME Robotics` are one."""
        return _company(name, self.legal_forms)

    def to_its_form(self, name: str) -> str:
        """A company's name without the place, or the board, that is said behind its legal form."""
        said = name.split()
        for end in range(2, len(said)):
            if said[end] in self.behind_forms and said[end - 1].strip(".,").casefold() in self.legal_forms:
                return " ".join(said[:end])
        return name

    def role(self, name: str) -> str:
        """What two roles are compared by: `Data Engineer (m/w/d), remote` and `data engineer` are one."""
        return " ".join(self._role_words(name))

    def likeness(self, one: str, other: str) -> float:
        """How much of two roles' words is common, from 0 to 1."""
        first, second = set(self._role_words(one)), set(self._role_words(other))
        if not first or not second:
            return 0.0
        return len(first & second) / len(first | second)

    def _role_words(self, name: str) -> tuple[str, ...]:
        return _role_words(name, self.role_noise)


@lru_cache(maxsize=20_000)  # each row of a table is held against each application of its company
def _role_words(name: str, role_noise: frozenset[str]) -> tuple[str, ...]:
    text = folded(name)
    for noise in role_noise:
        text = re.sub(rf"(?<!\w){re.escape(noise)}(?!\w)", " ", text)
    text = _NUMBER.sub(" ", _BRACKETS.sub(" ", text) if _BRACKETS.sub(" ", text).strip() else text)
    return tuple(_WORD.findall(text))


@lru_cache(maxsize=20_000)
def _company(name: str, legal_forms: frozenset[str]) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded(name)) if not unicodedata.combining(c))
    words = _WORD.findall(bare.replace("&", " and ").replace("'", "").replace(".", ""))
    while len(words) > 1 and words[-1] in legal_forms:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(words)


def read_words(table: Mapping[str, Any], *, where: str) -> Words:
    """The lists of a parsed `words.toml`. Raises TemplateError naming the list that is wrong."""
    months: dict[str, int] = {}
    for number, names in dict(table.get("months", {})).items():
        if number not in {str(n) for n in range(1, 13)}:
            raise TemplateError(f"{where}: [months] has the numbers 1 to 12, not '{number}'")
        for name in texts(names, f"{where}: [months] {number}"):
            whole = folded(name)
            months[whole] = int(number)
            for end in range(3, len(whole)):
                months.setdefault(whole[:end], int(number))
    return Words(
        frozenset(map(folded, texts(table.get("legal_forms", []), f"{where}: legal_forms"))),
        frozenset(texts(table.get("behind_forms", []), f"{where}: behind_forms")),
        frozenset(map(folded, texts(table.get("role_noise", []), f"{where}: role_noise"))),
        months,
    )


def texts(value: object, where: str) -> tuple[str, ...]:
    """A list of texts from a TOML file. Raises TemplateError."""
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TemplateError(f'{where} is a list of words, such as ["one", "two"]')
    return tuple(value)


def folded(text: str) -> str:
    """One line in lower case, in NFKC, with straight quotes: what words are looked for in."""
    return plain(text).casefold()


def plain(text: str) -> str:
    """One line in NFKC, with straight quotes, as it is written otherwise."""
    straight = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return one_line(straight).replace("“", '"').replace("”", '"')


@lru_cache(maxsize=20_000)  # each mail is held against every company of the vault
def squeezed(text: str) -> str:
    """Letters and digits only: `Job Title`, `job_title` and `jobTitle` are one."""
    return "".join(_WORD.findall(folded(text))).replace("+", "").replace("#", "")


def laid_over(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Two parsed TOML files joined: lists grow, tables are joined, other values are replaced."""
    out = dict(base)
    for key, value in over.items():
        there = out.get(key)
        if isinstance(there, Mapping) and isinstance(value, Mapping):
            out[key] = laid_over(there, value)
        elif isinstance(there, list) and isinstance(value, list):
            out[key] = [*there, *value]
        else:
            out[key] = value
    return out
