"""Reads and writes the program's own JSON with type checks; what does not fit counts as absent.

Shapes are dataclasses; a field without a default is required, an unknown one is ignored. The only home of msgspec.
Text is parsed by `json`, because file names that are no Unicode are kept as escaped lone surrogates, which msgspec's
own decoder refuses.
"""

from __future__ import annotations

import hashlib
import json
import threading
from typing import TYPE_CHECKING, Final, NoReturn, TypeVar

from dossier._lazy import lazy

with lazy():
    import msgspec


if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

T = TypeVar("T")

_LEARNING: Final = threading.RLock()
"""Held while msgspec converts: two threads that meet a new shape at once crash the process (its fields are half known).

The conversion holds the interpreter's lock anyway, so nothing waits longer.
"""
_SEAL: Final = "seal"
_MARK: Final = f',"{_SEAL}":"'.encode("ascii")
"""What parts an entry from its seal, which is the SHA-256 of the rest."""


def parse(data: bytes | str, shape: type[T]) -> T:
    """Return JSON as a value of `shape`: a dataclass, or a type made of `dict`, `tuple`, `str`, `int`, `bool`, enums.

    Nothing is coerced: `"3"`, `3.0` and `true` are no numbers. What a dataclass refuses in `__post_init__` by a
    ValueError is refused here.

    Raises:
        ValueError: it is no JSON, or not of this shape.
    """
    return _converted(_loaded(data), shape)


def read(path: Path, shape: type[T], schema: str = "") -> T | None:
    """Return what a state file holds, or None where it is not there, damaged, or of another shape or schema.

    Args:
        path: the file.
        shape: see `parse`.
        schema: what the key `schema` must say; an empty text asks for nothing.
    """
    try:
        value = _loaded(path.read_bytes())
        if schema and (not isinstance(value, dict) or value.get("schema") != schema):
            return None
        return _converted(value, shape)
    except (OSError, ValueError):
        return None


def sealed(value: Mapping[str, object]) -> str:
    """Return JSON, one line in ASCII, that carries a digest of itself, for `unsealed`.

    Raises:
        TypeError: a value is no JSON.
    """
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return f'{text[:-1]},"{_SEAL}":"{_seal(text.encode("ascii"))}"}}'


def unsealed(data: bytes | str, shape: type[T], schema: str) -> T | None:
    """Return what `sealed` wrote, or None where a single letter of it has changed or it is of another schema.

    For entries whose numbers are relied upon (pages of a part, say): a wrong number is of the right type.
    """
    try:
        value = intact(data, schema)
        return None if value is None else _converted(value, shape)
    except ValueError:
        return None


def intact(data: bytes | str, schema: str) -> dict[str, object] | None:
    """Return what `sealed` wrote as JSON has it, or None where it has changed or is of another schema.

    Its types are those that were written, for the seal says so. For the one reader that cannot wait for msgspec.
    """
    try:
        raw = data.encode() if isinstance(data, str) else data
        body, mark, seal = raw.rpartition(_MARK)
        if not mark or seal != f'{_seal(body + b"}")}"}}'.encode("ascii"):
            return None
        value = _loaded(body + b"}")
    except ValueError:
        return None
    return value if isinstance(value, dict) and value.get("schema") == schema else None


def digest(value: object) -> str:
    """Return a digest of any value of our data classes that does not depend on the order of its sets."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()


def _loaded(data: bytes | str) -> object:
    try:
        return json.loads(data, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _converted(value: object, shape: type[T]) -> T:
    try:
        with _LEARNING:
            return msgspec.convert(value, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ValueError(str(error)) from error


def _seal(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
