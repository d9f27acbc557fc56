"""Reads from the source of the package which finding codes it can give, and in which rooms.

A code reaches a finding through the argument `code` of `Finding`, of `replace`, or of a function with a parameter
`code` that hands it on (`replace` counts with a text only: indicators have a code too). An argument that cannot be
traced to texts is an error, so that no code goes unseen.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import dossier
from dossier.knowledge import finding_codes
from dossier.model import FaultKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(dossier.__file__).parent
_FUNCTIONS = (ast.FunctionDef, ast.Lambda)


class _Sink(NamedTuple):
    """A callable that takes a code: at which position (None: by keyword only), and the fewest arguments it takes."""

    position: int | None
    fewest: int
    module: Path | None = None


_FIRST_SINKS = {
    "Finding": [_Sink(None, 0)],
    "replace": [_Sink(None, 0)],
    "PendingFinding": [_Sink(0, 1)],
    "Complaint": [_Sink(None, 0)],
}


def codes_used() -> dict[str, set[str]]:
    """Return code ─► the rooms of `dossier/` that give it.

    Raises:
        ValueError: a call passes something as a code that cannot be traced to texts.
    """
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}
    sinks = _sinks(trees)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path, tree in trees.items():
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        for call, function in _calls(tree, None):
            value = _code_of(call, path, sinks)
            if value is None:
                continue
            for code in _texts(value, tree, function, f"{path.relative_to(PACKAGE)}:{call.lineno}"):
                found[code].add(room)
        for default in _default_codes(tree):
            for code in _texts(default, tree, None, str(path.relative_to(PACKAGE))):
                found[code].add(room)
    return dict(found)


def _sinks(trees: Mapping[Path, ast.Module]) -> dict[str, list[_Sink]]:
    sinks = {name: list(known) for name, known in _FIRST_SINKS.items()}
    before = -1
    while before != (before := sum(map(len, sinks.values()))):
        for path, tree in trees.items():
            for call, function in _calls(tree, None):
                value = _code_of(call, path, sinks)
                if isinstance(value, ast.Name) and value.id == "code" and isinstance(function, ast.FunctionDef):
                    _add_sink(sinks, function, path)
    return sinks


def _add_sink(sinks: dict[str, list[_Sink]], function: ast.FunctionDef, path: Path) -> None:
    names = [each.arg for each in function.args.args if each.arg != "self"]
    if "code" not in names and not _keyword_only(function, "code"):
        return
    module = path if function.name.startswith("_") else None
    position = names.index("code") if "code" in names else None
    sink = _Sink(position, len(names) - len(function.args.defaults), module)
    known = sinks.setdefault(function.name, [])
    if sink not in known:
        known.append(sink)


def _keyword_only(function: ast.AST, name: str) -> bool:
    return isinstance(function, _FUNCTIONS) and any(each.arg == name for each in function.args.kwonlyargs)


def _default_codes(tree: ast.Module) -> Iterator[ast.expr]:
    """Yield what keyword-only parameters `code` stand for where a call leaves them out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            for each, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
                if each.arg == "code" and default is not None and not isinstance(default, ast.Constant):
                    yield default


def _calls(node: ast.AST, function: ast.AST | None) -> Iterator[tuple[ast.Call, ast.AST | None]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield child, function
        yield from _calls(child, child if isinstance(child, _FUNCTIONS) else function)


def _code_of(call: ast.Call, path: Path, sinks: Mapping[str, list[_Sink]]) -> ast.expr | None:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for sink in sinks.get(name, ()):
        if sink.module not in {None, path} or len(call.args) + len(call.keywords) < sink.fewest:
            continue
        for keyword in call.keywords:
            if keyword.arg == "code" and (name != "replace" or isinstance(keyword.value, ast.Constant)):
                return keyword.value
        if sink.position is not None and len(call.args) > sink.position:
            return call.args[sink.position]
    return None


def _texts(value: ast.expr, tree: ast.Module, function: ast.AST | None, where: str) -> Iterator[str]:
    """Yield the codes that an expression can be; none for a code that is handed on."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from _texts(value.body, tree, function, where)
        yield from _texts(value.orelse, tree, function, where)
    elif isinstance(value, ast.Attribute) and ast.unparse(value.value) == "finding_codes":
        yield str(getattr(finding_codes, value.attr))
    elif isinstance(value, ast.Attribute) and value.attr == "value":
        kind = value.value.attr if isinstance(value.value, ast.Attribute) else ""
        yield from (FaultKind[kind].value,) if kind.isupper() else (each.value for each in FaultKind)
    elif isinstance(value, ast.Name):
        yield from _assigned(value.id, tree, function, where)
    elif not (isinstance(value, ast.Attribute) and value.attr == "code"):
        raise ValueError(f"{where}: {ast.unparse(value)} cannot be traced to finding codes")


def _assigned(name: str, tree: ast.Module, function: ast.AST | None, where: str) -> Iterator[str]:
    if isinstance(function, _FUNCTIONS) and any(each.arg == name for each in function.args.args):
        return
    if function is not None and _keyword_only(function, name):
        return
    found = [*_values(name, ast.walk(function))] if function else []
    found = found or [*_values(name, iter(tree.body))]
    if not found:
        raise ValueError(f"{where}: nothing is assigned to {name}")
    for value in found:
        yield from _texts(value, tree, function, where)


def _values(name: str, nodes: Iterator[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or value is None:
            continue
        for target in targets:
            if isinstance(target, ast.Name) and target.id == name:
                yield value
            elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = zip(target.elts, value.elts, strict=True)
                yield from (part for each, part in pairs if isinstance(each, ast.Name) and each.id == name)
