"""The switch on the page: the desk builds by itself, says what it waits for, and disturbs nobody who types."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from dossier import state
from tests.support.browser import browser, complaints, look_like
from tests.support.page_looks import looked_at
from tests.support.running_desk import running_desk
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from pathlib import Path

NEW = "I.2.1 Notulen rapat Maret 2025.pdf"


def test_the_page_builds_by_itself_after_a_change_and_waits_while_somebody_types(tmp_path: Path) -> None:
    workspace = small_workspace(tmp_path / "unit")
    with running_desk(workspace.root, "--no-open", "--as-of", "2025-07-01") as desk, browser(tmp_path) as driver:
        desk.enter()
        look_like(driver)
        complaints(driver)
        driver.get(desk.address)
        wait = WebDriverWait(driver, 120, 0.05)
        wait.until(lambda _: driver.find_elements(By.CSS_SELECTOR, "[data-path]"))
        words = driver.find_element(By.ID, "sendiri-kata")
        assert not words.is_displayed()
        driver.find_element(By.ID, "susun-sendiri").click()
        wait.until(lambda _: "Terakhir disusun pukul " in words.text)
        assert not driver.find_element(By.ID, "hasil").is_displayed()
        assert not driver.find_element(By.ID, "kemajuan").is_displayed()
        looked_at(driver, "meja-susun-sendiri")
        reason = driver.find_element(By.ID, "alasan")
        reason.send_keys("f")
        shutil.copy(workspace.evidence / "I.1.1 SK Tim Kerja ZI 2025.pdf", workspace.evidence / NEW)

        def typed(_driver: object) -> bool:
            reason.send_keys("o")
            return "begitu tidak ada lagi yang diketik" in words.text

        wait.until(typed)
        for _ in range(20):
            reason.send_keys("t")
        made = state.load(workspace.build)
        assert made is not None
        assert NEW not in made.files
        wait.until(lambda _: NEW in (getattr(state.load(workspace.build), "files", None) or ()))
        wait.until(lambda _: words.text.startswith("Dossier disusun sendiri setelah ada perubahan."))
        assert str(reason.get_attribute("value")).endswith("t")
        driver.refresh()
        wait.until(lambda _: driver.find_element(By.ID, "susun-sendiri").is_selected())
        driver.find_element(By.ID, "susun").click()
        wait.until(lambda _: driver.find_element(By.ID, "hasil").is_displayed())
        assert "Dossier masih sama" in driver.find_element(By.ID, "hasil").text
        driver.find_element(By.ID, "susun-sendiri").click()
        wait.until(lambda _: not driver.find_element(By.ID, "sendiri").is_displayed())
        assert complaints(driver) == []
