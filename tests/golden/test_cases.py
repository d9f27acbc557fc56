"""Every folder in `cases/` is a plan, a listing of evidence and a day; what the tool says of it is compared as text.

`make golden-update` rewrites the expected texts; read the difference before you keep it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from pathlib import Path

import pytest

from dossier import audit, matching, outline, reports
from dossier.audit.status import status_of
from dossier.model import EvidenceFile, Media, Outline, Scan
from dossier.plan import load_pins, load_plan

CASES = sorted(path for path in (Path(__file__).parent / "cases").iterdir() if path.is_dir())
UPDATE = os.environ.get("DOSSIER_GOLDEN_UPDATE") == "1"


def listed(listing: Path) -> Scan:
    """Read `path | kind | problem` lines as a scan; the hash stands for the path."""
    files = []
    for line in listing.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        path, media, problem, *_ = [*(part.strip() for part in line.split("|")), "", ""]
        files.append(
            EvidenceFile(
                path=path,
                disk_path=path,
                size=1000,
                sha256=hashlib.sha256(path.encode()).hexdigest(),
                media=Media(media or "pdf"),
                problem=problem or None,
            )
        )
    return Scan(files=tuple(sorted(files, key=lambda file: file.path)), ignored=())


def outline_text(made: Outline) -> str:
    """Return the outline as indented lines."""
    return "".join(f"{'  ' * (s.level - 1)}{s.key} [{s.stamp}] {s.title}\n" for s in made.walk())


def texts_of(case: Path) -> dict[str, str]:
    """Run the pure stages on one case and return every text by its file name."""
    plan, findings = load_plan(case / "plan" / "plan.yaml")
    scan = listed(case / "evidence.txt")
    matched = matching.match(plan, scan, load_pins(case / "plan" / "pins.yaml", plan))
    as_of = dt.date.fromisoformat((case / "as_of.txt").read_text(encoding="utf-8").strip())
    coverage, found = audit.audit(plan, scan, matched, as_of)
    view = status_of(plan, coverage)
    return {
        "match.json": reports.dump_json(reports.match_json(scan, matched)),
        "gaps.txt": reports.gap_table(view),
        "gaps.csv": reports.gaps_csv(view).replace("\r\n", "\n"),
        "outline.txt": outline_text(outline.outline(plan, coverage, matched)),
        "findings.json": reports.dump_json(reports.findings_json((*findings, *found))),
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_tool_says_what_was_reviewed(case: Path) -> None:
    expected = case / "expected"
    texts = texts_of(case)
    if UPDATE:
        for name, text in texts.items():
            (expected / name).write_text(text, encoding="utf-8")
    assert {path.name for path in expected.iterdir()} == set(texts), "a text is missing or left over"
    for name, text in texts.items():
        assert text == (expected / name).read_text(encoding="utf-8"), name


def test_no_line_of_the_gap_list_is_wider_than_a_hundred_columns() -> None:
    for case in CASES:
        assert max(len(line) for line in texts_of(case)["gaps.txt"].splitlines()) <= 100
