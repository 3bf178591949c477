"""The phrases of `import/mail.toml` ready to be looked for. Knows their grammar, and no mail."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from vault_tools.core.errors import TemplateError
from vault_tools.core.taking.patterns import (
    Pattern,
    ending,
    expanded,
    going_on,
    named,
    pattern_of,
    plain_length,
    quoting,
)
from vault_tools.core.taking.words import folded, texts
from vault_tools.core.taking.zones import Zones, read_zones

KINDS = ("rejection", "confirmation", "invitation", "rescheduling", "assessment", "offer", "withdrawal", "update", "code", "outreach",
         "alert", "away", "own")  # fmt: skip
NAMES = ("subject", "body", "lines", "signature")
_LISTS = (
    "conditions",
    "breaks",
    "harmless",
    "suspicious",
    "elsewhere",
    "doubtful",
    "goes_on",
    "with_what",
    "yours",
    "denials",
    "deadlines",
    "not_deadlines",
    "partings",
    "weekdays",
    "time_labels",
    "zone_labels",
    "all_times",
    "negations",
    "quoted",
    "teams",
    "no_company",
    "no_role",
    "about",
    "ends",
    "behind_names",
    "articles",
    "before_roles",
)
_SENDERS = ("systems", "tenants", "alerts", "private", "nobody", "sent", "thrown_away", "spam")
_WORDS = re.compile(r"[^\W_]+")


class Phrase(NamedTuple):
    """One phrase: what it speaks for, and how much. A vague one may be said of something else."""

    kind: str
    points: int
    is_weak: bool
    is_vague: bool
    pattern: Pattern


class Lexicon(NamedTuple):
    """Everything of all languages. `names` are patterns with a role, a company or both, the most telling first."""

    sure: int
    phrases: tuple[Phrase, ...]
    senders: Mapping[str, tuple[str, ...]]
    names: Mapping[str, tuple[Pattern, ...]]
    conditions: re.Pattern[str]
    breaks: re.Pattern[str]
    harmless: re.Pattern[str]
    suspicious: re.Pattern[str]
    elsewhere: re.Pattern[str]
    doubtful: re.Pattern[str]
    goes_on: re.Pattern[str]
    strays: re.Pattern[str]
    denials: re.Pattern[str]
    deadlines: re.Pattern[str]
    not_deadlines: re.Pattern[str]
    partings: frozenset[str]
    weekdays: frozenset[str]
    time_labels: re.Pattern[str]
    zone_labels: re.Pattern[str]
    all_times: re.Pattern[str]
    negations: re.Pattern[str]
    quoted: re.Pattern[str]
    teams: tuple[str, ...]
    no_company: frozenset[str]
    no_role: frozenset[str]
    about: re.Pattern[str]
    articles: frozenset[str]
    before_roles: re.Pattern[str]
    behind_names: re.Pattern[str]
    rounds: Mapping[str, re.Pattern[str]]
    zones: Zones

    def possible(self, text: str) -> list[Phrase]:
        """The phrases that may stand in a text of small letters."""
        words = set(_WORDS.findall(text))
        return [
            phrase
            for phrase in self.phrases
            if (not phrase.pattern.word or phrase.pattern.word in words) and phrase.pattern.piece in text
        ]

    def is_from(self, address: str, which: str) -> bool:
        """Whether an address, or the host behind its @, is one of a list of senders."""
        host = address.rpartition("@")[2]
        return any(
            address == entry if "@" in entry else host == entry or host.endswith(f".{entry}")
            for entry in self.senders[which]
        )


def read_lexicon(table: Mapping[str, Any], *, where: str) -> Lexicon:
    """The lexicon of a parsed `mail.toml`. Raises TemplateError naming the list that is wrong."""
    points = {"strong": 6, "plain": 3, "vague": 3, "weak": 1, **dict(table.get("points", {}))}
    sure = table.get("sure", 6)
    if not all(isinstance(n, int) and not isinstance(n, bool) and n > 0 for n in (sure, *points.values())):
        raise TemplateError(f"{where}: sure and [points] are whole numbers above 0")
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    names: dict[str, list[str]] = {name: [] for name in NAMES}
    phrases: list[Phrase] = []
    for language, said in dict(table.get("language", {})).items():
        here = f"{where}: [language.{language}]"
        for name, value in said.items():
            if name in _LISTS:
                lists[name] += texts(value, f"{here} {name}")
            elif name == "names":
                for place, patterns in value.items():
                    if place not in NAMES:
                        raise TemplateError(f"{here} names: knows {', '.join(NAMES)}, not '{place}'")
                    names[place] += texts(patterns, f"{here} names.{place}")
            elif name in KINDS:
                phrases += _phrases(name, value, points, f"{here} {name}")
            else:
                raise TemplateError(
                    f"{here}: '{name}' is not known; known are {', '.join((*_LISTS, *KINDS, 'names'))}"
                )
    senders = dict(table.get("senders", {}))
    behind_names = going_on(lists["behind_names"])
    in_sentences = ending(lists["ends"])  # in a subject a name reaches to a word behind names
    return Lexicon(
        sure=sure,
        phrases=tuple(phrases),
        senders={
            n: tuple(map(str.casefold, texts(senders.get(n, []), f"{where}: [senders] {n}")))
            for n in _SENDERS
        },
        names={
            place: tuple(
                named(text, behind_names if place == "subject" else in_sentences)
                for text in sorted(patterns, key=plain_length, reverse=True)
            )
            for place, patterns in names.items()
        },
        conditions=_any(lists["conditions"]),
        breaks=re.compile("|".join(re.escape(text.casefold()) for text in lists["breaks"]) or r"(?!)"),
        harmless=_any(lists["harmless"]),
        suspicious=_any(lists["suspicious"]),
        elsewhere=_any(lists["elsewhere"]),
        doubtful=_any(lists["doubtful"]),
        all_times=re.compile(_any(lists["all_times"]).pattern, re.IGNORECASE),
        goes_on=_any(lists["goes_on"]),
        strays=_strays(lists["with_what"], lists["yours"]),
        negations=_anywhere(lists["negations"]),
        denials=_anywhere(lists["denials"]),
        deadlines=_right_before(lists["deadlines"]),
        not_deadlines=_right_before(lists["not_deadlines"]),
        partings=frozenset(map(folded, lists["partings"])),
        weekdays=frozenset(map(folded, lists["weekdays"])),
        time_labels=_label(lists["time_labels"], r"(?!\w)[\s:*]*"),
        zone_labels=_label(lists["zone_labels"], r"\s*:[\s*]*"),
        quoted=re.compile("|".join(map(quoting, lists["quoted"])) or r"(?!)", re.IGNORECASE),
        teams=tuple(sorted({folded(t) for t in lists["teams"]}, key=len, reverse=True)),
        no_company=frozenset(map(folded, lists["no_company"])),
        no_role=frozenset(map(folded, lists["no_role"])),
        about=_any(lists["about"]),
        articles=frozenset(map(folded, lists["articles"])),
        before_roles=_leading(lists["before_roles"]),
        behind_names=re.compile(behind_names),
        rounds={
            name: _any(texts(said, f"{where}: [rounds] {name}"))
            for name, said in dict(table.get("rounds", {})).items()
        },
        zones=read_zones(table, lists["weekdays"], where=where),
    )


def _phrases(kind: str, value: Any, points: Mapping[str, int], where: str) -> list[Phrase]:
    if not isinstance(value, Mapping) or not set(value) <= set(points):
        raise TemplateError(f"{where} has {', '.join(points)}, each a list of phrases")
    return [
        Phrase(
            kind,
            points[weight],
            weight == "weak",
            weight == "vague",
            pattern_of(text),
        )
        for weight, found in value.items()
        for text in texts(found, f"{where}.{weight}")
    ]


def _leading(phrases: Sequence[str]) -> re.Pattern[str]:
    """One of these at the beginning, before a name: apart from it, but for a `d'`."""
    any_of = "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"^(?i:{any_of})(?:(?<=')|\s+)(?=\S)")


def _anywhere(words: Sequence[str], begin: str = "") -> re.Pattern[str]:
    return re.compile(f"{begin}(?:{'|'.join(re.escape(word.casefold()) for word in words) or '(?!)'})")


def _any(words: Sequence[str]) -> re.Pattern[str]:
    return _anywhere(words, r"(?<!\w)")


def _label(words: Sequence[str], end: str) -> re.Pattern[str]:
    any_of = "|".join(map(re.escape, sorted(words, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"\W*(?:{any_of}){end}", re.IGNORECASE)


def _strays(with_what: Sequence[str], yours: Sequence[str]) -> re.Pattern[str]:
    """What a no says right behind itself that it is about, if that is nothing of the reader's."""
    return re.compile(rf"\s*{_any(with_what).pattern}(?!\w)(?![^,.;:!?\n]{{0,60}}{_any(yours).pattern})")


def _right_before(phrases: Sequence[str]) -> re.Pattern[str]:
    """One of these at the end of what stands before something."""
    any_of = "|".join(map(expanded, phrases)) or "(?!)"
    return re.compile(rf"(?<!\w)(?:{any_of})\s*:?\s*$", re.IGNORECASE)
