"""Write the sample evidence tree: `python -m tests.support.sample_evidence evidence`. Same bytes each time."""

from __future__ import annotations

import sys
from pathlib import Path

from dossier.typeset.typography import register_fonts
from tests.support import sample_contents
from tests.support.hostile import written

LARGEST_TREE = 2_000_000


def sample_files() -> dict[str, bytes]:
    """Return every file of the sample: relative path ─► content."""
    register_fonts()  # it also settles how reportlab writes, so the bytes do not depend on who drew before
    groups = (
        sample_contents.area_one(),
        sample_contents.area_two(),
        sample_contents.area_three(),
        sample_contents.area_four(),
        sample_contents.area_five(),
        sample_contents.area_six(),
        sample_contents.strays(),
    )
    return {path: content for group in groups for path, content in group.items()}


def write_sample(folder: Path) -> tuple[Path, ...]:
    """Write the sample below `folder`, over what has the same names, and return the paths.

    Files of other names are left alone: they may be somebody's evidence.
    """
    return tuple(written(folder, path, content) for path, content in sample_files().items())


def main(arguments: list[str]) -> int:
    """Write the sample into the folder named on the command line."""
    if len(arguments) != 1:
        sys.stderr.write("Pemakaian: python -m tests.support.sample_evidence FOLDER\n")
        return 2
    paths = write_sample(Path(arguments[0]))
    size = sum(path.stat().st_size for path in paths)
    sys.stdout.write(f"{len(paths)} berkas contoh ditulis ke {arguments[0]} ({size // 1024} KB)\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
