from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from dossier.state.workspace import Workspace
from tests.support.workspaces import made, small_workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Build the small workspace once; tests take copies."""
    workspace = small_workspace(tmp_path_factory.mktemp("kecil"))
    made(workspace)
    return workspace


@pytest.fixture
def copied(built: Workspace) -> Callable[[Path], Workspace]:
    """Return a function that copies the built workspace to a folder."""
    return lambda folder: Workspace(shutil.copytree(built.root, folder))
