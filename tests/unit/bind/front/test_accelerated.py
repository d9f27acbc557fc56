"""reportlab's helpers in C, where they are installed, draw the same bytes as those in Python."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]
DRAW = """
import sys
from pathlib import Path
if sys.argv[1] == "python":
    sys.modules["_rl_accel"] = None
from hashlib import sha256
from tests.support.bind_source import bind_source
from dossier.bind.front import draw
print(sha256(b"".join(draw(bind_source(8), {}, 1).pdfs)).hexdigest())
"""


def drawn(how: str) -> str:
    ran = subprocess.run([sys.executable, "-c", DRAW, how], check=True, capture_output=True, text=True, cwd=ROOT)
    return ran.stdout.strip()


def test_the_same_pages_are_drawn_with_and_without_helpers_in_c() -> None:
    assert drawn("c") == drawn("python")
