"""Find the one thing that a piece of its name means, or say clearly why there is not exactly one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from vault_tools.core.errors import AmbiguousError, NotFoundError, VaultError
from vault_tools.core.meaning.names import key, one_line
from vault_tools.core.model import FollowUp, Note
from vault_tools.core.rules.apart import apart, named
from vault_tools.core.rules.applications import Application
from vault_tools.core.rules.lines import Line
from vault_tools.core.rules.search import Search
from vault_tools.core.rules.unseen import refuse_unseen

T = TypeVar("T")
_FEW = 5  # names that are told where none is near
# Whether several words, as a key, mean a thing whose name does not hold them so.
Fits = Callable[[T, str], bool]
Choose = Callable[[str, Sequence[str]], int]  # a question and its answers -> which one; there is a terminal


def pick(
    piece: str,
    things: Iterable[T],
    names: Callable[[T], Sequence[str]],
    *,
    what: str,
    choose: Choose | None = None,
    shown: Callable[[Sequence[T]], Sequence[str]] | None = None,
    way: str = "Give more of the name",
    lists: bool = False,
    fits: Fits[T] | None = None,
) -> T:
    """The only thing one of whose names holds `piece`; a whole name wins over a piece of one, and that over what `fits`.

    Raises NotFoundError with the nearest name, or some that there are if it `lists` them; AmbiguousError with all
    that fit, as `shown` says them and with the way out.
    """
    wanted, all_things = (
        key(one_line(piece).removeprefix("[[").removesuffix("]]").removesuffix(".md")),
        list(things),
    )
    if not wanted:
        raise NotFoundError(f"which {what}? Give a piece of its name")
    whole = [t for t in all_things if any(key(n) == wanted for n in names(t))]
    found = whole or [t for t in all_things if any(wanted in key(n) for n in names(t))]
    if not found and fits is not None and " " in wanted:
        found = [t for t in all_things if fits(t, wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        said = shown(found) if shown is not None else _distinct([names(t) for t in found])
        if choose is not None:
            return found[choose(f"Which {what}?", said)]
        raise AmbiguousError(
            f"'{one_line(piece)}' fits {len(found)}: {'; '.join(said[:8])}{'; …' if len(said) > 8 else ''}. {way}"
        )
    near = _nearest(wanted, [n for t in all_things for n in names(t)])
    whose = "their" if what == "person" else "its"
    raise NotFoundError(
        f"no {what} has '{one_line(piece)}' in {whose} name{near or _those([names(t)[0] for t in all_things if lists])}"
    )


def _distinct(every: Sequence[Sequence[str]]) -> Sequence[str]:
    """The name of each by which no two are the same: the first, or else a longer one."""
    for names in zip(*every, strict=False):
        if len(set(names)) == len(names):
            return names
    return [names[0] for names in every]


def _nearest(wanted: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    spoken: dict[str, str] = {}
    for name in names:
        for piece in (name, *name.split()):
            spoken.setdefault(key(piece), name)
    close = get_close_matches(wanted, spoken, n=1, cutoff=0.6)
    return f"; did you mean {spoken[close[0]]}?" if close else ""


def _those(names: Sequence[str]) -> str:
    there = "; ".join(names[:_FEW]) + "; …" * (len(names) > _FEW)
    return f"; there {'is' if len(names) == 1 else 'are'} {there}" if names else ""


def pick_application(search: Search, piece: str, choose: Choose | None = None) -> Application:
    """By a path, or a piece of the name: open applications first; an ended one only if nothing open fits."""
    every = sorted(search.applications.values(), key=lambda a: a.note.path)
    if (exact := search.applications.get(one_line(piece))) is not None:
        return exact
    for things in ([a for a in every if not a.is_ended], [a for a in every if a.is_ended]):
        if not things:
            continue
        try:
            return pick(
                piece, things, _application_names, what="application", choose=choose,
                fits=lambda a, wanted: begin_words_of(a.note.name, wanted),
            )  # fmt: skip
        except NotFoundError:
            continue
    bare = next((n for n in search.catalogue.named(one_line(piece)) if n.type == "application"), None)
    if bare is not None:
        raise NotFoundError(
            f"{bare.path} names no company and no role, so it is no application for a job; write company: and role:"
        )
    refuse_unseen(search.catalogue, piece)
    if not every:
        raise NotFoundError("there is no application yet; `vault new-application` writes one down")
    return pick(piece, every, _application_names, what="application", lists=True)


def begin_words_of(name: str, wanted: str) -> bool:
    """`acme data` is Acme – Lead Data Engineer: each word of a key begins one of the name."""
    words = key(name).split()
    return all(any(word.startswith(piece) for word in words) for piece in wanted.split())


def _application_names(a: Application) -> Sequence[str]:
    return (a.note.name, f"{a.company} – {a.role}", a.note.path, a.note.path.removesuffix(".md"))


def pick_note(search: Search, piece: str, kind: str, choose: Choose | None = None) -> Note:
    """A note of one kind by a piece of its name."""
    notes = list(search.catalogue.of_type(kind))
    try:
        if not notes:
            raise NotFoundError(f"there is no {kind} note yet; `vault new-{kind}` writes one")
        return pick(
            piece,
            notes,
            lambda n: (n.name, n.path, n.path.removesuffix(".md")),
            what=kind,
            choose=choose,
            lists=True,
        )
    except NotFoundError:
        refuse_unseen(search.catalogue, piece)
        raise


def pick_follow_up(search: Search, piece: str, choose: Choose | None = None) -> FollowUp:
    """By id, a unique beginning of it, or a piece of the text. A closed one is refused by name."""
    asked = one_line(piece)
    wanted = asked.lower().removeprefix("^").removeprefix("#")
    if not wanted:
        raise NotFoundError("which one? Give its id, or words of it; `vault due --all` lists them all")
    for f in search.follow_ups:
        if f.id == wanted:
            return f
    shut = [line for line in search.lines if not line.task.is_open and line.id]
    if closed := [line for line in shut if line.id == wanted]:
        raise VaultError(_closed(closed[0]))
    if len(wanted) >= 2:
        begins = [f for f in search.follow_ups if f.id.startswith(wanted)]
        if len(begins) == 1:
            return begins[0]
        if begins and choose is None:
            raise AmbiguousError(
                f"'{asked}' begins {len(begins)} ids: {'; '.join(_with_ids(search, begins)[:5])}. Give more of it"
            )
        if begins and choose is not None:
            return begins[choose("Which one?", _with_ids(search, begins))]
    if not search.follow_ups:
        raise NotFoundError("there is no open follow-up; nothing is left to do")
    try:
        return pick(
            asked,
            search.follow_ups,
            lambda f: (f.text,),
            what="follow-up",
            choose=choose,
            shown=lambda found: _with_ids(search, found),
            way="Give the id in front of it, or more of its words and the company",
            fits=_says_and_where,
        )
    except NotFoundError:
        told = apart(search.follow_ups, search.applications)
        said = [f for f in search.follow_ups if f.id in told and key(named(f, told)) == key(asked)]
        if len(said) == 1:
            return said[0]  # as a list of ours names it
        ids = [line for line in shut if line.id.startswith(wanted)] if len(wanted) >= 3 else []
        if len(ids) == 1:
            raise VaultError(_closed(ids[0])) from None
        raise NotFoundError(
            f"no open follow-up has the id or the words '{asked}'; `vault due --all` lists them all"
        ) from None


def _says_and_where(f: FollowUp, wanted: str) -> bool:
    """`prepare acme` is Prepare …, at Acme: a piece of its words, and behind it one of where it belongs."""
    text, where = key(f.text), key(f"{f.company or ''} {f.application or ''}")
    ends = [n for n, sign in enumerate(wanted) if sign == " "]
    return any(wanted[:end] in text and wanted[end + 1 :] in where for end in ends)


def _with_ids(search: Search, found: Sequence[FollowUp]) -> list[str]:
    """Each with its id, and with what tells it from another of the same words."""
    told = apart(found, search.applications)
    return [
        f"{f.id}  {named(f, told)}" + f" · {f.company}" * bool(f.company and f.company not in f.text)
        for f in found
    ]


def _closed(line: Line) -> str:
    task = line.task
    if task.is_done:
        return f"it is done already{f', since {task.done}' if task.done else ''}: {line.note.path}:{line.at.line}. `vault undo` takes the last deed back"
    return (
        f"it was dropped{f' on {task.cancelled}' if task.cancelled else ''}: {line.note.path}:{line.at.line}"
    )
