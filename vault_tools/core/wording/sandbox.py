"""The Jinja that templates run in: what they may reach, and how much they may do before they are stopped.

Knows no template and no value of ours. Work is counted, not timed: the same template always ends at the same place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from jinja2 import Template, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

from vault_tools.core.wording import measured
from vault_tools.core.wording.measured import MOST_TEXT as MOST_TEXT
from vault_tools.core.wording.measured import SMALL, refuse_long, written
from vault_tools.core.wording.neutral import Markdown

MOST_ROUNDS = (
    2_000_000  # a dashboard of the most lines that may be set takes most of them; some seconds, mostly
)
_CALL, _TEMPLATE = 4, 40  # rounds of a loop that take as long
_MOST_REPEATED = 1_000
_MOST_BITS = 100_000
_AT_ONCE = 1_000


class Effort:
    """How many rounds are left of those that one rendering has."""

    def __init__(self) -> None:
        self.left = MOST_ROUNDS

    def spend(self, rounds: int) -> None:
        self.left -= rounds
        if self.left < 0:
            raise SecurityError(
                f"it goes on for more than {MOST_ROUNDS:,} rounds; look for a loop in a loop, or a macro that calls itself"
            )

    @contextmanager
    def anew(self) -> Iterator[None]:
        """All rounds for what is done within; what waits for it has as many left afterwards as before."""
        before, self.left = self.left, MOST_ROUNDS
        try:
            yield
        finally:
            self.left = before


class Sandbox(ImmutableSandboxedEnvironment):
    """What a macro or a `{% set %}` block gives is Markdown already: each piece of it was made harmless."""

    intercepted_binops = frozenset(("*", "**", "%", "+"))

    def __init__(self, effort: Effort, **options: Any) -> None:
        super().__init__(**options)
        self.effort = effort
        self.filters["counted rounds"] = _counted
        self.filters["put together"] = _put_together
        self.globals.pop("lipsum")

    concat = staticmethod(lambda parts: Markdown(joined(parts)))

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = _Counting().visit(super()._parse(source, name, filename))
        tree.set_environment(self)
        found: nodes.Template = tree
        return found

    def _load_template(self, name: str, globals: Any) -> Template:
        self.effort.spend(_TEMPLATE)
        return super()._load_template(name, globals)

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """As Jinja has it, and counted: a macro may call itself twice, and so on."""
        __self.effort.spend(_CALL)
        return super().call(__context, measured.method(__obj), *args, **kwargs)

    def wrap_str_format(self, value: Any) -> None:
        """Jinja would guard what a format reaches, but not how wide it is: so it is an attribute like any other."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """As Jinja has it, and no method that takes a width."""
        return measured.has_method(obj, attr) and super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Refuse what would fill the memory in one step: `"x" * 10**9`, `9 ** 9 ** 9`, `"%999999999d" % 1`.

        And what would in a few: a text, or a number, that is doubled again and again.
        """
        if operator == "%" and isinstance(left, str):
            raise SecurityError("write {{ a }} instead of a text with % behind it")
        if operator == "**" and not (_is_small(left) and _is_small(right)):
            raise SecurityError(f"'**' takes numbers up to {SMALL}")
        if operator == "*":
            _refuse_much(left, right)
        if operator == "+" and isinstance(left, str | list | tuple) and isinstance(right, str | list | tuple):
            refuse_long(len(left) + len(right))
        return super().call_binop(context, operator, left, right)


class _Counting(NodeTransformer):
    """Each loop counts what it goes through, and `a ~ b` how long it gets."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 - Jinja names it
        self.generic_visit(node)
        node.iter = nodes.Filter(node.iter, "counted rounds", [], [], None, None, lineno=node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802
        self.generic_visit(node)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Filter(parts, "put together", [], [], None, None, lineno=node.lineno)


@pass_context
def _counted(context: Context, items: Any) -> Any:
    """What a loop goes through: paid for at once where its length is known, else one after the other."""
    environment = context.environment
    assert isinstance(environment, Sandbox)
    try:
        size = len(items)
    except TypeError:
        return _one_by_one(items, environment.effort.spend)
    environment.effort.spend(size)
    return items


def _one_by_one(items: Iterable[Any], spend: Callable[[int], None]) -> Iterator[Any]:
    for item in items:
        spend(1)
        yield item


def _put_together(parts: list[Any]) -> str:
    for part in parts:
        if not isinstance(part, str):
            written(part)
    return joined(list(map(str, parts)))


def joined(parts: Iterable[str]) -> str:
    """The pieces as one text. Raises SecurityError before it gets too long to be one."""
    if isinstance(parts, list):  # of a macro, of which there are many
        refuse_long(sum(map(len, parts)))
        return "".join(parts)
    pieces: list[str] = []
    rest, length = iter(parts), 0
    while some := list(islice(rest, _AT_ONCE)):
        length += sum(map(len, some))
        refuse_long(length)
        pieces += some
    return "".join(pieces)


def _refuse_much(left: Any, right: Any) -> None:
    for text, times in ((left, right), (right, left)):
        if isinstance(text, str | list | tuple) and not (_is_small(times) and len(text) <= _MOST_REPEATED):
            raise SecurityError(f"'*' repeats a text up to {SMALL} times")
        if isinstance(text, list | tuple):
            refuse_long(written(text) * int(times))
    if (
        isinstance(left, int)
        and isinstance(right, int)
        and left.bit_length() + right.bit_length() > _MOST_BITS
    ):
        raise SecurityError("'*' gives a number that nobody can read")


def _is_small(number: Any) -> bool:
    return isinstance(number, int | float) and abs(number) <= SMALL
