"""The `dossier` command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and leave with the documented exit code.

    Child processes load the program's own file anew, which ends here: only the command itself loads what follows.
    """
    try:
        from dossier.cli.main import main as command  # noqa: PLC0415 — see above
    except KeyboardInterrupt:
        sys.exit(130)  # nothing has begun, so there is nothing to say

    command(arguments)
