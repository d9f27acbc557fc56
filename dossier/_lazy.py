"""Lazy modules, lazy package attributes (PEP 562), and imports during which signals are deferred.

The only way in which this program puts off an import: a block `with lazy():` at the head of a module. Its statements
are ordinary ones, so that every tool finds them; Python 3.15 writes `lazy import …` instead (PEP 810).
"""

from __future__ import annotations

import ast
import builtins
import signal
import sys
import threading
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class _Hook(threading.local):
    """The import function while any thread is in a block: puts off what the thread that is in one imports.

    One object for all threads, put in place when the first enters and taken away when the last leaves, so that blocks
    may begin and end in any order.

    Attributes:
        depth: how many blocks the asking thread is in.
    """

    depth = 0

    def __call__(
        self,
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 — the signature of `__import__`
        locals: Mapping[str, object] | None = None,  # noqa: A002 — likewise
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if not self.depth:
            return _import(name, globals, locals, fromlist or (), level)
        return _Modules(name) if fromlist else _LazyModule(name)


_import = builtins.__import__
_hook = _Hook()
_entering = threading.Lock()
_inside = 0


@contextmanager
def lazy() -> Iterator[None]:
    """Let the imports of the block load nothing until an attribute of what they import is asked for.

    They import modules only: `import a`, or `from a import b` where `b` is a module. One that is not installed is
    missed when it is used. Other threads import as ever.
    """
    _enter(+1)
    _hook.depth += 1
    try:
        yield
    finally:
        _hook.depth -= 1
        _enter(-1)


def _enter(change: int) -> None:
    """Count the blocks that any thread is in, and set or unset the import function with the first and the last."""
    global _import, _inside  # noqa: PLW0603 — the import function is the interpreter's own global
    with _entering:
        if not _inside:
            _import = builtins.__import__
        _inside += change
        builtins.__import__ = _hook if _inside else _import


class _LazyModule(ModuleType):
    """Stands for a module, which is imported with the first use, with signals deferred."""

    def __getattr__(self, name: str) -> object:
        return getattr(_loaded(self.__name__), name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(_loaded(self.__name__), name, value)

    def __delattr__(self, name: str) -> None:
        delattr(_loaded(self.__name__), name)


class _Modules(ModuleType):
    """Stands for a package whose modules an import statement names."""

    def __getattr__(self, name: str) -> _LazyModule:
        return _LazyModule(f"{self.__name__}.{name}")


def _loaded(name: str) -> ModuleType:
    known = sys.modules.get(name)
    if known is not None and not getattr(known.__spec__, "_initializing", False):  # by another thread: wait for it
        return known
    with undisturbed():
        return import_module(name)


def attach(package: str) -> None:
    """Let a package import what it offers when it is first asked for.

    What it offers, and from which module, is read from the `if TYPE_CHECKING:` block of its `__init__.py`: type
    checkers, `code_digest` and the program follow one list, and `__all__` is that list. The block says
    `from … import name as name`, which is how a checker knows that the name is offered to others. The first use
    imports with signals deferred.

    Args:
        package: its `__name__`; called from its `__init__.py`.
    """
    sys.modules[package].__class__ = _LazyPackage


class _LazyPackage(ModuleType):
    """A package whose attributes are imported on first use."""

    def __getattr__(self, name: str) -> object:
        homes = _homes(self)
        if name == "__all__":
            return sorted(homes)
        if name not in homes:
            raise AttributeError(f"module {self.__name__!r} has no attribute {name!r}")
        with undisturbed():
            module, attribute = homes[name]
            value = getattr(import_module(module), attribute)
        setattr(self, name, value)
        return value

    def __setattr__(self, name: str, value: object) -> None:
        """Set an attribute, but not to the submodule of the same name: `pipeline.verify` stays the function."""
        if not (isinstance(value, ModuleType) and name in _homes(self)):
            super().__setattr__(name, value)


def _homes(package: ModuleType) -> dict[str, tuple[str, str]]:
    """Return name ─► module and attribute, for what the package imports from its own modules for type checkers."""
    known: dict[str, tuple[str, str]] | None = vars(package).get("_lazy_homes")
    if known is not None:
        return known
    spec = package.__spec__
    source = spec.loader.get_source(package.__name__) if spec is not None else ""  # type: ignore[union-attr]
    blocks = (node.body for node in ast.parse(source or "").body if isinstance(node, ast.If))
    imports = (node for block in blocks for node in block if isinstance(node, ast.ImportFrom))
    own = (node for node in imports if (node.module or "").startswith(f"{package.__name__}."))
    homes = {alias.asname or alias.name: (node.module or "", alias.name) for node in own for alias in node.names}
    vars(package)["_lazy_homes"] = homes
    return homes


@contextmanager
def undisturbed() -> Iterator[None]:
    """Defer SIGINT and SIGTERM while the block loads libraries; one is raised again at the end (main thread only)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    signals = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda number, _: came.append(number)) for each in signals]
    try:
        yield
    finally:
        for each, handler in zip(signals, before, strict=True):
            signal.signal(each, signal.SIG_DFL if handler is None else handler)
    for number in came[:1]:
        signal.raise_signal(number)
