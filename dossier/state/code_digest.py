"""Digests of code: the modules of ours that a module imports, transitively, and the versions of their libraries.

Cached results are keyed by it, so that a changed converter invalidates its results only. Source files are read, never
imported: the digest is the same before and after engines are loaded.
"""

from __future__ import annotations

import hashlib
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.state import entry_points

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ROOT: Final = Path(__file__).resolve().parents[2]
_OURS: Final = "dossier"
_UNTYPED: Final = re.compile(r"^if TYPE_CHECKING:\n(?:(?:[ \t].*)?\n)+", re.MULTILINE)
"""Imports that only a type checker follows."""
_ATTACHED: Final = "_lazy.attach(__name__)"
_FROM: Final = re.compile(r"^[ \t]*from ([\w.]+) import (?:\(([^)]*)\)|([^\n#]*))", re.MULTILINE)
_IMPORT: Final = re.compile(r"^[ \t]*import ([\w.]+)", re.MULTILINE)
_NAMED: Final = re.compile(rf'"({_OURS}(?:\.\w+)+):\w+"')
""""dossier.convert.office.staging:stage": a converter that a job names."""
DATA: Final = {
    f"{_OURS}.typeset.typography": "fonts/*",
    f"{_OURS}.knowledge": "*.csv",
    f"{_OURS}.evidence.kinds": "media.csv",
}
"""Module ─► the files beside it that it reads, as a pattern."""
_DISTRIBUTIONS: Final = {
    "PIL": "pillow",
    "docx": "python-docx",
    "markdown_it": "markdown-it-py",
    "oxmsg": "python-oxmsg",
}
"""Import name ─► distribution, where they differ by more than the spelling of a dash."""
_VERSION: Final = re.compile(r"^Version: (\S+)", re.MULTILINE)
_REQUIRES: Final = re.compile(r"^Requires-Dist: ([\w.-]+)(?!.*\bextra ==)", re.MULTILINE)
"""`Requires-Dist: Deprecated; extra == "test"` is only required by who asks for it; so is what `_EXTRAS` names."""
_EXTRAS: Final = {"pypdf": ("cryptography",)}
_ABSENT: Final = "-"


@cache
def code_digest(*modules: str) -> str:
    """Return a digest of these modules of ours, all of ours that they import, and the data that those read.

    Args:
        modules: dotted names; `!` before a name takes the module alone, without what it imports.

    Returns:
        16 hexadecimal digits.
    """
    digest = hashlib.sha256(sys.version.encode())
    for path in sorted(_files(modules)):
        digest.update(f"{path.relative_to(_ROOT).as_posix()} {_sha256(path)}\n".encode())
    return digest.hexdigest()[:16]


@cache
def libraries(*modules: str) -> tuple[str, ...]:
    """Return the libraries that these modules use and those that they require in turn, as `pikepdf=10.18.0`, sorted.

    Args:
        modules: as for `code_digest`.
    """
    closure = closure_of(modules)
    imported = {name for module in closure for name in imports_of(module)[1]}
    imported |= {name.partition(".")[0] for name in closure if not _is_ours(name)}
    return versions_of(*(_DISTRIBUTIONS.get(name, name) for name in imported))


def versions_of(*distributions: str) -> tuple[str, ...]:
    """Return distributions and those that they require in turn, as `pikepdf=10.18.0`, sorted."""
    found: dict[str, str] = {}
    waiting = list(distributions)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        version, required = _described(name)
        found[name] = version
        # What a library could use besides and is not installed makes no difference.
        waiting += [each for each in required if _described(each)[0] != _ABSENT]
    return tuple(f"{name}={version}" for name, version in sorted(found.items()))


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == _OURS


def _is_alone(name: str) -> bool:
    return name.startswith("!")


def _files(modules: Iterable[str]) -> Iterator[Path]:
    """Yield every file that the modules stand for."""
    modules = tuple(modules)
    for name in {*closure_of(modules), *(each[1:] for each in modules if _is_alone(each))}:
        if not _is_ours(name):
            continue  # of a plug-in: known by the version of its distribution
        if (path := file_of(name)) is None:
            raise ValueError(f"no module of ours: {name}")
        yield path
        if name in DATA:
            yield from (each for each in path.parent.glob(DATA[name]) if each.is_file())


def closure_of(modules: Iterable[str]) -> set[str]:
    """Return the names of modules of ours that these import, at any place in their code, and these."""
    found: set[str] = set()
    waiting = [name for name in modules if not _is_alone(name)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += imports_of(name)[0]
    return found


@cache
def imports_of(module: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what one module imports: modules of ours, and the first names of libraries."""
    path = file_of(module)
    if path is None:
        return frozenset(), frozenset()
    text = _bytes(path).decode("utf-8")
    if _ATTACHED not in text:  # a lazy package imports what this block names, when it is asked for
        text = _UNTYPED.sub("", text)
    names = set(_IMPORT.findall(text)) | set(_NAMED.findall(text))
    for source, inside, plain in _FROM.findall(text):
        pieces = (each.split(" as ")[0].strip() for each in re.sub(r"#[^\n]*", "", inside or plain).split(","))
        # `from package import module` brings the module, `from module import thing` the module that is named first.
        names |= {each if file_of(each := f"{source}.{piece}") else source for piece in pieces if piece}
    ours = {name for name in names if _is_ours(name) and name != _OURS}
    others = {name.partition(".")[0] for name in names - ours} - {_OURS} - sys.stdlib_module_names
    return frozenset(ours), frozenset(others)


@cache
def file_of(module: str) -> Path | None:
    """Return the file of a module of ours, or None where there is none."""
    if not _is_ours(module):
        return None
    place = _ROOT.joinpath(*module.split("."))
    return next((path for path in (place.with_suffix(".py"), place / "__init__.py") if path.is_file()), None)


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _sha256(path: Path) -> str:
    return hashlib.sha256(_bytes(path)).hexdigest()


@cache
def _described(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the version of a distribution and the names of those that it requires, from the head of its metadata."""
    text = entry_points.metadata_of(name)
    if text is None:
        return _ABSENT, ()
    head = text.partition("\n\n")[0]
    version = _VERSION.search(head)
    required = (*_REQUIRES.findall(head), *_EXTRAS.get(name, ()))
    return version.group(1) if version else _ABSENT, required
