"""Starts a real Chromium for tests of the offline page: with its own empty profile, without any way to download."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Named in full, so that selenium has nothing to look for and nothing to download.
CHROMIUM: Final = Path("/usr/bin/chromium")
DRIVER: Final = Path("/usr/bin/chromedriver")
DESKTOP: Final = (1280, 900)
_FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def browser(profile: Path) -> Iterator[Chrome]:
    """Start Chromium with an empty profile folder and end it after the block."""
    for program in (CHROMIUM, DRIVER):
        assert program.is_file(), f"{program} is missing: install chromium and chromium-driver (.ci/run does)"
    options = ChromeOptions()
    options.binary_location = str(CHROMIUM)
    for flag in (*_FLAGS, f"--user-data-dir={profile}", "--window-size={},{}".format(*DESKTOP)):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=ChromeService(executable_path=str(DRIVER)))
    driver.set_script_timeout(300)  # the accessibility check of the whole page, on a machine that does other work too
    try:
        yield driver
    finally:
        driver.quit()


def complaints(driver: Chrome) -> list[str]:
    """Return what the page complained of on the console since the last call."""
    return [str(entry["message"]) for entry in driver.get_log("browser")]  # type: ignore[no-untyped-call]  # selenium types all but this


def requested(driver: Chrome) -> list[str]:
    """Return every address that pages asked for since the last call, those of Chromium's own first tab too."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))  # type: ignore[no-untyped-call]  # likewise
    return [
        str(message["params"]["request"]["url"])
        for message in messages
        if message["method"] == "Network.requestWillBeSent"
    ]


def look_like(driver: Chrome, *, scheme: str = "light", width: int = DESKTOP[0], media: str = "") -> None:
    """Show the page in a colour scheme, at a width in CSS pixels, on the screen or as `print`."""
    features = [
        {"name": "prefers-color-scheme", "value": scheme},
        {"name": "prefers-reduced-motion", "value": "reduce"},  # what is clicked must stand still
    ]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    metrics: Mapping[str, object] = {"width": width, "height": DESKTOP[1], "deviceScaleFactor": 1, "mobile": False}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", dict(metrics))
