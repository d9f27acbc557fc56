"""Run as a program: says `mulai` and builds a workspace, so that a test can kill it at any moment."""

from __future__ import annotations

import sys
from pathlib import Path

from dossier.state.workspace import Workspace
from tests.support.workspaces import LATER, made

if __name__ == "__main__":
    sys.stdout.write("mulai\n")
    sys.stdout.flush()
    made(Workspace(Path(sys.argv[1])), LATER, force=True)
