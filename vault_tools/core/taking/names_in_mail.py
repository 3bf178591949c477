"""Which employer and which role a mail names: sender, subject, body, never the hiring system. Knows no note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from vault_tools.core.meaning.names import one_line
from vault_tools.core.taking.lexicon import Lexicon
from vault_tools.core.taking.mail import Mail
from vault_tools.core.taking.own_words import own_lines
from vault_tools.core.taking.patterns import Pattern
from vault_tools.core.taking.verdict import Verdict
from vault_tools.core.taking.words import Words, folded, squeezed

_LONGEST = 5  # words of a company's name
_EDGES = re.compile(r"^[\s\-–—|:,@'\"]+|[\s\-–—|:,@'\"!.]+$")
# `the position of Data Lead on Thursday at 14:00`: no employer, as little as `2 pm` and `10 Uhr`
_TIME = re.compile(r"\d{1,2}(?:[:.]\d\d\b.*|h(?:\d\d)?|\s*(?:[ap]\.?m|uhr|o'clock)\b.*)?", re.IGNORECASE)
# The number of a posting before or behind a role's name: `R-10442 Buyer`, `Buyer - JR1023`.
_REQUISITION = re.compile(
    r"^(?:(?:r|jr|req|id|ref|job)[-_ #:.]*)?\d{3,}(?:\s*[-–—:])?\s+(?=[^\W\d_]{3})"
    r"|(?<=[^\W\d_])\s*[-–—:(]*\s*\b(?:r|jr|req|id|ref|job)[-_ #:.]*\d{3,}\)?$",
    re.IGNORECASE,
)
_HOST = re.compile(r"(?<=\w)\.(?:com|jobs|io|de|fr|net|org|co|eu|careers)$", re.IGNORECASE)
_OURS = {
    "display": 4,
    "subject": 4,
    "body": 3,
    "lines": 4,
    "signature": 3,
    "host": 3,
    "tenant": 3,
    "known": 5,
    "mentioned": 2,
}


class Named(NamedTuple):
    """The employer and the role that a mail names, empty where it names none, and what speaks against them."""

    company: str = ""
    role: str = ""
    doubts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Candidate:
    name: str
    places: set[str] = field(default_factory=set)

    @property
    def points(self) -> int:
        return sum(_OURS[place] for place in self.places)


def names_of(
    mail: Mail, verdict: Verdict, lexicon: Lexicon, words: Words, known: Iterable[str] = ()
) -> Named:
    """The employer that most places agree on, and the role. `known` are the companies of the vault."""
    found = _Found(words, lexicon)
    is_system = lexicon.is_from(mail.address, "systems")
    display, is_team = _without_teams(mail.name, lexicon)
    local, _, host = mail.address.partition("@")
    is_nobody = any(
        local == n or local.startswith((f"{n}-", f"{n}+", f"{n}.", f"{n}_"))
        for n in lexicon.senders["nobody"]
    )
    if is_system and squeezed(display) == squeezed(_label(host)):
        display = ""
    if display and (is_team or is_system or is_nobody) and "@" not in display:
        found.add(display, "display")
    subject_roles = _read(
        found,
        lexicon,
        [re.sub(r"^(?:(?:re|aw|fwd?|wg|tr|ré)\s*:\s*)+", "", mail.subject, flags=re.IGNORECASE)],
        "subject",
    )
    lines = "\n".join(line for line in map(one_line, own_lines(mail.text, lexicon.quoted)) if line)
    body_roles = [*_read(found, lexicon, [lines], "lines"), *_read(found, lexicon, verdict.own, "body")]
    _read(found, lexicon, verdict.own, "signature")
    if lexicon.is_from(mail.address, "tenants") and local:
        found.support(local, "tenant", verdict.own, mail)
    by_key = {words.company(name): name for name in known}
    if host and not is_system and not lexicon.is_from(mail.address, "private"):
        found.support(_label(host), "host", verdict.own, mail)
        wanted = squeezed(_label(host))
        for name in (name for key, name in by_key.items() if squeezed(key) == wanted):
            found.add(name, "host")
    spoken = (display, mail.name, mail.subject)
    for name in sorted(set().union(*(_known_in(text, by_key, words) for text in spoken))):
        found.add(name, "known")
    for name in sorted(_known_in(" ".join(verdict.own), by_key, words)):
        if any(
            re.search(rf"(?<!\w){re.escape(one_line(name))}(?!\w)", one_line(text)) for text in verdict.own
        ):
            found.add(name, "mentioned")
    company, doubts = found.best()
    roles = [
        r
        for r in (*body_roles, *subject_roles)
        if words.company(r) != words.company(company) and folded(r) not in lexicon.no_role
    ]
    return Named(company, _REQUISITION.sub("", roles[0]) if roles else "", doubts)


def is_from_house(mail: Mail, lexicon: Lexicon, words: Words, known: Iterable[str]) -> bool:
    """Whether a mail comes from the own address of one of these companies."""
    host = mail.address.rpartition("@")[2]
    if not host or lexicon.is_from(mail.address, "systems") or lexicon.is_from(mail.address, "private"):
        return False
    wanted = squeezed(_label(host))
    return any(squeezed(words.company(name)) == wanted for name in known)


class _Found:
    def __init__(self, words: Words, lexicon: Lexicon) -> None:
        self._words, self._lexicon = words, lexicon
        self._by_key: dict[str, _Candidate] = {}

    def add(self, name: str, place: str) -> None:
        bare = self._words.to_its_form(_HOST.sub("", _EDGES.sub("", one_line(name))))
        key = self._words.company(bare)
        if (
            len(squeezed(bare)) < 2
            or folded(bare) in self._lexicon.no_company
            or not any(c.isalpha() for c in bare)
        ):
            return
        if place in ("body", "lines", "subject", "signature") and not (
            bare[0].isupper() or bare[0].isdigit() or place == "subject"
        ):
            return  # `applying to our team`: no name begins small in a sentence
        self._by_key.setdefault(key, _Candidate(bare)).places.add(place)

    def support(self, label: str, place: str, own: Sequence[str], mail: Mail) -> None:
        """A piece of an address counts where a name like it is written in the mail."""
        wanted = squeezed(label)
        if len(wanted) < 3:
            return
        for key, candidate in self._by_key.items():
            if squeezed(key).startswith(wanted) or wanted.startswith(squeezed(key)):
                candidate.places.add(place)
                return
        for text in (mail.name, mail.subject, *own):
            spoken = re.findall(r"[^\s,;:!?()<>\"|]+", text)
            for size in (3, 2, 1):
                for start in range(len(spoken) - size + 1):
                    name = " ".join(spoken[start : start + size]).strip(".'’")
                    if name[:1].isupper() and squeezed(name) == wanted and "@" not in name:
                        self.add(name, place)
                        return

    def best(self) -> tuple[str, tuple[str, ...]]:
        """The name with most points. A name that begins another one, `Acme` and `Acme Robotics`, is the same."""
        ordered = sorted(self._by_key.items(), key=lambda kv: (-kv[1].points, -len(kv[0])))
        if not ordered:
            return "", ("it names no employer",)
        first_key, first = ordered[0]
        rivals = []
        for key, other in ordered[1:]:
            longer, shorter = sorted((key, first_key), key=len, reverse=True)
            if f" {longer} ".startswith(f" {shorter} "):
                longest, least = (other, first) if len(key) > len(first_key) else (first, other)
                if _goes_on(longest):
                    first.name = least.name
                elif longest is other and ("known" in other.places or "known" not in first.places):
                    first.name = other.name
                first.places |= other.places
            else:
                rivals.append(other)
        doubts = []
        if rivals and rivals[0].points >= first.points - 1:
            doubts.append(f"it may be from {first.name} or from {rivals[0].name}")
        if first.points < 3:
            doubts.append(f"that it is from {first.name} is a guess")
        return first.name, tuple(doubts)


def _goes_on(name: _Candidate) -> bool:
    """Whether a name is perhaps a sentence: only the subject has it, and it ends in a small word."""
    return name.places == {"subject"} and name.name.rpartition(" ")[2].islower()


def _read(found: _Found, lexicon: Lexicon, texts: Iterable[str], place: str) -> list[str]:
    """The roles that patterns find; the companies they find are candidates. The first pattern that fits a text wins."""
    roles: list[str] = []
    for text in texts:
        line = (text if place == "lines" else one_line(text)).replace("’", "'")
        has: set[str] = set()
        low = line.casefold()
        for pattern in lexicon.names[place]:
            match = _shortest(pattern, line, low)
            if match is None:
                continue
            found_in = ((n, lexicon.behind_names.split(v)[0]) for n, v in match.groupdict().items() if v)
            groups = {n: _EDGES.sub("", v) for n, v in found_in}
            if any(n in has for n in groups) or not all(_is_name(n, v, lexicon) for n, v in groups.items()):
                continue
            has |= set(groups)
            if "company" in groups:
                found.add(groups["company"], place)
            if "role" in groups:
                roles.append(_without_article(groups["role"], lexicon))
            if has == {"company", "role"}:
                break
    return roles


def _shortest(pattern: Pattern, line: str, low: str) -> re.Match[str] | None:
    """Where a pattern fits with the least before its end: `the time to apply for the Buyer role` is of a buyer.

    A role that it begins with keeps its words with a capital: `Controls Engineer at Acme`.
    """
    match = pattern.search(line, low)
    whole = match
    while match is not None and (later := pattern.search(line, low, match.start() + 1)):
        if later.end() != match.end():
            break
        is_name = _begins_with_role(match) and line[match.start()].isupper()
        whole = whole if is_name else later
        match = later
    return whole


def _begins_with_role(match: re.Match[str]) -> bool:
    return "role" in match.re.groupindex and match.start("role") == match.start()


def _without_article(role: str, lexicon: Lexicon) -> str:
    """A role's name without what leads to it: `the role of Buyer`, `d'Ingénieur`."""
    rest = lexicon.before_roles.sub("", role, count=1)
    if rest != role:
        return _without_article(rest, lexicon)
    first, _, rest = role.partition(" ")
    return _without_article(rest, lexicon) if rest and folded(first) in lexicon.articles else role


def _is_name(what: str, value: str, lexicon: Lexicon) -> bool:
    text = folded(value)
    if what == "company":
        first = text.partition(" ")[0]
        is_article = first in lexicon.articles and first not in (
            "the",
            "a",
            "la",
            "le",
            "les",
            "die",
            "das",
            "der",
        )
        return (
            text not in lexicon.no_company
            and not is_article
            and not _TIME.fullmatch(value)
            and any(c.isupper() or c.isdigit() for c in value)
        )
    bare = _without_article(value, lexicon)
    is_word = folded(bare) in lexicon.no_role or folded(bare) in lexicon.articles
    return not is_word and len(bare) > 1 and any(c.isupper() for c in bare)


def _without_teams(name: str, lexicon: Lexicon) -> tuple[str, bool]:
    """`Acme Hiring Team` without its team, and whether there was one."""
    text, was = one_line(name), False
    changed = True
    while changed and text:
        changed = False
        for team in lexicon.teams:
            for pattern in (
                rf"(?:^|(?<=\s)|(?<=[|@,–-])){re.escape(team)}$",
                rf"^{re.escape(team)}(?=\s|$|[|@,–-])",
            ):
                cut = re.sub(pattern, "", text, count=1, flags=re.IGNORECASE)
                if cut != text:
                    text, was, changed = _EDGES.sub("", cut), True, True
    return text, was


def _known_in(text: str, known: Mapping[str, str], words: Words) -> set[str]:
    """Which companies of the vault a text names, by every run of up to five of its words."""
    spoken = words.company(text).split()
    runs = {
        " ".join(spoken[i : i + size])
        for size in range(1, _LONGEST + 1)
        for i in range(len(spoken) - size + 1)
    }
    return {known[run] for run in runs & known.keys() if len(run) >= 3}


def _label(host: str) -> str:
    """The part of a host that a company chose: `acme-robotics` of `mail.acme-robotics.co.uk`."""
    parts = host.split(".")
    if len(parts) > 2 and len(parts[-2]) <= 3 and len(parts[-1]) == 2:
        return parts[-3]
    return parts[-2] if len(parts) > 1 else host
