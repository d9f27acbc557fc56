"""Looks at a page in both colour schemes and several widths: axe, no sideways scrolling, pictures for people."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from axe_selenium_python import Axe

from tests.support.browser import look_like

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

SHOTS: Final = os.environ.get("DOSSIER_SHOTS", "")
"""A folder for pictures of the pages, where somebody wants to look at them."""


def looked_at(driver: Chrome, name: str, widths: tuple[int, ...] = (1280, 390)) -> None:
    """Let axe look at what is shown, light and dark, wide and narrow; nothing scrolls sideways."""
    for width in widths:
        for scheme in ("light", "dark"):
            look_like(driver, scheme=scheme, width=width)
            checker = Axe(driver)
            checker.inject()
            found = checker.run()["violations"]
            assert not found, [(each["id"], each["nodes"][0]["html"]) for each in found]
            wide = driver.execute_script("return document.documentElement.scrollWidth")
            assert wide <= width
            if SHOTS:
                driver.save_screenshot(str(Path(SHOTS) / f"{name}-{width}-{scheme}.png"))
    look_like(driver)
