"""The stock of cheesecakes: short things of value to somebody, offered to a person once. Knows no letter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from vault_tools.core.meaning.links import plain, wikilinks
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.model import Cheesecake, Note
from vault_tools.core.rules.picking import Choose, pick
from vault_tools.core.rules.search import Search

_ADDRESS = re.compile(r"https?://[^\s<>\[\]()\"]+(?:\([^\s()]*\)[^\s<>\[\]()\"]*)*")
_LINK = re.compile(r"\[([^\[\]\n]+)\]\(<?(https?://[^\s<>]+?)>?\)(?=\W|\Z)")
_FOR_WHOM = re.compile(
    r"[\s,;:(–—-]*\bfor\s+(?:\[\[|@).*\Z|\s*(?:\(|[–—;]|\s-{1,2}\s)\s*for\s.*\Z", re.IGNORECASE
)
_BLOCK_ID = re.compile(r"\s+\^[A-Za-z0-9-]+\Z")
_LONGEST = 2_000  # characters of an item that is read; one that is no short thing stands as it is written
_EDGES = " \t,;:–—-("


class Offer(NamedTuple):
    """One item of the stock: its words as a letter says them, and for whom it is, nobody if for anybody.

    `mark` is what it is known by in a log: its address, or else its words.
    """

    note: str
    line: int
    words: str
    mark: str
    people: tuple[str, ...] = ()


def stock(search: Search) -> tuple[Offer, ...]:
    """Every item of every list `## Cheesecakes`, in the order of the notes."""
    return tuple(_offer(search, note, item) for note in search.catalogue.notes for item in note.cheesecakes)


def fitting(search: Search, person: str) -> tuple[Offer, ...]:
    """What the person was not offered yet: first what is for them, then what is for nobody in particular."""
    new = [offer for offer in stock(search) if not was_offered(search, person, offer)]
    return (*(o for o in new if person in o.people), *(o for o in new if not o.people))


def was_offered(search: Search, person: str, offer: Offer) -> bool:
    """Whether it stands in that person's log; `person` is the path of their note."""
    note = search.catalogue.resolve(person)
    return note is not None and any(is_in(offer, touch.text) for touch in note.log)


def is_in(offer: Offer, text: str) -> bool:
    """Whether a text has it: its address, or else its words."""
    mark = key(offer.mark)
    return mark in key(text) or key(one_line(plain(offer.mark))) in key(one_line(plain(text)))


def pick_offer(offers: Iterable[Offer], piece: str, choose: Choose | None = None) -> Offer:
    """One of them by a piece of its words; the first one where nothing is said."""
    there = tuple(offers)
    if not piece and there:
        return there[0]
    return pick(piece, there, lambda offer: (offer.words, offer.mark), what="cheesecake", choose=choose)


def _offer(search: Search, note: Note, item: Cheesecake) -> Offer:
    if len(item.text) > _LONGEST:
        words = one_line(item.text)
        return Offer(note.path, item.line, words, words)
    text = _BLOCK_ID.sub("", item.text)
    linked = (search.catalogue.resolve(link.target) for link in wikilinks(text))
    people = tuple(
        dict.fromkeys(there.path for there in linked if there is not None and search.people.is_person(there))
    )
    if people or not wikilinks(text):
        text = _FOR_WHOM.sub("", text) or text
    for link in wikilinks(text):
        there = search.catalogue.resolve(link.target)
        if there is not None and there.path in people:
            text = re.sub(rf"\[\[{re.escape(link.target)}[^\[\]]*\]\]", "", text)
    parts = re.split(f"({_ADDRESS.pattern})", _LINK.sub(r"\1, \2", text))
    words = one_line("".join(part if n % 2 else plain(part) for n, part in enumerate(parts))).strip(_EDGES)
    address = _ADDRESS.search(text)
    return Offer(note.path, item.line, words, address[0].rstrip(".,;:!?'") if address else words, people)
