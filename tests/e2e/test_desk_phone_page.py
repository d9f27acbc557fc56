"""A phone and a desk in a real Chromium: the code is shown, photos are sent, they wait, and are put in by the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from PIL import Image
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.support.browser import browser, complaints, look_like
from tests.support.command import copy_sample
from tests.support.page_looks import looked_at
from tests.support.running_desk import running_desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

SECONDS: Final = 60


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with browser(tmp_path_factory.mktemp("profil")) as driver:
        yield driver


def until(driver: Chrome, condition: Callable[[], object]) -> None:
    WebDriverWait(driver, SECONDS, 0.05).until(lambda _: condition())


def find(driver: Chrome, name: str) -> WebElement:
    return driver.find_element(By.ID, name)


def tiles(driver: Chrome) -> list[WebElement]:
    return driver.find_elements(By.CSS_SELECTOR, "#nampan-isi li")


def sent_by_phone(driver: Chrome, address: str, photos: list[Path]) -> None:
    """Open the page for phones in a tab of its own, send two photos and what only calls itself one, and close it."""
    desk = driver.current_window_handle
    driver.switch_to.new_window("tab")
    driver.get(address)
    find(driver, "pilih").send_keys("\n".join(map(str, photos)))
    until(driver, lambda: "2 berkas diterima, 1 tidak diterima." in find(driver, "kabar").text)
    looked_at(driver, "ponsel", (390,))
    assert [line for line in complaints(driver) if "422" not in line and "favicon" not in line] == []
    driver.close()
    driver.switch_to.window(desk)


def put_all_in(driver: Chrome) -> None:
    """Choose all that waits and put it into V.1.1.b."""
    find(driver, "nampan-semua").click()
    find(driver, "nampan-masukkan").click()
    driver.find_element(By.XPATH, "//summary[starts-with(., 'V. ')]").click()
    driver.find_element(By.CSS_SELECTOR, "[data-code='V.1.1']").click()
    until(driver, lambda: find(driver, "tempat").is_displayed())
    driver.find_element(By.CSS_SELECTOR, "#pilih-butir input[value=b]").click()
    find(driver, "tempat").submit()
    until(driver, lambda: find(driver, "titipan").is_displayed())
    find(driver, "jadi").click()
    until(driver, lambda: not find(driver, "nampan").is_displayed())


def pictures_are_drawn(driver: Chrome) -> bool:
    return all(each.get_property("complete") for each in driver.find_elements(By.CSS_SELECTOR, "#nampan img"))


def test_photos_of_a_phone_are_sent_wait_on_the_desk_and_are_put_in_and_taken_back(
    driver: Chrome, tmp_path: Path
) -> None:
    workspace = copy_sample(tmp_path / "unit")
    photos = [tmp_path / name for name in ("image.jpg", "spanduk.png", "jahat.jpg")]
    for number, place in enumerate(photos[:2]):
        Image.new("RGB", (640, 480), (40, 90 * number, 160)).save(place)
    photos[2].write_bytes(b"<!DOCTYPE html><script>alert(1)</script>")
    with running_desk(workspace, "--no-open", "--lan=127.0.0.1") as running:
        running.enter()
        complaints(driver)
        look_like(driver)
        driver.get(running.address)
        until(driver, lambda: find(driver, "dari-ponsel").is_displayed())
        find(driver, "dari-ponsel").click()
        until(driver, lambda: driver.find_elements(By.CSS_SELECTOR, "#kode svg path"))
        assert "tidak dienkripsi" in find(driver, "ponsel").text
        assert "15 menit" in find(driver, "ponsel-sisa").text
        looked_at(driver, "meja-kode")
        address = find(driver, "ponsel-alamat").text
        find(driver, "kode-baru").click()
        until(driver, lambda: find(driver, "ponsel-alamat").text != address)
        address = find(driver, "ponsel-alamat").text

        sent_by_phone(driver, address, photos)
        until(driver, lambda: len(tiles(driver)) == 2)
        assert "2 berkas menunggu" in find(driver, "ponsel-masuk").text
        find(driver, "tutup-ponsel").click()
        until(driver, lambda: pictures_are_drawn(driver))
        looked_at(driver, "meja-nampan")
        tiles(driver)[0].find_element(By.CSS_SELECTOR, ".tile").click()
        until(driver, lambda: find(driver, "nampan-besar-gambar").get_property("naturalWidth") == 640)
        looked_at(driver, "meja-nampan-besar")
        find(driver, "tutup-nampan-besar").click()

        put_all_in(driver)
        assert list((workspace / "nampan").iterdir()) == []
        new = [path for path in (workspace / "evidence" / "V").rglob("*") if path.suffix in {".jpg", ".png"}]
        assert {path.read_bytes() for path in photos[:2]} <= {path.read_bytes() for path in new}
        find(driver, "batal").click()
        until(driver, lambda: len(tiles(driver)) == 2)
        assert {path.name for path in (workspace / "nampan").iterdir()} == {"image.jpg", "spanduk.png"}
        assert complaints(driver) == []
