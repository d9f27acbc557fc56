"""The desk on a workspace whose files have been read before: first view, a key, a decision on disk, figures.

Called by `benchmarks.page`, so that both are measured in one run on one tree.
"""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.running_desk import running_desk

if TYPE_CHECKING:
    from pathlib import Path

    from selenium.webdriver import Chrome

KEYS = 10
LONGEST = 600
SHOWN = "return document.querySelector('#nama-berkas')?.textContent ? performance.now() : 0"
WATCHED = """
window.answers = [];
addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
new MutationObserver(() => requestAnimationFrame(() => window.answers.push(performance.now() - window.pressed)))
  .observe(document.querySelector('#nama-berkas'), {childList: true});
"""


def desk(driver: Chrome, workspace: Path) -> None:
    """Print how long the desk takes on a workspace; its pins change."""
    pins = workspace / "plan" / "pins.yaml"
    with running_desk(workspace) as running:
        started = time.perf_counter()
        running.enter()
        print(f"desk: evidence read again in {time.perf_counter() - started:.1f} s")
        views = [_first_view(driver, running.address) for _ in range(5)]
        print(
            f"desk: first view, from navigation, median {statistics.median(views):.0f} ms, longest {max(views):.0f} ms"
        )
        driver.execute_script(WATCHED)
        written, figures = [], 0.0
        for _ in range(min(KEYS, len(driver.find_elements(By.CSS_SELECTOR, "[data-path]")) - 1)):
            before, started = pins.stat().st_mtime_ns if pins.exists() else 0, time.perf_counter()
            text = driver.find_element(By.ID, "jumlah").text
            ActionChains(driver).send_keys("n").perform()
            while (not pins.exists() or pins.stat().st_mtime_ns == before) and time.perf_counter() < started + LONGEST:
                time.sleep(0.005)
            written.append(time.perf_counter() - started)
            time.sleep(0.3)
        WebDriverWait(driver, LONGEST, 0.02).until(lambda _: driver.find_element(By.ID, "jumlah").text != text)
        figures = time.perf_counter() - started
        answers = driver.execute_script("return window.answers")
        print(f"desk: a key, median {statistics.median(answers):.0f} ms, longest {max(answers):.0f} ms")
        print(f"desk: in pins.yaml, median {statistics.median(written):.2f} s, longest {max(written):.2f} s")
        print(f"desk: figures on the page {figures:.1f} s after the last key")
        driver.get("about:blank")


def _first_view(driver: Chrome, address: str) -> float:
    """Return the milliseconds until a file is shown, since the page itself began to load."""
    driver.get("about:blank")
    driver.get(address)
    WebDriverWait(driver, LONGEST, 0.01).until(lambda _: driver.execute_script(SHOWN))
    return float(driver.execute_script(SHOWN))
