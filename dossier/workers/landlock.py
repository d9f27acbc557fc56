"""Landlock, the unprivileged sandbox of Linux: its system calls through ctypes.

The numbers are those of `linux/landlock.h` and of the generic system call table, the same on every architecture.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_VERSION_FLAG: Final = 1
_RULE_PATH_BENEATH: Final = 1
_SET_NO_NEW_PRIVS: Final = 38

EXECUTE: Final = 1 << 0
WRITE_FILE: Final = 1 << 1
READ_FILE: Final = 1 << 2
READ_DIR: Final = 1 << 3
MAKE_SOCKET: Final = 1 << 9
_TRUNCATE: Final = 1 << 14
_IOCTL_DEVICE: Final = 1 << 15
_OF_FILES: Final = EXECUTE | WRITE_FILE | READ_FILE | _TRUNCATE | _IOCTL_DEVICE
_FILE_RIGHTS: Final = ((1, (1 << 13) - 1), (2, 1 << 13), (3, _TRUNCATE), (5, _IOCTL_DEVICE))
"""ABI version ─► rights over files that it added."""
_LEAST_VERSION: Final = 2
_TCP: Final = 0b11  # bind, connect
TCP_SINCE: Final = 4
_SCOPES: Final = 0b11  # abstract UNIX sockets and signals, to processes outside
_SCOPED_SINCE: Final = 6

READ: Final = EXECUTE | READ_FILE | READ_DIR
ONLY_READ: Final = READ_FILE | READ_DIR


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


@cache
def abi() -> int:
    """Return the version of Landlock that can be used here, 0 where the kernel has none or has it switched off.

    Version 1 (Linux 5.13 to 5.18) counts as none: it forbids every move to another folder, which converters need.
    """
    if sys.platform != "linux":
        return 0
    try:
        version = _call(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_VERSION_FLAG))
    except OSError:
        return 0
    return version if version >= _LEAST_VERSION else 0


def file_rights(version: int) -> int:
    """Return every right over files that this version of Landlock knows, as bits."""
    rights = 0
    for since, added in _FILE_RIGHTS:
        rights |= added if version >= since else 0
    return rights


def restrict(rules: Iterable[tuple[Path, int]], version: int | None = None) -> None:
    """Take from this process, and from all that it will start, whatever the rules do not allow.

    TCP is closed from version 4 on. It cannot be undone. A path that is not there needs no rule and gets none.

    Args:
        rules: a file or folder, and the rights that hold there and below (`READ`, `WRITE_FILE` …).
        version: the Landlock version to use, at most what `abi` says; None is that.

    Raises:
        OSError: this kernel enforces no Landlock.
    """
    version = abi() if version is None else version
    known = file_rights(version)
    attributes = _Ruleset(
        files=known,
        network=_TCP if version >= TCP_SINCE else 0,
        scoped=_SCOPES if version >= _SCOPED_SINCE else 0,
    )
    size = 24 if version >= _SCOPED_SINCE else 16 if version >= TCP_SINCE else 8
    ruleset = _call(_CREATE_RULESET, ctypes.byref(attributes), ctypes.c_size_t(size), ctypes.c_uint32(0))
    try:
        for path, rights in rules:
            with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
                _allow(ruleset, path, rights & known)
        _no_new_privileges()
        _call(_RESTRICT_SELF, ctypes.c_int(ruleset), ctypes.c_uint32(0))
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path: Path, rights: int) -> None:
    if sys.platform != "linux":
        return
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= _OF_FILES
        rule = _PathBeneath(allowed=rights, parent=place)
        kind = ctypes.c_int(_RULE_PATH_BENEATH)
        _call(_ADD_RULE, ctypes.c_int(ruleset), kind, ctypes.byref(rule), ctypes.c_uint32(0))
    finally:
        os.close(place)


def _no_new_privileges() -> None:
    """Give up set-user-id programs, which Landlock asks of a process without privileges."""
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0)):
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _call(number: int, *arguments: object) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    library.syscall.restype = ctypes.c_long
    result = int(library.syscall(ctypes.c_long(number), *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
