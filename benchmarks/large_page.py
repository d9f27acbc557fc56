"""The offline page of fifty thousand files in Chromium: its size, and how soon a search shows the last file.

Usage: python -m benchmarks.large_page [FILES]                               (50,000 unless named)

Preparing so many files takes a quarter of an hour, so 1,000 tiny ones (see `growth`) are read as `dossier gaps` reads
them, and the assessment is repeated under other folders: every copy has its own path, claims and register row. Seconds
are from the start of the navigation to the first frame in which the last file stands, in a new tab, of several.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.growth import make
from dossier import reports
from dossier.pipeline import inspect
from dossier.pipeline.artifacts import page_source
from dossier.pipeline.intake import take_in
from dossier.pipeline.steps import judge
from dossier.state import Settings
from tests.support.browser import browser

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

    from dossier.audit.assessment import Assessment
    from dossier.model import EvidenceFile

FILES = 50_000
ONCE = 1_000
OPENINGS = 5
FOUND = """
const [folder, name, done] = arguments, field = document.getElementById("kata");
field.value = folder + " " + name;
field.dispatchEvent(new Event("input", {bubbles: true}));
const wait = () => {
  const names = [...document.querySelectorAll(".files .file-name")];
  const shown = names.some((each) => each.textContent.includes(name) && each.textContent.includes(folder));
  if (shown) requestAnimationFrame(() => setTimeout(() => done(performance.now())));
  else requestAnimationFrame(wait);
};
wait();
"""


def assessed(folder: Path) -> Assessment:
    """Return the assessment of a workspace of a thousand tiny files."""
    workspace = make(folder, ONCE)
    settings = Settings(as_of=dt.date(2025, 7, 1), office="internal")
    return judge(workspace, inspect(workspace), settings, intake=take_in(workspace))


def repeated(assessment: Assessment, count: int) -> Assessment:
    """Return the assessment with as many files, the copies in folders of their own."""
    copies = range(1, count // ONCE)

    def copied(file: EvidenceFile, number: int) -> EvidenceFile:
        return replace(file, path=f"Unit {number:02}/{file.path}", disk_path=f"Unit {number:02}/{file.disk_path}")

    matching, scan = assessment.matching, assessment.scan
    files = [*scan.files, *(copied(each, number) for number in copies for each in scan.files)]
    claims = [replace(each, file=copied(each.file, number)) for number in copies for each in matching.claims]
    unplaced = [replace(each, file=copied(each.file, number)) for number in copies for each in matching.unplaced]
    parts = [replace(each, file=copied(each.file, number)) for number in copies for each in assessment.parts]
    return replace(
        assessment,
        scan=replace(scan, files=tuple(sorted(files, key=lambda each: each.path))),
        matching=replace(matching, claims=(*matching.claims, *claims), unplaced=(*matching.unplaced, *unplaced)),
        parts=(*assessment.parts, *parts),
    )


def found(driver: Chrome, page: Path, folder: str, name: str) -> float:
    """Return the milliseconds from the start of the navigation until the file is shown."""
    driver.switch_to.new_window("tab")
    driver.get(page.as_uri())
    taken = float(driver.execute_async_script(FOUND, folder, name))
    driver.close()
    driver.switch_to.window(driver.window_handles[0])
    return taken


def main(count: int) -> None:
    """Make the page, open it, print."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as profile:
        source = page_source(repeated(assessed(Path(name)), count))
        started = time.perf_counter()
        page = Path(name, "index.html")
        page.write_text(reports.page_html(source), encoding="utf-8", newline="")
        copies = [row.path for row in source.register if row.path.startswith("Unit ")]
        folder, _, last = copies[-1].rpartition("/")
        size, seconds = page.stat().st_size / 1e6, time.perf_counter() - started
        print(f"{len(source.register)} files: {size:.1f} MB, made in {seconds:.0f} s; load {os.getloadavg()[0]:.1f}")
        with browser(Path(profile)) as driver:
            driver.set_script_timeout(60)
            times = [found(driver, page, folder, last) for _ in range(OPENINGS + 1)][1:]
            print(f"{folder}/{last}: shown after {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
