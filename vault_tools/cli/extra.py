"""Words that a command has no place for: which were typed without their quotes, and how it is typed with them.

Knows what click was given; what a kind takes is known in `new.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import click

from vault_tools.cli.outcome import TYPED
from vault_tools.core.meaning.names import fit_to_type, one_line


class Extra(NamedTuple):
    """Words too many, and what they stand behind: an option or, where its name is empty, an argument; or nothing."""

    option: click.Option | None
    behind: str | None
    words: tuple[str, ...]

    @property
    def said(self) -> str:
        return one_line(" ".join(self.words))

    @property
    def whole(self) -> str:
        """What it may have been meant to be, in one."""
        return one_line(" ".join((self.behind or "", *self.words)))

    @property
    def can_be_one(self) -> bool:
        """Whether it can be one value: what stands before was no quoted text, and no choice among a few."""
        if self.behind is None or (self.option is not None and isinstance(self.option.type, click.Choice)):
            return False
        return self.option is not None or " " not in self.behind

    @property
    def quoted(self) -> str:
        """How it is typed as one."""
        flag = f"{self.option.opts[0]} " if self.option is not None else ""
        return f'{flag}"{fit_to_type(self.whole)}"'


def extras(ctx: click.Context) -> tuple[Extra, ...]:
    """The words for which the command has no place, each with what it stands behind."""
    return tuple(extra for extra in _groups(ctx.command.params, ctx.meta.get(TYPED, ())) if extra.words)


def quotes_for(all_extra: Sequence[Extra]) -> str:
    """The sentence that says which words to put between quotes; empty where that would not help."""
    if not all_extra or not all(extra.can_be_one for extra in all_extra):
        return ""
    return f"Quote what belongs together: {' '.join(extra.quoted for extra in all_extra)}."


def _groups(params: Sequence[click.Parameter], typed: Sequence[str]) -> Iterator[Extra]:
    """What was typed, each value with the words behind it that nothing takes."""
    options = {name: p for p in params if isinstance(p, click.Option) for name in p.opts}
    places = sum(1 for p in params if isinstance(p, click.Argument))
    found, words = Extra(None, None, ()), iter(typed)
    for word in words:
        if word.startswith("-") and len(word) > 1:
            yield found
            name, has_value, value = word.partition("=")
            option = options.get(name)
            if option is None or option.is_flag:
                found = Extra(None, None, ())
            else:
                found = Extra(option, value if has_value else next(words, ""), ())
        elif places:
            yield found
            places -= 1
            found = Extra(None, word, ())
        else:
            found = found._replace(words=(*found.words, word))
    yield found
