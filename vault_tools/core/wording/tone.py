"""What to look at again before a letter goes out. Knows the words that a table calls so, and no note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.names import key
from vault_tools.core.rules.settings import Settings

CONCERNS = ("why", "blames", "pleads")
_ASKED_FOR_INSIGHT = ("recruiter", "referrer")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?:;…]|\n(?=\s*\n)")
_MOST_WORDS = 1_500  # of a letter that are compared; two longer ones take seconds


class Phrases(NamedTuple):
    """Phrases to warn of, and longer ones that excuse them; each is its words, the last may end in `*`."""

    phrases: tuple[tuple[str, ...], ...] = ()
    excused: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Tone:
    """The words of one language, the signs of an empty place, and how alike two letters may be."""

    concerns: Mapping[str, Phrases] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    nearly_the_same: float = 1.0


class Letter(NamedTuple):
    """A draft and whom it goes to."""

    person: str
    subject: str
    body: str


class Caution(NamedTuple):
    """One thing to look at again; `kind` is why, blames, pleads, place or same, `text` a sentence."""

    kind: str
    text: str


def warnings(
    letter: Letter, others: Iterable[Letter], role: str, settings: Settings, tone: Tone
) -> tuple[Caution, ...]:
    """What speaks against sending it as it is; `role` is what the person is to the application."""
    return (
        *_asked(letter, role, settings, tone),
        *(
            Caution(concern, f"It {concern}: “{said}”.")
            for concern in CONCERNS[1:]
            if (said := _said(letter, tone.concerns.get(concern, Phrases())))
        ),
        *_places(letter, tone),
        *_alike(letter, others, settings, tone),
    )


def may_ask_why(role: str, settings: Settings) -> bool:
    """Whether the vault's setting lets a letter to such a person ask for the reason."""
    if settings.ask_why == "everybody":
        return True
    return settings.ask_why == "insight" and role in _ASKED_FOR_INSIGHT


def _asked(letter: Letter, role: str, settings: Settings, tone: Tone) -> Iterable[Caution]:
    said = _said(letter, tone.concerns.get("why", Phrases()))
    if said and not may_ask_why(role, settings):
        who = "nobody" if settings.ask_why == "never" else "only the recruiter and whoever referred you"
        yield Caution(
            "why", f"It asks for the reason: “{said}”. By ask_why = {settings.ask_why} you ask {who}."
        )


def _said(letter: Letter, phrases: Phrases) -> str:
    """The first phrase that the letter has, as it stands there; "" if it has none."""
    for text in (letter.subject, letter.body):
        straight = text.replace("’", "'").replace("‘", "'")
        found = list(_WORD.finditer(straight))
        words = [key(match[0]) for match in found]
        excused = {at + n for at, length in _places_of(words, phrases.excused) for n in range(length)}
        for at, length in sorted(_places_of(words, phrases.phrases)):
            if not excused.issuperset(range(at, at + length)):
                return " ".join(text[found[at].start() : found[at + length - 1].end()].split())
    return ""


def _places_of(words: list[str], phrases: Iterable[tuple[str, ...]]) -> Iterable[tuple[int, int]]:
    """Where phrases begin, and of how many words they are."""
    at: dict[str, list[int]] = {}
    for n, word in enumerate(words):
        at.setdefault(word, []).append(n)
    for phrase in phrases:
        first = phrase[0]
        starts = (
            at.get(first, [])
            if not first.endswith("*")
            else [n for w, ns in at.items() if _fits(w, first) for n in ns]
        )
        for start in starts:
            here = words[start : start + len(phrase)]
            if len(here) == len(phrase) and all(map(_fits, here, phrase)):
                yield start, len(phrase)


def _fits(word: str, wanted: str) -> bool:
    return word.startswith(wanted[:-1]) if wanted.endswith("*") else word == wanted


def _places(letter: Letter, tone: Tone) -> Iterable[Caution]:
    for line in (letter.subject, *letter.body.split("\n")):
        if any(mark in line for mark in tone.places):
            shown = " ".join(line.split())
            yield Caution(
                "place",
                f"There is still a place to fill in: “{shown if len(shown) <= 80 else f'…{shown[-79:]}'}”.",
            )
            return


def _alike(letter: Letter, others: Iterable[Letter], settings: Settings, tone: Tone) -> Iterable[Caution]:
    from difflib import SequenceMatcher

    names = {key(word) for word in f"{letter.person} {settings.name}".split()}
    mine = _own_words(letter, names, settings)
    for other in others:
        if key(other.person) == key(letter.person) or not mine:
            continue
        theirs = _own_words(other, names, settings)
        matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
        least = tone.nearly_the_same
        if (
            matcher.real_quick_ratio() >= least
            and matcher.quick_ratio() >= least
            and matcher.ratio() >= least
        ):
            yield Caution(
                "same",
                f"It is nearly the same as the one to {other.person}; colleagues compare. Change a sentence.",
            )
            return


def _own_words(letter: Letter, names: set[str], settings: Settings) -> list[str]:
    """The words of a letter without greeting, closing, signature and names."""
    names = names | {key(word) for word in letter.person.split()}
    signature = {key(line.strip()) for line in (settings.name, *settings.signature.split("\n"))}
    lines = [line.strip() for line in letter.body.split("\n") if line.strip()]
    if lines and lines[0].endswith((",", "!")) and len(lines[0].split()) <= 6:
        lines.pop(0)
    while lines and key(lines[-1]) in signature:
        lines.pop()
    if lines and len(lines[-1].split()) <= 4 and lines[-1][-1] not in ".!?":
        lines.pop()
    words = (key(word) for word in re.findall(r"\w+", " ".join(lines)))
    return [word for word in words if word not in names][:_MOST_WORDS]


# Reading the table ----------------------------------------------------------------------------------------


def read_tone(tables: Iterable[tuple[Mapping[str, Any], str]], language: str) -> Tone:
    """The tone of a language from tables, each laid over the ones before it, with the file it came from.

    A language that no table has is read as English. Raises TemplateError naming the file and the key.
    """
    places: tuple[str, ...] = ()
    same = 1.0
    found: dict[str, dict[str, Phrases]] = {}
    for table, where in tables:
        for name, value in table.items():
            if name == "places":
                places = _texts(value, where, name)
            elif name == "nearly_the_same":
                if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 1:
                    raise TemplateError(
                        f"{where}: nearly_the_same is a number above 0, at most 1, not {value!r}"
                    )
                same = float(value)
            else:
                read = _language(value, where, name)
                known = found.setdefault(key(name), {})
                for concern, more in read.items():
                    there = known.get(concern, Phrases())
                    known[concern] = Phrases(there.phrases + more.phrases, there.excused + more.excused)
    wanted = key(language)
    concerns = found.get(wanted) or found.get(wanted.partition("-")[0]) or found.get("en") or {}
    return Tone(concerns, places, same)


def _language(value: Any, where: str, name: str) -> dict[str, Phrases]:
    if not isinstance(value, Mapping) or any(concern not in CONCERNS for concern in value):
        raise TemplateError(
            f"{where}: '{name}' is a language with the tables {', '.join(f'[{name}.{c}]' for c in CONCERNS)}"
        )
    out = {}
    for concern, lists in value.items():
        if not isinstance(lists, Mapping) or any(one not in ("phrases", "except") for one in lists):
            raise TemplateError(f"{where}: [{name}.{concern}] has the lists phrases and except")
        both = [
            tuple(
                words
                for text in _texts(lists.get(one, []), where, f"{name}.{concern}.{one}")
                if (words := _phrase(text))
            )
            for one in ("phrases", "except")
        ]
        out[concern] = Phrases(*both)
    return out


def _texts(value: Any, where: str, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) and text for text in value):
        raise TemplateError(f"{where}: {name} is a list of texts")
    return tuple(value)


def _phrase(text: str) -> tuple[str, ...]:
    """`Waste of my*` as its words; a sign between them counts for nothing."""
    straight = text.replace("’", "'").replace("‘", "'")
    return tuple(key(word) for word in re.findall(r"[^\W_]+(?:'[^\W_]+)*\*?", straight))
