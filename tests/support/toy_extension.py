"""Installs the extension that docs/extending.md shows, as an installer would: files, and a `.dist-info` beside them."""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING

from tests.support.command import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

_BLOCK = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def shown() -> dict[str, str]:
    """Return the files that the page shows, by path."""
    return dict(_BLOCK.findall((REPOSITORY / "docs" / "extending.md").read_text(encoding="utf-8")))


def install(place: Path) -> Path:
    """Install the distribution into an empty folder, which belongs on the path of imports."""
    files = shown()
    project = tomllib.loads(files.pop("pyproject.toml"))["project"]
    for path, text in {**files, "dossier_catat/__init__.py": ""}.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        (place / path).write_text(text, encoding="utf-8")
    metadata = place / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    metadata.mkdir()
    required = "".join(f"Requires-Dist: {each}\n" for each in project["dependencies"])
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n{required}"
    )
    groups = project["entry-points"].items()
    rows = (f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items()) for group, named in groups)
    (metadata / "entry_points.txt").write_text("\n".join(rows))
    return place
