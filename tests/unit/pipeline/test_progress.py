"""Every long piece of work of a build says how long it is and comes to its end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.pipeline import build, bundles_to_verify, verify
from dossier.progress import Work
from dossier.state import Settings
from tests.support.progress import Told
from tests.support.workspaces import AS_OF

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.state.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, copied: Callable[[Path], Workspace]) -> Workspace:
    """Return a workspace whose parts are prepared."""
    return copied(tmp_path / "kerja")


@pytest.mark.parametrize("most", [None, 1_000_000])
def test_every_stage_of_a_build_comes_to_its_end(workspace: Workspace, most: int | None) -> None:
    told = Told()
    settings = replace(Settings(as_of=AS_OF, office="internal"), max_size=most, downsample=150)
    build(workspace, AS_OF, settings=settings, progress=told)
    wanted = {Work.HASHING, Work.PREPARING, Work.SHRINKING, Work.BINDING, Work.WRITING, Work.CHECKING}
    assert wanted <= told.totals.keys()
    assert told.done == told.totals


def test_verifying_says_how_far_it_is(workspace: Workspace) -> None:
    build(workspace, AS_OF, office="internal")
    told = Told()
    assert verify(workspace, bundles_to_verify(workspace, None), told) == ()
    assert told.totals.keys() == {Work.HASHING, Work.CHECKING}
    assert told.done == told.totals
