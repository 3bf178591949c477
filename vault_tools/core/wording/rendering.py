"""Templates to text. Knows Jinja; reads no file itself: a function hands it the sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from jinja2 import (
    BytecodeCache,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    nodes,
)
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.loaders import FunctionLoader

from vault_tools.core.errors import TemplateError
from vault_tools.core.meaning.dates import add_months, as_text, day_of, hours_after, read_moment
from vault_tools.core.meaning.names import fit_to_type
from vault_tools.core.wording.measured import guard, written
from vault_tools.core.wording.neutral import Markdown, block, inline
from vault_tools.core.wording.sandbox import Effort, Sandbox

Where = (
    str | Callable[[str], str]
)  # where a piece of Jinja stands; or a function that finds it when it is wrong
Compiled = Callable[[str], BytecodeCache]  # a way of rendering -> where its compiled templates are kept
Sources = Callable[[str], tuple[str, str] | None]  # a template's name -> (its text, the file it came from)


class Wording:
    """The templates of one vault. What a template prints is made harmless, unless it is Markdown of ours."""

    def __init__(self, sources: Sources, compiled: Compiled | None = None) -> None:
        self._sources = sources
        self._effort = effort = Effort()
        self._notes = _environment(effort, sources, _harmless, compiled and compiled("note"))
        self._plain = _environment(effort, sources, _as_is, compiled and compiled("file"))
        self._messages = _environment(effort, sources, _as_is, compiled and compiled("message"), trim=False)
        self._conditions = _environment(effort, sources, _as_is)
        self._conditions.undefined = Undefined
        self._known: dict[tuple[int, str], Any] = {}

    def note(self, name: str, values: Mapping[str, Any]) -> str:
        """A whole template as Markdown. Raises TemplateError with file, line and the way out."""
        return self._render(lambda: self._notes.get_template(name), name, values)

    def message(self, name: str, values: Mapping[str, Any]) -> str:
        """A whole template as plain text, for a letter; a block at a line's end does not join paragraphs."""
        return self._render(lambda: self._messages.get_template(name), name, values)

    def file(self, name: str, values: Mapping[str, Any]) -> str:
        """A whole template as it stands, for a settings file."""
        return self._render(lambda: self._plain.get_template(name), name, values)

    def compiles(self, name: str) -> None:
        """Read a template without using it. Raises TemplateError with file, line and the way out."""
        self._render(lambda: _Compiled(self._plain.get_template(name)), name, {})

    def exists(self, name: str) -> bool:
        return self._sources(name) is not None

    def line(self, source: str, values: Mapping[str, Any], *, where: Where) -> str:
        """A short piece of Jinja from a TOML file as Markdown."""
        return self._render(lambda: self._short(self._notes, source), lambda: _said(where, source), values)

    def value(self, source: str, values: Mapping[str, Any], *, where: Where) -> str:
        """A short piece of Jinja from a TOML file as plain text."""
        return self._render(lambda: self._short(self._plain, source), lambda: _said(where, source), values)

    def is_true(self, condition: str, values: Mapping[str, Any], *, where: Where) -> bool:
        """Whether a row's `when` holds; a name that is not there counts as not given."""
        try:
            kept = (id(self._conditions), condition)
            if kept not in self._known:
                self._known[kept] = self._conditions.compile_expression(condition)
            expression = self._known[kept]
            with self._effort.anew():
                return bool(expression(**values))
        except TemplateSyntaxError as error:
            raise TemplateError(
                f"{_said(where, condition)}: '{condition}' is no condition: {error.message}"
            ) from None
        except (UndefinedError, SecurityError, TypeError, ValueError) as error:
            raise TemplateError(
                f"{_said(where, condition)}: '{condition}' cannot be decided: {error}"
            ) from None

    def names_in(self, condition: str) -> frozenset[str]:
        """The values that a row's `when` asks for; nothing where it is no condition, which `is_true` tells."""
        from jinja2.meta import find_undeclared_variables

        return frozenset(find_undeclared_variables(self._tree(condition))) - self._conditions.globals.keys()

    def names_below(self, name: str, condition: str) -> frozenset[str]:
        """What it asks for of one value: of `settings`, `gift` in `settings.gift` or `settings['gift']`."""
        if name not in condition:
            return frozenset()
        asked: Any = self._tree(condition).find_all((nodes.Getattr, nodes.Getitem))
        of = [n for n in asked if _is(n.node, name)]
        parts = (n.attr if isinstance(n, nodes.Getattr) else getattr(n.arg, "value", None) for n in of)
        return frozenset(part for part in parts if isinstance(part, str))

    def _tree(self, condition: str) -> nodes.Template:
        """A condition as Jinja reads it; an empty template where it is none."""
        try:
            return self._conditions.parse(f"{{{{ {condition} }}}}")
        except TemplateSyntaxError:
            return self._conditions.parse("")

    def _short(self, environment: Sandbox, source: str) -> Any:
        kept = (id(environment), source)
        if kept not in self._known:
            self._known[kept] = environment.from_string(source)
        return self._known[kept]

    def _render(
        self, find: Callable[[], Any], name: str | Callable[[], str], values: Mapping[str, Any]
    ) -> str:
        template = None
        try:
            with self._effort.anew():
                template = find()
                return str(template.render(**values))
        except TemplateNotFound as error:
            raise TemplateError(
                f"{error.name}: there is no such template; put one into the vault's Templates/"
            ) from None
        except TemplateSyntaxError as error:
            place = name() if callable(name) else f"{error.filename or name}:{error.lineno}"
            raise TemplateError(f"{place}: {_sentence(error.message or '')}") from None
        except UndefinedError as error:
            raise TemplateError(
                f"{_place(error, template, name)}: {_sentence(str(error))} {_way_out(values)}"
            ) from None
        except (
            TemplateRuntimeError,
            TypeError,
            ValueError,
            ArithmeticError,
            LookupError,
            AttributeError,
            RecursionError,
            MemoryError,
        ) as error:
            raise TemplateError(f"{_place(error, template, name)}: {_sentence(str(error))}") from None


class _Compiled:
    """A template that was read, and prints nothing."""

    def __init__(self, template: Any) -> None:
        self.filename = getattr(template, "filename", None)

    def render(self, **_values: Any) -> str:
        return ""


def _environment(
    effort: Effort,
    sources: Sources,
    finalize: Callable[[Any], Any],
    kept: BytecodeCache | None = None,
    *,
    trim: bool = True,
) -> Sandbox:
    def load(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        found = sources(name)
        return None if found is None else (found[0], found[1], lambda: True)

    environment = Sandbox(
        effort,
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=trim,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,
        bytecode_cache=kept,
    )
    environment.filters.update(
        hours_after=_hours_after,
        months_after=_months_after,
        day=lambda moment: day_of(_moment(moment)).isoformat(),
        weekday=lambda moment: f"{_moment(moment):%A}",
        long_day=lambda moment: f"{_moment(moment):%A}, {_moment(moment).day} {_moment(moment):%B %Y}",
        quoted=lambda text: Markdown("\n".join(f"> {line}".rstrip() for line in str(text).split("\n"))),
        md=Markdown,
        harmless=inline,
        harmless_block=block,
        ascii=_ascii,
        toml=_toml,
        url=_url,
        typed=lambda text: Markdown(fit_to_type(str(text or ""))),
        first_lower=lambda text: text[:1].lower() + text[1:],
        cell=lambda text: Markdown(str(_harmless(text)).replace("\\|", "|").replace("|", "\\|")),
    )
    guard(environment.filters)
    return environment


def _harmless(value: Any) -> Any:
    if isinstance(value, Markdown):
        return value
    if isinstance(value, str):
        return inline(value)
    return _as_is(value)


def _as_is(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return as_text(value)
    if isinstance(value, list | tuple | dict):
        written(value)
    return "" if value is None else value


def _moment(value: Any) -> date:
    moment = value if isinstance(value, date) else read_moment(value)
    if moment is None:
        raise ValueError(f"'{value}' is not a date")
    return moment


def _hours_after(value: Any, hours: float) -> Any:
    moment = _moment(value)
    return moment if not hours else hours_after(moment, hours)


def _months_after(value: Any, months: int) -> date:
    return add_months(day_of(_moment(value)), months)


def _ascii(text: Any) -> Markdown:
    """Printable ASCII only, for charts that take nothing else."""
    import unicodedata

    folded = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return Markdown("".join(c for c in folded if c.isalnum() or c in " -_.") or "other")


def _sentence(message: str) -> str:
    if not message:  # of a MemoryError
        return "it needs more memory than there is; make it smaller"
    return message[:1].lower() + message[1:].rstrip(".")


def _way_out(values: Mapping[str, Any]) -> str:
    return f"(it may use {', '.join(sorted(values))})"


def _is(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def _said(where: Where, source: str) -> str:
    return where(source) if callable(where) else where


def _place(error: BaseException, template: Any, name: str | Callable[[], str]) -> str:
    """File and line in which it failed, the line from Jinja's rewritten traceback; a TOML row says its own."""
    if callable(name):
        return name()
    file = getattr(template, "filename", None) or name
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return f"{file}:{line}" if line else file


def _url(text: Any) -> Markdown:
    """An http address fit to stand inside a Markdown link; anything else becomes plain text."""
    from urllib.parse import quote, urlsplit

    address = str(text).strip()
    try:
        is_web = urlsplit(address).scheme in ("http", "https")
    except ValueError:  # `http://[::1` is no address
        is_web = False
    if not is_web:
        return inline(address)
    return Markdown(quote(address, safe=":/?&=#%+,;@~!$'-._"))


def _toml(value: Any) -> Markdown:
    """A TOML value: text in quotes, numbers as they are."""
    import json

    return Markdown(
        str(value)
        if isinstance(value, int) and not isinstance(value, bool)
        else json.dumps(str(value), ensure_ascii=False)
    )
