"""Later pages of a PDF at the desk: turned by key and by button, as pictures, and nothing else by their addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pypdf
import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.browser import browser, complaints, look_like
from tests.support.command import copy_sample
from tests.support.page_looks import looked_at
from tests.support.running_desk import RunningDesk, Visitor, running_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME: Final = "bahan tak dikenal.pdf"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDesk]:
    root: Path = copy_sample(tmp_path_factory.mktemp("halaman"))
    writer = pypdf.PdfWriter()
    for width, height in ((300, 600), (600, 300), (300, 300)):
        writer.add_blank_page(width, height)
    writer.write(root / "evidence" / NAME)
    with running_desk(root) as running:
        yield running


@pytest.fixture(scope="module")
def visitor(desk: RunningDesk) -> Visitor:
    return desk.enter()


def sha256(visitor: Visitor) -> str:
    rows = visitor.get("/api/files")
    assert isinstance(rows, list)
    return str(next(row["gambar"] for row in rows if row["letak"] == NAME))


def test_the_pages_of_a_pdf_are_counted_and_each_is_a_picture(visitor: Visitor) -> None:
    assert visitor.get("/api/pages", letak=NAME) == {"jumlah": 3}
    assert visitor.get("/api/pages", letak="IMG-20250204-WA0012.jpg") == {"jumlah": 0}
    pictures = [visitor.ask("GET", f"/gambar-halaman/{sha256(visitor)}/{number}") for number in (1, 2, 3)]
    assert {(each.status, each.headers["content-type"], each.body[:3]) for each in pictures} == {
        (200, "image/jpeg", b"\xff\xd8\xff")
    }
    assert len({each.body for each in pictures}) == 3


@pytest.mark.parametrize("number", ["0", "4", "-1", "1e3", "99999", "%D9%A3", "2/..", "a"])
def test_there_is_no_other_page(visitor: Visitor, number: str) -> None:
    assert visitor.ask("GET", f"/gambar-halaman/{sha256(visitor)}/{number}").status == 404


@pytest.mark.parametrize("sha", ["0" * 64, "..", "%2e%2e", "A" * 64])
def test_pages_are_found_by_the_content_of_a_known_file_alone(visitor: Visitor, sha: str) -> None:
    assert visitor.ask("GET", f"/gambar-halaman/{sha}/1").status == 404
    assert visitor.ask("GET", "/api/pages?letak=../plan/plan.yaml").status == 404


def test_pages_are_not_told_without_cookie_or_key(visitor: Visitor) -> None:
    assert visitor.ask("GET", f"/gambar-halaman/{sha256(visitor)}/2", Cookie=None).status == 403
    assert visitor.ask("GET", "/api/pages?letak=scan0001.pdf", X_Meja=None).status == 403


def test_pages_are_turned_by_keys_and_by_buttons(desk: RunningDesk, tmp_path: Path) -> None:
    desk.enter()
    with browser(tmp_path) as driver:
        look_like(driver)
        complaints(driver)
        driver.get(desk.address)
        wait = WebDriverWait(driver, 60, 0.05)
        wait.until(lambda _: driver.find_elements(By.CSS_SELECTOR, f"[data-path='{NAME}']"))
        driver.find_element(By.CSS_SELECTOR, f"[data-path='{NAME}'] .tile").click()

        def shows(words: str, shape: tuple[int, int]) -> None:
            image = driver.find_element(By.ID, "gambar")
            wait.until(lambda _: driver.find_element(By.ID, "halaman-ke").text == words)
            wait.until(lambda _: (image.get_property("naturalWidth"), image.get_property("naturalHeight")) == shape)

        shows("Halaman 1 dari 3", (800, 1600))
        ActionChains(driver).send_keys(".").perform()
        shows("Halaman 2 dari 3", (1600, 800))
        driver.find_element(By.ID, "halaman-lanjut").click()
        shows("Halaman 3 dari 3", (1200, 1200))
        assert not driver.find_element(By.ID, "halaman-lanjut").is_enabled()
        ActionChains(driver).send_keys(".").perform()
        shows("Halaman 3 dari 3", (1200, 1200))
        ActionChains(driver).send_keys(",").perform()
        shows("Halaman 2 dari 3", (1600, 800))
        looked_at(driver, "meja-halaman")
        assert complaints(driver) == []
