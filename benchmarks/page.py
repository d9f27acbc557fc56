"""Opening and searching the offline page of 10,000 files in Chromium, beside the page of the same plan without files.

Usage: python -m benchmarks.page [FILES]

The tree is that of `ten_thousand`. Opening is from the start of the navigation to the end of the load event; an answer
is from a key in the search box to the frame after it. Both are medians of several, each opening in a new tab.
The desk on the same tree is measured after them.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.desk import desk
from benchmarks.matching.listings import PLAN
from benchmarks.ten_thousand import COMMAND, FILES, make_tree
from tests.support.browser import browser

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

OPENINGS = 7
TYPED = "undangan rapat februari"
LOADED = "const [page] = performance.getEntriesByType('navigation'); return page.loadEventEnd - page.startTime"
ANSWERED = """
const [words, done] = arguments, field = document.getElementById("kata"), started = performance.now();
field.value = words;
field.dispatchEvent(new Event("input", {bubbles: true}));
requestAnimationFrame(() => setTimeout(() => done(performance.now() - started)));
"""


def page_of(workspace: Path, name: str) -> Path:
    """Write the page of a workspace as users do, and return it."""
    target = workspace / name
    started = time.perf_counter()
    subprocess.run(
        [COMMAND, "-C", workspace, "gaps", "--as-of", "2025-07-01", "--format", "html", "-o", target], check=True
    )
    print(f"{name}: {target.stat().st_size / 1e6:.1f} MB, made in {time.perf_counter() - started:.0f} s")
    return target


def opened(driver: Chrome, page: Path) -> float:
    """Return the median milliseconds until the load event has ended, after one opening that warms up."""
    times = []
    for _ in range(OPENINGS + 1):
        driver.switch_to.new_window("tab")
        driver.get(page.as_uri())
        times.append(float(driver.execute_script(LOADED)))
        driver.close()
        driver.switch_to.window(driver.window_handles[0])
    return statistics.median(times[1:])


def answers(driver: Chrome, page: Path) -> list[float]:
    """Return the milliseconds that each letter of a search takes until the page has answered."""
    driver.get(page.as_uri())
    return [float(driver.execute_async_script(ANSWERED, TYPED[:length])) for length in range(1, len(TYPED) + 1)]


def main(count: int) -> None:
    """Make the tree and both pages, measure, print."""
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryDirectory() as profile:
        workspace = Path(name)
        shutil.copytree(PLAN.parent, workspace / "plan")
        (workspace / "evidence").mkdir()
        empty = page_of(workspace, "kosong.html")
        make_tree(workspace / "evidence", count)
        full = page_of(workspace, "penuh.html")
        with browser(Path(profile)) as driver:
            reference = opened(driver, empty)
            taken = opened(driver, full)
            print(
                f"opened: without files {reference:.0f} ms, {count} files {taken:.0f} ms, ratio {taken / reference:.1f}"
            )
            for label, page in (("without files", empty), (f"{count} files", full)):
                times = answers(driver, page)
                print(f"a key, {label}: median {statistics.median(times):.0f} ms, longest {max(times):.0f} ms")
            desk(driver, workspace)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
