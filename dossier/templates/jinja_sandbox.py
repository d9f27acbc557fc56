"""Restricted Jinja for templates: names, attributes, loops, conditions and a few filters.

An allow-list of node types bounds what a template may say, a budget what it may cost; values are printed, never
evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from jinja2 import Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError, TemplateRuntimeError
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from dossier.templates.placeholders import Control, ControlKind, Controls

MAX_STEPS: Final = 100_000
"""Rounds of all loops of a paper together; the longest of ours needs about 2,000."""
MAX_OUTPUT: Final = 8_000_000
"""Characters that all values of a paper may print together."""
MAX_NUMBER: Final = 1_000_000
MAX_TEXT: Final = 200_000
"""Characters that a filter may yield."""
MAX_SEPARATOR: Final = 100
MAX_SPARE_ROWS: Final = 200

STATE: Final = "_dossier"
"""Name under which the state of one rendering travels in the context; templates cannot write a leading underscore."""

FUNCTIONS: Final = ("isian", "isian_panjang", "isian_tanggal", "isian_tanggal_lain", "isian_pilihan", "baris")
FILTERS: Final = ("default", "first", "last", "length", "join", "capitalize", "lower", "trim", "title", "upper")
TESTS: Final = ("defined", "undefined", "none", "odd", "even", "divisibleby", "eq", "ne", "lt", "gt", "le", "ge", "in")
_RESERVED: Final = frozenset({"self", "super", "caller", "varargs", "kwargs"})
_STEP: Final = "_langkah"
_MARK: Final = "_tanda"

_ALLOWED: Final = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Assign),
    *(nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem, nodes.Call, nodes.Filter, nodes.Test, nodes.Compare),
    *(nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.List, nodes.Tuple, nodes.Keyword),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Neg),
)
_LOOP_ATTRIBUTES: Final = frozenset(
    {"index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem"}
)

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that XML 1.0 forbids, control characters, and the two that mark our controls."""

Value: TypeAlias = Any  # what a template's expression yields is known only when it runs


class TemplateLimitError(TemplateRuntimeError):
    """A template costs more than any real paper does."""


class Rendering:
    """State of rendering one paper: its controls, the loops that ran, what it cost."""

    def __init__(self, known: Mapping[str, str] | None = None) -> None:
        """Start with nothing found and nothing spent; `known` fills places, prompt ─► text."""
        self.controls = Controls(known)
        self.reached: set[tuple[str, int]] = set()
        self._steps = 0
        self._output = 0

    def step(self) -> None:
        """Count one round of a loop."""
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise TemplateLimitError(f"perulangannya lebih dari {MAX_STEPS} putaran")

    def spend(self, characters: int) -> None:
        """Count printed characters."""
        self._output += characters
        if self._output > MAX_OUTPUT:
            raise TemplateLimitError(f"hasilnya lebih dari {MAX_OUTPUT} huruf")


def _missing_type(note: Callable[[str], None]) -> type[Undefined]:
    """Return the undefined value: noted when used and then empty, so that all missing names are reported at once."""

    class MissingField(Undefined):
        __slots__ = ()

        def _used(self) -> None:
            if self._undefined_exception is SecurityError:
                raise SecurityError(f"«{self._undefined_name}» tidak boleh dipakai dalam templat")
            note(str(self._undefined_name))

        def __str__(self) -> str:
            self._used()
            return ""

        def __iter__(self) -> Iterator[Value]:
            self._used()
            return iter(())

        def __bool__(self) -> bool:
            self._used()
            return False

        def __len__(self) -> int:
            self._used()
            return 0

        def __eq__(self, other: object) -> bool:
            self._used()
            return False

        def __hash__(self) -> int:
            return id(type(self))

        def __contains__(self, other: object) -> bool:
            self._used()
            return False

    return MissingField


class TemplateEnvironment(SandboxedEnvironment):
    """Jinja, reduced to what a Word template needs."""

    intercepted_binops = frozenset({"+", "-", "*"})

    def __init__(self) -> None:
        """Keep only filters that cannot blow up their input, and no globals."""
        self.missing: list[str] = []
        undefined = _missing_type(self.missing.append)
        super().__init__(autoescape=True, undefined=undefined, finalize=_finalize, loader=None, cache_size=0)
        self.globals.clear()
        self.filters = {name: _text_filter(self.filters[name], name) for name in FILTERS}
        self.tests = {name: self.tests[name] for name in TESTS}

    def getattr(self, obj: Value, attribute: str) -> Value:
        """Return a key of a mapping or a figure of a loop; nothing else has attributes."""
        if isinstance(obj, Mapping):
            return obj[attribute] if attribute in obj else self.undefined(obj=obj, name=attribute)
        if isinstance(obj, LoopContext) and attribute in _LOOP_ATTRIBUTES:
            return getattr(obj, attribute)
        if isinstance(obj, Undefined):
            return obj
        return self.undefined(obj=obj, name=attribute, exc=SecurityError)

    def getitem(self, obj: Value, argument: Value) -> Value:
        """Return a key of a mapping or an entry of a list."""
        if isinstance(argument, str) or not isinstance(obj, Sequence):
            return self.getattr(obj, str(argument))
        if isinstance(argument, int) and -len(obj) <= argument < len(obj):
            return obj[argument]
        return self.undefined(obj=obj, name=str(argument))

    def is_safe_callable(self, obj: Value) -> bool:
        """Say whether something is one of the functions made for templates."""
        return getattr(obj, "for_templates", False) is True

    def call_binop(self, context: Context, operator: str, left: Value, right: Value) -> Value:
        """Calculate with small whole numbers only."""
        if not all(isinstance(v, int) and abs(v) <= MAX_NUMBER for v in (left, right)):
            raise SecurityError("hanya bilangan yang boleh dihitung; tulis dua tag bersebelahan untuk menyambung teks")
        return super().call_binop(context, operator, left, right)

    def prepare(self, tree: nodes.Template) -> int:
        """Count every round of every loop while the template runs; return the number of loops."""
        loops = list(tree.find_all(nodes.For))
        for number, loop in enumerate(loops):
            loop.iter = _call(_STEP, [loop.iter])
            loop.body.insert(0, nodes.Output([_call(_MARK, [nodes.Const(number)])]))
        tree.set_environment(self)
        for node in tree.find_all(nodes.Node):
            node.lineno = node.lineno or 1  # those made here have none
        return len(loops)


def objection(tree: nodes.Node) -> tuple[str, str] | None:
    """Return the first forbidden construct as (source text, reason), or None."""
    for node in tree.iter_child_nodes():
        found = _objection_to(node) or objection(node)
        if found:
            return found
    return None


def _objection_to(node: nodes.Node) -> tuple[str, str] | None:
    name = _name_in(node)
    reason = None
    if not isinstance(node, _ALLOWED) or (isinstance(node, nodes.For) and node.recursive):
        name, reason = type(node).__name__.lower(), "perintah ini tidak tersedia dalam templat"
    elif name.startswith("_") or (isinstance(node, nodes.Name) and name in _RESERVED):
        reason = "nama ini tidak diizinkan dalam templat"
    elif isinstance(node, nodes.Filter) and name not in FILTERS:
        reason = f"saringan ini tidak tersedia; yang ada {', '.join(FILTERS)}"
    elif isinstance(node, nodes.Test) and name not in TESTS:
        reason = f"uji ini tidak tersedia; yang ada {', '.join(TESTS)}"
    elif isinstance(node, nodes.List | nodes.Tuple) and not all(_may_be_listed(item) for item in node.items):
        name, reason = "daftar", "isi daftar hanya boleh teks atau bilangan"
    elif isinstance(node, nodes.Call) and not (isinstance(node.node, nodes.Name) and node.node.name in FUNCTIONS):
        name, reason = _name_in(node.node), f"yang boleh dipanggil hanya {', '.join(FUNCTIONS)}"
    return (name, reason) if reason else None


def _may_be_listed(item: nodes.Expr) -> bool:
    """Say whether something may stand in a list: a constant, or a name that a loop sets (`for a, b in …`)."""
    return isinstance(item, nodes.Const) or (isinstance(item, nodes.Name) and item.ctx == "store")


def _name_in(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return node.attr
    if isinstance(node, nodes.Name | nodes.Filter | nodes.Test):
        return node.name
    if isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        return str(node.arg.value)
    return ""


def visible_text(text: str) -> str:
    """Return text as typed, with characters that Word cannot hold written out as ⟨U+0007⟩."""
    return _UNPRINTABLE.sub(lambda m: f"⟨U+{ord(m.group()):04X}⟩", text)


def context_functions(rendering: Rendering, part: str) -> dict[str, Value]:
    """Return the functions that a template may call, and the hidden ones that keep count."""

    def step(items: Iterable[Value]) -> Iterator[Value]:
        for item in items:
            rendering.step()
            yield item

    def mark(number: int) -> str:
        rendering.reached.add((part, number))
        return ""

    return {STATE: rendering, **_FUNCTIONS, _STEP: _for_templates(step), _MARK: _for_templates(mark)}


def _for_templates(function: Value) -> Value:
    """Mark a function as one that `is_safe_callable` lets a template call."""
    function.for_templates = True
    return function


def _asking(kind: ControlKind) -> Value:
    """Return the function that leaves a place of this kind to be filled."""
    return _for_templates(lambda prompt: Control(prompt=str(prompt), kind=kind))


@_for_templates
def _choice(prompt: str, choices: Sequence[str]) -> Control:
    return Control(prompt=str(prompt), kind="pilihan", choices=tuple(str(c) for c in choices))


@_for_templates
def _rows(count: int) -> range:
    return range(1, min(int(count), MAX_SPARE_ROWS) + 1)


_FUNCTIONS: Final[Mapping[str, Value]] = dict(
    zip(
        FUNCTIONS,
        (_asking("teks"), _asking("panjang"), _asking("tanggal"), _asking("tanggal-lain"), _choice, _rows),
        strict=True,
    )
)


@pass_context
def _finalize(context: Context, value: Value) -> Markup:
    """Turn a value into text that is safe inside `w:t`: escaped, with its line breaks and tabs."""
    rendering: Rendering = context[STATE]
    if isinstance(value, Control):
        return Markup(rendering.controls.add(value))  # noqa: S704 — a control mark is ours and holds only a number
    if value is None or isinstance(value, Mapping) or (isinstance(value, Sequence) and not isinstance(value, str)):
        raise SecurityError("yang ditulis di sini bukan teks, melainkan kelompok data; sebut salah satu isinya")
    text = visible_text(str(value).replace("\r\n", "\n").replace("\r", "\n"))
    rendering.spend(len(text))
    safe = str(escape(text))
    safe = safe.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    return Markup(safe.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">'))  # noqa: S704 — escaped above


def _call(name: str, arguments: list[Value]) -> nodes.Call:
    return nodes.Call(nodes.Name(name, "load"), arguments, [], None, None)


def _text_filter(original: Callable[..., Value], name: str) -> Callable[..., Value]:
    """Let a control pass through a filter of text unharmed: `{{ ketua.nama|upper }}` may still be unknown."""
    if name in {"default", "first", "last", "length"}:
        return original

    def filtered(*args: Value, **kwargs: Value) -> Value:
        value = next((a for a in args if isinstance(a, Control)), None)
        if value is not None:
            return value
        if name == "join":
            args = (args[0], _texts(args[1]), *(str(a)[:MAX_SEPARATOR] for a in args[2:3]))
        result = original(*args, **kwargs)
        if len(result) > MAX_TEXT:
            raise TemplateLimitError(f"teksnya lebih dari {MAX_TEXT} huruf")
        return result

    for attribute in ("jinja_pass_arg",):
        if hasattr(original, attribute):
            setattr(filtered, attribute, getattr(original, attribute))
    return filtered


def _texts(items: Value) -> list[str]:
    """Return the entries of a list of texts; nested lists could grow without bound when written out."""
    if not all(isinstance(item, str | int | Control) for item in items):
        raise SecurityError("yang disambung dengan join harus daftar teks")
    return [str(item) for item in items]
